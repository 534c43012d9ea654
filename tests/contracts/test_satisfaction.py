"""Asking how it was, over a real database, as two workers do."""

from __future__ import annotations

import asyncio

import pytest

from assistant.desk.ledger import Ledger
from assistant.desk.ledger_sources import from_survey
from assistant.desk.ledger_values import Wanted
from assistant.desk.satisfaction import Rating, Satisfaction
from assistant.errors import BadInput, NotFound
from assistant.handoff.states import SYSTEM, Reason, State, advance, opened
from assistant.store.ledger import StoredTickets
from assistant.store.satisfaction import StoredRatings
from assistant.store.working import Working

from ._ledger import NOW, Effects, a_case, a_conversation, effects, later, url, workers, working_days

__all__ = ["effects", "url", "workers"]
Workers = tuple[Working, Working]
HELPED = (State.QUEUED, State.ASSIGNED, State.WITH_AGENT)


@pytest.fixture
def both(workers: Workers, effects: Effects) -> tuple[Satisfaction, Satisfaction]:
    ledger = Ledger(StoredTickets(workers[0]), working_days, effects.of_ledger)

    async def rated(rating: Rating, now: object) -> None:
        await from_survey(ledger, rating, NOW)

    return Satisfaction(StoredRatings(workers[0]), rated), Satisfaction(StoredRatings(workers[1]), rated)


async def test_a_case_in_which_a_person_helped_is_asked_about_once(
    workers: Workers, both: tuple[Satisfaction, Satisfaction]
) -> None:
    for end in (State.RESOLVED, State.RETURNED):
        case = await a_case(workers[0], *HELPED, end)
        asked = await asyncio.gather(*(both[n % 2].ask(case, NOW) for n in range(6)))
        assert asked.count(True) == 1
        assert await both[0].asking(case.conversation)


@pytest.mark.parametrize("path", [HELPED, (*HELPED, State.LEFT), (State.QUEUED, State.RETURNED), (State.QUEUED,)])
async def test_other_cases_are_not_asked_about(
    workers: Workers, both: tuple[Satisfaction, Satisfaction], path: tuple[State, ...]
) -> None:
    case = await a_case(workers[0], *path)
    assert not await both[0].ask(case, NOW)
    assert not await both[0].asking(case.conversation)
    with pytest.raises(BadInput, match="没有要您评价"):
        await both[0].rate(case.conversation, 5, None, NOW)


async def test_an_answer_may_be_changed_for_ten_minutes(
    workers: Workers, both: tuple[Satisfaction, Satisfaction]
) -> None:
    case = await a_case(workers[0], *HELPED, State.RESOLVED)
    await both[0].ask(case, NOW)
    first = await both[0].rate(case.conversation, 3, "还行，13812345678", later(minutes=1))
    assert (first.score, first.text) == (3, "还行，【手机号】")
    assert not await both[1].asking(case.conversation)
    await both[1].rate(case.conversation, 4, None, later(minutes=6))
    second = await both[1].rate(case.conversation, 5, None, later(minutes=11))
    assert (second.score, second.at) == (5, later(minutes=1))
    with pytest.raises(BadInput, match="已经评价过"):
        await both[0].rate(case.conversation, 1, None, later(minutes=12))
    kept = await StoredRatings(workers[0]).latest(case.conversation)
    assert kept is not None
    assert kept.score == 5


async def test_two_answers_at_once_leave_one_of_them(workers: Workers, both: tuple[Satisfaction, Satisfaction]) -> None:
    for _ in range(5):
        case = await a_case(workers[0], *HELPED, State.RESOLVED)
        await both[0].ask(case, NOW)
        done = await asyncio.gather(
            *(one.rate(case.conversation, 4 + n, None, NOW) for n, one in enumerate(both)), return_exceptions=True
        )
        kept = await StoredRatings(workers[0]).latest(case.conversation)
        assert kept is not None
        assert kept in done
        assert all(isinstance(x, Rating | BadInput) for x in done)


@pytest.mark.parametrize(("score", "text"), [(0, None), (6, None), (5, "字" * 501)])
async def test_an_answer_that_is_none_is_refused(
    both: tuple[Satisfaction, Satisfaction], score: int, text: str | None
) -> None:
    with pytest.raises(BadInput) as refused:
        await both[0].rate("anything", score, text, NOW)
    assert refused.value.remedy


async def test_the_last_case_of_a_conversation_is_the_one_rated(
    workers: Workers, both: tuple[Satisfaction, Satisfaction]
) -> None:
    talk = await a_conversation(workers[0])
    first, second = [await a_case(workers[0], *HELPED, State.RESOLVED, conversation=talk) for _ in range(2)]
    await both[0].ask(first, NOW)
    await both[0].rate(talk, 5, None, NOW)
    await both[0].ask(second, later(days=1))
    assert (await both[0].rate(talk, 4, None, later(days=1))).case == second.id


async def test_a_low_score_goes_into_the_ledger_once(
    workers: Workers, both: tuple[Satisfaction, Satisfaction], effects: Effects
) -> None:
    case = await a_case(workers[0], *HELPED, State.RESOLVED)
    await both[0].ask(case, NOW)
    await both[0].rate(case.conversation, 2, None, NOW)
    await both[1].rate(case.conversation, 1, "没人管", later(minutes=1))
    ledger = Ledger(StoredTickets(workers[1]), working_days, effects.of_ledger)
    (ticket,) = (await ledger.listed(Wanted(conversation=case.conversation), NOW)).tickets
    assert (ticket.origin, ticket.about, len(ticket.entries)) == ("survey", case.id, 1)


async def test_a_case_that_is_not_stored_is_not_asked_about(
    workers: Workers, both: tuple[Satisfaction, Satisfaction]
) -> None:
    case = opened("nowhere", "nowhere", "web", Reason.REQUESTED, "综合", NOW)
    for state in (*HELPED, State.RESOLVED):
        case, _ = advance(case, state, SYSTEM, Reason.REQUESTED, NOW, agent="a")
    with pytest.raises(NotFound):
        await both[0].ask(case, NOW)
