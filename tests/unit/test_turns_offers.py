"""A person is offered: when, how it is said, what counts as yes and no, and that nobody is asked twice."""

from __future__ import annotations

import pytest

from assistant.desk.agents import Agent
from assistant.handoff.states import Reason, State
from assistant.handoff.wishes import OperatorRules
from tests.handover_site import Site, SiteWith, empty, site, site_with, text_of, wang

__all__ = ["empty", "site", "site_with", "wang"]
OFFER = "要不要我帮您转人工"
DISPUTE = "单位不给我交社保，凭什么"


@pytest.mark.parametrize(
    ("said", "reason", "aloud"),
    [
        (("嗯", "嗯"), Reason.MISUNDERSTOOD, True),
        (("我的缴费记录",), Reason.MY_CASE, False),
        (("社保断缴了怎么办",), Reason.MY_CASE, False),
        (("呼啦圈怎么转",), Reason.LOW_CONFIDENCE, False),
        (("我想死了算了",), Reason.DISTRESS, True),
        ((DISPUTE,), Reason.DISPUTE, True),
    ],
)
async def test_a_person_is_offered_where_the_assistant_is_not_enough(
    site: Site, wang: Agent, said: tuple[str, ...], reason: Reason, aloud: bool
) -> None:
    citizen = await site.citizen()
    for words in said:
        reply = await citizen.says(words)
    case = await citizen.open_case()
    assert (case.state, case.reason) == (State.OFFERED, reason)
    assert (reply["handover"]["offered"], reply["handover"]["state"]) == (True, "offered")
    assert "转人工" in reply["suggestions"]
    assert (OFFER in text_of(reply)) is aloud


async def test_to_somebody_in_danger_the_hotline_comes_first(site: Site, wang: Agent) -> None:
    reply = await (await site.citizen()).says("我想死了算了")
    text = text_of(reply)
    assert text.index("12356") < text.index("我可以请工作人员来跟您说说话") < text.index(OFFER)


