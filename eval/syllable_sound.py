"""Sound to teach the syllable reader with: many voices, said in pieces, put together anew and sent over bad lines."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

from assistant.errors import BadInput
from eval.speech_number_sound import band
from eval.syllable_texts import SORTS, Sort, piece
from speech.audio.g711 import decode_alaw, encode_alaw
from speech.audio.pcm import to_float, to_pcm
from speech.audio.resample import resample
from speech.syllables.units import units
from speech.synthesizers.espeak import EspeakSynthesizer
from speech.synthesizers.kokoro import RATE as SPOKEN_RATE
from speech.synthesizers.kokoro import VOICES, KokoroSynthesizer, Style
from speech.transcribers.whisper_sound import RATE
from speech.values import Clip

Sound = npt.NDArray[np.float32]
_LINE = 8000
_LONGEST = 9.0
_LENGTHS = 510
_OTHER_LANGUAGES = "abefhijp"
_ROBOTS = (
    "f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "grandma", "grandpa", "klatt", "klatt2",
    "klatt3", "Annie", "Alicia", "benjamin", "antonio", "Andrea", "Alex", "paul", "victor", "linda", "steph",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A piece as one voice says it, at 24 kHz."""

    text: str
    sound: Sound


Voice = Mapping[Sort, Sequence[Said]]


class Voices:
    """Styles of Kokoro's voices (``*.bin`` of the npm package kokoro-js), alone and mixed.

    The voices that are shipped are left out, so that what is measured with them was never heard before.
    """

    def __init__(self, folder: Path) -> None:
        """Raises ``BadInput`` for a folder without voices."""
        self._styles = {path.stem: _style(path) for path in sorted(folder.glob("*.bin")) if path.stem not in VOICES}
        self._chinese = [name for name in self._styles if name.startswith("z")]
        self._others = [name for name in self._styles if name[0] in _OTHER_LANGUAGES]
        if len(self._chinese) < 2 or not self._others:
            raise BadInput(f"{folder} 里没有 Kokoro 的声音", "运行 npm pack kokoro-js，解开后写它的 voices 目录")

    def draw(self, rng: random.Random) -> Style:
        """A Chinese voice, two of them mixed, or one with a speaker of another language in it."""
        kind, share = rng.random(), rng.uniform(0.3, 0.7)
        if kind < 0.35:
            return self._styles[rng.choice(self._chinese)]
        if kind < 0.7:
            one, other = rng.sample(self._chinese, 2)
        elif kind < 0.92:
            one, other = rng.choice(self._chinese), rng.choice(self._others)
        else:
            return self._styles[rng.choice(self._others)]
        mixed: Style = share * self._styles[one] + (1 - share) * self._styles[other]
        return mixed


def speak(synthesizer: KokoroSynthesizer, style: Style, rng: random.Random) -> Voice:
    """What one voice says, at about one speed."""
    speed = rng.uniform(0.75, 1.15)
    return _said(lambda text: synthesizer.render_style(text, style, speed * rng.uniform(0.92, 1.08)), rng)


def speak_as_robot(synthesizer: EspeakSynthesizer, rng: random.Random) -> Voice:
    """The same by one of espeak's variants: stiff, but quick to make and like no other."""
    variant, speed = rng.choice(_ROBOTS), rng.uniform(0.6, 1.15)
    return _said(lambda text: synthesizer.render_variant(text, variant, speed * rng.uniform(0.92, 1.08)), rng)


def _said(render: Callable[[str], Clip], rng: random.Random) -> Voice:
    said: dict[Sort, list[Said]] = {}
    for sort in SORTS:
        text = piece(sort, rng)
        sound = _trimmed(to_float(resample(render(text), SPOKEN_RATE).pcm))
        said.setdefault(sort, []).append(Said(text, sound))
    return said


def utterance(
    voice: Voice, others: Sequence[Voice], rng: random.Random, noise: np.random.Generator
) -> tuple[Sound, tuple[str, ...]]:
    """Pieces of one voice with silences between them, as they arrive at 16 kHz, and the units said."""
    parts, said, total = [_silence(rng, 0.5)], list[str](), 0.0
    for sort in _order(rng):
        one = rng.choice(voice[sort])
        total += len(one.sound) / SPOKEN_RATE
        if total > _LONGEST:
            break
        parts += [one.sound, _silence(rng, 1.0)]
        said += units(one.text)
    whole = np.concatenate([*parts, _silence(rng, 0.5)])
    if rng.random() < 0.6:
        whole = soxr.resample(whole, SPOKEN_RATE, SPOKEN_RATE * rng.choice((22, 23, 25, 26, 27)) / 24).astype(
            np.float32
        )
    sound = soxr.resample(whole, SPOKEN_RATE, RATE).astype(np.float32)
    return _degraded(sound, others, rng, noise), tuple(said)


