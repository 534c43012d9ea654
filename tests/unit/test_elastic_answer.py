"""How much earlier or later somebody may retire, after hearing when they retire."""

from __future__ import annotations

import pytest

from assistant.messages import Outcome
from assistant.tools.registry import replay
from tests.unit._clauses import LAPSE
from tests.unit._forms import Citizen, later, seen

MAN = "1975年6月生的男职工什么时候退休"
CADRE = "我是1975年6月的女干部，什么时候退休"
WOMAN = "1975年6月生的女职工什么时候退休"
STATUTORY = {MAN: "2038-02", CADRE: "2031-11"}
ORIGINAL = {MAN: "2035-06", CADRE: "2030-06"}
"""Nobody may go before the age of the old rule."""


def least(month: str) -> str:
    """Minimum contribution years in the year of a month: 15, from 2030 half a year more each year, 20 from 2039."""
    halves = 30 + min(max(int(month[:4]) - 2029, 0), 10)
    return f"{halves // 2}{'.5' if halves % 2 else ''}年"


@pytest.mark.parametrize("who", [MAN, CADRE])
@pytest.mark.parametrize(
    "asked", ["最早呢", "最早什么时候可以退", "可以提前退休吗", "最晚能干到什么时候", "弹性退休呢"]
)
async def test_the_limits_are_told_with_the_years_they_take(who: str, asked: str) -> None:
    reply = await Citizen().say(who, asked)
    assert reply.outcome == Outcome.ESTIMATED
    early = max(later(STATUTORY[who], -36), later(ORIGINAL[who], 0))
    assert f"最早可以选{early}" in seen(reply)
    assert f"最晚可以到{later(STATUTORY[who], 36)}" in seen(reply)
    assert f"那一年最低缴费年限是{least(early)}" in seen(reply)


@pytest.mark.parametrize(
    ("asked", "months"),
    [("早一年呢", -12), ("早半年呢", -6), ("晚三个月呢", 3), ("晚两年退呢", 24), ("晚一年半呢", 18)],
)
async def test_a_month_asked_for_is_told_with_the_years_it_takes(asked: str, months: int) -> None:
    reply = await Citizen().say(MAN, asked)
    assert reply.outcome == Outcome.ESTIMATED
    month = later(STATUTORY[MAN], months)
    assert f"是{month}" in seen(reply)
    counts = month if months < 0 else STATUTORY[MAN]  # who goes late needs the years of the statutory year
    assert f"是{least(counts)}。" in seen(reply)
    assert reply.trace is not None
    assert all(replay(part) == part for part in reply.trace.parts)


@pytest.mark.parametrize("asked", ["早五年呢", "晚四年呢", "早三年呢"])
async def test_outside_the_limits_the_limits_are_told(asked: str) -> None:
    reply = await Citizen().say(MAN, asked)
    assert "最早可以选2035年6月" in seen(reply) and "最晚可以到2041年2月" in seen(reply)


async def test_a_woman_whose_post_is_not_known_hears_both_limits() -> None:
    reply = await Citizen().say(WOMAN, "最早呢")
    assert "原55岁退休的女职工最早可以选2030年6月" in seen(reply)
    assert "原50岁退休的女职工最早可以选2025年6月" in seen(reply)


async def test_one_who_is_not_delayed_has_nothing_to_choose_before() -> None:
    reply = await Citizen().say("1964年3月生的男职工什么时候退休", "最早呢")
    assert "2024年3月" in seen(reply)
    assert "没有弹性退休" in seen(reply)


async def test_whose_consent_it_takes_is_said() -> None:
    reply = await Citizen().say(MAN, "早一年呢")
    assert "不用单位同意" in seen(reply) and "协商一致" in seen(reply)
    assert "待确认" in seen(reply)


async def test_one_scenario_after_another_starts_from_the_statutory_month() -> None:
    citizen = Citizen()
    await citizen.say(MAN, "早一年呢")
    assert f"是{later(STATUTORY[MAN], -6)}" in seen(await citizen.say("早半年呢"))


@pytest.mark.parametrize("other", ["为什么公务员不能延迟退休", "提前退休会影响失业金吗", "社保断缴了怎么办"])
async def test_other_questions_are_not_answered_with_months(other: str) -> None:
    reply = await Citizen().say(MAN, other)
    assert "最早可以选" not in reply.text


async def test_without_a_birth_no_month_is_made_up() -> None:
    reply = await Citizen(clauses=(LAPSE,)).say("最早什么时候能退休")
    assert reply.trace is None
