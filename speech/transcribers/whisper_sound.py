"""Sound as whisper takes it: floats, where somebody speaks in it, and where it may be cut. Pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

RATE = 16000
_FRAME = RATE // 50
_QUIETEST = -60.0
"""Decibels below full scale under which nothing is speech."""
_LEAST_RANGE = 4.0
"""Decibels between the quiet and the loud parts; a steady noise has less, measured on white noise and hum."""
_SPEECH_SHARE = 0.4


def samples_of(pcm: bytes) -> Samples:
    """PCM16 as floats in [-1, 1]; an odd last byte is left out."""
    return np.frombuffer(pcm, dtype="<i2", count=len(pcm) // 2).astype(np.float32) / 32768.0


def spoken_frames(sound: Samples) -> npt.NDArray[np.bool_]:
    """For each whole 20 ms, whether it stands out from the quiet parts of this sound. Empty sound gives none."""
    count = len(sound) // _FRAME
    if count == 0:
        return np.zeros(0, dtype=np.bool_)
    frames = sound[: count * _FRAME].reshape(count, _FRAME)
    levels = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-12)
    quiet, loud = np.percentile(levels, 10), np.percentile(levels, 95)
    if loud < _QUIETEST or loud - quiet < _LEAST_RANGE:
        return np.zeros(count, dtype=np.bool_)
    return np.asarray(levels > max(_QUIETEST, quiet + _SPEECH_SHARE * (loud - quiet)))


def has_speech(spoken: npt.NDArray[np.bool_], least: float = 0.06) -> bool:
    """Whether at least ``least`` seconds of the frames are spoken."""
    return bool(np.count_nonzero(spoken) * _FRAME / RATE >= least)


def quiet_end(spoken: npt.NDArray[np.bool_]) -> float:
    """Seconds after the last spoken frame; 0 when none is spoken."""
    places = np.flatnonzero(spoken)
    return float((len(spoken) - 1 - places[-1]) * _FRAME / RATE) if len(places) else 0.0


def pieces(sound: Samples, longest: float) -> tuple[Samples, ...]:
    """The sound in parts of at most ``longest`` seconds, cut where it is quietest in the last third of each."""
    size = int(longest * RATE)
    if len(sound) <= size:
        return (sound,)
    window = RATE // 4
    tail = sound[size * 2 // 3 : size]
    energy = np.convolve(tail.astype(np.float64) ** 2, np.ones(window), mode="valid")
    cut = size * 2 // 3 + int(np.argmin(energy)) + window // 2
    return (sound[:cut], *pieces(sound[cut:], longest))
