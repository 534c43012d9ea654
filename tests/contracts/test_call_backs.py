"""Call-backs over a real database, as two workers see them."""

from __future__ import annotations

import asyncio

import pytest
from cryptography.fernet import Fernet

from assistant.desk.agents import Agent
from assistant.desk.call_back_values import CallBack, Counts
from assistant.desk.refusals import NotAllowed
from assistant.errors import AssistantError, BadInput, BadSettings, NotFound
from assistant.handoff.states import Actor, Reason, State, opened
from assistant.store.call_backs import StoredCallBacks
from assistant.store.desk_tables import CallBackRow
from assistant.store.encryption import FernetSecrets
from assistant.store.working import Working

from ._ledger import (
    KEY,
    MONDAY,
    NOW,
    TUESDAY,
    Effects,
    a_case,
    a_conversation,
    agents,
    effects,
    in_state,
    known,
    later,
    stored_columns,
    url,
    workers,
)

__all__ = ["agents", "effects", "url", "workers"]
Workers = tuple[Working, Working]
Agents = tuple[Agent, Agent, Agent]


async def left(workers: Workers, effects: Effects, contact: str | None = "138 1234 5678") -> CallBack:
    case = await a_case(workers[0], State.OFFERED, State.CALL_BACK)
    kind = "call" if contact else "message"
    return await effects.call_backs(workers[0]).leave(case, kind, contact, "明天上午", "我的养老金少了", NOW)


async def test_a_number_is_due_the_next_working_day_and_stands_in_no_column(workers: Workers, effects: Effects) -> None:
    one = await left(workers, effects)
    assert (one.due_on, one.contact_shown, one.wanted, one.open) == (MONDAY, "138****5678", "明天上午", True)
    async with workers[1].session() as session:
        row = await session.get(CallBackRow, one.id)
    assert "13812345678" not in stored_columns(row)
    assert FernetSecrets(KEY).decrypt(one.contact or b"") == "13812345678"
    assert "13812345678" not in repr(one)
    assert effects.changed == ["call_backs"]


async def test_a_number_in_the_words_is_masked(workers: Workers, effects: Effects) -> None:
    case = await a_case(workers[0], State.OFFERED)
    one = await effects.call_backs(workers[0]).leave(
        case, "message", None, "打13912345678", "身份证440305195001011235", NOW
    )
    assert "13912345678" not in one.wanted
    assert "440305195001011235" not in one.text


@pytest.mark.parametrize(
    ("kind", "contact", "wanted", "text", "told"),
    [
        ("call", None, "", "", "电话"),
        ("call", "12345", "", "", "没有看懂"),
        ("call", "12812345678", "", "", "没有看懂"),
        ("message", None, "", "  ", "写下"),
        ("message", None, "", "字" * 501, "太长"),
        ("call", "13812345678", "字" * 41, "", "太长"),
        ("fax", "13812345678", "", "", "留言"),
    ],
)
async def test_what_cannot_be_used_is_refused_kindly(
    workers: Workers, effects: Effects, kind: str, contact: str | None, wanted: str, text: str, told: str
) -> None:
    case = await a_case(workers[0], State.OFFERED)
    with pytest.raises(BadInput, match=told) as refused:
        await effects.call_backs(workers[0]).leave(case, kind, contact, wanted, text, NOW)
    assert refused.value.remedy
    assert await effects.call_backs(workers[0]).listed(done=False) == ()


async def test_leaving_again_replaces_what_is_open(workers: Workers, effects: Effects, agents: Agents) -> None:
    one = await left(workers, effects)
    here, there = effects.call_backs(workers[0]), effects.call_backs(workers[1])
    await here.record(one.id, "not_reached", "没人接", agents[0], NOW)
    case = opened(one.case, one.conversation, "web", Reason.REQUESTED, "综合", NOW)
    again = await there.leave(case, "call", "0755-87654321", "下午", "换个号码", later(hours=1))
    assert (again.id, again.contact_shown, again.text, again.attempts) == (one.id, "0755-****4321", "换个号码", 0)
    assert len(await here.listed(done=False)) == 1
    await here.record(one.id, "reached", "", agents[0], NOW)
    with pytest.raises(BadInput, match="已经办好"):
        await there.leave(case, "message", None, "", "还有一件事", NOW)


