"""What the endpointing is measured on: sentences, numbers and interruptions said by synthetic voices over a bad line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from speech.audio.g711 import decode_alaw, encode_alaw
from speech.audio.pcm import to_float, to_pcm
from speech.audio.resample import resample
from speech.ports import Synthesizer

LINE = 8000
"""Hz of the telephone line everything goes over, as A-law."""
SENTENCES = (
    "怎么查个人账户余额？",
    "灵活就业人员怎么参加养老保险？",
    "我今年五十八岁，断缴了两年，还能补缴吗？",
    "退休以后去外地住，养老金怎么领？",
    "社保卡丢了怎么补办？",
    "我要转人工。",
)
INTERRUPTIONS = ("停。", "等一下。", "别说了。")
PREFACE = "我的身份证号码是"
IDENTITY = "110105194912310021"
GROUPS = ("一一零一零五", "一九四九", "一二三一", "零零二一")
ASKED = "请问您的身份证号码是多少？"
GAP = 1.0
"""Seconds between the groups, or the digits, of a number said slowly."""
_EDGE = 0.03
_BREATH = (0.1, 0.2)
"""Seconds: what is shorter than the first and stands longer than the second before the words is a breath or a click."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A synthetic voice at a speed."""

    voice: str
    speed: float

    def __str__(self) -> str:
        return f"{self.voice}×{self.speed}"


@dataclass(slots=True)
class Studio:
    """Says texts and remembers how they sounded."""

    synthesizer: Synthesizer
    _said: dict[tuple[str, Speaker], Samples] = field(default_factory=dict)

    def say(self, text: str, speaker: Speaker) -> Samples:
        """The words at the line's rate without the silence around them: from the first to the last 10 ms that reach
        3% of the loudest, breaths before left out."""
        key = (text, speaker)
        if key not in self._said:
            clip = resample(self.synthesizer.render(text, speaker.voice, speaker.speed), LINE)
            self._said[key] = _trimmed(to_float(clip.pcm))
        return self._said[key]

    def number(self, speaker: Speaker, *, digits: bool, preface: bool) -> Samples:
        """An identity number with ``GAP`` seconds between its groups, or between all of its ``digits``."""
        parts = [PREFACE] if preface else []
        parts += list(IDENTITY.translate(str.maketrans("0123456789", "零一二三四五六七八九"))) if digits else GROUPS
        sounds = [sound for part in parts for sound in (self.say(part, speaker), quiet(GAP))]
        return np.concatenate(sounds[:-1])


def quiet(seconds: float) -> Samples:
    """Nothing at all."""
    return np.zeros(int(seconds * LINE), dtype=np.float32)


def on_the_line(words: Samples, before: float, after: float, snr: float | None, seed: int = 1) -> bytes:
    """PCM of the words with silence around them, white noise ``snr`` dB below the words, through A-law."""
    sound = np.concatenate([quiet(before), words / max(1e-6, float(np.abs(words).max())) * 0.5, quiet(after)])
    if snr is not None:
        voiced = sound[np.abs(sound) > 0.01]
        noise = np.random.default_rng(seed).normal(0, 1, len(sound))
        sound = sound + noise * float(np.sqrt(np.mean(np.square(voiced)))) * 10 ** (-snr / 20)
    return decode_alaw(encode_alaw(to_pcm(sound)))


def noises(seconds: float, seed: int = 3) -> Iterator[tuple[str, bytes]]:
    """Sound in which nobody speaks, each at -40 and at -25 dBFS."""
    random, times = np.random.default_rng(seed), np.arange(int(seconds * LINE)) / LINE
    white = random.normal(0, 1, len(times))
    spectrum, hertz = np.fft.rfft(white), np.maximum(np.fft.rfftfreq(len(times), 1 / LINE), 20)
    kinds = {
        "白噪声": white,
        "粉红噪声": np.fft.irfft(spectrum / np.sqrt(hertz), len(times)),
        "低频轰鸣": np.fft.irfft(spectrum / hertz, len(times)),
        "交流声": sum(np.sin(2 * np.pi * 50 * n * times) / n for n in (1, 2, 3, 5, 7)),
        "噼啪声": np.where(random.random(len(times)) < 20 / LINE, 10 * white, 0),
        "咳嗽": white * np.exp(-(times % 3) / 0.06),
        "回铃音": np.sin(2 * np.pi * 450 * times) * (times % 5 < 1),
        "一阵阵的风": white * (1 + np.sin(2 * np.pi * 4 * times)),
        "断续的杂音": white * np.where(times % 1.7 < 0.3, 1.0, 0.05),
    }
    for name, sound in kinds.items():
        for level in (-40, -25):
            scaled = np.asarray(sound) / np.sqrt(np.mean(np.square(sound))) * 10 ** (level / 20)
            yield f"{name} {level} dBFS", decode_alaw(encode_alaw(to_pcm(scaled)))


def _trimmed(samples: Samples) -> Samples:
    size = LINE // 100
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    loudness = np.sqrt(np.mean(np.square(frames), axis=1))
    loud = np.flatnonzero(loudness > _EDGE * loudness.max())
    stretches = np.split(loud, np.flatnonzero(np.diff(loud) > _BREATH[1] * 100) + 1)
    while len(stretches) > 1 and len(stretches[0]) < _BREATH[0] * 100:
        stretches = stretches[1:]
    return samples[stretches[0][0] * size : (loud[-1] + 1) * size]
