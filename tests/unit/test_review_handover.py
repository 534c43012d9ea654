"""Found in review: danger is heard wherever it is said, invitations hold, and one failure stops nothing else."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from assistant.background import Rounds
from assistant.changes import Changes, Decide, Made
from assistant.desk.agents import Agent
from assistant.desk.figures_measures import measured
from assistant.desk.refusals import NotAllowed
from assistant.desk.sweeping import Patience, Sweeper
from assistant.desk.work import Passed
from assistant.errors import BadInput, NotFound, Unavailable
from assistant.handoff.availability import Availability
from assistant.handoff.said_next import asks_call_back
from assistant.handoff.states import Case, Refused, State
from assistant.handoff.topics import TOPIC_OF_TOOL
from assistant.signals import DESK, Listener
from assistant.store.case_rows import CaseRows
from assistant.store.last_seen import LastSeenInDatabase
from assistant.store.leases import Leases
from assistant.tools.registry import TOOLS
from knowledge_base.document import TOPICS
from tests.handover_site import Site, SiteWith, empty, site, site_with, text_of, wang
from tests.unit._desk_walks import Step, walk, wished

__all__ = ["empty", "site", "site_with", "wang"]
HOTLINE = "12356"


async def heard(listener: Listener) -> set[str]:
    """The kinds of signals that came by now."""
    await asyncio.sleep(0)
    kinds = set()
    while not listener.empty:
        kinds.add((await listener.get()).kind)
    return kinds


async def test_words_of_danger_are_no_message_to_leave(site: Site) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    await citizen.says("留言")
    reply = await citizen.says("我不想活了")
    assert HOTLINE in text_of(reply)
    assert await citizen.left() is None


@pytest.mark.parametrize("words", ["我不想活了", "我不想活了，快给我转人工", "不等了，我不想活了"])
async def test_who_is_in_danger_moves_forward_and_hears_the_hotline_first(site: Site, wang: Agent, words: str) -> None:
    await site.ahead(2)
    citizen = await site.citizen()
    await citizen.says("转人工")
    with site.exchange.listening(DESK) as listener:
        reply = await citizen.says(words)
        assert "cases" in await heard(listener)
    assert HOTLINE in text_of(reply)
    queue, _ = await site.desk.room.lists(wang)
    assert queue[0]["conversation_id"] == citizen.record.id


async def test_the_desk_hears_that_somebody_who_talks_with_an_agent_is_in_danger(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    case = await citizen.with_agent(wang)
    with site.exchange.listening(DESK) as listener:
        assert text_of(await citizen.says("我不想活了")) == ""
        assert "cases" in await heard(listener)
    assert await citizen.open_case() == replace(case, priority=10)


@pytest.mark.parametrize("between", ["几岁退休", "你好", "养老金怎么算"])
@pytest.mark.parametrize(
    ("words", "then"), [("13812345678", ""), ("给我回电话", "13812345678"), ("留个电话吧", "13812345678")]
)
async def test_an_invitation_to_leave_a_number_outlives_another_question(
    site: Site, between: str, words: str, then: str
) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    await citizen.says(between)
    reply = await citizen.says(words)
    if then:
        assert text_of(reply) == "请把您的电话号码告诉我，只给回电的工作人员看。"
        reply = await citizen.says(then)
    assert reply["handover"]["state"] == "call_back"
    left = await citizen.left()
    assert left is not None and left.contact_shown == "138****5678"


async def test_who_wants_to_be_called_need_not_ask_for_a_person_first(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    reply = await citizen.says("请给我回个电话")
    assert text_of(reply) == "请把您的电话号码告诉我，只给回电的工作人员看。"
    assert await citizen.state() is State.OFFERED
    assert (await citizen.says("13812345678"))["handover"]["state"] == "call_back"


@pytest.mark.parametrize("words", ["社保局给我打电话说要认证", "有人打电话给我要验证码", "13812345678", "留言板在哪里"])
async def test_stories_about_calls_and_a_number_out_of_the_blue_register_nothing(site: Site, words: str) -> None:
    citizen = await site.citizen()
    await citizen.says(words)
    assert await citizen.left() is None
    assert (await citizen.standing()).memory.call_back == ""
    assert not asks_call_back("社保局给我打电话说要认证")


async def test_an_agencys_desk_is_told_the_group_though_nobody_is_at_ours(site_with: SiteWith) -> None:
    site = await site_with(handover="webhook")
    citizen = await site.citizen()
    await citizen.says("我要投诉")
    case = await citizen.open_case()
    assert (case.state, case.skill) == (State.QUEUED, "投诉")


async def test_what_is_left_when_nobody_is_there_keeps_its_group(site: Site) -> None:
    citizen = await site.citizen()
    await citizen.says("我要投诉")
    assert (await citizen.open_case()).skill == "投诉"


@pytest.mark.parametrize(
    "words", ["我1975年6月出生，男，最早哪个月能退", "男的1965年8月生最早什么时候退休", "我1975年6月生，男，几岁退休"]
)
async def test_what_is_calculated_about_a_topic_is_checked_too(site: Site, wang: Agent, words: str) -> None:
    boss = await site.agent("赵班长", role="supervisor")
    await site.desk.settings.change("approve_topics", ["退休年龄"], boss, site.clock())
    citizen = await site.citizen()
    assert text_of(await citizen.says(words)).startswith("这个问题的答复要请工作人员核对一下")
    assert "月" not in text_of(await citizen.says("再说一遍"))
    assert [held.topic for held in await site.desk.held.open(site.clock())] == ["退休年龄"]


def test_every_tool_has_a_topic_that_there_is() -> None:
    assert set(TOPIC_OF_TOOL) == set(TOOLS)
    assert set(TOPIC_OF_TOOL.values()) <= set(TOPICS)


async def test_who_does_not_talk_with_a_citizen_cannot_promise_them_a_call(site: Site, wang: Agent) -> None:
    li = await site.agent("李强", "综合")
    citizen = await site.citizen()
    case = await citizen.with_agent(wang)
    assert (await site.desk.work.talking(case.id, wang)).id == case.id
    with pytest.raises(Refused):
        await site.desk.work.talking(case.id, li)
    with pytest.raises(NotFound):
        await site.desk.work.talking("nobody", li)
    await site.desk.work.close(case.id, wang, "answered")
    with pytest.raises(Refused):
        await site.desk.work.talking(case.id, wang)


async def test_an_old_case_does_not_show_what_is_said_to_another_agent_now(site: Site, wang: Agent) -> None:
    li, boss = await site.agent("李强", "综合"), await site.agent("赵班长", role="supervisor")
    citizen = await site.citizen()
    old = await citizen.with_agent(wang)
    await site.desk.work.close(old.id, wang, "answered")
    assert (await site.desk.room.seen(old.id, wang)).id == old.id
    await citizen.with_agent(li)
    with pytest.raises(NotAllowed):
        await site.desk.room.dossier(old.id, wang)
    assert (await site.desk.room.dossier(old.id, boss))["messages"]


async def test_a_reason_of_blanks_is_no_reason_to_see_what_is_hidden(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says("我1970年5月生，男，几岁退休")
    case = await citizen.with_agent(wang)
    with pytest.raises(BadInput):
        await site.desk.room.unmask(case.id, wang, "出生年月", "    ")
    assert await site.desk.room.unmask(case.id, wang, "出生年月", "核对退休年龄") == "1970年5月"


class Broken(Changes):
    """Changes of which those to one conversation fail."""

    def __init__(self, changes: Changes, conversation: str) -> None:
        super().__init__(changes.transcripts, changes.signals)
        self._broken = conversation

    async def make(self, conversation: str, decide: Decide) -> Made:
        if conversation == self._broken:
            raise NotFound("没有这个会话")
        return await super().make(conversation, decide)


async def test_one_case_that_cannot_be_moved_does_not_keep_the_others_waiting(site: Site, wang: Agent) -> None:
    first, second = await site.citizen(), await site.citizen()
    for citizen in (first, second):
        await citizen.says("转人工")
    handovers, working = site.exchange.handovers, site.database.working

    async def availability(case: Case) -> Availability:
        return await handovers.availability(case.skill, case)

    async def patience() -> Patience:
        return Patience()

    changes = Broken(handovers.changes, first.record.id)
    sweeper = Sweeper(changes, CaseRows(working), LastSeenInDatabase(working), availability, patience)
    assert await sweeper.sweep(site.clock.passes(hours=1)) == 1
    assert await second.state() is State.OFFERED


class Fails(Sweeper):
    """A sweeper that always fails in the same way."""

    def __init__(self, failure: Exception) -> None:
        self._failure = failure

    async def sweep(self, now: datetime) -> int:
        raise self._failure


@pytest.mark.parametrize("failure", [KeyError("unknown"), NotFound("没有这个会话"), Unavailable("数据库没有回应")])
async def test_a_round_goes_on_after_a_failure_but_not_without_a_database(site: Site, failure: Exception) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    await citizen.says("13812345678")
    site.clock.passes(days=2)
    signals, working = site.exchange.handovers.changes.signals, site.database.working
    rounds = Rounds(replace(site.desk, sweeper=Fails(failure)), Leases(working), CaseRows(working), signals)
    with signals.listening(DESK) as listener:
        with pytest.raises(Unavailable) if isinstance(failure, Unavailable) else nullcontext():
            await rounds.round()
        assert ("call_backs" in await heard(listener)) != isinstance(failure, Unavailable)


def test_a_call_back_taken_up_in_the_conversation_is_no_wait_over_night() -> None:
    case, events = walk(
        wished(), Step(State.QUEUED, 0), Step(State.CALL_BACK, 50), Step(State.ASSIGNED, 60_000, "li"),
        Step(State.WITH_AGENT, 1, "li"), Step(State.RESOLVED, 300, "li"),
    )  # fmt: skip
    found = measured(case, events)
    assert (found.wait, found.served(60, case.state_at), found.called_back) == (50, False, True)


def test_who_first_waits_after_the_talk_began_was_not_served_from_a_queue() -> None:
    case, events = walk(
        wished(), Step(State.OFFERED, 0), Step(State.CALL_BACK, 50), Step(State.ASSIGNED, 60_000, "li"),
        Step(State.WITH_AGENT, 1, "li"), Step(State.QUEUED, 300), Step(State.ASSIGNED, 5, "wang"),
        Step(State.WITH_AGENT, 5, "wang"), Step(State.RESOLVED, 60, "wang"),
    )  # fmt: skip
    found = measured(case, events)
    assert (found.wait, found.served(60, case.state_at)) == (None, None)


async def test_who_is_passed_on_after_a_long_talk_waits_from_then_on(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    case = await citizen.with_agent(wang)
    await site.passes(minutes=40)
    await site.desk.work.transfer(case.id, wang, Passed(group="综合"))
    await site.passes(seconds=5)
    assert await site.sweep() == 0
    assert await citizen.state() is State.QUEUED
    assert timedelta(0) < site.clock() - (await citizen.open_case()).state_at < timedelta(minutes=1)
