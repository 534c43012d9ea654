"""Listening with the real detector on spoken Chinese, over a telephone line; once with the real recogniser too."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from eval.speech_files import load_sound, read_manifest
from eval.speech_score import errors
from speech.audio.files import read_audio, write_audio
from speech.audio.g711 import decode_alaw, encode_alaw
from speech.audio.pcm import to_float, to_pcm
from speech.audio.resample import resample
from speech.models.locate import silero, whisper_base
from speech.pool import AudioPool
from speech.ports import Synthesizer
from speech.recording import voices
from speech.session import ListeningSession, transcribe
from speech.synthesizers import make_synthesizer
from speech.transcribers.whisper import WhisperTranscriber, open_whisper
from speech.values import NO_HINTS, Clip, Heard, Hints, Listening
from speech.voice_activity import SileroVoiceActivity
from tests.unit.listening import Engine

LINE, LISTENING = 8000, Listening()
SPOKEN = Path(__file__).parents[1] / "data" / "spoken"


@pytest.fixture(scope="module")
def synthesizer(tmp_path_factory: pytest.TempPathFactory) -> Synthesizer:
    return make_synthesizer("espeak", models_dir=tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    return open_whisper(whisper_base())


@pytest.fixture
async def pool() -> AsyncIterator[AudioPool]:
    made = AudioPool(2)
    yield made
    made.close(wait=True)


def spoken(synthesizer: Synthesizer, text: str) -> np.ndarray:
    """The words at the line's rate, without the silence around them."""
    samples = to_float(resample(synthesizer.render(text, synthesizer.voices[0], 1.0), LINE).pcm)
    loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())
    return np.asarray(samples[loud[0] : loud[-1] + 1])


def quiet(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * LINE), dtype=np.float32)


def over_the_line(*sounds: np.ndarray, snr: float | None = 20) -> bytes:
    """One after another, with white noise ``snr`` dB below the voice, through A-law."""
    sound = np.concatenate(sounds)
    if snr is not None:
        voice = sound[np.abs(sound) > 0.01]
        loudness = float(np.sqrt(np.mean(np.square(voice)))) if voice.size else 0.1
        sound = sound + np.random.default_rng(7).normal(0, loudness * 10 ** (-snr / 20), len(sound))
    return decode_alaw(encode_alaw(to_pcm(sound)))


async def hear(
    pcm: bytes, pool: AudioPool, engine: Engine | WhisperTranscriber, hints: Hints = NO_HINTS, *, speaking: bool = False
) -> list[Heard]:
    listening = ListeningSession(engine, SileroVoiceActivity(LINE, silero()), pool, LISTENING, rate=LINE, hints=hints)
    listening.speaking(speaking)
    for start in range(0, len(pcm), 320):
        await listening.feed(pcm[start : start + 320])
        await asyncio.sleep(0.0005)
    await listening.finish()
    return [heard async for heard in listening.events()]


def only(heard: list[Heard], *kinds: str) -> list[Heard]:
    return [each for each in heard if each.kind in kinds]


@pytest.mark.parametrize("snr", [None, 20, 10, 5])
async def test_a_sentence_on_a_telephone_line(synthesizer: Synthesizer, pool: AudioPool, snr: float | None) -> None:
    words = spoken(synthesizer, "灵活就业人员怎么交养老保险？")
    heard = await hear(over_the_line(quiet(1.5), words, quiet(2), snr=snr), pool, Engine())
    started, final = only(heard, "speech_started", "final")
    assert 1.5 <= started.at <= 2.0
    assert 0.6 <= final.at - (1.5 + len(words) / LINE) <= 1.1


@pytest.mark.parametrize("words", ["停。", "等一下。", "别说了。"])
async def test_an_interruption_is_noticed_within_400_milliseconds(
    synthesizer: Synthesizer, pool: AudioPool, words: str
) -> None:
    pcm = over_the_line(quiet(2), spoken(synthesizer, words), quiet(1))
    interrupted = only(await hear(pcm, pool, Engine(), speaking=True), "interrupted")
    assert len(interrupted) == 1
    assert interrupted[0].at - 2 <= 0.4


class DeafToDigits(Engine):
    """Understands how the sentence begins, and makes nothing of the digits."""

    def told(self, seconds: float) -> str:
        return "我的身份证号码是" if seconds < 2.6 else "夜夜"


