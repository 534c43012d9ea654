"""PCM as bytes and as numbers, and how loud it is. Pure."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.values import BYTES_PER_SAMPLE

SILENT = -120.0
"""Level in dBFS given for digital silence and for no sound at all."""
_FULL = 32768.0


def to_float(pcm: bytes) -> NDArray[np.float32]:
    """Samples in [-1, 1), shape ``[len(pcm) // 2]``; half a sample at the end is left out."""
    whole = len(pcm) // BYTES_PER_SAMPLE
    return np.frombuffer(pcm, dtype="<i2", count=whole).astype(np.float32) / np.float32(_FULL)


def to_pcm(samples: NDArray[Any]) -> bytes:
    """Samples in [-1, 1] as PCM; what is louder is clipped, what is no number becomes silence."""
    scaled = np.nan_to_num(np.asarray(samples, dtype=np.float64) * _FULL, nan=0.0, posinf=_FULL, neginf=-_FULL)
    return np.clip(np.rint(scaled), -_FULL, _FULL - 1).astype("<i2").tobytes()


def rms_level(pcm: bytes) -> float:
    """Root mean square in dBFS: 0 for a full-scale square wave, ``SILENT`` at the least."""
    samples = to_float(pcm)
    return _decibels(float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if samples.size else 0.0)


def peak_level(pcm: bytes) -> float:
    """The loudest sample in dBFS, ``SILENT`` at the least."""
    samples = to_float(pcm)
    return _decibels(float(np.max(np.abs(samples))) if samples.size else 0.0)


def _decibels(amplitude: float) -> float:
    return max(SILENT, 20 * math.log10(amplitude)) if amplitude > 0 else SILENT