def _order(rng: random.Random) -> list[Sort]:
    kind = rng.random()
    order: list[Sort] = []
    if kind < 0.4:
        order += ["around"] if rng.random() < 0.5 else []
        order += ["digits" for _ in range(rng.choice((1, 2, 2, 3, 3)))]
        order += ["taken_back", "digits"] if kind < 0.05 else []
    elif kind < 0.6:
        order += ["around", "quantity", "around"] if kind < 0.45 else ["quantity"]
    else:
        order += ["whole"] if kind < 0.72 else ["sentence" for _ in range(rng.choice((1, 1, 2)))]
    return order


def _degraded(sound: Sound, others: Sequence[Voice], rng: random.Random, noise: np.random.Generator) -> Sound:
    """A room, noise or other voices from 3 to 45 dB below, and mostly a telephone."""
    level = _level(sound)
    if rng.random() < 0.3:
        sound = _in_a_room(sound, rng, noise)
    below = rng.uniform(3, 35) if rng.random() < 0.75 else 45.0
    added = _babble(others, len(sound), rng) if rng.random() < 0.3 else _coloured(len(sound), rng, noise)
    sound = sound + added / (_level(added) + 1e-9) * level * 10 ** (-below / 20)
    if rng.random() < 0.75:
        sound = soxr.resample(sound, RATE, _LINE).astype(np.float32)
        if rng.random() < 0.7:
            sound = band(sound, rng.uniform(80, 350), rng.uniform(3200, 3900))
        sound = np.clip(sound * rng.uniform(0.02, 0.25) / (_level(sound) + 1e-6), -1, 1).astype(np.float32)
        if rng.random() < 0.7:
            sound = to_float(decode_alaw(encode_alaw(to_pcm(sound))))
        sound = soxr.resample(sound, _LINE, RATE).astype(np.float32)
    return np.asarray(np.clip(sound, -1, 1), dtype=np.float32)


def _in_a_room(sound: Sound, rng: random.Random, noise: np.random.Generator) -> Sound:
    length = int(RATE * rng.uniform(0.08, 0.3))
    echo = noise.normal(size=length) * np.exp(-np.arange(length) / (length / 5))
    echo[0] = echo.std() * rng.uniform(8, 25) + 1
    size = len(sound) + length
    heard = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(echo / echo[0], size), size)
    return np.asarray(heard[: len(sound)], dtype=np.float32)


def _babble(others: Sequence[Voice], length: int, rng: random.Random) -> Sound:
    talk = [
        said.sound for voice in rng.sample(list(others), min(2, len(others))) for row in voice.values() for said in row
    ]
    rng.shuffle(talk)
    one = np.resize(soxr.resample(np.concatenate(talk), SPOKEN_RATE, RATE), length)
    return np.asarray(one + np.roll(one, length // 3), dtype=np.float32)


def _coloured(length: int, rng: random.Random, noise: np.random.Generator) -> Sound:
    spectrum = np.fft.rfft(noise.normal(size=length))
    spectrum /= np.arange(1.0, len(spectrum) + 1) ** rng.uniform(0, 0.7)
    return np.asarray(np.fft.irfft(spectrum, length), dtype=np.float32)


def _trimmed(sound: Sound) -> Sound:
    loud = np.flatnonzero(np.abs(sound) > 0.01)
    return sound[max(0, loud[0] - 600) : loud[-1] + 1200] if len(loud) else sound[:0]


def _silence(rng: random.Random, longest: float) -> Sound:
    return np.zeros(int(SPOKEN_RATE * rng.uniform(0.02, longest)), dtype=np.float32)


def _level(sound: Sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound)))) if sound.size else 0.0


def _style(path: Path) -> Style:
    return np.fromfile(path, dtype=np.float32).reshape(-1, 256)[:_LENGTHS]
