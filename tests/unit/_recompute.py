"""Working a trace out again from nothing but what it says: each step's formula and its inputs, as a person would."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from assistant.pension.months import Month
from assistant.traces import ToolResult, TraceStep
from tests.unit._arithmetic import by_formula, number, spoken_month
from tests.unit._spoken_rules import (
    added,
    capped,
    clamped,
    consolation,
    divisor,
    growing,
    grown,
    long_pay,
    lowest,
    payable,
    received,
    transitional,
)  # fmt: skip

HIGH = "，高的一头"
_MOST_OFF = Fraction(5, 1000)
"""Half a cent."""

BY_NAME: tuple[tuple[str, Callable[[TraceStep], Fraction | None]], ...] = (
    (r"退休时个人账户储存额|.*月末储存额", growing),
    (r"计发月数", divisor),
    (r"过渡性养老金", transitional),
    (r"缴费基数", clamped),
    (r"抚恤金月数", received),
    (r"按缴费年限的抚恤金月数", consolation),
    (r"发放月数|病残津贴支付月数", payable),
    (r".*最低缴费年限", lowest),
    (r"累计缴费年限", added),
    (r"计发基数", grown),
    (r"长缴加发", long_pay),
    (r"每年税前扣除", capped),
    (r"每月缴到退休够不够", lambda step: None),
)


def again(step: TraceStep) -> Fraction | None:
    """The step worked out again; None when it is not a calculation or its figure was simply given."""
    name = step.step.removesuffix(HIGH)
    for pattern, work in BY_NAME:
        if re.fullmatch(pattern, name) and step.formula not in ("您提供的", "您提供的数"):
            return work(step)
    right = by_formula(step) if step.inputs else None
    return max(right, Fraction(0)) if right is not None and "够了就是0" in step.formula else right


def when(step: TraceStep) -> Month | None:
    """The month the step leads to, from a month and a number of months among its inputs and its formula."""
    told = dict(step.inputs)
    shift = re.search(r"(提前|延迟|早|晚)(\d+)个月", " ".join((step.formula, *told.values())))
    months = int(shift[2]) * (-1 if shift[1] in "提前早" else 1) if shift else 0
    if "首次发放月份" in step.step:
        return spoken_month(step.inputs[0][1]).plus(1)
    if step.step == "缴满的月份":
        return spoken_month(told["从"]).plus(int(told["还差"].partition("个月")[0]) - 1)
    if step.step == "重新核算的月份":
        return spoken_month(told["法定退休月份"]).plus(-60)
    if step.step in ("选择的退休月份", "最早可选退休月份", "最晚可选退休月份"):
        return spoken_month(told["法定退休月份"]).plus(months)
    if step.step == "满60周岁的月份":
        return spoken_month(told["出生年月"]).plus(720)
    if step.step == "法定退休月份" and "原法定退休" in told:
        return spoken_month(told["原法定退休"]).plus(int(told["延迟月数"].removesuffix("个月")))
    if step.step == "法定退休月份":
        years, delay = re.findall(r"原(\d+)岁，再延迟(\d+)个月", step.formula)[0]
        return spoken_month(told["出生年月"]).plus(int(years) * 12 + int(delay))
    return None


def tier(step: TraceStep) -> None:
    """Each part a tier of contributions names is its share of the base."""
    base = number("", dict(step.inputs)["缴费基数"])
    for part, share in re.findall(r"(\w+) = 缴费基数 × (\d+)%", step.formula):
        paid = re.search(rf"{part}(\d+(?:\.\d+)?)元", step.value)
        assert base is not None and paid, step
        assert abs(base * int(share) / 100 - Fraction(paid[1])) <= _MOST_OFF, step


def said(step: TraceStep) -> Fraction:
    """The number the step came to."""
    found = re.match(r"-?\d+(?:\.\d+)?", step.value)
    assert found, step
    return Fraction(found[0])


def _carried(step: TraceStep) -> Fraction:
    """What rounding of what went in may move: half a cent at a year's start, and half a cent a deposit that grows."""
    told = dict(step.inputs)
    if "这一年开始时" in told:
        return Fraction(6, 1000)
    grows = any("每年增长" in name for name in told)
    return (number("月数", told["存入月数"]) or Fraction(0)) * 4 / 100 if grows else Fraction(0)


def check(found: ToolResult) -> set[str]:
    """Every step that can be worked out again comes to what it says; their names."""
    checked = set()
    known: dict[str, str] = {}
    for step in found.trace:
        for name, value in step.inputs:
            before = known.get(name + HIGH) if HIGH in step.step else None
            before = before or known.get(name)
            if before is not None and value.endswith("元"):
                assert before == value, (step, before)
        if (month := when(step)) is not None:
            assert month == spoken_month(step.value), step
            checked.add(step.step)
        elif " = 缴费基数 × " in step.formula:
            tier(step)
            checked.add(step.step)
        elif (right := again(step)) is not None:
            off = _MOST_OFF + _carried(step)
            assert abs(right - said(step)) <= off, (step, float(right))
            checked.add(step.step)
        known[step.step] = step.value
    return checked
