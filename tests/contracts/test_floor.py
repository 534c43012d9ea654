"""Who is there, who waits and when somebody was last heard of, as SQLite and PostgreSQL tell it alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from assistant.desk.agents import Agent
from assistant.handoff.floor import OnDuty
from assistant.handoff.states import CITIZEN, Actor, Case, Reason, State, advance
from assistant.store.accounts import StoredAccounts
from assistant.store.floor import LAST, OFFLINE_AFTER, USUAL_SECONDS, FloorInDatabase
from assistant.store.last_seen import LastSeenInDatabase
from assistant.store.tables import MessageRow
from assistant.store.working import Working
from tests.desk_rows import (
    LI,
    NOW,
    WANG,
    ZHAO,
    desk_postgres,
    desk_sqlite,
    desk_url,
    other_worker,
    queued,
    resolved,
    store,
    working,
)

__all__ = ["desk_postgres", "desk_sqlite", "desk_url", "other_worker", "working"]
MS = timedelta(milliseconds=1)


@pytest.fixture
def floor(working: Working) -> FloorInDatabase:
    return FloorInDatabase(working)


@pytest.fixture
def seen(working: Working) -> LastSeenInDatabase:
    return LastSeenInDatabase(working)


async def hire(working: Working, *agents: Agent) -> None:
    for agent in agents:
        await StoredAccounts(working).add(agent, "no password", NOW)


def taken(case: Case, agent: Agent, *, talks: bool) -> Case:
    """The case in the hands of an agent, who talks with the citizen or was only given them."""
    case, _ = advance(case, State.ASSIGNED, Actor("agent", agent.id), Reason.TAKEN, NOW, agent=agent.id)
    return advance(case, State.WITH_AGENT, Actor("agent", agent.id), Reason.TAKEN, NOW)[0] if talks else case


async def message(working: Working, conversation: str, seq: int, sender: str, at: datetime) -> None:
    async with working.session() as session:
        session.add(MessageRow(conversation_id=conversation, seq=seq, at=at, sender=sender, text="…"))


async def test_on_duty_is_who_is_online_and_was_seen_lately(floor: FloorInDatabase, working: Working) -> None:
    lately, long_ago = NOW - OFFLINE_AFTER + MS, NOW - OFFLINE_AFTER
    await hire(
        working,
        replace(LI, seen_at=lately),
        replace(WANG, seen_at=long_ago),
        replace(ZHAO, status="away"),
        replace(ZHAO, id="never", login="never", seen_at=None),
        replace(ZHAO, id="gone", login="gone", active=False),
    )
    assert await floor.on_duty(NOW) == (OnDuty(LI.id, "李梅", ("缴费",), 0, 3),)
    assert await floor.on_duty(NOW + timedelta(seconds=1)) == ()


async def test_another_worker_sees_the_same_agents(
    floor: FloorInDatabase, working: Working, other_worker: Working
) -> None:
    await hire(working, LI, WANG)
    assert await FloorInDatabase(other_worker).on_duty(NOW) == await floor.on_duty(NOW)


async def test_an_agents_load_is_whom_they_talk_with_and_whom_they_were_given(
    floor: FloorInDatabase, working: Working
) -> None:
    await hire(working, LI, WANG)
    await store(working, taken(queued("a")[0], LI, talks=True))
    await store(working, taken(queued("b")[0], LI, talks=False))
    await store(working, *resolved("c"))
    await store(working, queued("d")[0])
    assert {one.name: one.load for one in await floor.on_duty(NOW)} == {"李梅": 2, "王强": 0}


async def test_the_queue_of_a_group_is_counted(floor: FloorInDatabase, working: Working) -> None:
    for name, skill in (("a", "缴费"), ("b", "缴费"), ("c", "综合")):
        await store(working, *queued(name, skill=skill))
    await store(working, taken(queued("d", skill="缴费")[0], LI, talks=False))
    assert [await floor.waiting(skill) for skill in ("缴费", "综合", "投诉")] == [2, 1, 0]


async def test_before_somebody_come_the_urgent_and_the_longer_waiting_of_their_group(
    floor: FloorInDatabase, working: Working
) -> None:
    mine, event = queued("mine", NOW)
    await store(working, mine, event)
    await store(working, *queued("earlier", NOW - MS))
    await store(working, *queued("later", NOW + MS))
    await store(working, *queued("urgent", NOW + timedelta(minutes=5), priority=10))
    await store(working, *queued("elsewhere", NOW - timedelta(hours=1), skill="投诉"))
    await store(
        working, advance(queued("gone", NOW - MS)[0], State.RETURNED, CITIZEN, Reason.CITIZEN_CANCELLED, NOW)[0]
    )
    assert await floor.ahead(mine) == 2
    assert await floor.ahead(replace(mine, priority=10)) == 0


async def test_a_place_lost_by_no_fault_of_ones_own_is_kept(floor: FloorInDatabase, working: Working) -> None:
    first = taken(queued("first", NOW)[0], LI, talks=False)
    back, _ = advance(first, State.QUEUED, Actor("agent", LI.id), Reason.AGENT_DECLINED, NOW + timedelta(minutes=3))
    await store(working, back)
    await store(working, *queued("second", NOW + timedelta(minutes=1)))
    assert await floor.ahead(back) == 0


async def test_a_talk_takes_as_long_as_the_middle_one_of_the_last_did(floor: FloorInDatabase, working: Working) -> None:
    assert await floor.handling_seconds("综合") == USUAL_SECONDS
    for n, minutes in enumerate((2, 4, 60)):
        case, *events = resolved(f"c{n}", NOW + timedelta(hours=n))
        assert case.accepted_at
        await store(working, replace(case, closed_at=case.accepted_at + timedelta(minutes=minutes)), *events)
    await store(working, taken(queued("open")[0], LI, talks=True))
    assert await floor.handling_seconds("综合") == 240
    assert await floor.handling_seconds("投诉") == USUAL_SECONDS


async def test_how_long_talks_took_in_former_times_is_forgotten(floor: FloorInDatabase, working: Working) -> None:
    for n in range(LAST + 1):
        case, *events = resolved(f"c{n}", NOW + timedelta(hours=n))
        assert case.accepted_at
        seconds = 7200 if n == 0 else 60
        await store(working, replace(case, closed_at=case.accepted_at + timedelta(seconds=seconds)), *events)
    assert await floor.handling_seconds("综合") == 60


async def test_agents_were_last_seen_when_they_were(seen: LastSeenInDatabase, working: Working) -> None:
    await hire(working, replace(LI, seen_at=NOW - MS), replace(WANG, status="away"), replace(ZHAO, seen_at=None))
    assert await seen.agents() == {LI.id: NOW - MS, WANG.id: NOW}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((), None),
        ((("citizen", 0),), (0, False)),
        ((("citizen", 0), ("agent", 5)), (5, True)),
        ((("citizen", 0), ("agent", 5), ("agent", 900)), (900, True)),
        ((("agent", 0), ("citizen", 5)), (5, False)),
        ((("agent", 0),), (0, True)),
        ((("citizen", 0), ("assistant", 1), ("system", 2)), (0, False)),
    ],
)
async def test_whom_a_talk_waits_for_and_since_when(
    seen: LastSeenInDatabase,
    working: Working,
    said: tuple[tuple[str, int], ...],
    expected: tuple[int, bool] | None,
) -> None:
    case = await store(working, *queued("a"))
    other = await store(working, *queued("b"))
    await message(working, other.conversation, 1, "agent", NOW + timedelta(days=1))
    for seq, (sender, seconds) in enumerate(said, 1):
        await message(working, case.conversation, seq, sender, NOW + timedelta(seconds=seconds))
    told = {} if expected is None else {case.conversation: (NOW + timedelta(seconds=expected[0]), expected[1])}
    assert await seen.talks({case.conversation}) == told
    assert len(await seen.talks({case.conversation, other.conversation})) == 1 + len(told)
    assert await seen.talks(()) == {}