async def test_an_agents_promise_keeps_the_citizens_number_and_words(
    workers: Workers, effects: Effects, agents: Agents
) -> None:
    desk = effects.call_backs(workers[0])
    one = await left(workers, effects)
    await desk.record(one.id, "not_reached", "", agents[0], NOW)
    case = opened(one.case, one.conversation, "web", Reason.REQUESTED, "综合", NOW)
    promised = await desk.leave(case, "message", None, "周三", "坐席稍后答复", NOW, owner="agent-wang")
    assert (promised.kind, promised.contact_shown, promised.attempts) == ("call", "138****5678", 1)
    assert (promised.text, promised.wanted) == ("我的养老金少了\n坐席稍后答复", "周三")
    assert promised.owner_name == "王强"
    assert await desk.reveal(promised, agents[1], "回电答复", NOW) == "13812345678"


async def test_leaving_on_two_workers_at_once_keeps_one(workers: Workers, effects: Effects) -> None:
    both = [effects.call_backs(working) for working in workers]
    for _ in range(5):
        case = await a_case(workers[0], State.OFFERED)
        kept = await asyncio.gather(*(both[n % 2].leave(case, "call", f"1381234567{n}", "", "", NOW) for n in range(4)))
        assert len({one.id for one in kept}) == 1


async def test_a_case_that_is_not_stored_gets_none(workers: Workers, effects: Effects) -> None:
    case = opened("nowhere", await a_conversation(workers[0]), "web", Reason.REQUESTED, "综合", NOW)
    with pytest.raises(NotFound):
        await effects.call_backs(workers[0]).leave(case, "call", "13812345678", "", "", NOW)


async def test_the_number_is_shown_to_who_took_it_for_a_reason_and_noted(
    workers: Workers, effects: Effects, agents: Agents
) -> None:
    li, wang, chen = agents
    desk = effects.call_backs(workers[0])
    one = await left(workers, effects)
    with pytest.raises(NotAllowed, match="领取"):
        await desk.reveal(one, li, "回电答复", NOW)
    mine = await desk.take(one.id, li, NOW)
    with pytest.raises(BadInput, match="为什么"):
        await desk.reveal(mine, li, "看看 ", NOW)
    with pytest.raises(NotAllowed):
        await desk.reveal(mine, wang, "回电答复", NOW)
    assert effects.notes == []
    assert await desk.reveal(mine, li, "回电答复", NOW) == "13812345678"
    assert await desk.reveal(mine, chen, "核对投诉", NOW) == "13812345678"
    assert effects.notes == [
        ("agent-li", "reveal_contact", one.id, "回电答复"),
        ("agent-chen", "reveal_contact", one.id, "核对投诉"),
    ]


async def test_a_number_is_not_shown_when_it_cannot_be_noted(
    workers: Workers, effects: Effects, agents: Agents
) -> None:
    desk = effects.call_backs(workers[0])
    mine = await desk.take((await left(workers, effects)).id, agents[0], NOW)
    effects.failing.add("note")
    with pytest.raises(RuntimeError):
        await desk.reveal(mine, agents[0], "回电答复", NOW)


