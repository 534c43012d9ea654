"""A-law and µ-law, the codes of the telephone: 8 bits a sample, by tables made from the definition in ITU-T G.711."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from speech.values import BYTES_PER_SAMPLE

RATE = 8000
"""Hz of a telephone line."""
_ALAW_MASK, _MULAW_MASK, _SIGN = 0x55, 0xFF, 0x80
_MULAW_BIAS, _MULAW_TOP = 132, 32635


def decode_alaw(codes: bytes) -> bytes:
    """A-law bytes as PCM."""
    return _alaw_levels()[np.frombuffer(codes, dtype=np.uint8)].tobytes()


def decode_mulaw(codes: bytes) -> bytes:
    """µ-law bytes as PCM."""
    return _mulaw_levels()[np.frombuffer(codes, dtype=np.uint8)].tobytes()


def encode_alaw(pcm: bytes) -> bytes:
    """PCM as A-law bytes."""
    return _alaw_codes()[_places(pcm)].tobytes()


def encode_mulaw(pcm: bytes) -> bytes:
    """PCM as µ-law bytes."""
    return _mulaw_codes()[_places(pcm)].tobytes()


def _places(pcm: bytes) -> NDArray[np.uint16]:
    return np.frombuffer(pcm, dtype="<u2", count=len(pcm) // BYTES_PER_SAMPLE)


@functools.cache
def _alaw_levels() -> NDArray[np.int16]:
    code = np.arange(256) ^ _ALAW_MASK
    segment, step = (code >> 4) & 7, code & 15
    level = np.where(segment == 0, 16 * step + 8, (16 * step + 264) << np.maximum(segment - 1, 0))
    return np.where(code & _SIGN, level, -level).astype("<i2")


@functools.cache
def _mulaw_levels() -> NDArray[np.int16]:
    code = np.arange(256) ^ _MULAW_MASK
    segment, step = (code >> 4) & 7, code & 15
    level = ((8 * step + _MULAW_BIAS) << segment) - _MULAW_BIAS
    return np.where(code & _SIGN, -level, level).astype("<i2")


@functools.cache
def _alaw_codes() -> NDArray[np.uint8]:
    sample = _every_sample()
    size = np.where(sample < 0, ~sample, sample) >> 4
    segment = np.maximum(_bits(size) - 4, 0)
    step = (size >> np.maximum(segment - 1, 0)) & 15
    code = (segment << 4) | step | np.where(sample < 0, 0, _SIGN)
    return np.asarray(code ^ _ALAW_MASK, dtype=np.uint8)


@functools.cache
def _mulaw_codes() -> NDArray[np.uint8]:
    sample = _every_sample()
    size = np.minimum(np.abs(sample), _MULAW_TOP) + _MULAW_BIAS
    segment = _bits(size) - 8
    step = (size >> (segment + 3)) & 15
    code = (segment << 4) | step | np.where(sample < 0, _SIGN, 0)
    return np.asarray(code ^ _MULAW_MASK, dtype=np.uint8)


def _every_sample() -> NDArray[np.int32]:
    """All 16-bit samples, at the place their bits name as an unsigned number."""
    return np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32)


def _bits(numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    """How many bits each number takes, 0 for 0."""
    return np.frexp(numbers)[1].astype(np.int32)
