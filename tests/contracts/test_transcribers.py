"""Every engine of the registry, with its real model: what listening relies on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import BadAudio, BadSettings, Unavailable
from speech.models import vosk
from speech.ports import Transcriber
from speech.transcribers import TRANSCRIBERS, first_working, make_transcriber
from speech.values import NO_HINTS, Hints, Transcript
from tests.espeak_speech import RATE, spoken

MODELS = {"vosk": ("ko", "아버지 어머니"), "whisper": ("cmn", "养老保险怎么转移")}
"""By engine: the language its packaged model was trained on, and something said in it."""


@dataclass(frozen=True)
class Ear:
    """An engine, a short utterance it can make something of, and what it made of it."""

    transcriber: Transcriber
    speech: bytes
    transcript: Transcript

    def hear(self, *pieces: bytes, hints: Hints = NO_HINTS) -> Transcript:
        recognition = self.transcriber.begin(hints)
        for piece in pieces:
            recognition.accept(piece)
        return recognition.final()


def alike(one: Transcript, other: Transcript) -> bool:
    """The same, or nearly: Kaldi lays a little random noise of its own over the sound (dither)."""
    return one.text == other.text or SequenceMatcher(None, one.text, other.text).ratio() >= 0.7


@pytest.fixture(scope="module")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module", params=TRANSCRIBERS)
def ear(request: pytest.FixtureRequest, models_dir: Path) -> Iterator[Ear]:
    name: str = request.param
    voice, text = MODELS[name]
    model = str(vosk("", "ko")) if name == "vosk" else ""
    transcriber = make_transcriber(name, model, models_dir=models_dir, threads=2)
    speech = spoken(text, voice)
    assert transcriber.rate == RATE
    recognition = transcriber.begin()
    recognition.accept(speech)
    yield Ear(transcriber, speech, recognition.final())


def test_speech_becomes_a_final_text(ear: Ear) -> None:
    heard = ear.transcript
    assert heard.final
    assert heard.text
    assert heard.raw
    assert heard.engine == ear.transcriber.name
    assert 0 < heard.confidence <= 1


def test_the_alternatives_are_different_readings_and_the_text_is_the_first(ear: Ear) -> None:
    texts = [each.text for each in ear.transcript.alternatives]
    assert texts[0] == ear.transcript.raw
    assert len(set(texts)) == len(texts)
    assert all(each.score <= 0 for each in ear.transcript.alternatives)


def test_a_doubt_points_at_what_it_doubts(ear: Ear) -> None:
    for doubt in ear.transcript.doubts:
        assert ear.transcript.text[doubt.start : doubt.end] == doubt.taken
        assert doubt.taken not in doubt.others
        assert 0 <= doubt.confidence < 1


def test_silence_and_a_faint_hiss_are_an_empty_text(ear: Ear) -> None:
    hiss = np.random.default_rng(7).normal(0, 12, RATE // 2).astype(np.int16).tobytes()
    assert ear.hear(bytes(2 * RATE)).text == ""
    assert ear.hear(hiss).text == ""
    assert ear.hear().text == ""


def test_a_partial_text_is_not_final(ear: Ear) -> None:
    recognition = ear.transcriber.begin()
    assert recognition.partial().text == ""
    recognition.accept(ear.speech)
    partial = recognition.partial()
    assert not partial.final
    assert partial.text
    recognition.accept(bytes(RATE))
    assert recognition.final().final


def test_a_final_text_asked_again_is_the_same_and_costs_nothing(ear: Ear) -> None:
    recognition = ear.transcriber.begin()
    recognition.accept(ear.speech[: len(ear.speech) // 4 * 2])
    first = recognition.final()
    assert recognition.final() is first


def test_the_text_does_not_depend_on_the_pieces_sound_comes_in(ear: Ear) -> None:
    size = 2 * int(RATE * 0.03)
    pieces = [ear.speech[at : at + size] for at in range(0, len(ear.speech), size)]
    assert alike(ear.hear(*pieces), ear.transcript)


def test_two_recognitions_at_the_same_time_do_not_disturb_each_other(ear: Ear) -> None:
    talking, silent = ear.transcriber.begin(), ear.transcriber.begin()
    for at in range(0, len(ear.speech), 6400):
        talking.accept(ear.speech[at : at + 6400])
        silent.accept(bytes(6400))
    assert silent.final().text == ""
    assert alike(talking.final(), ear.transcript)


def test_a_new_utterance_knows_nothing_of_the_one_before(ear: Ear) -> None:
    ear.hear(ear.speech)
    assert ear.hear(bytes(RATE)).text == ""


def test_several_threads_share_one_engine(ear: Ear) -> None:
    with ThreadPoolExecutor(2) as threads:
        heard = list(threads.map(ear.hear, [ear.speech] * 2))
    assert all(alike(each, ear.transcript) for each in heard)


def test_hints_never_break_a_recognition(ear: Ear) -> None:
    hints = Hints(words=("养老金", "<unk>", '"]', "", "A" * 500), asked="您是哪一年出生的？")
    assert ear.hear(ear.speech, hints=hints).text


def test_half_a_sample_is_refused(ear: Ear) -> None:
    with pytest.raises(BadAudio) as refused:
        ear.hear(ear.speech[:-1])
    assert refused.value.remedy


@pytest.mark.parametrize("name", TRANSCRIBERS)
def test_a_missing_model_says_what_to_do(name: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        make_transcriber(name, str(tmp_path / "nowhere"), models_dir=tmp_path, threads=1)
    assert f"PENSION_{name.upper()}_MODEL" in str(refused.value)
    assert not refused.value.retry


def test_without_an_installed_chinese_model_vosk_says_how_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="python -m speech install vosk-cn"):
        make_transcriber("vosk", models_dir=tmp_path, threads=1)


def test_a_model_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    for name in ("am/final.mdl", "conf/mfcc.conf", "graph/HCLr.fst"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(Unavailable, match="打不开"):
        make_transcriber("vosk", str(tmp_path), models_dir=tmp_path, threads=1)


def test_an_unknown_engine_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as refused:
        make_transcriber("ear-trumpet", models_dir=tmp_path, threads=1)
    assert all(name in refused.value.remedy for name in TRANSCRIBERS)


def test_the_first_engine_that_opens_is_taken_and_the_failures_are_told(models_dir: Path, tmp_path: Path) -> None:
    choices = (("vosk", str(tmp_path)), ("whisper", ""))
    transcriber, failed = first_working(choices, models_dir=models_dir, threads=2)
    assert transcriber.name == "whisper"
    assert [each.name for each in failed] == ["vosk"]
    assert "PENSION_VOSK_MODEL" in str(failed[0].error)


def test_when_no_engine_opens_every_reason_is_told(tmp_path: Path) -> None:
    choices = (("vosk", str(tmp_path)), ("whisper", str(tmp_path)))
    with pytest.raises(Unavailable, match="PENSION_VOSK_MODEL.*；.*PENSION_WHISPER_MODEL"):
        first_working(choices, models_dir=tmp_path, threads=1)