async def test_of_two_agents_who_take_at_once_one_has_it(workers: Workers, effects: Effects, agents: Agents) -> None:
    for _ in range(5):
        one = await left(workers, effects)
        taken = await asyncio.gather(
            effects.call_backs(workers[0]).take(one.id, agents[0], NOW),
            effects.call_backs(workers[1]).take(one.id, agents[1], NOW),
            return_exceptions=True,
        )
        won = [x for x in taken if isinstance(x, CallBack)]
        assert len(won) == 1
        assert all(isinstance(x, AssistantError) for x in taken if not isinstance(x, CallBack))
        found = await effects.call_backs(workers[0]).find(one.id)
        assert (found.owner, found.owner_name) == (won[0].owner, won[0].owner_name)


async def test_another_ones_call_back_is_left_alone_until_it_is_late(
    workers: Workers, effects: Effects, agents: Agents
) -> None:
    li, wang, chen = agents
    desk = effects.call_backs(workers[0])
    one = await left(workers, effects)
    await desk.take(one.id, li, NOW)
    with pytest.raises(NotAllowed, match="李敏"):
        await desk.record(one.id, "reached", "", wang, NOW)
    assert (await desk.take(one.id, chen, NOW)).owner_name == "陈班长"
    assert (await desk.take(one.id, wang, later(days=4))).owner_name == "王强"


async def test_reaching_the_citizen_ends_the_case(workers: Workers, effects: Effects, agents: Agents) -> None:
    desk = effects.call_backs(workers[0])
    one = await left(workers, effects)
    done = await desk.record(one.id, "reached", "已说明，13712345678是家属", agents[0], NOW)
    assert (done.outcome, done.owner_name, done.done_at) == ("reached", "李敏", NOW)
    assert done.outcome_text.startswith("11月20日 已联系上：已说明")
    assert "13712345678" not in done.outcome_text
    assert effects.concluded == [(one.case, Reason.REACHED, Actor("agent", "agent-li"), "已联系上")]
    assert await effects.call_backs(workers[1]).listed(done=True) == (done,)
    assert await desk.listed(done=False) == ()
    with pytest.raises(BadInput, match="已经办结"):
        await desk.record(one.id, "answered_here", "", agents[0], NOW)


async def test_three_calls_in_vain_before_it_may_be_given_up(
    workers: Workers, effects: Effects, agents: Agents
) -> None:
    li = agents[0]
    desk = effects.call_backs(workers[0])
    one = await left(workers, effects)
    with pytest.raises(BadInput, match="还不能放弃") as early:
        await desk.record(one.id, "gave_up", "不想打", li, NOW)
    assert "还差 3 次" in early.value.remedy
    for attempt in range(3):
        tried = await desk.record(one.id, "not_reached", "没人接", li, later(days=3 + attempt))
        assert (tried.attempts, tried.open, tried.outcome) == (attempt + 1, True, None)
    assert tried.due_on > TUESDAY
    assert effects.concluded == []
    with pytest.raises(BadInput, match="已经联系过 3 次"):
        await desk.record(one.id, "not_reached", "", li, NOW)
    with pytest.raises(BadInput, match="写明"):
        await desk.record(one.id, "gave_up", " ", li, NOW)
    given_up = await desk.record(one.id, "gave_up", "三次无人接听", li, later(days=6))
    assert given_up.outcome_text.count("\n") == 3
    assert effects.concluded[0][1] is Reason.NOT_REACHED


async def test_a_message_without_a_number_is_answered_here(workers: Workers, effects: Effects, agents: Agents) -> None:
    desk = effects.call_backs(workers[0])
    one = await left(workers, effects, None)
    mine = await desk.take(one.id, agents[0], NOW)
    with pytest.raises(BadInput, match="没有留电话"):
        await desk.reveal(mine, agents[0], "回电答复", NOW)
    with pytest.raises(BadInput, match="没有留电话"):
        await desk.record(one.id, "not_reached", "", agents[0], NOW)
    await desk.record(one.id, "answered_here", "", agents[0], NOW)
    assert effects.concluded[0][1] is Reason.ANSWERED


