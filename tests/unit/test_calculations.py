"""Calculations that one message asks for with all they take: the figure, its words, and when nothing is calculated."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from assistant.messages import Outcome, Reply
from assistant.tools.registry import replay
from assistant.tools.working import yuan
from tests.unit._forms import Citizen, figure, seen

# 国发〔2005〕38号附件: payout months at whole ages.
AT_60, AT_63 = 139, 117


def fen(amount: Decimal) -> str:
    """To the cent, as money is said."""
    return yuan(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


async def calculated(text: str, tool: str) -> Reply:
    """The reply to one message by somebody new, worked out by ``tool`` and repeatable."""
    reply = await Citizen().say(text)
    assert reply.outcome == Outcome.ESTIMATED
    assert reply.trace is not None and reply.trace.tool == tool
    assert all(replay(part) == part for part in reply.trace.parts or (reply.trace,))
    assert any("核定为准" in s.text for s in reply.sentences)
    return reply


@pytest.mark.parametrize("text", ["灵活就业按5000的基数一个月交多少钱", "灵活就业，缴费基数五千，每个月交多少"])
async def test_what_flexible_workers_pay_a_month(text: str) -> None:
    reply = await calculated(text, "contributions")
    assert f"每月交{fen(5000 * Decimal(figure('flexible_rate', '全国')) / 100)}" in seen(reply)
    assert f"{fen(5000 * Decimal(figure('flexible_account_rate', '全国')) / 100)}记入个人账户" in seen(reply)


async def test_what_the_employee_and_the_employer_pay_a_month() -> None:
    reply = await calculated("单位按8000的基数交社保，个人每月扣多少", "contributions")
    assert f"个人每月交{fen(8000 * Decimal(figure('employee_rate', '全国')) / 100)}" in seen(reply)
    assert f"单位每月交{fen(8000 * Decimal(figure('employer_rate', '全国')) / 100)}" in seen(reply)


async def test_what_an_account_pays_a_month() -> None:
    reply = await calculated("个人账户有10万，60岁退休，个人账户养老金每月多少", "account_pension")
    assert fen(Decimal(100_000) / AT_60) in seen(reply) and f"{AT_60}个月" in seen(reply)


@pytest.mark.parametrize(("age", "months"), [("60岁", AT_60), ("63岁", AT_63), ("六十三岁", AT_63)])
async def test_how_many_months_an_account_is_divided_by(age: str, months: int) -> None:
    reply = await calculated(f"{age}退休的计发月数是多少", "account_pension")
    assert f"计发月数是{months}个月" in seen(reply)
    assert "元" not in seen(reply)


async def test_the_basic_pension_from_base_index_and_years() -> None:
    reply = await calculated("基础养老金怎么算，计发基数8000，平均指数0.6，交了20年", "basic_pension")
    assert fen(Decimal(8000) * (1 + Decimal("0.6")) / 2 * 20 / 100) in seen(reply)


async def test_what_a_resident_gets_from_the_tier_paid() -> None:
    reply = await calculated("居民养老每年交500，交了15年，在武汉，能领多少", "resident_pension")
    assert reply.trace is not None
    assert fen(Decimal(reply.trace.value("total"))) in seen(reply)
    assert "粗略推算" in "".join(reply.trace.assumptions)


async def test_the_tax_of_a_private_pension_when_drawn() -> None:
    reply = await calculated("个人养老金账户有10万，领的时候扣多少税", "private_pension")
    assert "3000元" in seen(reply) and "97000元" in seen(reply)


async def test_the_tax_a_private_pension_saves() -> None:
    reply = await calculated("个人养老金每年交12000元，税率10%，能省多少税", "private_pension")
    assert "少缴个人所得税1200元" in seen(reply) and "缴360元" in seen(reply)


async def test_what_goes_along_in_a_transfer() -> None:
    reply = await calculated("个人账户有5万，缴费工资总额60万，转移能转走多少", "transfer_amount")
    assert "合计122000元" in seen(reply) and "72000元" in seen(reply)


@pytest.mark.parametrize(
    ("text", "place", "article"),
    [
        ("户口在安徽，在广东交了12年，在广西交了8年，在哪里领养老金", "广东", "第三项"),
        ("户口在安徽，在广西交了8年，在广东交了12年，在哪里领养老金", "广东", "第二项"),
        ("户口在安徽，在广东交了6年，在广西交了8年，在哪里领养老金", "安徽", "第四项"),
        ("户口在四川，在广东交了12年，在四川交了2年，能在哪里退休", "四川", "第一项"),
    ],
)
async def test_where_the_pension_is_claimed(text: str, place: str, article: str) -> None:
    reply = await calculated(text, "claim_place")
    assert f"应当在{place}领养老金" in seen(reply) and article in seen(reply)


async def test_what_a_family_gets_in_months_while_the_income_is_not_known() -> None:
    reply = await calculated("我爸去世了，交了20年，还没退休，能领多少丧葬抚恤", "survivor_benefits")
    assert "丧葬补助金按2个月、抚恤金按14个月算" in seen(reply)
    assert "可支配收入" in seen(reply) and "待确认" in seen(reply)


async def test_what_a_family_gets_in_yuan_with_the_income() -> None:
    reply = await calculated("我爸去世了，交了20年，还没退休，人均可支配收入4000，能领多少抚恤金", "survivor_benefits")
    assert "合计64000元" in seen(reply)


async def test_whether_the_years_suffice_and_by_when() -> None:
    reply = await calculated("男，1975年6月生，交了10年，够不够", "contribution_gap")
    assert "2038年2月到法定退休年龄" in seen(reply) and "19.5年" in seen(reply)
    assert "还差9年6个月（114个月）" in seen(reply)
    enough = await calculated("男，1975年6月生，交了20年，够不够", "contribution_gap")
    assert "您已经够了" in seen(enough)


async def test_a_woman_who_does_not_tell_her_post_hears_of_both_minimum_years() -> None:
    reply = await calculated("女，1980年6月生，交了10年，够不够", "contribution_gap")
    assert "原55岁退休的女职工" in seen(reply) and "原50岁退休的女职工" in seen(reply)


async def test_when_a_resident_may_claim() -> None:
    reply = await calculated("居民养老，1970年3月生的，什么时候到龄", "resident_claim")
    assert "2030年3月满60周岁" in seen(reply) and "不跟着延迟退休" in seen(reply)


async def test_what_an_employer_in_arrears_pays_on_top() -> None:
    reply = await calculated("单位欠了1万元社保，拖了100天，滞纳金多少", "late_fee")
    assert "滞纳金500元" in seen(reply)


@pytest.mark.parametrize(
    "text",
    [
        "灵活就业一个月交多少钱", "滞纳金怎么算", "在哪里领养老金", "丧葬费抚恤金有多少", "个人养老金怎么交税", "转移能转走多少钱",
        "单位欠了1万元社保怎么办", "基础养老金怎么算", "个人账户养老金怎么算", "交了10年够不够",
    ],
)  # fmt: skip
async def test_who_does_not_tell_enough_gets_no_figure_of_his_own(text: str) -> None:
    reply = await Citizen().say(text)
    assert reply.trace is None
    assert reply.outcome != Outcome.ESTIMATED


async def test_a_letter_of_complaint_is_not_calculated() -> None:
    reply = await Citizen().say("我要投诉，单位欠了1万元社保，拖了100天，滞纳金多少，请求领导做主")
    assert reply.outcome != Outcome.ESTIMATED


async def test_what_is_not_settled_stands_open_and_the_steps_fold() -> None:
    reply = await calculated("我爸去世了，交了20年，还没退休，人均可支配收入4000，能领多少抚恤金", "survivor_benefits")
    assert reply.trace is not None
    unsure = [s for s in reply.sentences if "待确认" in s.text]
    assert unsure and not any(s.detail for s in unsure)
    for step in reply.trace.trace:
        assert any(s.detail and s.text.startswith(f"{step.step}：") for s in reply.sentences)


async def test_no_sentence_is_said_twice() -> None:
    reply = await Citizen().say("男，1975年6月生，交了10年，够不够")
    told = [s.text for s in reply.sentences]
    assert len(told) == len(set(told))
