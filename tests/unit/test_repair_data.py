"""The shipped data file fits the corpus, and a damaged one is refused in plain words."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import Unavailable
from eval.repair_data import Sounding, corpus_texts
from speech.repair.counting import Counts, estimate, signs
from speech.repair.language_model import LanguageModel
from speech.repair.stored import FILE, TONES, Stored, read, write

SMALL = 3_000_000


@pytest.fixture(scope="module")
def stored() -> Stored:
    return read()


def test_the_file_is_small() -> None:
    assert (Path(__file__).parents[2] / "speech" / "data" / FILE).stat().st_size < SMALL


def test_the_file_knows_the_corpus(stored: Stored) -> None:
    """New clauses do not break it; when this fails, run ``python -m eval.repair_data``."""
    asks = {ask for ask in corpus_texts()[0] if signs(ask).replace("N", "").isalpha() and ask.isascii() is False}
    known = asks & set(stored.asks)
    assert len(known) > 0.9 * len(asks)
    assert len(stored.asks) == len(set(stored.asks)) == len(stored.ask_lengths)
    assert int(stored.ask_lengths.sum()) == len(stored.ask_sounds)
    assert sum(map(len, stored.words)) == len(stored.word_sounds)
    assert int(stored.word_sounds.max()) < len(stored.syllables) * TONES


def test_what_citizens_ask_is_likelier_than_its_homophones(stored: Stored) -> None:
    model = LanguageModel(stored.grams, stored.steps, stored.backoff)
    for right, wrong in [
        ("退休金怎么算", "退休进怎么算"), ("可以补缴吗", "可以补脚吗"), ("断缴三年", "断脚三年"), ("灵活就业", "领活旧业"),
        ("去哪里办手续", "去哪里伴手序"), ("他忽悠我", "他湖悠我"),
    ]:  # fmt: skip
        assert model.score(right) > model.score(wrong) + 3, right


def test_the_language_model_has_no_taste_in_numbers(stored: Stored) -> None:
    model = LanguageModel(stored.grams, stored.steps, stored.backoff)
    assert model.score("交了12年") == model.score("交了98年") == model.score("交了二十一年")
    assert model.score("养老，保险？") == model.score("养老保险")


def test_probabilities_after_a_context_add_up_to_about_one() -> None:
    counts = Counts()
    counts.add(["养老金怎么领", "养老金怎么算", "怎么领养老金", "断缴怎么办"], 1.0)
    model = LanguageModel(*estimate(counts.grams, {"养老": 50, "怎么": 100, "老人": 20}))
    for history in ("", "养", "养老", "怎么", "金怎么", "人"):
        total = sum(np.exp(model.following(history, sign)) for sign in "养老金怎么领算断缴办人$")
        assert 0.8 < total < 1.2, history


def test_it_is_written_as_it_was_read(stored: Stored, tmp_path: Path) -> None:
    write(stored, tmp_path / FILE)
    again = read(tmp_path / FILE)
    assert (again.words, again.asks, again.characters, again.readings) == (
        stored.words, stored.asks, stored.characters, stored.readings,
    )  # fmt: skip
    first = (tmp_path / FILE).read_bytes()
    write(again, tmp_path / FILE)
    assert (tmp_path / FILE).read_bytes() == first


def test_sounds_of_words_follow_the_word() -> None:
    sounding = Sounding()
    sounds = sounding.of(["重庆", "重要", "银行", "行走"]).tolist()
    spelled = [sounding.syllables[sound // TONES] for sound in sounds]
    assert spelled == ["chong", "qing", "zhong", "yao", "yin", "hang", "xing", "zou"]
    readings = {sounding.syllables[sound // TONES] for sound in sounding.readings("行")}
    assert readings >= {"xing", "hang"}


@pytest.mark.parametrize("content", [b"", b"not an archive", None])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "broken.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Unavailable, match="重新安装"):
        read(path)


def test_asks_are_stored_once_in_the_order_of_the_corpus(stored: Stored) -> None:
    order = {ask: at for at, ask in enumerate(dict.fromkeys(corpus_texts()[0]))}
    places = [order[ask] for ask in stored.asks if ask in order]
    assert all(a < b for a, b in pairwise(places))
