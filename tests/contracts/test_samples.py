"""Quality samples, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant.desk.figures_period import Period
from assistant.desk.samples import Sample, SampleDesk, chosen_of
from assistant.errors import BadInput, NotFound
from assistant.handoff.states import CITIZEN, Reason, State, advance
from assistant.store.case_rows import CaseRows
from assistant.store.samples import StoredSamples
from assistant.store.working import Working
from tests.desk_rows import LI, NOW, WANG, desk_postgres, desk_sqlite, desk_url, queued, resolved, store, working

__all__ = ["desk_postgres", "desk_sqlite", "desk_url", "working"]
TODAY = Period(date(2026, 11, 22), date(2026, 11, 22))


@pytest.fixture
def desk(working: Working) -> SampleDesk:
    return SampleDesk(StoredSamples(working), CaseRows(working))


async def closed(working: Working, count: int) -> None:
    for number in range(count):
        await store(working, *resolved(f"c{number}", NOW + timedelta(minutes=number)))


async def test_no_case_is_drawn_twice_and_all_are_drawn_in_the_end(working: Working, desk: SampleDesk) -> None:
    await closed(working, 7)
    draws = [await desk.draw(3, TODAY, WANG, NOW) for _ in range(4)]
    assert [len(draw) for draw in draws] == [3, 3, 1, 0]
    assert {sample.case for draw in draws for sample in draw} == {f"c{number}" for number in range(7)}


async def test_the_same_seed_draws_the_same(working: Working, desk: SampleDesk) -> None:
    await closed(working, 9)
    drawn = await desk.draw(4, TODAY, WANG, NOW, seed="november")
    assert [sample.case for sample in drawn] == chosen_of([f"c{n}" for n in reversed(range(9))], 4, "november")


async def test_only_closed_cases_of_these_days_in_which_an_agent_talked_are_drawn(
    working: Working, desk: SampleDesk
) -> None:
    await store(working, *resolved("good"))
    await store(working, *resolved("yesterday", NOW - timedelta(days=1)))
    await store(working, *queued("waiting"))
    left, event = queued("left")
    left, gone = advance(left, State.LEFT, CITIZEN, Reason.CITIZEN_GONE, NOW)
    await store(working, left, event, gone)
    assert [sample.case for sample in await desk.draw(10, TODAY, WANG, NOW)] == ["good"]


async def test_a_review_comes_back_with_its_case_and_can_be_corrected(working: Working, desk: SampleDesk) -> None:
    await closed(working, 2)
    await desk.draw(2, TODAY, WANG, NOW)
    await desk.review("c0", 2, "草率", WANG, NOW)
    sample, case = await desk.review("c0", 4, "耐心，但把13812345678念了出来", WANG, NOW + timedelta(hours=1))
    assert case.id == "c0"
    assert sample == Sample(
        "c0", NOW, WANG.id, 4, "耐心，但把【手机号】念了出来", WANG.id, NOW + timedelta(hours=1)
    )  # fmt: skip
    assert [(one.case, one.score) for one, _ in await desk.listed()] == [("c1", None), ("c0", 4)]


async def test_what_was_not_drawn_cannot_be_reviewed(working: Working, desk: SampleDesk) -> None:
    await closed(working, 1)
    with pytest.raises(NotFound):
        await desk.review("c0", 4, "", WANG, NOW)


async def test_two_supervisors_who_draw_at_once_do_not_draw_the_same(working: Working) -> None:
    samples = StoredSamples(working)
    await closed(working, 3)
    assert await samples.add([Sample("c0", NOW, WANG.id)])
    assert not await samples.add([Sample("c1", NOW, LI.id), Sample("c0", NOW, LI.id)])
    assert await samples.drawn(["c0", "c1", "c2"]) == {"c0"}


@pytest.mark.parametrize("count", [0, -1, 51])
async def test_a_draw_is_of_a_sensible_number(desk: SampleDesk, count: int) -> None:
    with pytest.raises(BadInput):
        await desk.draw(count, TODAY, WANG, NOW)


@pytest.mark.parametrize(("score", "note"), [(0, ""), (6, ""), (3, "长" * 1001)])
async def test_a_review_has_a_score_from_one_to_five_and_a_short_note(
    working: Working, desk: SampleDesk, score: int, note: str
) -> None:
    await closed(working, 1)
    await desk.draw(1, TODAY, WANG, NOW)
    with pytest.raises(BadInput):
        await desk.review("c0", score, note, WANG, NOW)