async def test_who_gives_up_a_calculation_is_offered_somebody_who_helps(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says("帮我算算养老金")
    reply = await citizen.says("不算了")
    assert "算不下去没有关系" in text_of(reply) and OFFER in text_of(reply)
    assert (await citizen.says("好"))["handover"]["state"] == "queued"


async def test_one_misunderstanding_is_no_reason(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says("嗯")
    assert await citizen.case() is None


@pytest.mark.parametrize("answer", ["女", "记不清了", "六五年三月"])
async def test_while_a_form_waits_for_an_answer_nobody_is_offered(site: Site, wang: Agent, answer: str) -> None:
    citizen = await site.citizen()
    await citizen.says("帮我算算养老金")
    await citizen.says(answer)
    assert await citizen.case() is None


@pytest.mark.parametrize("yes", ["好", "好的", "可以", "转吧", "行，麻烦您了", "帮我转人工", "嗯，好"])
async def test_yes_to_an_offer_said_aloud_puts_them_in_the_queue(site: Site, wang: Agent, yes: str) -> None:
    citizen = await site.citizen()
    await citizen.says(DISPUTE)
    reply = await citizen.says(yes)
    assert (reply["handover"]["state"], reply["handover"]["position"]) == ("queued", 1)
    case = await citizen.open_case()
    assert case.reason is Reason.DISPUTE
    assert [e.reason for e in await citizen.events(case.id)] == [Reason.DISPUTE, Reason.OFFER_ACCEPTED]


async def test_a_nod_after_a_mere_mention_is_a_nod(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says("社保断缴了怎么办")
    reply = await citizen.says("好的")
    assert reply["outcome"] == "answered_small_talk"
    assert (await citizen.open_case()).state is State.OFFERED
    await citizen.says("社保断缴了怎么办")
    assert (await citizen.says("要"))["handover"]["state"] == "queued"


@pytest.mark.parametrize("no", ["不用了", "不要", "算了", "先不转", "我自己去问问"])
async def test_who_declines_is_helped_on_and_not_asked_for_the_same_reason_again(
    site: Site, wang: Agent, no: str
) -> None:
    citizen = await site.citizen()
    await citizen.says(DISPUTE)
    case = await citizen.open_case()
    reply = await citizen.says(no)
    assert reply["outcome"] == "handover_declined" and "随时说“转人工”" in text_of(reply)
    assert (await citizen.events(case.id))[-1].reason is Reason.OFFER_DECLINED
    again = await citizen.says(DISPUTE)
    assert OFFER not in text_of(again) and "转人工" not in again["suggestions"]
    assert await citizen.case() is None
    assert (await citizen.says("转人工"))["handover"]["state"] == "queued"


async def test_declining_by_the_button_counts_as_well(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says(DISPUTE)
    await site.exchange.handovers.cancel(citizen.record)
    assert OFFER not in text_of(await citizen.says(DISPUTE))
    assert await citizen.case() is None


async def test_what_was_offered_last_is_what_is_declined(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says("呼啦圈怎么转")
    assert OFFER in text_of(await citizen.says(DISPUTE))
    await citizen.says("不用了")
    assert OFFER not in text_of(await citizen.says(DISPUTE))
    assert await citizen.case() is None


async def test_an_offer_that_was_passed_over_may_still_be_taken_up_in_words(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says(DISPUTE)
    assert "缴满15年" in text_of(await citizen.says("养老保险最少要缴多少年"))
    assert (await citizen.says("还是转人工吧"))["handover"]["state"] == "queued"


async def test_danger_comes_first_in_the_queue_also_where_something_else_was_offered_before(
    site: Site, wang: Agent
) -> None:
    citizen = await site.citizen()
    await citizen.says("呼啦圈怎么转")
    await citizen.says("我想死了算了")
    await citizen.says("好")
    assert (await citizen.open_case()).priority == 10


async def test_who_left_a_number_and_is_offered_a_person_later_may_say_yes_or_no(site: Site) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    await citizen.says("13812345678")
    await site.agent("王敏", "综合")
    assert (await citizen.says(DISPUTE))["handover"]["state"] == "call_back"
    assert (await citizen.says("不用了"))["outcome"] == "handover_declined"
    assert (await citizen.open_case()).state is State.CALL_BACK
    assert OFFER not in text_of(await citizen.says(DISPUTE))
    await citizen.says("我想死了算了")
    assert (await citizen.says("好"))["handover"]["state"] == "queued"
    assert (await citizen.left()) is not None


async def test_an_offer_taken_up_when_nobody_is_there_asks_for_a_number(site: Site) -> None:
    citizen = await site.citizen()
    await citizen.says(DISPUTE)
    reply = await citizen.says("好")
    assert (reply["handover"]["state"], reply["handover"]["asks"]) == ("offered", "call_back")
    assert (await citizen.says("13812345678"))["handover"]["state"] == "call_back"


@pytest.mark.parametrize(("age", "straight"), [(69, False), (70, True), (88, True)])
async def test_from_the_operators_age_on_a_person_is_called_beside_the_answer(
    site_with: SiteWith, age: int, straight: bool
) -> None:
    site = await site_with(desk_straight_age=70)
    await site.agent("王敏", "综合")
    reply = await (await site.citizen()).says(f"我{age}岁，养老保险最少要缴多少年")
    assert "缴满15年" in text_of(reply)
    assert (reply["handover"]["state"] == "queued") is straight


@pytest.mark.parametrize(("birth", "straight"), [("1956年11月", True), ("1956年12月", False), ("1957年1月", False)])
async def test_the_age_is_counted_in_full_years(site_with: SiteWith, birth: str, straight: bool) -> None:
    site = await site_with(desk_straight_age=70)
    await site.agent("王敏", "综合")
    citizen = await site.citizen()
    await citizen.says(f"我{birth}出生，养老保险最少要缴多少年")
    assert (await citizen.case() is not None) is straight


async def test_the_operators_rule_calls_once_and_whoever_does_not_want_that_is_left_alone(site_with: SiteWith) -> None:
    site = await site_with(desk_straight_age=70)
    wang = await site.agent("王敏", "综合")
    citizen, other = await site.citizen(), await site.citizen()
    case = await citizen.with_agent(wang, "我74岁，养老保险最少要缴多少年")
    assert case.reason is Reason.OPERATOR_RULE
    await site.desk.work.hand_back(case.id, wang)
    for words in ("养老保险最少要缴多少年", "丧葬费还给不给"):
        await citizen.says(words)
        assert await citizen.case() is None
    await other.says("转人工，我74岁了")
    await other.says("不等了")
    await other.says("养老保险最少要缴多少年")
    assert await other.case() is None


@pytest.mark.parametrize(
    "rules", [OperatorRules(straight_topics=("遗属待遇",)), OperatorRules(straight_profiles=("elderly",))]
)
async def test_a_topic_or_a_kind_of_citizen_may_be_put_through_once(
    site: Site, wang: Agent, rules: OperatorRules
) -> None:
    site.rules(rules)
    citizen, other = await site.citizen("elderly"), await site.citizen()
    reply = await citizen.says("丧葬费抚恤金还给不给")
    assert "丧葬补助金" in text_of(reply) and reply["handover"]["state"] == "queued"
    assert (await citizen.open_case()).reason is Reason.OPERATOR_RULE
    await citizen.says("不等了")
    await citizen.says("丧葬费抚恤金还给不给")
    assert await citizen.case() is None
    await other.says("养老保险最少要缴多少年")
    assert await other.case() is None


async def test_the_operators_rule_leaves_a_number_to_leave_when_the_office_is_closed(site_with: SiteWith) -> None:
    site = await site_with(desk_straight_age=70)
    site.clock.passes(hours=10)
    citizen = await site.citizen()
    reply = await citizen.says("我74岁，养老保险最少要缴多少年")
    assert "缴满15年" in text_of(reply) and "不是上班时间" in text_of(reply)
    assert reply["handover"]["asks"] == "call_back"
    assert "不是上班时间" not in text_of(await citizen.says("那女的呢"))


async def test_an_age_set_at_the_desk_is_the_one_that_counts(site_with: SiteWith) -> None:
    site = await site_with(desk_straight_age=90)
    await site.agent("王敏", "综合")
    admin = await site.agent("赵管", role="administrator")
    await site.desk.settings.change("elderly_straight_age", 75, admin, site.clock())
    citizen = await site.citizen()
    await citizen.says("我75岁，养老保险最少要缴多少年")
    assert (await citizen.open_case()).state is State.QUEUED
