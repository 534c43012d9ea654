"""Clips evened out and put one after another. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from speech.audio.pcm import to_float, to_pcm
from speech.values import BYTES_PER_SAMPLE, Clip

VERSION = 1
"""Changes when ``shaped`` gives another sound; kept clips are made again."""
LEVEL = 0.1
"""Root mean square of the voiced parts, of full scale: -20 dBFS."""
PEAK = 0.89
"""No sample is louder than this: -1 dBFS, which a telephone codec still carries."""
LEAD, TAIL = 0.03, 0.06
"""Seconds left before and after the voice: soft consonants at the edges lie below the threshold."""
_FRAME = 0.01
_QUIET, _VOICED = 0.003, 0.05
"""Of the loudest frame: below the first (-50 dB) it is silence, above the second (-26 dB) it counts for loudness."""

Samples = NDArray[np.float64]


def shaped(clip: Clip) -> Clip:
    """The clip without the silences around it and at the level every clip has; empty when it is all silence."""
    samples = to_float(clip.pcm).astype(np.float64)
    frame = max(1, round(_FRAME * clip.rate))
    loudness = _loudness(samples, frame)
    loudest = float(loudness.max(initial=0.0))
    if loudest < 1e-4:
        return Clip(b"", clip.rate)
    sounding = np.flatnonzero(loudness > loudest * _QUIET)
    start = max(0, int(sounding[0]) * frame - round(LEAD * clip.rate))
    end = min(len(samples), (int(sounding[-1]) + 1) * frame + round(TAIL * clip.rate))
    voiced = loudness[loudness > loudest * _VOICED]
    level = float(np.sqrt(np.mean(np.square(voiced))))
    kept = samples[start:end]
    gain = min(LEVEL / level, PEAK / float(np.abs(kept).max()))
    return Clip(to_pcm(_faded(kept * gain, frame)), clip.rate)


def silence(seconds: float, rate: int) -> Clip:
    """Nothing, for so long."""
    return Clip(bytes(BYTES_PER_SAMPLE * round(seconds * rate)), rate)


def join(clips: Sequence[Clip], pause: float) -> Clip:
    """All clips with ``pause`` seconds between them. They have one rate; raises ``ValueError`` otherwise."""
    sounding = [clip for clip in clips if clip.pcm]
    rates = {clip.rate for clip in clips}
    if len(rates) != 1:
        raise ValueError(f"clips of one rate are joined, not of {sorted(rates)}")
    (rate,) = rates
    return Clip(silence(pause, rate).pcm.join(clip.pcm for clip in sounding), rate)


def _loudness(samples: Samples, frame: int) -> Samples:
    """Root mean square of each frame, shape ``[frames]``; the last may be shorter."""
    padded = np.pad(samples, (0, -len(samples) % frame))
    frames: Samples = np.sqrt(np.mean(np.square(padded.reshape(-1, frame)), axis=1))
    return frames


def _faded(samples: Samples, length: int) -> Samples:
    """Without a click at either edge."""
    length = min(length, len(samples) // 2)
    if length:
        ramp = np.linspace(0.0, 1.0, length)
        samples[:length] *= ramp
        samples[-length:] *= ramp[::-1]
    return samples
