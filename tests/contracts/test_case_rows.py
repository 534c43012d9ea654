"""Cases and events as rows, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.handoff.states import ASSISTANT, Actor, Reason, State, advance, opened
from assistant.store.case_rows import CaseRows, case_of, row_values
from assistant.store.desk_tables import SatisfactionRow
from assistant.store.tables import CaseRow
from assistant.store.working import Working
from tests.desk_rows import NOW, desk_postgres, desk_sqlite, desk_url, queued, resolved, say, store, working

__all__ = ["desk_postgres", "desk_sqlite", "desk_url", "working"]

LI = Actor("agent", "agent-li")


@pytest.fixture
def rows(working: Working) -> CaseRows:
    return CaseRows(working)


async def test_a_case_and_its_events_come_back_as_they_were_stored(working: Working, rows: CaseRows) -> None:
    case, *events = resolved("c1")
    await store(working, case, *events)
    assert await rows.by_ids(["c1", "nobody"]) == {"c1": case}
    assert await rows.events("c1") == tuple(events)
    assert await rows.events("nobody") == ()


async def test_every_column_of_a_case_has_a_value(working: Working) -> None:
    case, _ = queued("c1")
    assert set(row_values(case)) == {column.name for column in CaseRow.__table__.columns}
    assert case_of(CaseRow(**row_values(case))) == case


async def test_the_queue_puts_the_urgent_first_and_then_the_longest_waiting(working: Working, rows: CaseRows) -> None:
    for name, minutes, priority in (("new", 3, 0), ("old", 1, 0), ("urgent", 5, 10)):
        await store(working, *queued(name, NOW + timedelta(minutes=minutes), priority=priority))
    await store(working, *resolved("done"))
    assert [case.id for case in await rows.queue()] == ["urgent", "old", "new"]


async def test_open_cases_are_found_by_state_and_group(working: Working, rows: CaseRows) -> None:
    await store(working, *queued("fees", skill="缴费"))
    await store(working, *queued("general", NOW + timedelta(minutes=1)))
    talking, _ = advance(queued("taken")[0], State.ASSIGNED, LI, Reason.TAKEN, NOW, agent=LI.id)
    await store(working, talking)
    await store(working, *resolved("done"))
    assert {case.id for case in await rows.open_cases()} == {"fees", "general", "taken"}
    assert [case.id for case in await rows.open_cases([State.QUEUED])] == ["fees", "general"]
    assert [case.id for case in await rows.open_cases([State.QUEUED], "缴费")] == ["fees"]
    assert [case.id for case in await rows.of_agent("agent-li")] == ["taken"]


async def test_closed_cases_of_a_conversation_are_the_previous_ones(working: Working, rows: CaseRows) -> None:
    first, *events = resolved("c1")
    await store(working, first, *events)
    again, _ = queued("c2", NOW + timedelta(days=1))
    again = await store(working, replace(again, conversation=first.conversation))
    assert again in await rows.open_cases()
    assert await rows.previous(first.conversation) == (first,)


async def test_a_range_holds_its_start_and_not_its_end(working: Working, rows: CaseRows) -> None:
    for number in range(3):
        await store(working, *queued(f"c{number}", NOW + timedelta(hours=number)))
    assert [case.id for case in await rows.between(NOW, NOW + timedelta(hours=2))] == ["c0", "c1"]
    found = await rows.events_between(NOW + timedelta(hours=1), NOW + timedelta(hours=3))
    assert [event.case for event in found] == ["c1", "c2"]


async def test_closed_cases_are_found_by_when_they_were_closed(working: Working, rows: CaseRows) -> None:
    await store(working, *resolved("c1"))
    await store(working, *queued("c2"))
    assert [case.id for case in await rows.closed_between(NOW, NOW + timedelta(hours=1))] == ["c1"]
    assert await rows.closed_between(NOW, NOW + timedelta(minutes=5)) == ()


async def test_what_followed_in_the_same_conversation_is_found_beyond_the_range(
    working: Working, rows: CaseRows
) -> None:
    first = await store(working, *resolved("c1"))
    later, event = queued("c2", NOW + timedelta(days=6))
    await store(working, replace(later, conversation=first.conversation), event)
    await store(working, *queued("other", NOW + timedelta(days=6)))
    found = await rows.following(NOW, NOW + timedelta(days=1))
    assert [case.id for case in found] == ["c1", "c2"]


async def test_only_given_scores_are_read(working: Working, rows: CaseRows) -> None:
    for name in ("c1", "c2"):
        await store(working, *resolved(name))
    async with working.session() as session:
        session.add(SatisfactionRow(case_id="c1", asked_at=NOW, score=5, text="很耐心", at=NOW))
        session.add(SatisfactionRow(case_id="c2", asked_at=NOW))
    assert await rows.scores_between(NOW, NOW + timedelta(days=1)) == {"c1": (5, "很耐心")}


async def test_the_last_words_of_many_conversations_leave_out_the_assistants(working: Working, rows: CaseRows) -> None:
    for name in ("c1", "c2", "silent"):
        await store(working, *queued(name))
    await say(working, "talk-c1", ("citizen", "转人工"), ("assistant", "好的"), ("system", "正在排队"))
    await say(working, "talk-c2", ("citizen", "您好"), ("agent", "请讲"))
    found = await rows.latest_messages(["talk-c1", "talk-c2", "talk-silent", "nobody"])
    assert {name: (one.seq, one.sender, one.text) for name, one in found.items()} == {
        "talk-c1": (1, "citizen", "转人工"),
        "talk-c2": (2, "agent", "请讲"),
    }
    assert found["talk-c1"].at == NOW
    assert await rows.latest_messages([]) == {}


async def test_a_thousand_conversations_are_read_at_once(working: Working, rows: CaseRows) -> None:
    await store(working, *queued("c1"))
    await say(working, "talk-c1", ("citizen", "在吗"))
    many = [f"nobody-{number}" for number in range(1200)]
    assert set(await rows.latest_messages([*many, "talk-c1"])) == {"talk-c1"}
    assert set(await rows.by_ids([*many, "c1"])) == {"c1"}


async def test_a_search_takes_state_words_and_days(working: Working, rows: CaseRows) -> None:
    await store(working, *queued("c1"))
    await store(working, *resolved("c2"))
    await say(working, "talk-c1", ("citizen", "我交了100%的钱"))
    await say(working, "talk-c2", ("citizen", "我交了1000元"), ("agent", "核对Bank记录"))
    start, end = NOW - timedelta(days=1), NOW + timedelta(days=1)
    assert {case.id for case in await rows.search(None, "", start, end)} == {"c1", "c2"}
    assert [case.id for case in await rows.search(State.RESOLVED, "", start, end)] == ["c2"]
    assert [case.id for case in await rows.search(None, "100%", start, end)] == ["c1"]
    assert [case.id for case in await rows.search(None, "bank", start, end)] == ["c2"]
    assert [case.id for case in await rows.search(None, "talk-c2", start, end)] == ["c2"]
    assert await rows.search(None, "", NOW + timedelta(hours=1), end) == ()
    assert len(await rows.search(None, "", start, end, limit=1)) == 1


async def test_an_assistants_offer_keeps_its_actor(working: Working, rows: CaseRows) -> None:
    case = opened("c1", "talk-c1", "web", Reason.DISTRESS, "综合", NOW, priority=100)
    case, event = advance(case, State.OFFERED, ASSISTANT, Reason.DISTRESS, NOW)
    await store(working, case, event)
    assert await rows.events("c1") == (event,)
