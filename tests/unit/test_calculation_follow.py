"""Going on from a calculation: a part of it, what it rests on, what was assumed, or the same with something changed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from assistant import texts
from assistant.messages import Outcome
from assistant.tools.registry import replay
from assistant.tools.working import yuan
from tests.unit._clauses import LAPSE
from tests.unit._forms import MAN, Citizen, figure, seen

FLEXIBLE = "灵活就业按5000的基数一个月交多少钱"
ACCOUNT = "个人账户有10万，60岁退休，个人账户养老金每月多少"
FAMILY = "我爸去世了，交了20年，还没退休，能领多少丧葬抚恤"
PLACE = "户口在安徽，在广东交了12年，在广西交了8年，在哪里领养老金"
YEARS = "男，1975年6月生，交了10年，够不够"
PRIVATE = "个人养老金账户有10万，领的时候扣多少税"
FEE = "单位欠了1万元社保，拖了100天，滞纳金多少"


def fen(amount: Decimal) -> str:
    """To the cent, as money is said."""
    return yuan(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("first", "changed", "told"),
    [
        (FLEXIBLE, "那6000呢", "1200元"), (ACCOUNT, "那12万呢", fen(Decimal(120_000) / 139)),
        (ACCOUNT, "63岁退休呢", fen(Decimal(100_000) / 117)), (FAMILY, "要是交了10年呢", "抚恤金按9个月"),
        (FAMILY, "人均可支配收入4000", "合计64000元"), (PRIVATE, "20万呢", "6000元"), (YEARS, "交了20年呢", "您已经够了"),
        (PLACE, "要是在广西交了11年呢", "应当在广西领"), (PLACE, "那户口在广西呢", "应当在广西领"),
    ],
)  # fmt: skip
async def test_the_same_is_worked_out_again_with_what_changes(first: str, changed: str, told: str) -> None:
    citizen = Citizen()
    before = await citizen.say(first)
    reply = await citizen.say(changed)
    assert reply.outcome == Outcome.ESTIMATED
    assert told in seen(reply) and told not in seen(before)
    assert reply.trace is not None and before.trace is not None and reply.trace.tool == before.trace.tool
    assert replay(reply.trace) == reply.trace


async def test_a_change_is_made_to_the_last_figure_not_to_the_first() -> None:
    citizen = Citizen()
    await citizen.say(FAMILY, "人均可支配收入4000")
    assert "合计44000元" in seen(await citizen.say("要是交了10年呢"))  # (2 + 9) × 4000


async def test_a_whole_year_is_twelve_months_of_it() -> None:
    rate = Decimal(figure("flexible_rate", "全国")) / 100
    assert fen(5000 * rate * 12) in seen(await Citizen().say(FLEXIBLE, "一年呢"))


@pytest.mark.parametrize(
    ("asked", "step"),
    [
        ("基础养老金呢", "基础养老金"), ("账户每月多少", "个人账户养老金"), ("总共多少", "每月养老金合计"),
        ("除以多少个月", "计发月数"), ("最低要交几年", "最低缴费年限"),
    ],
)  # fmt: skip
async def test_a_part_of_the_estimate_is_told_with_what_went_into_it(asked: str, step: str) -> None:
    citizen = Citizen()
    before = await citizen.say(MAN)
    reply = await citizen.say(asked)
    assert before.trace is not None and reply.trace == before.trace
    value = next(s.value for s in before.trace.trace if s.step == step)
    assert f"{step}：" in seen(reply) and value in seen(reply)


async def test_everything_assumed_is_told_when_asked() -> None:
    citizen = Citizen()
    before = await citizen.say(MAN)
    reply = await citizen.say("假设了什么")
    assert before.trace is not None and before.trace.assumptions
    for line in before.trace.assumptions:
        assert f"假设：{line}" in seen(reply)


async def test_where_nothing_was_assumed_that_is_said() -> None:
    citizen = Citizen()
    before = await citizen.say("居民养老，1970年3月生的，什么时候到龄")
    assert before.trace is not None and not before.trace.assumptions
    assert texts.NOTHING_ASSUMED in seen(await citizen.say("有什么前提吗"))


@pytest.mark.parametrize("asked", ["依据什么文件", "根据是哪个规定", "出处呢"])
async def test_every_figure_is_told_with_its_document_when_asked(asked: str) -> None:
    citizen = Citizen()
    before = await citizen.say(MAN)
    reply = await citizen.say(asked)
    assert before.trace is not None
    used = {(p.name, p.source) for step in before.trace.trace for p in step.parameters}
    assert used
    for name, source in used:
        assert f"{name}的依据：{source}" in seen(reply)


async def test_the_document_of_the_late_fee_is_the_law() -> None:
    assert "社会保险法" in seen(await Citizen().say(FEE, "依据什么文件"))


async def test_a_comparison_too_tells_its_documents() -> None:
    assert "计发基数的依据：" in seen(await Citizen().say(MAN, "早一年呢", "依据什么文件"))


@pytest.mark.parametrize("asked", ["怎么算的", "怎么算出来的", "为什么这么少"])
async def test_how_it_was_worked_out_is_told_step_by_step(asked: str) -> None:
    citizen = Citizen()
    before = await citizen.say(FEE)
    reply = await citizen.say(asked)
    assert before.trace is not None
    assert all(f"{s.step}：{s.formula}" in seen(reply) and s.value in seen(reply) for s in before.trace.trace)


async def test_what_cannot_be_is_not_worked_out() -> None:
    reply = await Citizen().say(YEARS, "交了90年呢")
    assert "您已经够了" not in reply.text and "90年" not in reply.text


@pytest.mark.parametrize("other", ["社保断缴了怎么办", "人去世了家属能领丧葬补助金和抚恤金吗"])
async def test_a_question_of_policy_leaves_the_calculation(other: str) -> None:
    reply = await Citizen().say(FLEXIBLE, other)
    assert reply.trace is None and reply.citations


async def test_after_a_question_of_policy_a_bare_number_changes_nothing() -> None:
    reply = await Citizen().say(FLEXIBLE, "社保断缴了怎么办", "那6000呢")
    assert "1200元" not in reply.text
    assert LAPSE.id in {c.passage_id for c in reply.citations} or not reply.citations
