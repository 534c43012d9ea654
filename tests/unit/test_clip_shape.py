"""Clips evened out and joined."""

from __future__ import annotations

import math

import numpy as np
import pytest

from speech.audio.pcm import peak_level, rms_level
from speech.clip_shape import LEAD, TAIL, join, shaped, silence
from speech.values import Clip

RATE = 24_000


def tone(seconds: float, amplitude: float, rate: int = RATE) -> Clip:
    samples = amplitude * np.sin(2 * math.pi * 220 * np.arange(round(seconds * rate)) / rate)
    return Clip((samples * 32767).astype("<i2").tobytes(), rate)


def test_silence_around_a_voice_is_cut_to_a_known_rest() -> None:
    spoken = shaped(Clip(silence(0.5, RATE).pcm + tone(1.0, 0.2).pcm + silence(0.8, RATE).pcm, RATE))
    assert spoken.seconds == pytest.approx(1.0 + LEAD + TAIL, abs=0.03)


@pytest.mark.parametrize("amplitude", [0.01, 0.1, 0.5, 0.99])
def test_every_clip_has_one_loudness(amplitude: float) -> None:
    assert rms_level(shaped(tone(1.0, amplitude)).pcm) == pytest.approx(-20.0, abs=1.0)


def test_a_click_in_a_soft_voice_does_not_clip() -> None:
    samples = np.frombuffer(tone(1.0, 0.02).pcm, dtype="<i2").copy()
    samples[12_000:12_020] = 32_000
    assert peak_level(shaped(Clip(samples.tobytes(), RATE)).pcm) <= -0.9


@pytest.mark.parametrize("clip", [Clip(b"", RATE), silence(1.0, RATE)])
def test_silence_stays_nothing(clip: Clip) -> None:
    assert shaped(clip) == Clip(b"", RATE)


def test_joined_clips_have_the_pause_between_them_and_none_around() -> None:
    first, second = tone(0.5, 0.1), tone(0.25, 0.1)
    assert join((first, second), 0.7).seconds == pytest.approx(1.45)
    assert join((first, Clip(b"", RATE)), 0.7) == first


def test_clips_of_two_rates_are_not_joined() -> None:
    with pytest.raises(ValueError, match="rate"):
        join((tone(0.1, 0.1), tone(0.1, 0.1, 8_000)), 0.1)
