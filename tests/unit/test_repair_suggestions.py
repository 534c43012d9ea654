"""Ways to ask that sound like what was heard."""

from __future__ import annotations

import pytest

from speech.repair.mender import load_mender
from speech.repair.stored import read


@pytest.mark.parametrize("misheard", ["退休后还能叫社报吗", "养脑金资格认正怎么做", "推休金怎么算"])
def test_something_alike_is_found(misheard: str) -> None:
    found = load_mender().suggest(misheard)
    assert 0 < len(found) <= 3
    assert set(found) <= set(read().asks)
    assert any(word in found[0] for word in ("退休", "认证"))


def test_accents_find_the_same() -> None:
    mender = load_mender()
    assert set(mender.suggest("退休金怎么领")) & set(mender.suggest("退休金怎么林"))


def test_nothing_is_found_for_something_else() -> None:
    assert load_mender().suggest("good morning") == ()
    assert load_mender().suggest("") == ()
    assert load_mender().suggest("养老金", count=1) != ()
