"""A reranker changes the order of what was found and nothing else, and says in Chinese why it cannot be opened."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.bootstrap import bootstrap
from assistant.errors import BadSettings
from assistant.messages import Hit, Passage, Query
from assistant.settings import Settings
from knowledge_base.index import dense_text
from knowledge_base.reranking import DEPTH, RerankingRetriever, reordered
from tests.fakes import ListRetriever, make_passage
from tests.tiny_cross_encoder import save_tiny_cross_encoder, save_tiny_encoder

TODAY = date(2026, 11, 22)
TOPICS = "退休断缴补缴转移年限认证年金档案丧葬抚恤居民灵活军龄工龄账户继承基数比例待遇调整社保卡病退弹性延迟工伤失业"
CLAUSES: tuple[Passage, ...] = tuple(
    make_passage(f"p{n}", f"养老保险{TOPICS[2 * n : 2 * n + 2]}", f"关于{TOPICS[2 * n : 2 * n + 2]}的养老保险规定。")
    for n in range(len(TOPICS) // 2)
)
ASKED = Query("养老保险断缴补缴的规定", TODAY, limit=100)
INNER = ListRetriever(CLAUSES)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    known = "".join(map(dense_text, CLAUSES)) + ASKED.text
    return str(save_tiny_cross_encoder(tmp_path_factory.mktemp("cross"), known))


def places(hits: tuple[Hit, ...]) -> dict[str, int]:
    return {hit.passage.id: place for place, hit in enumerate(hits)}


def test_the_order_changes_and_neither_the_clauses_nor_their_closeness_nor_the_scale_of_scores(model: str) -> None:
    before, after = INNER.search((ASKED,))[0], RerankingRetriever(INNER, model).search((ASKED,))[0]
    assert places(before) != places(after)
    assert {(h.passage.id, h.closeness) for h in before} == {(h.passage.id, h.closeness) for h in after}
    assert [h.score for h in before] == [h.score for h in after]


def test_what_the_model_likes_best_does_not_fall_and_what_it_likes_least_does_not_rise(model: str) -> None:
    from sentence_transformers import CrossEncoder

    before = INNER.search((ASKED,))[0]
    judged = CrossEncoder(model).predict([(ASKED.text, dense_text(h.passage)) for h in before[:DEPTH]])
    after = places(RerankingRetriever(INNER, model).search((ASKED,))[0])
    best, worst = int(np.argmax(judged)), int(np.argmin(judged))
    assert after[before[best].passage.id] <= best
    assert after[before[worst].passage.id] >= worst


def test_only_the_best_twenty_are_read_again(model: str) -> None:
    before, after = INNER.search((ASKED,))[0], RerankingRetriever(INNER, model).search((ASKED,))[0]
    assert len(before) > DEPTH
    assert after[DEPTH:] == before[DEPTH:]


def test_a_clause_from_the_end_comes_up_to_the_one_that_was_found_first() -> None:
    hits = tuple(Hit(passage, 1 / (n + 1), 0.5) for n, passage in enumerate(CLAUSES[:4]))
    judged = np.array([1, 2, 3, 9], dtype=np.float32)
    assert [hit.passage.id for hit in reordered(hits, judged)] == ["p0", "p3", "p1", "p2"]


def test_a_model_that_agrees_changes_nothing() -> None:
    hits = tuple(Hit(passage, 1 / (n + 1), 0.5) for n, passage in enumerate(CLAUSES))
    assert reordered(hits, np.linspace(1, 0, DEPTH, dtype=np.float32)) == hits


def test_it_is_not_opened_before_the_first_search(tmp_path: Path) -> None:
    retriever = RerankingRetriever(INNER, str(tmp_path / "none"))
    assert retriever.version == INNER.version
    assert retriever.named((CLAUSES[0].heading,), TODAY) == (CLAUSES[0],)
    assert retriever.search(()) == ()


@pytest.mark.parametrize("inside", ["", "config.json"])
def test_a_folder_without_a_model_is_named_with_what_to_do(tmp_path: Path, inside: str) -> None:
    if inside:
        (tmp_path / inside).write_text('{"model_type": "bert"}', encoding="utf-8")
    retriever = RerankingRetriever(INNER, str(tmp_path))
    for use in (retriever.warm, lambda: retriever.search((ASKED,))):
        with pytest.raises(BadSettings, match="PENSION_RERANKER 不对：重排模型打不开") as refused:
            use()
        assert str(tmp_path) in str(refused.value)
        assert "目录" in refused.value.remedy


def test_a_model_that_does_not_score_pairs_is_refused(tmp_path: Path) -> None:
    several = save_tiny_cross_encoder(tmp_path / "several", ASKED.text, labels=3)
    encoder = save_tiny_encoder(tmp_path / "encoder", ASKED.text)
    for directory in (several, encoder):
        with pytest.raises(BadSettings, match="不是给问题和条文打分的重排模型"):
            RerankingRetriever(INNER, str(directory)).search((ASKED,))


def test_the_setting_puts_it_between_the_index_and_the_assistant(tmp_path: Path, model: str) -> None:
    reranking = bootstrap(Settings(data_dir=tmp_path, reranker=model)).retriever
    assert isinstance(reranking, RerankingRetriever)
    assert not isinstance(bootstrap(Settings(data_dir=tmp_path)).retriever, RerankingRetriever)
