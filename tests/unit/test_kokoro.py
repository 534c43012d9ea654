"""What the Kokoro model is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from speech.synthesizers.kokoro import VOICES, KokoroSynthesizer

LONG = (
    "按照社会保险法第十六条的规定，参加基本养老保险的个人，达到法定退休年龄时累计缴费满十五年的，按月领取基本养老金。"
    * 4
)


class Session:
    """Notes what it is given, and hums a hundred samples for each phoneme."""

    def __init__(self) -> None:
        self.given: list[dict[str, Any]] = []

    def run(self, wanted: None, given: dict[str, Any], options: object) -> tuple[Any]:
        self.given.append(given)
        return (np.full((1, given["tokens"].shape[1] * 100), 0.1, dtype=np.float32),)


def test_a_text_longer_than_the_model_takes_is_said_in_pieces_without_loss() -> None:
    session = Session()
    kokoro = KokoroSynthesizer(session, VOICES)
    clip = kokoro.render(LONG, "", 1.0)
    tokens = [given["tokens"][0] for given in session.given]
    assert len(tokens) > 1
    assert all(len(piece) <= 512 and piece[0] == piece[-1] == 0 for piece in tokens)
    once = Session()
    KokoroSynthesizer(once, VOICES).render(LONG[: len(LONG) // 4], "", 1.0)
    assert sum(len(piece) - 2 for piece in tokens) >= 4 * (len(once.given[0]["tokens"][0]) - 2)
    assert len(clip.pcm) == 2 * 100 * sum(map(len, tokens))


def test_the_style_is_that_of_the_voice_and_of_the_number_of_phonemes() -> None:
    session = Session()
    kokoro = KokoroSynthesizer(session, VOICES)
    for text in ("好。", "好，好的。"):
        for voice in VOICES:
            kokoro.render(text, voice, 0.85)
    assert len({given["style"].tobytes() for given in session.given}) == 2 * len(VOICES)
    assert all(given["style"].shape == (1, 256) for given in session.given)
    assert all(given["speed"] == pytest.approx([0.85]) for given in session.given)


def test_nothing_to_say_does_not_trouble_the_model() -> None:
    session = Session()
    assert KokoroSynthesizer(session, VOICES).render("……，。", "", 1.0).pcm == b""
    assert session.given == []
