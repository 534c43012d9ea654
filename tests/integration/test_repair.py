"""The mender with the real engine: readings are weighed against the sound itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.speech_files import load_sound, read_manifest
from eval.speech_score import errors
from speech.models.locate import whisper_base
from speech.repair.mender import load_mender
from speech.transcribers.whisper import WhisperTranscriber, open_whisper

SPOKEN = Path(__file__).parents[1] / "data" / "spoken"


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    return open_whisper(whisper_base()).suggesting(load_mender().suggest)


@pytest.mark.parametrize("name", [each.path.name for each in read_manifest(SPOKEN)])
def test_mending_makes_a_recording_no_worse(whisper: WhisperTranscriber, name: str) -> None:
    (recording,) = (each for each in read_manifest(SPOKEN) if each.path.name == name)
    recognition = whisper.begin()
    recognition.accept(load_sound(recording, whisper.rate).pcm)
    told = recognition.final()
    mended = load_mender().mend(told, recognition)
    assert errors(recording.text, mended.text)[0] <= errors(recording.text, told.text)[0], (told.text, mended.text)
    assert mended.raw == told.raw
    assert 0 < mended.confidence <= 1
