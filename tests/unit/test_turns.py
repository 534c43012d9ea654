"""A citizen wants a person: asking, waiting, giving up waiting, and being silent while the person is there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.desk.agents import Agent
from assistant.desk.work import Passed
from assistant.handoff.states import Reason, State
from tests.handover_site import Citizen, Site, SiteWith, empty, site, site_with, text_of, wang

__all__ = ["empty", "site", "site_with", "wang"]
QUESTION, ANSWER = "养老保险最少要缴多少年", "最低要累计缴满15年"


@pytest.mark.parametrize("words", ["转人工", "我要找个真人说话", "人工", "0", "我不跟机器人说", "轉人工"])
async def test_who_asks_in_words_is_put_in_the_queue_and_told_so(site: Site, wang: Agent, words: str) -> None:
    citizen = await site.citizen()
    reply = await citizen.says(words)
    assert reply["outcome"] == "handover_requested"
    assert reply["handover"] == {
        "offered": True, "state": "queued", "position": 1, "estimate_seconds": 30, "asks": None
    }  # fmt: skip
    assert text_of(reply)[:4] == "好的，正"
    assert (await citizen.open_case()).reason is Reason.REQUESTED


async def test_the_button_says_in_the_conversation_what_the_words_say(site: Site, wang: Agent) -> None:
    citizen, other = await site.citizen(), await site.citizen()
    handover, text = await site.exchange.handovers.ask(citizen.record, None)
    assert (handover.state, await citizen.state()) == (State.QUEUED, State.QUEUED)
    assert text == await citizen.told() and "正在帮您转人工" in text
    assert "前面还有1位" in text_of(await other.says("转人工"))


async def test_a_complaint_goes_to_those_who_take_complaints(site: Site, wang: Agent) -> None:
    await site.agent("李强", "投诉")
    citizen = await site.citizen()
    reply = await citizen.says("我要投诉你们")
    case = await citizen.open_case()
    assert (case.reason, case.skill, case.state) == (Reason.COMPLAINT, "投诉", State.QUEUED)
    assert "12345" in text_of(reply) and "正在帮您转人工" in text_of(reply)


async def test_a_complaint_after_an_offer_still_goes_to_those_who_take_complaints(site: Site, wang: Agent) -> None:
    await site.agent("李强", "投诉", "缴费")
    citizen = await site.citizen()
    await citizen.says("单位不给我交社保，凭什么")
    assert (await citizen.open_case()).skill == "缴费"
    await citizen.says("我要投诉")
    assert (await citizen.open_case()).skill == "投诉"


async def test_what_was_asked_before_decides_the_group_and_nobody_there_makes_it_the_general_one(site: Site) -> None:
    await site.agent("王敏", "综合")
    first, second = await site.citizen(), await site.citizen()
    await first.says("社保断缴了怎么办")
    await first.says("转人工")
    await site.agent("李强", "缴费")
    await second.says("社保断缴了怎么办")
    await second.says("转人工")
    assert [(await one.open_case()).skill for one in (first, second)] == ["综合", "缴费"]


async def test_the_place_and_the_wait_are_told_when_somebody_is_before_them(site: Site) -> None:
    await site.agent("王敏", "综合", most=1)
    await site.ahead(2)
    citizen = await site.citizen()
    reply = await citizen.says("转人工")
    assert (reply["handover"]["position"], reply["handover"]["estimate_seconds"]) == (3, 600)
    assert "前面还有2位，大约等10分钟" in text_of(reply)


async def test_the_place_gets_better_as_others_are_taken(site: Site, wang: Agent) -> None:
    first, second = await site.ahead(2)
    citizen = await site.citizen()
    await citizen.says("转人工")
    await site.desk.work.accept((await first.open_case()).id, wang)
    assert "前面还有1位" in text_of(await citizen.says("排到我了吗，转人工"))
    await second.says("不等了")
    assert "前面没有人了" in text_of(await citizen.says("转人工"))


async def test_who_waits_gets_answers_with_the_place_beside_them(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    reply = await citizen.says(QUESTION)
    assert reply["outcome"] == "answered" and reply["citations"]
    assert ANSWER in text_of(reply) and "您还在排队，前面没有人了" in text_of(reply)
    assert reply["handover"]["position"] == 1


@pytest.mark.parametrize("small", ["你好", "谢谢", "再说一遍", "呜呜", "火星上种什么"])
async def test_who_waits_gets_only_the_place_for_talk_that_asks_nothing(site: Site, wang: Agent, small: str) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    reply = await citizen.says(small)
    assert (reply["outcome"], reply["handover"]["state"]) == ("handover_waiting", "queued")
    assert text_of(reply).startswith("您还在排队") and ANSWER not in text_of(reply)


async def test_asking_again_gives_the_place_and_no_second_case(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    case = await citizen.open_case()
    for again in ("转人工", "人工客服呢，快转人工"):
        assert "您还在排队" in text_of(await citizen.says(again))
    await site.exchange.handovers.ask(citizen.record, None)
    assert await citizen.open_case() == case


@pytest.mark.parametrize("words", ["不等了", "算了", "取消排队", "我不想等了"])
async def test_who_does_not_want_to_wait_is_out_of_the_queue_and_helped_on(site: Site, wang: Agent, words: str) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    case = await citizen.open_case()
    reply = await citizen.says(words)
    assert text_of(reply) == "好，不排队了，我接着帮您。想找人工，随时说“转人工”。"
    assert await citizen.case() is None and reply["handover"]["state"] == "none"
    assert (await citizen.events(case.id))[-1].reason is Reason.CITIZEN_CANCELLED
    assert ANSWER in text_of(await citizen.says(QUESTION))


async def test_the_button_to_stop_waiting_works_once(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    assert (await site.exchange.handovers.cancel(citizen.record))[0].state == "none"
    with pytest.raises(Exception, match="现在没有在排队") as refused:
        await site.exchange.handovers.cancel(citizen.record)
    assert "直接说您要问的事" in refused.value.remedy  # type: ignore[attr-defined]


async def test_somebody_in_danger_comes_before_others_who_wait(site: Site, wang: Agent) -> None:
    first = (await site.ahead(1))[0]
    citizen = await site.citizen()
    await citizen.says("转人工")
    reply = await citizen.says("我活不下去了")
    assert "12356" in text_of(reply) and "前面没有人了" in text_of(reply)
    assert "前面还有1位" in text_of(await first.says("转人工"))


async def test_somebody_in_danger_who_loses_their_agent_comes_first(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    case = await citizen.with_agent(wang)
    await citizen.says("我活不下去了")
    other = (await site.ahead(1))[0]
    await site.desk.work.transfer(case.id, wang, Passed(group="综合"))
    assert (await citizen.open_case()).priority == 10
    assert "前面还有1位" in text_of(await other.says("转人工"))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 11, 23, 0, 59, tzinfo=UTC), "我们今天上午9点上班"),
        (datetime(2026, 11, 23, 4, 0, tzinfo=UTC), "我们今天下午1点上班"),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "我们明天上午9点上班"),
        (datetime(2026, 11, 20, 10, 0, tzinfo=UTC), "我们周一上午9点上班"),
    ],
)
async def test_out_of_hours_the_next_opening_is_named_and_a_number_may_be_left(
    site: Site, wang: Agent, now: datetime, opens: str
) -> None:
    site.clock.now = now
    await site.beat(wang)
    citizen = await site.citizen()
    reply = await citizen.says("转人工")
    assert opens in text_of(reply) and "留电话" in text_of(reply) and "12333" in text_of(reply)
    assert (reply["handover"]["state"], reply["handover"]["asks"]) == ("offered", "call_back")


async def test_in_a_holiday_it_is_named(site: Site, wang: Agent) -> None:
    site.clock.now = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
    await site.beat(wang)
    assert "国庆" in text_of(await (await site.citizen()).says("转人工"))


async def test_shortly_before_closing_the_truth_is_told(site: Site) -> None:
    await site.agent("王敏", "综合", most=1)
    await site.ahead(4)
    site.clock.now = datetime(2026, 11, 23, 8, 50, tzinfo=UTC)
    await site.beat()
    reply = await (await site.citizen()).says("转人工")
    assert "下午5点下班，下班前可能轮不到您" in text_of(reply)


async def test_where_nobody_works_at_all_the_citizen_is_told_whom_to_call(site_with: SiteWith) -> None:
    site = await site_with(handover="none")
    citizen = await site.citizen()
    for words in ("转人工", "我要投诉你们", "呜呜", "呜呜呜", "我活不下去了", "好"):
        await citizen.says(words)
    assert await citizen.case() is None
    handover, text = await site.exchange.handovers.ask(citizen.record, None)
    assert "12333" in text and "留电话" not in text and handover.state == "offered"
    with pytest.raises(Exception, match="不能留言"):
        await site.exchange.handovers.call_back(citizen.record, "call", "13812345678", "", "")


async def test_while_an_agent_is_there_the_assistant_says_nothing_and_every_word_is_kept_once(
    site: Site, wang: Agent
) -> None:
    citizen = await site.citizen()
    await citizen.with_agent(wang)
    reply = await citizen.says(QUESTION, "m-1")
    again = await citizen.says(QUESTION, "m-1")
    assert reply == again
    assert (reply["outcome"], reply["sentences"]) == ("handover_with_agent", [])
    assert reply["handover"]["state"] == "with_agent"
    assert [m.text for m in await citizen.messages() if m.client_message_id == "m-1"] == [QUESTION]


@pytest.mark.parametrize("words", ["转人工", "不等了", "我的身份证是110101199003074258", "活不下去了", "13812345678"])
async def test_nothing_that_is_said_to_an_agent_makes_the_assistant_speak(site: Site, wang: Agent, words: str) -> None:
    citizen = await site.citizen()
    case = await citizen.with_agent(wang)
    assert text_of(await citizen.says(words)) == ""
    found = await citizen.open_case()
    assert (found.state, found.agent, found.steps) == (State.WITH_AGENT, wang.id, case.steps)
    said = (await citizen.messages())[-1]
    assert said.sender == "citizen" and "199003" not in said.text and "138123" not in said.text


async def test_the_button_tells_that_the_agent_is_there_already(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.with_agent(wang)
    assert "已经在跟您说话了" in (await site.exchange.handovers.ask(citizen.record, None))[1]


async def test_who_was_given_to_an_agent_may_still_stop_waiting(site: Site, wang: Agent) -> None:
    boss = await site.agent("孙班长", role="supervisor")
    citizen = await site.citizen()
    await citizen.says("转人工")
    await site.desk.work.assign((await citizen.open_case()).id, boss, wang.id)
    assert (await citizen.says("你好"))["handover"]["state"] == "assigned"
    assert (await citizen.says("不等了"))["outcome"] == "handover_declined"
    assert await citizen.case() is None


async def test_who_writes_in_traditional_characters_reads_them_in_the_queue(site: Site, wang: Agent) -> None:
    citizen: Citizen = await site.citizen()
    await citizen.says("養老保險最少要繳多少年")
    assert "正在幫您轉人工" in text_of(await citizen.says("轉人工"))
    assert "您還在排隊" in text_of(await citizen.says("转人工"))
    assert "我接著幫您" in text_of(await citizen.says("不等了")).replace("着", "著")
