"""A sentence as it arrives over a telephone: 300 to 3400 Hz, 8 kHz, A-law, and the noise of a quiet room."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from speech.audio.g711 import decode_alaw, encode_alaw
from speech.audio.pcm import to_float, to_pcm
from speech.audio.resample import resample
from speech.ports import Synthesizer
from speech.values import BYTES_PER_SAMPLE, Clip

Sound = npt.NDArray[np.float32]
RATE = 8000
LOW_HZ, HIGH_HZ = 300.0, 3400.0
NOISE_DB = 30.0
"""How far the noise lies below the voice."""
_PAUSE_SECONDS = 0.3
DICTATING_SECONDS = 0.35
"""Between the groups of a number that is read out."""


def telephoned(clip: Clip, seed: int) -> Clip:
    """``clip`` as PCM of 8 kHz after the band, the noise and the code of a telephone line. The same for the same seed."""
    sound = to_float(resample(clip, RATE).pcm)
    silence = np.zeros(int(_PAUSE_SECONDS * RATE), dtype=np.float32)
    sound = band(np.concatenate([silence, sound, silence]), LOW_HZ, HIGH_HZ)
    level = float(np.sqrt(np.mean(np.square(sound)))) if sound.size else 0.0
    noise = np.random.default_rng(seed).normal(0.0, level * 10 ** (-NOISE_DB / 20), sound.size)
    return Clip(decode_alaw(encode_alaw(to_pcm(np.clip(sound + noise, -1.0, 1.0).astype(np.float32)))), RATE)


def said(synthesizer: Synthesizer, text: str, voice: str, speed: float, *, dictated: bool) -> Clip:
    """``text`` as the voice says it; ``dictated`` with a pause at each comma, as people read digits from a card."""
    parts = [synthesizer.render(part, voice, speed) for part in (text.split("，") if dictated else [text])]
    pause = bytes(int(DICTATING_SECONDS * synthesizer.rate) * BYTES_PER_SAMPLE)
    return Clip(pause.join(part.pcm for part in parts), synthesizer.rate)


def band(sound: Sound, low: float, high: float) -> Sound:
    """What of sound at 8 kHz lies between ``low`` and ``high`` Hz."""
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(sound.size, 1 / RATE)
    spectrum[(hertz < low) | (hertz > high)] = 0
    return np.fft.irfft(spectrum, sound.size).astype(np.float32)
