"""Syllables and what they are mistaken for."""

from __future__ import annotations

import numpy as np
import pytest

from speech.repair.confusion import distance, matrix
from speech.repair.sounds import Syllable, syllable

ACCENTS = [
    ("nan", "lan"), ("niu", "liu"), ("hu", "fu"), ("hei", "fei"), ("zhi", "zi"), ("chang", "cang"), ("shi", "si"), ("jin", "jing"),
    ("ren", "reng"), ("ban", "bang"), ("lian", "liang"),
]  # fmt: skip
UNLIKE = [("ma", "tui"), ("jiao", "bu"), ("nian", "shu"), ("bao", "qi")]


@pytest.mark.parametrize(
    ("spelled", "parts"),
    [
        ("zhuang", Syllable("zh", "u", "a", "ng")), ("xu", Syllable("x", "v", "v", "")), ("nv", Syllable("n", "v", "v", "")),
        ("yuan", Syllable("", "v", "a", "n")), ("shi", Syllable("sh", "", "-", "")), ("jiu", Syllable("j", "i", "o", "u")),
        ("wei", Syllable("", "u", "e", "i")), ("an", Syllable("", "", "a", "n")), ("lun", Syllable("l", "u", "e", "n")),
    ],
)  # fmt: skip
def test_a_syllable_is_taken_apart(spelled: str, parts: Syllable) -> None:
    assert syllable(spelled) == parts


@pytest.mark.parametrize(("one", "other"), ACCENTS)
def test_what_accents_merge_is_nearer_than_what_nobody_confuses(one: str, other: str) -> None:
    assert 0 < distance(one, other) < min(distance(*pair) for pair in UNLIKE) / 2


def test_distance_is_symmetric_and_nothing_only_for_the_same() -> None:
    spelled = sorted({each for pair in (*ACCENTS, *UNLIKE) for each in pair})
    whole = matrix(spelled)
    assert np.array_equal(whole, whole.T)
    assert np.array_equal(whole == 0, np.eye(len(spelled), dtype=bool))
    for i, one in enumerate(spelled):
        for j, other in enumerate(spelled):
            assert whole[i, j] == pytest.approx(distance(one, other))
