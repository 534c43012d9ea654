"""The real model: nothing is made up over silence, the right text fits best, work done in a pause is used again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from eval.speech_files import load_sound, read_manifest
from eval.speech_score import errors
from speech.models.locate import whisper_base
from speech.transcribers.whisper import WhisperTranscriber, open_whisper
from speech.values import Hints

SPOKEN = Path(__file__).parents[1] / "data" / "spoken"
RATE = 16_000


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    return open_whisper(whisper_base())


def spoken(name: str) -> tuple[bytes, str]:
    """The sound of a recording at 16 kHz, and what is said in it."""
    (found,) = (each for each in read_manifest(SPOKEN) if each.path.name == name)
    return load_sound(found, RATE).pcm, found.text


def pcm(samples: npt.NDArray[np.float64]) -> bytes:
    return bytes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def noises() -> dict[str, bytes]:
    random = np.random.default_rng(5)
    seconds = np.arange(RATE * 3) / RATE
    white = random.normal(0, 0.05, len(seconds))
    clicks = np.zeros(len(seconds))
    clicks[:: RATE // 2] = 0.8
    return {
        "silence": pcm(np.zeros(len(seconds))),
        "white": pcm(white),
        "brown": pcm(np.cumsum(white) / 40),
        "hum": pcm(0.1 * np.sin(2 * np.pi * 50 * seconds)),
        "busy tone": pcm(0.2 * np.sin(2 * np.pi * 450 * seconds) * (seconds % 0.7 < 0.35)),
        "clicks": pcm(clicks),
        "one click": pcm(np.where(np.abs(seconds - 1) < 0.01, 0.5, 0.0)),
        "bursts": pcm(white * (seconds % 1 < 0.3)),
    }


@pytest.mark.parametrize("name", sorted(noises()))
def test_nothing_is_made_up_where_nobody_speaks(whisper: WhisperTranscriber, name: str) -> None:
    recognition = whisper.begin()
    recognition.accept(noises()[name])
    told = recognition.final()
    assert (told.text, told.raw, told.confidence, told.alternatives) == ("", "", 0.0, ())
    assert told.final


def test_a_telephone_question_is_understood_with_other_readings(whisper: WhisperTranscriber) -> None:
    sound, said = spoken("break.wav")
    recognition = whisper.begin()
    recognition.accept(sound)
    told = recognition.final()
    wrong, length = errors(said, told.text)
    assert wrong <= length * 0.2, told.text
    assert len(told.alternatives) > 1
    assert 0 < told.confidence <= 1
    assert told.engine == "whisper"


def test_the_right_text_fits_the_sound_better_than_what_only_looks_like_it(whisper: WhisperTranscriber) -> None:
    sound, said = spoken("account.wav")
    recognition = whisper.begin()
    recognition.accept(sound)
    right, with_other_marks, other, unrelated = recognition.score(
        [said, said.replace("？", "?"), "个人账户里的前怎么查行？", "我想转人工客服。"]
    )
    assert right > other > unrelated
    assert right == pytest.approx(with_other_marks, abs=0.5), "punctuation is written as whisper does"
    assert recognition.score([]) == ()


def test_a_final_text_worked_out_in_a_pause_is_used_again(whisper: WhisperTranscriber) -> None:
    sound, _ = spoken("account.wav")
    recognition = whisper.begin()
    recognition.accept(sound)
    early = recognition.final()
    recognition.accept(bytes(RATE))
    assert recognition.final() is early, "half a second of silence changes nothing"
    recognition.accept(sound)
    later = recognition.final()
    assert later is not early
    assert len(later.text) > len(early.text) * 1.5, "what was said after the pause is heard"


def test_a_partial_text_is_not_final(whisper: WhisperTranscriber) -> None:
    sound, said = spoken("account.wav")
    recognition = whisper.begin()
    assert recognition.partial().text == ""
    recognition.accept(sound)
    told = recognition.partial()
    assert not told.final
    assert errors(said, told.text)[0] <= 4


def test_hints_make_their_words_likelier(whisper: WhisperTranscriber) -> None:
    sound, said = spoken("account.wav")
    rare = said.replace("查询", "察寻")

    def preference(hints: Hints) -> float:
        recognition = whisper.begin(hints)
        recognition.accept(sound)
        hoped, usual = recognition.score([rare, said])
        return hoped - usual

    assert preference(Hints(words=("察寻",), asked="您要察寻什么？")) > preference(Hints())
