"""The vector search: exact when small, nearly so when large, and never outside the filter."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from assistant.messages import NATIONAL, Passage, Source
from knowledge_base.filtering import ClauseFilter
from knowledge_base.index import Vectors
from knowledge_base.nearest import Nearest, RowFilter
from knowledge_base.ranking import Floats, centre

SIZE, DIMENSIONS = 4000, 32


def made(rows: Floats, kind: npt.DTypeLike = np.float32) -> Vectors:
    count = len(rows)
    zero = np.zeros(rows.shape[1], dtype=np.float32)
    return Vectors(
        rows.astype(kind), np.arange(count, dtype=np.int32), np.zeros(count, dtype=np.bool_), zero, zero,
        np.zeros(count, dtype=np.bool_),
    )  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> Floats:
    rng = np.random.default_rng(3)
    middles = rng.standard_normal((80, DIMENSIONS))
    spread = middles[rng.integers(0, 80, SIZE)] + 0.4 * rng.standard_normal((SIZE, DIMENSIONS))
    return centre(spread.astype(np.float32), np.zeros(DIMENSIONS, dtype=np.float32))


def test_a_small_corpus_is_searched_exactly(rows: Floats) -> None:
    found, scores = Nearest(made(rows)).search(rows[7:8], RowFilter(np.ones(SIZE, dtype=np.bool_)), 10)
    assert found.tolist() == np.argsort(-(rows @ rows[7]), kind="stable")[:10].tolist()
    assert scores[0] == pytest.approx(1.0)


@pytest.mark.parametrize("exact_limit", [SIZE, 0])
@pytest.mark.parametrize("share", [0.5, 0.01])
def test_only_allowed_rows_are_found_and_enough_of_them(rows: Floats, exact_limit: int, share: float) -> None:
    allowed = np.random.default_rng(5).random(SIZE) < share
    found, _ = Nearest(made(rows), exact_limit).search(rows[7:8], RowFilter(allowed), 10)
    assert len(found) == 10
    assert allowed[found].all()


def test_a_large_corpus_finds_nearly_what_an_exact_search_finds(rows: Floats) -> None:
    everything = RowFilter(np.ones(SIZE, dtype=np.bool_))
    exact, inverted = Nearest(made(rows)), Nearest(made(rows, np.float16), exact_limit=0)
    shared = [
        len(
            {*exact.search(rows[n : n + 1], everything, 10)[0]} & {*inverted.search(rows[n : n + 1], everything, 10)[0]}
        )
        for n in range(0, SIZE, 100)
    ]
    assert np.mean(shared) >= 9


def clause(region: str = NATIONAL, schemes: tuple[str, ...] = ("通用",), to: date | None = None) -> Passage:
    source = Source("s", "", "", "", None, None, "")
    return Passage("p", source, "", "", ("x",), (), "规则", "", region, schemes, date(2020, 1, 1), to, "primary")


def test_clauses_are_filtered_by_day_place_and_scheme() -> None:
    clauses = ClauseFilter((
        clause(), clause(to=date(2024, 12, 31)), clause(region="广东"), clause(schemes=("城乡居民",)), clause(schemes=("新的",)),
    ))  # fmt: skip

    def allowed(day: date, regions: tuple[str, ...] = (NATIONAL,), schemes: tuple[str, ...] = ()) -> list[int]:
        return np.flatnonzero(clauses.allowed(day, regions, schemes)).tolist()

    assert allowed(date(2024, 12, 31)) == [0, 1, 3, 4]
    assert allowed(date(2025, 1, 1)) == [0, 3, 4]
    assert allowed(date(2019, 12, 31)) == []
    assert allowed(date(2025, 1, 1), ("广东", NATIONAL), ("企业职工",)) == [0, 2]
    assert allowed(date(2025, 1, 1), (), ("城乡居民",)) == [0, 3]
    assert allowed(date(2025, 1, 1), ("没有这个地方",)) == []
    assert allowed(date(2025, 1, 1), (), ("新的",)) == [0, 4]
