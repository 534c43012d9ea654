"""The ledger over a real database, as two workers see it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from assistant.desk.agents import Agent
from assistant.desk.ledger import Alteration, Draft, Ledger
from assistant.desk.ledger_sources import from_feedback, from_survey
from assistant.desk.ledger_values import Ticket, Wanted
from assistant.desk.satisfaction import Rating
from assistant.errors import BadInput, NotFound
from assistant.records import Feedback
from assistant.store.desk_tables import AgentRow, TicketRow
from assistant.store.ledger import StoredTickets
from assistant.store.working import Working

from ._ledger import NOW, TUESDAY, Effects, a_conversation, agents, effects, later, url, workers, working_days

__all__ = ["agents", "effects", "url", "workers"]
Workers = tuple[Working, Working]
Agents = tuple[Agent, Agent, Agent]
BY_AGENT = Draft("other", "窗口排队太久", "agent", "李敏")


@pytest.fixture
def both(workers: Workers, effects: Effects) -> tuple[Ledger, Ledger]:
    first, second = (Ledger(StoredTickets(one), working_days, effects.of_ledger) for one in workers)
    return first, second


@pytest.fixture
def ledger(both: tuple[Ledger, Ledger]) -> Ledger:
    return both[0]


@pytest.mark.parametrize(
    ("category", "due_on"),
    [("complaint", date(2026, 11, 27)), ("wrong_answer", TUESDAY), ("suggestion", date(2026, 12, 4))],
)
async def test_a_ticket_is_due_by_its_category(ledger: Ledger, category: str, due_on: date) -> None:
    one = await ledger.add(replace(BY_AGENT, category=category, text=" 号码13812345678 "), NOW)
    assert (one.due_on, one.state, one.text) == (due_on, "open", "号码【手机号】")
    assert one.number == f"2026-{one.id:06d}"
    assert await ledger.find(one.id) == one


async def test_the_year_of_a_number_is_chinas(ledger: Ledger) -> None:
    one = await ledger.add(BY_AGENT, later(days=41, hours=8))
    assert one.created_at.year == 2026
    assert one.number.startswith("2027-")


@pytest.mark.parametrize(
    "wrong", [{"category": "praise"}, {"text": " "}, {"text": "字" * 2001}, {"owner": "agent-nobody"}]
)
async def test_a_ticket_that_says_too_little_or_too_much_is_refused(ledger: Ledger, wrong: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        await ledger.add(replace(BY_AGENT, **wrong), NOW)
    assert refused.value.remedy


async def test_an_unknown_conversation_or_ticket_is_not_found(ledger: Ledger) -> None:
    with pytest.raises(NotFound):
        await ledger.add(replace(BY_AGENT, conversation="nowhere"), NOW)
    with pytest.raises(NotFound):
        await ledger.find(10**6)


async def test_feedback_with_a_reason_opens_one_ticket_for_a_reply(
    workers: Workers, both: tuple[Ledger, Ledger]
) -> None:
    talk = await a_conversation(workers[0])
    for number in range(5):
        said = Feedback(f"reply-{number}", "unhelpful", "内容不对", None)
        opened = await asyncio.gather(*(from_feedback(both[n % 2], talk, said, NOW) for n in range(4)))
        assert len({one.id for one in opened if one}) == 1
    assert (await both[0].listed(Wanted(conversation=talk), NOW)).total == 5


async def test_what_the_citizen_says_later_about_the_same_reply_becomes_an_entry(
    workers: Workers, ledger: Ledger, agents: Agents
) -> None:
    talk = await a_conversation(workers[0])
    first = await from_feedback(ledger, talk, Feedback("r", "unhelpful", "看不懂", None), NOW)
    again = await from_feedback(ledger, talk, Feedback("r", "unhelpful", "其他", "字太小"), NOW)
    await from_feedback(ledger, talk, Feedback("r", "unhelpful", "其他", "字太小"), NOW)
    assert first is not None
    assert again is not None
    found = await ledger.find(first.id)
    assert (again.id, found.category, found.origin) == (first.id, "suggestion", "feedback")
    assert [(entry.author, entry.text) for entry in found.entries] == [("市民", "其他：字太小")]
    await ledger.close(first.id, "已改大", agents[0], NOW, tell=False)
    await from_feedback(ledger, talk, Feedback("r", "unhelpful", "其他", "还是小"), NOW)
    assert len((await ledger.find(first.id)).entries) == 2


@pytest.mark.parametrize("feedback", [Feedback("r", "helpful", "看不懂", "x"), Feedback("r", "unhelpful", None, " ")])
async def test_feedback_that_says_nothing_opens_none(workers: Workers, ledger: Ledger, feedback: Feedback) -> None:
    assert await from_feedback(ledger, await a_conversation(workers[0]), feedback, NOW) is None


async def test_a_complaint_in_feedback_is_one(workers: Workers, ledger: Ledger) -> None:
    talk = await a_conversation(workers[0])
    one = await from_feedback(ledger, talk, Feedback("r", "unhelpful", "其他", "我要投诉你们"), NOW)
    assert one is not None
    assert one.category == "complaint"


async def test_a_low_score_opens_one_ticket_for_a_case(workers: Workers, ledger: Ledger) -> None:
    talk = await a_conversation(workers[0])
    rating = Rating("case-1", talk, NOW, 2, "", NOW)
    one = await from_survey(ledger, rating, NOW)
    again = await from_survey(ledger, replace(rating, score=1, text="态度差"), NOW)
    assert one is not None
    assert again is not None
    assert (one.id, one.category, one.text) == (again.id, "service", "满意度 2 分，没有写原因")
    assert again.entries[0].text == "满意度 1 分：态度差"
    assert await from_survey(ledger, replace(rating, case="case-2", score=3), NOW) is None


async def test_a_change_says_itself_in_an_entry(ledger: Ledger, agents: Agents) -> None:
    one = await ledger.add(BY_AGENT, NOW)
    change = Alteration(owner="agent-wang", category="complaint")
    after = await ledger.alter(one.id, change, agents[0], NOW)
    assert (after.owner_name, after.category, after.due_on) == ("王强", "complaint", date(2026, 11, 27))
    assert after.entries[-1].text == "交给王强办理，类别改为投诉，期限改为2026-11-27"
    moved = await ledger.alter(one.id, Alteration(due_on=date(2026, 12, 1)), agents[0], NOW)
    assert await ledger.find(one.id) == moved
    assert await ledger.alter(one.id, Alteration(due_on=date(2026, 12, 1)), agents[0], NOW) == moved
    with pytest.raises(BadInput, match="早于今天"):
        await ledger.alter(one.id, Alteration(due_on=date(2026, 11, 19)), agents[0], NOW)


async def test_a_ticket_is_not_given_to_somebody_who_left(workers: Workers, ledger: Ledger, agents: Agents) -> None:
    one = await ledger.add(BY_AGENT, NOW)
    async with workers[0].session() as session:
        await session.execute(update(AgentRow).where(AgentRow.id == "agent-wang").values(active=False))
    with pytest.raises(BadInput, match="没有这位坐席"):
        await ledger.alter(one.id, Alteration(owner="agent-wang"), agents[0], NOW)


async def test_closing_needs_an_outcome_and_tells_the_citizen_once(
    workers: Workers, ledger: Ledger, effects: Effects, agents: Agents
) -> None:
    talk = await a_conversation(workers[0])
    one = await ledger.add(replace(BY_AGENT, conversation=talk), NOW)
    await ledger.write(one.id, "已联系窗口", agents[0], NOW)
    with pytest.raises(BadInput, match="处理结果"):
        await ledger.close(one.id, " ", agents[0], NOW, tell=True)
    done = await ledger.close(one.id, "已加开两个窗口", agents[0], NOW, tell=True)
    assert (done.state, done.outcome, done.told_at) == ("done", "已加开两个窗口", NOW)
    assert effects.told == [(talk, f"您反映的问题有结果了（编号 {one.number}）。已加开两个窗口")]
    assert [entry.text for entry in done.entries] == ["已联系窗口", "办结：已加开两个窗口"]
    assert await ledger.find(one.id) == done
    for again in (True, False):
        with pytest.raises(BadInput, match="已经办结"):
            await ledger.close(one.id, "再办结一次", agents[0], NOW, tell=again)
    with pytest.raises(BadInput, match="已经办结"):
        await ledger.alter(one.id, Alteration(category="system"), agents[0], NOW)


async def test_a_citizen_who_could_not_be_told_is_told_by_closing_again(
    workers: Workers, ledger: Ledger, effects: Effects, agents: Agents
) -> None:
    one = await ledger.add(replace(BY_AGENT, conversation=await a_conversation(workers[0])), NOW)
    effects.failing.add("tell")
    with pytest.raises(RuntimeError):
        await ledger.close(one.id, "已改正", agents[0], NOW, tell=True)
    effects.failing.clear()
    assert (await ledger.find(one.id)).told_at is None
    told = await ledger.close(one.id, "", agents[1], later(hours=1), tell=True)
    assert (told.told_at, told.outcome, told.done_at) == (later(hours=1), "已改正", NOW)


async def test_without_a_conversation_nobody_can_be_told(ledger: Ledger, agents: Agents) -> None:
    one = await ledger.add(BY_AGENT, NOW)
    with pytest.raises(BadInput, match="没有对应的会话"):
        await ledger.close(one.id, "已改正", agents[0], NOW, tell=True)
    assert (await ledger.find(one.id)).state == "open"


async def test_of_two_who_close_at_once_one_outcome_is_kept(
    workers: Workers, both: tuple[Ledger, Ledger], effects: Effects, agents: Agents
) -> None:
    talk = await a_conversation(workers[0])
    for _ in range(5):
        effects.told.clear()
        one = await both[0].add(replace(BY_AGENT, conversation=talk), NOW)
        closed = await asyncio.gather(
            both[0].close(one.id, "甲", agents[0], NOW, tell=True),
            both[1].close(one.id, "乙", agents[1], NOW, tell=True),
            return_exceptions=True,
        )
        won = [x for x in closed if isinstance(x, Ticket)]
        found = await both[0].find(one.id)
        assert len(effects.told) == 1
        assert found.outcome in effects.told[0][1]
        assert [entry.text for entry in found.entries] == [f"办结：{found.outcome}"]
        assert won[0].outcome == found.outcome


async def test_tickets_are_listed_by_their_day_filtered_and_paged(ledger: Ledger, agents: Agents) -> None:
    slow = await ledger.add(BY_AGENT, NOW)
    fast = await ledger.add(replace(BY_AGENT, category="wrong_answer", owner="agent-li"), NOW)
    old, new = [await ledger.add(BY_AGENT, NOW) for _ in range(2)]
    await ledger.close(old.id, "甲", agents[0], NOW, tell=False)
    await ledger.close(new.id, "乙", agents[0], later(hours=1), tell=False)

    async def ids(wanted: Wanted, **page: int) -> list[int]:
        return [one.id for one in (await ledger.listed(wanted, later(days=5), **page)).tickets]

    assert await ids(Wanted()) == [fast.id, slow.id, new.id, old.id]
    assert await ids(Wanted(), offset=1, limit=2) == [slow.id, new.id]
    assert await ids(Wanted(state="done")) == [new.id, old.id]
    assert await ids(Wanted(category="wrong_answer")) == await ids(Wanted(owner="agent-li")) == [fast.id]
    assert await ids(Wanted(overdue=True)) == [fast.id]
    assert (await ledger.listed(Wanted(), NOW, limit=1)).total == 4
    assert (await ledger.listed(Wanted(), NOW)).tickets[0].owner_name == "李敏"
    for wrong in (Wanted(state="lost"), Wanted(category="praise")):
        with pytest.raises(BadInput):
            await ledger.listed(wrong, NOW)


async def test_a_reminder_comes_once_a_day_whoever_asks(both: tuple[Ledger, Ledger], agents: Agents) -> None:
    one = await both[0].add(replace(BY_AGENT, category="wrong_answer"), NOW)
    assert await both[0].due_for_reminder(later(days=3)) == ()
    found = await asyncio.gather(*(each.due_for_reminder(later(days=4)) for each in both))
    assert [x.id for some in found for x in some] == [one.id]
    assert await both[1].due(later(days=4)) == 1
    assert len(await both[1].due_for_reminder(later(days=5))) == 1
    await both[0].close(one.id, "已改正", agents[0], NOW, tell=False)
    assert await both[0].due_for_reminder(later(days=6)) == ()
    assert await both[0].due(later(days=6)) == 0


async def test_an_export_holds_every_page_and_is_noted(
    workers: Workers, ledger: Ledger, effects: Effects, agents: Agents
) -> None:
    fresh = await ledger.add(BY_AGENT, NOW)
    async with workers[0].session() as session:
        row = (await session.scalars(select(TicketRow).where(TicketRow.id == fresh.id))).one()
        values = {c.key: getattr(row, c.key) for c in TicketRow.__table__.columns if c.key != "id"}
        session.add_all(TicketRow(**values) for _ in range(450))
    every = [one.id async for one in await ledger.exported(Wanted(), agents[0], NOW)]
    assert len(every) == len(set(every)) == 451
    assert effects.notes == [("agent-li", "export_tickets", "451条", "")]
