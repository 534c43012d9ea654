"""What happens by itself: one second before its time nothing, after it the citizen is told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.desk.agency_work import AGENCY, AgencyDesk
from assistant.desk.agents import Agent
from assistant.desk.work import Passed
from assistant.handoff.states import DROPPED, Reason, State
from tests.handover_site import Citizen, Site, SiteWith, empty, site, site_over, site_with, text_of, wang

__all__ = ["empty", "site", "site_with", "wang"]
WAIT, ASSIGNMENT, GONE, SILENT, OFFER = 900, 60, 120, 900, 1800
"""Seconds, as they are where nothing is set."""


@pytest.fixture
async def citizen(site: Site, wang: Agent) -> Citizen:
    """Somebody in the queue."""
    one = await site.citizen()
    await one.says("转人工")
    return one


async def stays_until(site: Site, citizen: Citizen, seconds: float) -> None:
    """Nothing happens at once, a second before that time, and at it."""
    case = await citizen.open_case()
    count = len(await citizen.messages())
    for wait in (0, seconds - 1, 1):
        site.clock.passes(seconds=wait)
        await site.beat()
        assert await site.sweep() == 0
    assert await citizen.open_case() == case and len(await citizen.messages()) == count


async def reason(citizen: Citizen, case: str) -> Reason:
    return (await citizen.events(case))[-1].reason


async def test_an_offer_nobody_takes_up_lapses_without_a_word(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says("单位不给我交社保，凭什么")
    case = await citizen.open_case()
    await stays_until(site, citizen, OFFER)
    count = len(await citizen.messages())
    await site.passes(seconds=1)
    assert await site.sweep() == 1
    assert (await citizen.case(), await reason(citizen, case.id)) == (None, Reason.OFFER_LAPSED)
    assert len(await citizen.messages()) == count
    assert (await citizen.says("好"))["outcome"] == "answered_small_talk"


async def test_after_the_longest_wait_a_number_may_be_left(site: Site, citizen: Citizen) -> None:
    await stays_until(site, citizen, WAIT)
    await site.passes(seconds=1)
    assert await site.sweep() == 1
    case = await citizen.open_case()
    assert (case.state, await reason(citizen, case.id)) == (State.OFFERED, Reason.WAITED_TOO_LONG)
    assert "等了这么久还没有排到您" in await citizen.told() and "12333" in await citizen.told()
    said = (await citizen.messages())[-1]
    assert said.handover and said.handover["asks"] == "call_back"
    assert (await citizen.says("13812345678"))["handover"]["state"] == "call_back"


async def test_who_waited_too_long_and_asks_again_waits_anew(site: Site, citizen: Citizen) -> None:
    await site.passes(seconds=WAIT + 1)
    await site.sweep()
    await citizen.says("转人工")
    await stays_until(site, citizen, WAIT)
    await site.passes(seconds=1)
    assert await site.sweep() == 1


async def test_who_left_a_number_yesterday_and_asks_again_waits_anew(site: Site, citizen: Citizen) -> None:
    await citizen.says("13812345678")
    await site.passes(days=1)
    await citizen.says("转人工")
    await stays_until(site, citizen, WAIT)


async def test_who_was_passed_on_after_a_long_talk_waits_anew(site: Site, citizen: Citizen, wang: Agent) -> None:
    case = await site.desk.work.accept((await citizen.open_case()).id, wang)
    for _ in range(4):
        await site.passes(minutes=10)
        await citizen.says("还在")
        assert await site.sweep() == 0
    await site.agent("李强", "投诉")
    await site.desk.work.transfer(case.id, wang, Passed(group="投诉"))
    await stays_until(site, citizen, WAIT)


async def test_the_longest_wait_may_be_shortened_at_the_desk_and_not_lengthened(site: Site, wang: Agent) -> None:
    admin = await site.agent("赵管", role="administrator")
    for seconds, waited in ((60, 60), (3600, WAIT)):
        await site.desk.settings.change("longest_wait_seconds", seconds, admin, site.clock())
        citizen = await site.citizen()
        await citizen.says("转人工")
        await stays_until(site, citizen, waited)
        await site.passes(seconds=1)
        assert await site.sweep() == 1


async def test_an_agent_who_does_not_take_whom_they_were_given_loses_them(
    site: Site, citizen: Citizen, wang: Agent
) -> None:
    boss = await site.agent("孙班长", role="supervisor")
    await site.desk.work.assign((await citizen.open_case()).id, boss, wang.id)
    await stays_until(site, citizen, ASSIGNMENT)
    await site.passes(seconds=1)
    assert await site.sweep() == 1
    case = await citizen.open_case()
    assert (case.state, case.agent, case.priority) == (State.QUEUED, None, DROPPED)
    assert await reason(citizen, case.id) is Reason.ASSIGNMENT_LAPSED
    assert "没能接上" in await citizen.told() and "不用从头排队" in await citizen.told()
    assert "前面没有人了" in text_of(await citizen.says("转人工"))


async def test_an_agent_whose_page_is_gone_loses_the_citizen_to_the_next(
    site: Site, citizen: Citizen, wang: Agent
) -> None:
    case = await site.desk.work.accept((await citizen.open_case()).id, wang)
    await site.beat()
    site.on_duty = []
    await stays_until(site, citizen, GONE)
    site.clock.passes(seconds=1)
    assert await site.sweep() == 1
    assert (await citizen.open_case()).state is State.QUEUED
    assert await reason(citizen, case.id) is Reason.AGENT_GONE
    assert "工作人员那边断线了" in await citizen.told() and "不用从头排队" in await citizen.told()
    li = await site.agent("李强", "综合")
    first = await site.citizen()
    await first.says("转人工")
    queue, _ = await site.desk.room.lists(li)
    assert [c["id"] for c in queue] == [case.id, (await first.open_case()).id]


async def test_an_agent_who_comes_back_in_time_keeps_the_citizen(site: Site, citizen: Citizen, wang: Agent) -> None:
    await site.desk.work.accept((await citizen.open_case()).id, wang)
    for _ in range(5):
        await site.passes(seconds=GONE)
        await citizen.says("还在")
        assert await site.sweep() == 0


async def test_a_citizen_who_says_nothing_more_is_given_back_to_the_assistant(
    site: Site, citizen: Citizen, wang: Agent
) -> None:
    case = await site.desk.work.accept((await citizen.open_case()).id, wang)
    await citizen.says("我要问补缴")
    await site.passes(minutes=14, seconds=50)
    await site.desk.work.say(case.id, wang, "查好了，您可以补。", "a-1")
    await stays_until(site, citizen, SILENT)
    await site.passes(seconds=1)
    assert await site.sweep() == 1
    assert (await citizen.case(), await reason(citizen, case.id)) == (None, Reason.CITIZEN_GONE)
    assert "您有一会儿没有说话" in await citizen.told()
    assert "缴满15年" in text_of(await citizen.says("养老保险最少要缴多少年"))


async def test_a_citizen_whom_nobody_answers_for_ten_minutes_is_first_in_the_queue_again(
    site: Site, citizen: Citizen, wang: Agent
) -> None:
    case = await site.desk.work.accept((await citizen.open_case()).id, wang)
    await site.desk.work.say(case.id, wang, "您好", "a-1")
    site.clock.passes(seconds=1)
    await citizen.says("我要问补缴")
    await site.passes(minutes=10)
    assert await site.sweep() == 0
    await site.passes(seconds=1)
    assert await site.sweep() == 1
    case = await citizen.open_case()
    assert (case.state, await reason(citizen, case.id)) == (State.QUEUED, Reason.ASSIGNMENT_LAPSED)
    assert "不用从头排队" in await citizen.told()


async def test_when_the_office_closes_those_in_the_queue_are_told(site: Site, citizen: Citizen) -> None:
    site.clock.now = datetime(2026, 11, 23, 3, 50, tzinfo=UTC)
    await site.beat()
    late = await site.citizen()
    await late.says("转人工")
    await citizen.says("不等了")
    await stays_until(site, late, 599)
    await site.passes(seconds=1)
    assert await site.sweep() == 1
    case = await late.open_case()
    assert (case.state, await reason(late, case.id)) == (State.OFFERED, Reason.OFFICE_CLOSED)
    assert "工作人员下班了" in await late.told() and "留电话" in await late.told()


async def test_who_is_with_an_agent_when_the_office_closes_is_served_to_the_end(
    site: Site, citizen: Citizen, wang: Agent
) -> None:
    case = await site.desk.work.accept((await citizen.open_case()).id, wang)
    for number in range(18):  # until three hours later
        await site.passes(minutes=10)
        await site.desk.work.say(case.id, wang, "请再说一下", f"a-{number}")
        await citizen.says("好的")
        assert await site.sweep() == 0
    assert (await site.desk.work.close(case.id, wang, "answered")).state is State.RESOLVED


async def test_when_everybody_has_gone_those_in_the_queue_are_told(site: Site, citizen: Citizen, wang: Agent) -> None:
    await site.goes(wang)
    await stays_until(site, citizen, GONE)
    site.clock.passes(seconds=1)
    assert await site.sweep() == 1
    case = await citizen.open_case()
    assert (case.state, await reason(citizen, case.id)) == (State.OFFERED, Reason.NOBODY_ONLINE)
    assert "工作人员都下线了" in await citizen.told()


async def test_an_agent_who_is_only_away_for_a_moment_empties_no_queue(
    site: Site, citizen: Citizen, wang: Agent
) -> None:
    await site.goes(wang)
    site.clock.passes(seconds=GONE - 1)
    assert await site.sweep() == 0
    await site.beat(wang)
    site.clock.passes(seconds=30)
    assert await site.sweep() == 0


async def test_nothing_happens_to_what_is_to_be_called_back(site: Site, citizen: Citizen) -> None:
    await citizen.says("13812345678")
    case = await citizen.open_case()
    for _ in range(3):
        site.clock.passes(days=2)
        assert await site.sweep() == 0
    assert await citizen.open_case() == case


async def test_an_agencys_own_desk_is_left_alone(site_with: SiteWith) -> None:
    site = await site_with(handover="webhook", desk_hours="全天")
    citizen = await site.citizen()
    assert "工作人员就在这里跟您说话" in text_of(await citizen.says("转人工"))
    desk = AgencyDesk(site.exchange.handovers.changes, site.clock)
    await desk.join(citizen.record.id, "周老师")
    await desk.say(citizen.record.id, "周老师", "您好", "x-1")
    assert (await citizen.open_case()).agent == AGENCY
    site.clock.passes(days=1)
    assert await site.sweep() == 0
    assert (await citizen.open_case()).state is State.WITH_AGENT


async def test_two_workers_who_look_at_once_do_everything_once(
    site: Site, empty: Path, tmp_path: Path, wang: Agent
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'assistant.db'}"
    citizens = [await site.citizen() for _ in range(4)]
    for citizen in citizens:
        await citizen.says("转人工")
    await site.passes(seconds=WAIT + 1)
    async with site_over(url, tmp_path, site.clock) as other:
        moved = await asyncio.gather(site.sweep(), other.sweep(), other.sweep())
    assert sum(moved) == len(citizens)
    for citizen in citizens:
        case = await citizen.open_case()
        assert [e.after for e in await citizen.events(case.id)] == [State.QUEUED, State.OFFERED]
        assert [m.text for m in await citizen.messages()].count(await citizen.told()) == 1


async def test_what_the_citizen_does_meanwhile_is_not_undone(
    site: Site, citizen: Citizen, wang: Agent, tmp_path: Path
) -> None:
    await site.passes(seconds=WAIT + 1)
    case = await citizen.open_case()
    taken, _ = await asyncio.gather(site.desk.work.accept(case.id, wang), site.sweep(), return_exceptions=True)
    states = [e.after for e in await citizen.events(case.id)]
    assert states in (
        [State.QUEUED, State.ASSIGNED, State.WITH_AGENT], [State.QUEUED, State.OFFERED],
        [State.QUEUED, State.OFFERED, State.ASSIGNED, State.WITH_AGENT],
    ) and (states[-1] is State.WITH_AGENT) is not isinstance(taken, Exception)  # fmt: skip


async def test_nothing_goes_round_in_circles(site: Site, citizen: Citizen, wang: Agent) -> None:
    """A citizen who never does anything comes to an end, whatever agents do."""
    case = await citizen.open_case()
    await site.desk.work.accept(case.id, wang)
    await site.goes(wang)
    for _ in range(200):
        site.clock.passes(minutes=1)
        await site.sweep()
    assert await citizen.case() is None
    assert len(await citizen.events(case.id)) <= 8