async def test_an_unknown_outcome_ends_nothing(workers: Workers, effects: Effects, agents: Agents) -> None:
    desk = effects.call_backs(workers[0])
    one = await left(workers, effects)
    with pytest.raises(BadInput, match="没有这种结果"):
        await desk.record(one.id, "", "", agents[0], NOW)
    assert (await desk.find(one.id)).open
    with pytest.raises(NotFound):
        await desk.record("nobody", "reached", "", agents[0], NOW)


async def test_of_two_outcomes_at_once_one_counts(workers: Workers, effects: Effects, agents: Agents) -> None:
    for _ in range(5):
        effects.concluded.clear()
        one = await left(workers, effects)
        await asyncio.gather(
            effects.call_backs(workers[0]).record(one.id, "reached", "", agents[0], NOW),
            effects.call_backs(workers[1]).record(one.id, "answered_here", "", agents[1], NOW),
            return_exceptions=True,
        )
        assert len(effects.concluded) == 1


async def test_a_case_that_could_not_be_ended_is_ended_later(
    workers: Workers, effects: Effects, agents: Agents
) -> None:
    desk = effects.call_backs(workers[0])
    one = await left(workers, effects)
    effects.failing.add("conclude")
    with pytest.raises(RuntimeError):
        await desk.record(one.id, "reached", "", agents[0], NOW)
    effects.failing.clear()
    await desk.record(one.id, "reached", "", agents[0], NOW)
    await effects.call_backs(workers[1]).settle(NOW)
    assert [(case, reason) for case, reason, *_ in effects.concluded] == [(one.case, Reason.REACHED)] * 2
    await in_state(workers[0], opened(one.case, "", "", Reason.REQUESTED, "", NOW), State.RESOLVED)
    await desk.settle(NOW)
    assert len(effects.concluded) == 2


async def test_what_was_left_is_done_when_the_citizen_came_back_and_was_answered(
    workers: Workers, effects: Effects, agents: Agents
) -> None:
    desk = effects.call_backs(workers[0])
    one = await left(workers, effects)
    await desk.answered_in(one.case, agents[1], NOW)
    await desk.answered_in(one.case, agents[1], NOW)
    await desk.answered_in("nobody", agents[1], NOW)
    assert known(await desk.of_case(one.case)).outcome == "answered_here"
    assert effects.concluded == []


async def test_a_reminder_comes_once_a_day_whoever_asks(workers: Workers, effects: Effects) -> None:
    here, there = (effects.call_backs(working) for working in workers)
    one = await left(workers, effects)
    assert await here.due_for_reminder(NOW) == ()
    monday = later(days=3)
    found = await asyncio.gather(here.due_for_reminder(monday), there.due_for_reminder(monday))
    assert [x.id for some in found for x in some] == [one.id]
    assert await here.due_for_reminder(later(days=3, hours=7)) == ()
    # Half past midnight in China is still the day before in UTC.
    assert len(await there.due_for_reminder(later(days=3, hours=8))) == 1


async def test_open_ones_come_by_their_day_and_the_late_ones_are_counted(
    workers: Workers, effects: Effects, agents: Agents
) -> None:
    desk = effects.call_backs(workers[0])
    first, second = await left(workers, effects), await left(workers, effects)
    await desk.record(first.id, "not_reached", "", agents[0], later(days=3))
    assert [one.id for one in await desk.listed(done=False)] == [second.id, first.id]
    assert await desk.counts(later(days=3)) == Counts(2, 0)
    assert await desk.counts(later(days=4)) == Counts(2, 1)
    assert (await desk.find(second.id)).overdue(TUESDAY)


async def test_with_another_key_the_number_stays_closed(workers: Workers, effects: Effects) -> None:
    one = known(await StoredCallBacks(workers[0]).find((await left(workers, effects)).id))
    with pytest.raises(BadSettings, match="解不开") as refused:
        FernetSecrets(Fernet.generate_key().decode()).decrypt(one.contact or b"")
    assert "PENSION_SECRET_KEY" in refused.value.remedy
