"""Changing the rate of sound without aliasing, on soxr.

A whole clip is resampled at high quality. A stream uses soxr's low quality: its filter still removes what the new rate
cannot carry (a tone above half the new rate goes under one step of 16 bits), and because it works in shorter blocks it holds
back less. Measured on frames of 20 ms, mean and worst: 32 and 61 ms between 8 and 16 kHz, 11 and 20 ms from 48 to
16 kHz; high quality 63 and 115, 21 and 37.
"""

from __future__ import annotations

import numpy as np
import soxr

from speech.values import BYTES_PER_SAMPLE, Clip

STREAM_QUALITY, CLIP_QUALITY = "LQ", "HQ"


def resample(clip: Clip, rate: int) -> Clip:
    """The same sound at ``rate`` Hz; the clip itself when it already is."""
    if clip.rate == rate:
        return clip
    samples = np.frombuffer(clip.pcm, dtype="<i2", count=len(clip.pcm) // BYTES_PER_SAMPLE)
    return Clip(soxr.resample(samples, clip.rate, rate, quality=CLIP_QUALITY).astype("<i2").tobytes(), rate)


class Resampler:
    """One stream of PCM from one rate to another. Not for two threads at once."""

    def __init__(self, source: int, target: int) -> None:
        self._stream = None if source == target else self._begin(source, target)

    @staticmethod
    def _begin(source: int, target: int) -> soxr.ResampleStream:
        return soxr.ResampleStream(source, target, 1, dtype="int16", quality=STREAM_QUALITY)

    def feed(self, pcm: bytes) -> bytes:
        """What can be given out after ``pcm`` came in; the filter holds the last milliseconds back."""
        return self._through(pcm, last=False)

    def flush(self) -> bytes:
        """The rest; after this the stream takes no more."""
        return self._through(b"", last=True)

    def _through(self, pcm: bytes, *, last: bool) -> bytes:
        if self._stream is None:
            return pcm
        samples = np.frombuffer(pcm, dtype="<i2", count=len(pcm) // BYTES_PER_SAMPLE)
        changed: bytes = self._stream.resample_chunk(samples, last=last).astype("<i2").tobytes()
        return changed
