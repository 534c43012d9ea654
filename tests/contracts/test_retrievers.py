"""What every retriever promises, over all of them: the live index, a reranker on top of it, and the fake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.messages import NATIONAL, Passage, Query
from assistant.ports import Retriever
from knowledge_base.encoders import SentenceEncoder
from knowledge_base.live import LiveIndex
from knowledge_base.reranking import RerankingRetriever
from knowledge_base.vector_cache import VectorCache
from knowledge_base.versions import VersionStore
from tests.fakes import ListRetriever, make_passage
from tests.tiny_cross_encoder import save_tiny_cross_encoder

TODAY = date(2026, 11, 22)
BEFORE = date(2024, 12, 31)
CHANGE = date(2025, 1, 1)
QUESTION = "养老保险最低缴费年限是几年"
TITLE = "最低缴费年限"

YEARS = make_passage("years", TITLE, "养老保险最低缴费年限从十五年逐步提高到二十年。", asks=(QUESTION,))
CLAUSES: tuple[Passage, ...] = (
    replace(YEARS, id="new", effective_from=CHANGE),
    replace(YEARS, id="old", effective_to=BEFORE, sentences=("养老保险最低缴费年限是十五年。",)),
    replace(YEARS, id="coming", effective_from=date(2039, 1, 1), sentences=("养老保险最低缴费年限是二十年。",)),
    replace(YEARS, id="shenzhen", heading="深圳最低缴费年限", region="广东/深圳"),
    replace(YEARS, id="guangdong", heading="广东最低缴费年限", region="广东"),
    replace(YEARS, id="sichuan", heading="四川最低缴费年限", region="四川"),
    replace(YEARS, id="residents", heading="居民养老保险最低缴费年限", schemes=("城乡居民",)),
    replace(YEARS, id="everyone", heading="各种养老保险的最低缴费年限", schemes=("通用",)),
    replace(YEARS, id="elsewhere", heading="养老保险最低缴费年限问谁", schemes=("边界",)),
    make_passage("gap", "断缴会不会清零", "断缴养老保险不会清零，缴费年限累计计算。", asks=("断缴几年会清零吗",)),
    make_passage("rate", "缴费比例", "养老保险个人缴费比例是百分之八。", asks=("养老保险个人缴费交多少",)),
)  # fmt: skip
WORKERS_TODAY = {"new", "everyone", "elsewhere", "gap", "rate"}


def ids(retriever: Retriever, query: Query) -> list[str]:
    return [hit.passage.id for hit in retriever.search((query,))[0]]


class RetrieverContract:
    """A subclass gives a ``retriever`` over ``CLAUSES``, whose version is ``expected_version``."""

    @pytest.mark.parametrize("day", [BEFORE, CHANGE, TODAY, date(2039, 1, 1), date(2010, 1, 1)])
    def test_only_clauses_in_force_on_the_day_are_found(self, retriever: Retriever, day: date) -> None:
        hits = retriever.search((Query(QUESTION, day, limit=50),))[0]
        assert all(hit.passage.in_force(day) for hit in hits)
        assert {hit.passage.id for hit in hits} >= {p.id for p in CLAUSES if p.heading == TITLE and p.in_force(day)}

    def test_without_a_place_only_national_clauses_are_found(self, retriever: Retriever) -> None:
        found = retriever.search((Query(QUESTION, TODAY, limit=50), Query(QUESTION, TODAY, regions=(), limit=50)))
        assert all({hit.passage.region for hit in hits} == {NATIONAL} for hits in found)

    def test_a_place_brings_its_own_clauses_and_no_other_places(self, retriever: Retriever) -> None:
        query = Query(QUESTION, TODAY, regions=("广东/深圳", "广东", NATIONAL), limit=50)
        regions = {hit.passage.region for hit in retriever.search((query,))[0]}
        assert regions == {"广东/深圳", "广东", NATIONAL}

    def test_a_scheme_leaves_the_others_out_but_not_what_holds_for_everyone(self, retriever: Retriever) -> None:
        assert set(ids(retriever, Query(QUESTION, TODAY, schemes=("企业职工",), limit=50))) == WORKERS_TODAY
        of_residents = set(ids(retriever, Query(QUESTION, TODAY, schemes=("城乡居民",), limit=50)))
        assert of_residents == {"residents", "everyone", "elsewhere"}
        assert set(ids(retriever, Query(QUESTION, TODAY, limit=50))) == WORKERS_TODAY | {"residents"}

    def test_a_place_without_clauses_finds_nothing(self, retriever: Retriever) -> None:
        assert retriever.search((Query(QUESTION, TODAY, regions=("西藏",)),)) == ((),)

    @pytest.mark.parametrize("limit", [1, 3])
    def test_no_more_than_the_limit_is_found(self, retriever: Retriever, limit: int) -> None:
        everything = ids(retriever, Query(QUESTION, TODAY, limit=50))
        assert ids(retriever, Query(QUESTION, TODAY, limit=limit)) == everything[:limit]

    def test_hits_come_best_first_once_each_with_a_closeness(self, retriever: Retriever) -> None:
        hits = retriever.search((Query(QUESTION, TODAY, limit=50),))[0]
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert min(scores) > 0
        assert len({hit.passage.id for hit in hits}) == len(hits)
        assert all(-1.001 <= hit.closeness <= 1.001 for hit in hits)

    def test_each_query_gets_its_own_hits_in_the_order_asked(self, retriever: Retriever) -> None:
        one = Query("断缴会不会清零", TODAY, limit=50)
        nowhere = Query(QUESTION, TODAY, regions=("西藏",))
        two = Query(QUESTION, TODAY, schemes=("城乡居民",), limit=2)
        found = retriever.search((one, nowhere, two))
        assert [[hit.passage.id for hit in hits] for hits in found] == [ids(retriever, q) for q in (one, nowhere, two)]

    def test_nothing_asked_finds_nothing(self, retriever: Retriever) -> None:
        assert retriever.search(()) == ()

    def test_a_national_clause_is_had_by_its_heading_as_it_was_in_force(self, retriever: Retriever) -> None:
        assert [p.id for p in retriever.named((TITLE,), TODAY)] == ["new"]
        assert [p.id for p in retriever.named((TITLE,), BEFORE)] == ["old"]
        assert retriever.named((TITLE,), date(2010, 1, 1)) == ()

    def test_headings_keep_their_order_and_unknown_or_local_ones_are_left_out(self, retriever: Retriever) -> None:
        named = retriever.named(("断缴会不会清零", "广东最低缴费年限", "没有这一条", TITLE), TODAY)
        assert [p.id for p in named] == ["gap", "new"]
        assert retriever.named((), TODAY) == ()

    def test_it_says_which_version_of_the_corpus_it_searched(self, retriever: Retriever, expected_version: str) -> None:
        retriever.search((Query(QUESTION, TODAY),))
        assert expected_version
        assert retriever.version == expected_version


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> VersionStore:
    """An index of ``CLAUSES`` with the real encoder."""
    store = VersionStore(tmp_path_factory.mktemp("retrievers") / "index")
    store.build(CLAUSES, SentenceEncoder(), VectorCache())
    return store


@pytest.fixture(scope="module")
def live(built: VersionStore) -> LiveIndex:
    return LiveIndex(built.root, SentenceEncoder())


@pytest.fixture(scope="module")
def reranking(live: LiveIndex, model: str) -> RerankingRetriever:
    return RerankingRetriever(live, model)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    known = "".join((p.heading + p.text) for p in CLAUSES) + QUESTION
    return str(save_tiny_cross_encoder(tmp_path_factory.mktemp("cross"), known))


class TestLiveIndex(RetrieverContract):
    @pytest.fixture
    def retriever(self, live: LiveIndex) -> Retriever:
        return live

    @pytest.fixture
    def expected_version(self, built: VersionStore) -> str:
        return str(built.current())


class TestRerankingRetriever(RetrieverContract):
    @pytest.fixture
    def retriever(self, reranking: RerankingRetriever) -> Retriever:
        return reranking

    @pytest.fixture
    def expected_version(self, built: VersionStore) -> str:
        return str(built.current())


class TestListRetriever(RetrieverContract):
    @pytest.fixture
    def retriever(self) -> Retriever:
        return ListRetriever(CLAUSES)

    @pytest.fixture
    def expected_version(self) -> str:
        return "list-1"