@pytest.mark.parametrize("asked", ["", "请问您的身份证号码是多少？"])
async def test_an_identity_number_said_digit_by_digit_is_not_cut(
    synthesizer: Synthesizer, pool: AudioPool, asked: str
) -> None:
    """By what was asked or by the rhythm, since here the text says nothing of digits."""
    digits = [sound for digit in "110105194912310021" for sound in (spoken(synthesizer, digit), quiet(1.0))]
    preface = [] if asked else [spoken(synthesizer, "我的身份证号码是"), quiet(1.0)]
    heard = await hear(over_the_line(quiet(1), *preface, *digits, quiet(1)), pool, DeafToDigits(), Hints(asked=asked))
    assert len(only(heard, "speech_started")) == len(only(heard, "final")) == 1
    clip = only(heard, "final")[0].clip
    assert clip is not None
    assert len(voices(clip, SileroVoiceActivity(LINE, silero()), LISTENING)) >= 17


async def test_a_minute_of_noises_is_no_speech(pool: AudioPool) -> None:
    random, seconds = np.random.default_rng(3), np.arange(15 * LINE) / LINE
    white = random.normal(0, 0.05, len(seconds))
    cough = white * 4 * np.exp(-(seconds % 3) / 0.06)
    hum = 0.1 * sum(np.sin(2 * np.pi * 50 * n * seconds) / n for n in (1, 2, 3, 5))
    tone = 0.2 * np.sin(2 * np.pi * 450 * seconds) * (seconds % 5 < 1)
    crackle = np.where(random.random(len(seconds)) < 20 / LINE, 0.5, 0.0)
    heard = await hear(over_the_line(cough, hum + white / 5, tone, crackle + white / 5, snr=None), pool, Engine())
    assert {each.kind for each in heard} == {"nothing"}
    assert len(heard) == 9


async def test_eight_callers_at_once_hear_their_own_words(synthesizer: Synthesizer, pool: AudioPool) -> None:
    pcm = over_the_line(quiet(0.5), spoken(synthesizer, "怎么查余额？"), quiet(1.5))
    calls = await asyncio.gather(*(hear(pcm, pool, Engine(f"第{number}位。")) for number in range(8)))
    texts = [final.transcript.text for call in calls for final in only(call, "final") if final.transcript]
    assert texts == [f"第{number}位。" for number in range(8)]


async def test_a_recording_is_read_without_its_silence_and_in_pieces(synthesizer: Synthesizer, pool: AudioPool) -> None:
    words = spoken(synthesizer, "灵活就业人员怎么交养老保险？")
    pcm = over_the_line(quiet(4), *[part for _ in range(12) for part in (words, quiet(0.7))], quiet(5))
    engine = Engine("一句。")
    told = await transcribe(
        Clip(pcm, LINE), engine, None, pool, NO_HINTS, SileroVoiceActivity(LINE, silero())
    )  # fmt: skip
    assert told.text == "一句。" * len(engine.sounds)
    assert told.final
    spans = [len(sound) / 2 / engine.rate for sound in engine.sounds]
    assert len(spans) >= 2
    assert max(spans) <= 26
    assert sum(spans) == pytest.approx(12 * (len(words) / LINE + 0.7), abs=3)


async def test_a_recording_of_nothing_has_no_words(pool: AudioPool) -> None:
    engine, activity = Engine(), SileroVoiceActivity(LINE, silero())
    told = await transcribe(Clip(over_the_line(quiet(3), snr=None), LINE), engine, None, pool, NO_HINTS, activity)
    assert (told.text, told.confidence, engine.sounds) == ("", 0.0, [])


async def test_the_real_recogniser_hears_a_caller_and_a_recording(whisper: WhisperTranscriber, pool: AudioPool) -> None:
    said = next(iter(read_manifest(SPOKEN)))
    clip = load_sound(said, LINE)
    pcm = bytes(LINE) + clip.pcm + bytes(4 * LINE)
    heard = await hear(pcm, pool, whisper)
    (final,) = only(heard, "final")
    assert final.transcript
    assert errors(said.text, final.transcript.text)[0] <= len(said.text) / 2
    sent = read_audio(write_audio(clip, "mp3"))
    told = await transcribe(sent, whisper, None, pool, NO_HINTS, SileroVoiceActivity(16_000, silero()))
    assert errors(said.text, told.text)[0] <= len(said.text) / 2


def test_listening_needs_no_torch() -> None:
    script = (
        "import sys; from speech.session import ListeningSession; from speech.models.locate import silero;"
        "from speech.voice_activity import SileroVoiceActivity as A;"
        "assert A(8000, silero()).probability(bytes(512)) < 0.5; assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
