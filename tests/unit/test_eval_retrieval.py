"""The figures of ``eval.retrieval``, and how its file becomes clauses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import BadInput
from eval.retrieval import WAYS, article, build, measure, read_file, recall, reciprocal_rank
from knowledge_base.encoders import Vectors

ARTICLES = {"甲法第一条": "养老保险费按月缴纳。\n\n逾期加收滞纳金。", "乙法第二条": "房屋租赁合同应当采用书面形式。"}


class LettersEncoder:
    """Characters of a text as a vector; enough to tell two articles apart."""

    name = "letters"

    def queries(self, texts: list[str]) -> Vectors:
        rows = np.full((len(texts), 64), 0.01, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text:
                row[ord(letter) % 64] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    passages = queries


def written(folder: Path, **data: object) -> Path:
    file = folder / "statutes.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


def test_recall_and_reciprocal_rank() -> None:
    relevant = frozenset({"a", "b"})
    assert recall(["c", "a"], relevant) == 0.5
    assert reciprocal_rank(["c", "a"], relevant) == 0.5
    assert reciprocal_rank(["c"], relevant) == 0


def test_an_article_is_a_bare_national_clause_of_its_paragraphs() -> None:
    made = article("甲法第一条", ARTICLES["甲法第一条"])
    assert (made.heading, made.asks, made.region) == ("甲法第一条", (), "全国")
    assert made.sentences == ("养老保险费按月缴纳。", "逾期加收滞纳金。")


def test_every_way_of_ranking_goes_through_the_index(tmp_path: Path) -> None:
    file = written(tmp_path, articles=ARTICLES, queries=[
        {"id": "1", "query": "养老保险费逾期滞纳金", "relevant": ["甲法第一条"]},
        {"id": "2", "query": "房屋租赁书面合同", "relevant": ["乙法第二条"]},
    ])  # fmt: skip
    passages, wanted = read_file(file)
    index = build(passages, LettersEncoder(), tmp_path / "cache" / "v.npz")
    assert [measure(index, wanted, mix)["hit@1"] for mix in WAYS.values()] == [1.0, 1.0, 1.0]
    assert (tmp_path / "cache" / "v.npz").exists()


@pytest.mark.parametrize("data", [{}, {"articles": ARTICLES, "queries": []}, {"articles": [], "queries": []}])
def test_a_file_without_what_is_needed_is_refused(tmp_path: Path, data: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        read_file(written(tmp_path, **data))
