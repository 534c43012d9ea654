"""Answers that wait for approval, over a real database, as two workers see them."""

from __future__ import annotations

import asyncio

import pytest

from assistant.desk.agents import Agent
from assistant.desk.held import Held, HeldAnswers
from assistant.errors import BadInput, NotFound
from assistant.store.held import StoredHeld
from assistant.store.working import Working

from ._ledger import NOW, Effects, a_conversation, agents, effects, later, url, workers

__all__ = ["agents", "effects", "url", "workers"]
Workers = tuple[Working, Working]
Agents = tuple[Agent, Agent, Agent]
REPLY = {"text": "满 15 年可以领取[1]", "citations": [{"mark": 1}], "as_of": None}


@pytest.fixture
def both(workers: Workers, effects: Effects) -> tuple[HeldAnswers, HeldAnswers]:
    first, second = (HeldAnswers(StoredHeld(one), effects.deliver, effects.look_again) for one in workers)
    return first, second


@pytest.fixture
def answers(both: tuple[HeldAnswers, HeldAnswers]) -> HeldAnswers:
    return both[0]


async def one_held(workers: Workers, answers: HeldAnswers, message: str = "m1") -> Held:
    talk = await a_conversation(workers[0])
    return await answers.hold(talk, "我13812345678能领吗", message, "待遇领取", dict(REPLY), NOW)


async def test_an_answer_waits_whole_and_the_question_is_masked(
    workers: Workers, both: tuple[HeldAnswers, HeldAnswers], effects: Effects
) -> None:
    one = await one_held(workers, both[0])
    assert await both[1].open(NOW) == (one,)
    assert (one.reply, one.question, one.state) == (REPLY, "我【手机号】能领吗", "waiting")
    assert await both[1].count(NOW) == 1
    assert effects.changed == ["held"]


async def test_an_answer_to_one_message_is_held_once_whoever_holds_it(
    workers: Workers, both: tuple[HeldAnswers, HeldAnswers]
) -> None:
    for _ in range(5):
        talk = await a_conversation(workers[0])
        kept = await asyncio.gather(*(both[n % 2].hold(talk, "问", "m1", "t", {"n": n}, NOW) for n in range(4)))
        assert len({one.id for one in kept}) == 1
        assert len({one.reply["n"] for one in kept}) == 1
    assert await both[0].count(NOW) == 5


async def test_an_unknown_conversation_holds_nothing(answers: HeldAnswers) -> None:
    with pytest.raises(NotFound):
        await answers.hold("nowhere", "问", "m1", "t", {}, NOW)


@pytest.mark.parametrize(
    ("decision", "text", "state"),
    [("approve", "", "approved"), ("edit", " 请看第 2 条 ", "edited"), ("reject", "", "rejected")],
)
async def test_a_decision_is_delivered_and_ends_the_waiting(
    workers: Workers, answers: HeldAnswers, effects: Effects, agents: Agents, decision: str, text: str, state: str
) -> None:
    one = await one_held(workers, answers)
    done = await answers.decide(one.id, decision, text, agents[0], NOW)
    assert (done.state, done.decided_by, done.decided_at) == (state, "agent-li", NOW)
    assert effects.delivered == [(one.id, decision, text.strip(), "agent-li")]
    assert await answers.open(later(hours=1)) == ()
    with pytest.raises(BadInput, match="已经有人处理"):
        await answers.decide(one.id, "approve", "", agents[1], later(hours=1))


async def test_of_two_agents_who_decide_at_once_one_decides(
    workers: Workers, both: tuple[HeldAnswers, HeldAnswers], effects: Effects, agents: Agents
) -> None:
    for number in range(8):
        effects.delivered.clear()
        one = await one_held(workers, both[0], f"m{number}")
        done = await asyncio.gather(
            both[0].decide(one.id, "approve", "", agents[0], NOW),
            both[1].decide(one.id, "reject", "", agents[1], NOW),
            return_exceptions=True,
        )
        lost = [x for x in done if isinstance(x, BadInput)]
        assert [str(x) for x in lost] == ["已经有人处理"]
        assert len(effects.delivered) == 1


@pytest.mark.parametrize(("decision", "text"), [("edit", " "), ("edit", "字" * 2001), ("send", "")])
async def test_a_decision_that_is_none_is_refused(
    workers: Workers, answers: HeldAnswers, effects: Effects, agents: Agents, decision: str, text: str
) -> None:
    one = await one_held(workers, answers)
    with pytest.raises(BadInput):
        await answers.decide(one.id, decision, text, agents[0], NOW)
    with pytest.raises(NotFound):
        await answers.decide("nothing", "approve", "", agents[0], NOW)
    assert await answers.open(NOW) == (one,)
    assert effects.delivered == []


async def test_an_answer_that_could_not_be_delivered_waits_again(
    workers: Workers, answers: HeldAnswers, effects: Effects, agents: Agents
) -> None:
    one = await one_held(workers, answers)
    effects.failing.add("deliver")
    with pytest.raises(RuntimeError):
        await answers.decide(one.id, "approve", "", agents[0], NOW)
    assert await answers.open(NOW) == (one,)
    effects.failing.clear()
    await answers.decide(one.id, "approve", "", agents[1], NOW)
    assert [agent for *_, agent in effects.delivered] == ["agent-wang"]


async def test_a_delivery_that_was_cut_off_can_be_taken_anew_after_a_minute(
    workers: Workers, both: tuple[HeldAnswers, HeldAnswers], effects: Effects, agents: Agents
) -> None:
    one = await one_held(workers, both[0])
    began = asyncio.Event()

    async def never(*_: object) -> None:
        began.set()
        await asyncio.Event().wait()

    cut = asyncio.create_task(HeldAnswers(StoredHeld(workers[0]), never).decide(one.id, "approve", "", agents[0], NOW))
    await began.wait()
    cut.cancel()
    await asyncio.wait([cut])
    assert await both[1].open(later(seconds=59)) == ()
    with pytest.raises(BadInput, match="已经有人处理"):
        await both[1].decide(one.id, "approve", "", agents[1], later(seconds=59))
    assert len(await both[1].open(later(seconds=61))) == 1
    assert (await both[1].decide(one.id, "approve", "", agents[1], later(seconds=61))).state == "approved"
    assert len(effects.delivered) == 1


async def test_what_nobody_decided_in_time_lapses_once(
    workers: Workers, both: tuple[HeldAnswers, HeldAnswers], effects: Effects, agents: Agents
) -> None:
    one = await one_held(workers, both[0])
    assert await both[0].expired(later(seconds=300), 300) == ()
    (found,) = await both[0].expired(later(seconds=301), 300)
    done = await asyncio.gather(*(each.lapse(found, later(seconds=301)) for each in both))
    assert sorted(done) == [False, True]
    assert effects.delivered == [(one.id, "lapse", "", None)]
    with pytest.raises(BadInput, match="已经有人处理"):
        await both[1].decide(one.id, "approve", "", agents[0], later(hours=1))
