"""Words of a text, and how well they find a clause."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.lexical import BM25, default_tokenizer
from knowledge_base.ranking import WITH_QUESTIONS, Mix, centre, fuse

DOCUMENTS = ["社保断缴以后可以续缴", "养老金从退休的下个月发", "住房公积金怎么提取", ""]


def words(text: str) -> list[str]:
    return default_tokenizer().words(text)


def bm25() -> BM25:
    return BM25([words(document) for document in DOCUMENTS])


def test_stop_words_and_marks_are_dropped() -> None:
    assert not set(words("请问，我的养老金是什么？")) & {"请问", "我", "的", "是", "什么"}
    assert all(word.strip("，。？ ") for word in words("养老金，。？ 退休"))
    assert words("的了吗？！") == []


@pytest.mark.parametrize(("one", "other"), [("断交", "断缴"), ("补交", "补缴"), ("退休金", "养老金")])
def test_synonyms_are_one_word(one: str, other: str) -> None:
    assert set(words(one)) & set(words(other))


def test_large_and_small_letters_are_the_same() -> None:
    assert words("APP认证") == words("app认证")


@pytest.mark.parametrize(("asked", "best"), [("社保断缴怎么办", 0), ("养老金什么时候发", 1), ("公积金提取", 2)])
def test_the_right_document_scores_best(asked: str, best: int) -> None:
    assert int(np.argmax(bm25().scores(words(asked)))) == best


def test_unknown_words_score_nothing_and_give_one_score_a_document() -> None:
    scores = bm25().scores(words("量子力学"))
    assert scores.shape == (len(DOCUMENTS),)
    assert not scores.any()


def test_no_documents_and_empty_documents_are_borne() -> None:
    assert BM25([]).scores(["养老金"]).shape == (0,)
    assert BM25([[], []]).scores(["养老金"]).tolist() == [0.0, 0.0]


@given(st.text(max_size=60))
def test_any_text_can_be_cut_and_scored(text: str) -> None:
    assert np.isfinite(bm25().scores(words(text))).all()


def test_a_clause_found_by_words_and_by_meaning_comes_first() -> None:
    owners = np.array([0, 1, 2])
    fused = fuse(
        owners, np.array([0.9, 0.8, 0.1], np.float32), np.array([0.0, 5.0, 0.0, 4.0], np.float32), WITH_QUESTIONS
    )
    assert max(fused, key=lambda index: fused[index]) == 1
    assert set(fused) == {0, 1, 2, 3}


def test_a_side_without_weight_brings_nothing() -> None:
    lexical = np.array([0.0, 5.0, 0.0], np.float32)
    assert set(fuse(np.array([0]), np.array([0.9], np.float32), lexical, Mix(dense=0.0))) == {1}


def test_centred_vectors_have_length_one_and_a_zero_vector_is_borne() -> None:
    rows = centre(np.array([[3.0, 4.0], [1.0, 1.0]], np.float32), np.array([1.0, 1.0], np.float32))
    assert np.linalg.norm(rows[0]) == pytest.approx(1.0)
    assert np.isfinite(rows).all()
