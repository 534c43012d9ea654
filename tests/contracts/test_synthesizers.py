"""What every voice engine promises, over the whole registry and with the real engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import BadInput, BadSettings, Unavailable
from speech.audio.pcm import peak_level, rms_level, to_float
from speech.clip_shape import shaped
from speech.models.locate import default_models_dir
from speech.ports import Synthesizer
from speech.synthesizers import SYNTHESIZERS, make_synthesizer
from speech.values import Clip

TEXT = "请稍等，正在查。"


@cache
def engine(name: str) -> Synthesizer:
    """Loaded once for all tests."""
    return make_synthesizer(name, models_dir=default_models_dir(), threads=2)


@cache
def spoken(name: str, speed: float = 1.0) -> Clip:
    return engine(name).render(TEXT, "", speed)


@pytest.fixture(params=sorted(SYNTHESIZERS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_sound_is_finite_and_of_plausible_length_and_level(name: str) -> None:
    clip = shaped(spoken(name))
    assert clip.rate == engine(name).rate
    assert 1.0 < clip.seconds < 4.0
    assert -26 < rms_level(clip.pcm) < -14
    assert peak_level(clip.pcm) < 0
    assert np.isfinite(to_float(clip.pcm)).all()


def test_slower_speech_is_longer(name: str) -> None:
    assert shaped(spoken(name, 0.7)).seconds > 1.15 * shaped(spoken(name)).seconds


@pytest.mark.parametrize("text", ["", "，。", "……？！"])
def test_a_text_without_words_is_no_sound(name: str, text: str) -> None:
    assert shaped(engine(name).render(text, "", 1.0)).pcm == b""


def test_an_unknown_voice_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        engine(name).render(TEXT, "tenor", 1.0)
    assert all(voice in refused.value.remedy for voice in engine(name).voices)
    with pytest.raises(BadInput):
        make_synthesizer(name, "tenor", models_dir=default_models_dir())


def test_threads_at_once_get_what_one_alone_gets(name: str) -> None:
    texts = ["好。", "不对。", "好。"]
    with ThreadPoolExecutor(3) as pool:
        first, second, third = pool.map(lambda text: engine(name).render(text, "", 1.0), texts)
    assert abs(len(first.pcm) - len(third.pcm)) < 0.02 * len(first.pcm)
    assert shaped(second).seconds > shaped(first).seconds
    assert rms_level(shaped(first).pcm) == pytest.approx(rms_level(shaped(third).pcm), abs=0.5)


def test_kokoro_says_the_same_text_the_same_way_and_two_voices_differ() -> None:
    kokoro = engine("kokoro")
    first, again, other = (kokoro.render("好。", voice, 1.0) for voice in ("", "", kokoro.voices[-1]))
    assert first == again
    assert first != other


def test_a_voice_that_was_chosen_is_the_default() -> None:
    assert make_synthesizer("espeak", "cmn+f3", models_dir=Path()).voices[0] == "cmn+f3"


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadSettings, match="PENSION_SYNTHESIZER") as refused:
        make_synthesizer("festival", models_dir=Path())
    assert all(name in refused.value.remedy for name in SYNTHESIZERS)


def test_a_model_that_is_no_model_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "kokoro.onnx"
    broken.write_bytes(b"no model")
    monkeypatch.setattr("speech.synthesizers.kokoro.kokoro", lambda models_dir: broken)
    with pytest.raises(Unavailable, match="doctor"):
        make_synthesizer("kokoro", models_dir=tmp_path)
