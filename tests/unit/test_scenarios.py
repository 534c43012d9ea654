"""Other ways to go about it after an estimate: earlier, later, longer, on another level, no more; what is not allowed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from assistant import texts
from assistant.messages import Outcome, Reply
from assistant.tools.working import yuan
from tests.unit._clauses import LAPSE
from tests.unit._forms import MAN, WOMAN, Citizen, collected, later, seen, total

HENAN = "帮我算养老金，男，1975年6月生，在河南郑州交了20年，指数0.8，账户有8万"
STATUTORY = "2038-02"


def sides(reply: Reply) -> tuple[Decimal, Decimal]:
    """The monthly total of the other way, and of the way first told."""
    assert reply.trace is not None
    other, first = reply.trace.parts or (reply.trace, reply.trace)
    return Decimal(other.value("total")), Decimal(first.value("total"))


@pytest.mark.parametrize(
    ("text", "month", "what"),
    [
        ("早一年退休呢", later(STATUTORY, -12), "早1年退休"), ("早半年呢", later(STATUTORY, -6), "早6个月退休"),
        ("晚一年呢", later(STATUTORY, 12), "晚1年退休"), ("晚退三年呢", later(STATUTORY, 36), "晚3年退休"),
        ("要是提前两年退休呢", later(STATUTORY, -24), "早2年退休"),
    ],
)  # fmt: skip
async def test_earlier_and_later_are_set_beside_the_first_plan(text: str, month: str, what: str) -> None:
    citizen = Citizen()
    before = await citizen.say(MAN)
    reply = await citizen.say(text)
    assert reply.outcome == Outcome.ESTIMATED
    other, first = sides(reply)
    assert str(first) == total(before)
    assert f"{what}，{month}退休" in seen(reply)
    assert f"原来的打算是{later(STATUTORY, 0)}退休，每月大约{yuan(first)}" in seen(reply)
    more = "多" if other > first else "少"
    assert f"每月{more}{yuan(abs(other - first))}" in seen(reply)
    assert (other < first) == text.startswith(("早", "要是提前"))


async def test_going_early_is_said_to_be_a_free_choice_and_going_late_to_need_agreement() -> None:
    citizen = Citizen()
    assert texts.EARLY_BY_CHOICE in seen(await citizen.say(MAN, "早一年呢"))
    assert texts.LATE_BY_AGREEMENT in seen(await citizen.say("晚一年呢"))


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("多交两年呢", MAN.replace("18年", "20年")), ("要是交满28年呢", MAN.replace("18年", "28年")),
        ("不再交了呢", f"{MAN}，以后不交了"), ("平均指数1.0呢", MAN.replace("60%", "100%")),
    ],
)  # fmt: skip
async def test_another_way_gives_the_figure_of_somebody_who_goes_that_way(text: str, same_as: str) -> None:
    citizen = Citizen()
    other, first = sides(await citizen.say(MAN, text))
    assert str(other) == total(await Citizen().say(same_as))
    assert str(first) == total(await Citizen().say(MAN))


async def test_a_level_from_now_on_leaves_what_was_paid_before() -> None:
    citizen = Citizen()
    low = await citizen.say(MAN, "按60%交呢")
    high = await citizen.say("按100%交呢")
    assert "每月一样多" in seen(low)
    assert "以后按100%的档次缴" in seen(high)
    other, first = sides(high)
    always = Decimal(total(await Citizen().say(MAN.replace("60%", "100%"))))
    assert first < other < always


async def test_a_contribution_base_from_now_on_is_taken() -> None:
    other, first = sides(await Citizen().say(MAN, "以后按基数8000交呢"))
    assert other > first


async def test_each_scenario_is_set_against_the_first_plan_not_against_the_last_scenario() -> None:
    citizen = Citizen()
    before = total(await citizen.say(MAN))
    for text in ("早一年呢", "多交两年呢", "不再交了呢", "晚一年呢"):
        assert str(sides(await citizen.say(text))[1]) == before


async def test_a_what_if_does_not_change_what_was_told() -> None:
    citizen = Citizen()
    await citizen.say(MAN, "多交两年呢", "按100%交呢")
    reply = await citizen.say("不对，账户是9万")
    assert collected(reply)["缴费年限"] == "缴费18年"
    assert collected(reply)["缴费水平"].startswith("平均缴费指数0.6")


async def test_not_enough_years_after_stopping_is_said() -> None:
    reply = await Citizen().say(MAN, "不再交了呢")
    assert "最低缴费年限要19.5年，还差18个月" in seen(reply)


@pytest.mark.parametrize("text", ["早五年呢", "晚四年呢", "要是晚十年退休呢"])
async def test_outside_the_rules_the_limits_are_told(text: str) -> None:
    citizen = Citizen()
    reply = await citizen.say(MAN, text)
    assert texts.SCENARIO_OUT_OF_RANGE in seen(reply)
    assert f"最早{later('2035-06', 0)}，最晚{later(STATUTORY, 36)}" in seen(reply)
    assert "每月养老金大约" not in seen(reply)
    assert sides(await citizen.say("早一年呢"))[0] > 0


@pytest.mark.parametrize("text", ["多交四十年呢", "要是交满50年呢"])
async def test_more_years_than_a_life_allows_are_not_blamed_on_the_retirement_age(text: str) -> None:
    reply = await Citizen().say(MAN, text)
    assert "每月养老金大约" not in seen(reply)
    assert texts.SCENARIO_OUT_OF_RANGE not in seen(reply)


async def test_of_two_ways_the_one_that_allows_it_is_worked_out_and_the_other_explained() -> None:
    citizen = Citizen()
    await citizen.say(WOMAN)
    reply = await citizen.say("早一年呢")
    assert "原55岁退休的女职工早1年退休，2030年11月退休" in seen(reply)
    assert "原50岁退休的女职工不能这样选，弹性退休最早2025年6月" in seen(reply)
    both = await citizen.say("晚一年呢")
    assert "2032年11月退休" in seen(both) and "2026年9月退休" in seen(both)
    neither = await citizen.say("早三年呢")
    assert texts.SCENARIO_OUT_OF_RANGE in seen(neither)


@pytest.mark.parametrize("text", ["早一年呢", "晚一年呢", "多交两年呢", "不再交了呢", "要是交30年呢"])
async def test_where_the_estimate_was_refused_no_scenario_makes_up_a_figure(text: str) -> None:
    citizen = Citizen()
    reply = await citizen.say(HENAN, "不知道", text)
    assert "每月养老金大约" not in reply.text


async def test_where_the_years_are_not_known_no_scenario_takes_them_for_none() -> None:
    citizen = Citizen()
    await citizen.say("帮我算养老金", "1975年6月", "男", "四川", "不知道", "60%档", "8万")
    reply = await citizen.say("多交两年呢")
    assert "每月养老金大约" not in reply.text
    reply = await citizen.say("早一年呢")
    assert "每月养老金大约" not in reply.text and "2037年2月" in reply.text


async def test_why_lists_every_step_of_the_last_figure_with_its_value() -> None:
    citizen = Citizen()
    before = await citizen.say(MAN)
    reply = await citizen.say("为什么是这个数")
    assert reply.outcome == Outcome.ESTIMATED and reply.trace == before.trace
    assert before.trace is not None
    for step in before.trace.trace:
        assert f"{step.step}：" in seen(reply) and step.value in seen(reply)
    for name in ("计发基数", "平均缴费指数", "基础养老金", "计发月数", "个人账户养老金", "每月养老金合计"):
        assert re.search(f"{name}：.*得到", seen(reply))


async def test_why_after_a_scenario_explains_the_difference() -> None:
    citizen = Citizen()
    compared = await citizen.say(MAN, "早一年呢")
    reply = await citizen.say("怎么算出来的")
    other, first = sides(compared)
    assert f"得到每月少{yuan(first - other)}" in seen(reply)


async def test_the_suggested_questions_are_all_understood() -> None:
    suggestions = (await Citizen().say(MAN)).suggestions
    assert suggestions
    for text in suggestions:
        assert (await Citizen().say(MAN, text)).outcome == Outcome.ESTIMATED
        assert (await Citizen().say(WOMAN, text)).outcome == Outcome.ESTIMATED


async def test_a_question_of_policy_after_the_estimate_is_a_question_of_policy() -> None:
    citizen = Citizen()
    reply = await citizen.say(MAN, "社保断缴了怎么办")
    assert LAPSE.sentences[0] in seen(reply)
    assert reply.trace is None


async def test_a_figure_put_right_after_a_question_of_policy_still_counts() -> None:
    reply = await Citizen().say(MAN, "社保断缴了怎么办", "不对，账户是9万")
    assert collected(reply)["个人账户余额"] == "个人账户里有90000元"
    assert total(reply) == total(await Citizen().say(MAN.replace("8万", "9万")))


async def test_another_scenario_may_follow_a_question_of_policy() -> None:
    reply = await Citizen().say(MAN, "社保断缴了怎么办", "早一年退休呢")
    assert sides(reply) == sides(await Citizen().say(MAN, "早一年退休呢"))


async def test_a_supposed_account_is_worked_out_and_not_kept() -> None:
    citizen = Citizen()
    supposed = await citizen.say(MAN, "要是账户里有10万呢")
    assert total(supposed) == total(await Citizen().say(MAN.replace("8万", "10万")))
    assert collected(await citizen.say("改成20年"))["个人账户余额"] == "个人账户里有80000元"
