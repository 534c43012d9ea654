"""Rules a step's formula tells in words, worked out from what the step says: balances, tiers, tables, limits."""

from __future__ import annotations

import re
from fractions import Fraction

from assistant.pension.months import Month
from assistant.traces import TraceStep
from tests.unit._arithmetic import by_formula, number, spoken_month


def growing(step: TraceStep) -> Fraction | None:
    """A balance at the end of some months, by the rule the formula tells."""
    told = dict(step.inputs)
    rates = _rates(told["年利率"])
    start = number("", told.get("现在的储存额") or told["这一年开始时"]) or Fraction(0)
    deposit = number("", told["每月存入"]) or Fraction(0)
    months = int(number("月数", told.get("计息月数") or told["月数"]) or 0)
    paying = int(number("月数", told["存入月数"]) or 0) if "存入月数" in told else months
    now = spoken_month(told["现在"]) if "现在" in told else Month(2000, 12)
    growth = next((number("", value) or Fraction(0) for name, value in told.items() if "每年增长" in name), Fraction(0))
    if growth and paying and told["每月存入"] == "0元":
        return None
    balance, accrued = start, Fraction(0)
    for count in range(1, months + 1):
        year = now.plus(count).year
        accrued += balance * next((rate for since, rate in reversed(rates) if since <= year), rates[0][1]) / 12
        paid = deposit * (1 + growth) ** (year - now.year)
        balance += Fraction(round(paid * 100), 100) if count <= paying else 0
        if "按月复利" in step.formula:
            balance, accrued = balance + accrued, Fraction(0)
    return balance + accrued


def _rates(text: str) -> list[tuple[int, Fraction]]:
    """Yearly rates with the year each begins in."""
    if text == "不计息":
        return [(0, Fraction(0))]
    found = re.findall(r"(?:(\d{4})年起)?(\d+(?:\.\d+)?)%", text)
    return [(int(year or 0), Fraction(rate) / 100) for year, rate in found]


def divisor(step: TraceStep) -> Fraction | None:
    """Payout months from the figures of the table that the step names."""
    table = {int(found[0]): Fraction(p.exact) for p in step.parameters if (found := re.findall(r"\d+", p.name))}
    if not table:
        return None
    years, months = [int(part) for part in re.findall(r"\d+", step.inputs[0][1])] + [0] * (
        "个月" not in step.inputs[0][1]
    )
    years, months = (
        (min(table), 0) if years < min(table) else (max(table), 0) if years >= max(table) else (years, months)
    )
    if not months:
        return table[years]
    between = table[years] + (table[years + 1] - table[years]) * months / 12
    return Fraction(int(between * 10 + Fraction(1, 2)), 10)


def transitional(step: TraceStep) -> Fraction | None:
    """The transitional pension by the form the formula names; None for one that was given."""
    told = {name: number(name, said) or Fraction(0) for name, said in step.inputs}
    if "视同缴费" not in told:
        return by_formula(step)
    base = told.get("退休地计发基数") or told["计发基数"]
    index, rate = told["指数"], told["过渡系数"]
    deemed, paid = told["视同缴费"], told["建账前实际缴费"]
    formula = step.formula
    if "虚账实记" in formula:
        return base * deemed * rate + told.get("虚账实记额", Fraction(0)) / 120
    if "系数 + 计发基数" in formula:
        return base * deemed * rate + base * index * paid * rate
    counted = deemed + paid if "含视同" in formula or "视同 + " in formula else deemed
    if "÷ 2" in formula:
        return base * (1 + index) / 2 * counted * rate
    return base * (max(index, Fraction(1)) if "不足1的按1" in formula else index) * counted * rate


def clamped(step: TraceStep) -> Fraction | None:
    """A contribution base between the limits that are known."""
    told = list(step.inputs)
    wanted = number("", told[0][1])
    limits = {name: number("", said) for name, said in told[1:]}
    assert wanted is not None
    wanted = max(wanted, limits.get("缴费基数下限") or wanted)
    return min(wanted, limits.get("缴费基数上限") or wanted)


def received(step: TraceStep) -> Fraction | None:
    """Months of consolation less one for each full year of pension, not below the floor or below what they were."""
    own, drawn = (int(number("月", said) or 0) for _, said in step.inputs)
    floor = int(re.findall(r"最低(\d+)个月", step.formula)[0])
    return Fraction(max(own - drawn // 12, min(own, floor)))


def consolation(step: TraceStep) -> Fraction | None:
    """Months of consolation by contribution years, from the tiers the formula tells."""
    years = number("年限", step.inputs[0][1]) or Fraction(0)
    first, second, third, each, most = (int(text) for text in re.findall(r"[^满到过](\d+)个月", step.formula)[:5])
    if years < 5:
        return Fraction(first)
    if years < 10:
        return Fraction(second)
    return Fraction(min(third + max(-((15 - years) // 1), 0) * each, most))


def payable(step: TraceStep) -> Fraction | None:
    """Months of the invalidity allowance without the minimum years."""
    years = number("年限", step.inputs[0][1]) or Fraction(0)
    limit, base, _, each = (int(text) for text in re.findall(r"(\d+)", step.formula)[:3] + ["0"])
    each = int(re.findall(r"加(\d+)个月", step.formula)[0])
    return Fraction(base + max(-((limit - years) // 1), 0) * each)


def long_pay(step: TraceStep) -> Fraction | None:
    """The addition for long contributions, from the amounts the formula tells."""
    told = re.findall(r"每满1年(\d+(?:\.\d+)?)元", step.formula)
    years = number("年数", step.inputs[0][1]) or Fraction(0)
    if not told:
        return None
    return 15 * Fraction(told[0]) + (years - 15) * Fraction(told[1]) if years >= 15 else Fraction(0)


def capped(step: TraceStep) -> Fraction | None:
    """What counts of a yearly payment."""
    return min(number("", step.inputs[0][1]) or Fraction(0), Fraction(re.findall(r"最多(\d+)元", step.formula)[0]))


def lowest(step: TraceStep) -> Fraction | None:
    """Minimum contribution years of the year that counts."""
    year = int(re.findall(r"\d+", step.inputs[0][1])[0])
    return 15 + Fraction(min(max(year - 2029, 0), 10), 2)


def added(step: TraceStep) -> Fraction | None:
    """Months so far and months ahead, as the number the step begins with: 42年1个月 -> 42, 7个月 -> 7."""
    months = sum((number("月数", value) or Fraction(0) for _, value in step.inputs), Fraction(0))
    return Fraction(months // 12) if months >= 12 else months


def grown(step: TraceStep) -> Fraction | None:
    """A published base in the year of the claim."""
    told = dict(step.inputs)
    if "领取年份" not in told:
        return None
    rate = re.findall(r"每年增长(-?\d+(?:\.\d+)?)%", step.formula)
    published = int(re.findall(r"(\d{4})年的", step.formula)[0])
    years = max(int(told["领取年份"].removesuffix("年")) - published, 0)
    return (number("", told["公布的数"]) or Fraction(0)) * (1 + Fraction(rate[0] if rate else 0) / 100) ** years
