"""Levels, clipping, and rates changed without aliasing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio.pcm import SILENT, peak_level, rms_level, to_float, to_pcm
from speech.audio.resample import Resampler, resample
from speech.values import Clip


def tone(hertz: float, rate: int, seconds: float = 1.0, amplitude: float = 0.5) -> Clip:
    return Clip(to_pcm(amplitude * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)), rate)


@given(st.binary(max_size=200).filter(lambda data: len(data) % 2 == 0))
def test_pcm_survives_the_way_through_numbers(pcm: bytes) -> None:
    assert to_pcm(to_float(pcm)) == pcm


def test_too_loud_is_clipped_and_no_number_is_silence() -> None:
    back = np.frombuffer(to_pcm(np.array([2.0, -2.0, math.nan, math.inf, -math.inf])), "<i2")
    assert back.tolist() == [32767, -32768, 0, 32767, -32768]


def test_half_a_sample_is_left_out() -> None:
    assert len(to_float(b"\0\0\0")) == 1


def test_levels_of_a_tone() -> None:
    clip = tone(440, 8000)
    assert peak_level(clip.pcm) == pytest.approx(-6.02, abs=0.05)
    assert rms_level(clip.pcm) == pytest.approx(-9.03, abs=0.05)
    assert rms_level(b"") == rms_level(bytes(320)) == peak_level(b"") == SILENT


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("hertz", "source", "target"), [(5000, 24_000, 8000), (12_000, 48_000, 16_000)])
def test_a_tone_the_new_rate_cannot_carry_vanishes(hertz: int, source: int, target: int, stream: bool) -> None:
    clip = tone(hertz, source)
    changed = streamed(clip, target, source // 50) if stream else resample(clip, target).pcm
    assert rms_level(changed[target // 10 : -target // 10]) < -75


@pytest.mark.parametrize(("source", "target"), [(8000, 16_000), (16_000, 8000), (24_000, 8000), (48_000, 16_000)])
@pytest.mark.parametrize("stream", [False, True])
def test_a_tone_both_rates_carry_keeps_its_level_and_length(source: int, target: int, stream: bool) -> None:
    clip = tone(1000, source)
    changed = streamed(clip, target, source // 50) if stream else resample(clip, target).pcm
    assert len(changed) / 2 == pytest.approx(target, abs=2)
    assert rms_level(changed[1000:-1000]) == pytest.approx(rms_level(clip.pcm), abs=0.1)


@given(st.lists(st.integers(1, 4000), min_size=1, max_size=8))
def test_the_pieces_a_stream_comes_in_do_not_matter(sizes: list[int]) -> None:
    clip = tone(700, 8000, 0.5)
    whole = streamed(clip, 16_000, 4000)
    through, place, got = Resampler(8000, 16_000), 0, b""
    for size in sizes:
        got += through.feed(clip.pcm[place * 2 : (place + size) * 2])
        place += size
    got += through.feed(clip.pcm[place * 2 :]) + through.flush()
    apart = np.abs(np.frombuffer(got, "<i2").astype(int) - np.frombuffer(whole, "<i2"))
    assert apart.max() <= 2  # soxr dithers 16-bit sound by one step


def test_the_same_rate_is_left_alone() -> None:
    clip = tone(440, 8000)
    assert resample(clip, 8000) is clip
    assert Resampler(8000, 8000).feed(b"\1\2") == b"\1\2"


def streamed(clip: Clip, rate: int, samples: int) -> bytes:
    through = Resampler(clip.rate, rate)
    pieces = [clip.pcm[n : n + 2 * samples] for n in range(0, len(clip.pcm), 2 * samples)]
    return b"".join(map(through.feed, pieces)) + through.flush()
