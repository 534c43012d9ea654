"""Working a trace out again from nothing but what it says: each step's formula and its inputs, as a person would."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from fractions import Fraction

from assistant.pension.months import Month
from assistant.traces import ToolResult, TraceStep

HIGH = "，高的一头"
_YEARS_NAMED = ("视同缴费", "建账前实际缴费")
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "（": "(", "）": ")", " ": ""})
_MOST_OFF = Fraction(5, 1000)
"""Half a cent."""


def number(name: str, text: str) -> Fraction | None:
    """What an input says: yuan, per cent, months, years, or a plain number; lengths named 年限 are years."""
    years = "年限" in name or name in _YEARS_NAMED
    if found := re.fullmatch(r"(-?\d+(?:\.\d+)?)元", text):
        return Fraction(found[1])
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)%", text):
        return Fraction(found[1]) / 100
    if found := re.match(r"(\d+(?:\.\d+)?)年(?:(\d+)个月)?$", text):
        if "年数" in name or not (years or "月" in name):
            return Fraction(found[1])
        months = Fraction(found[1]) * 12 + int(found[2] or 0)
        return months / 12 if years else months
    if found := re.match(r"(\d+(?:\.\d+)?)个月", text):
        return Fraction(found[1]) / 12 if years else Fraction(found[1])
    if found := re.fullmatch(r"(-?\d+(?:\.\d+)?)天?", text):
        return Fraction(found[1])
    return None


def arithmetic(text: str) -> Fraction | None:
    """A sum of numbers; None when it is not one."""
    if not re.fullmatch(r"[\d.+\-*/()]+", text):
        return None

    def value(node: ast.expr) -> Fraction:
        match node:
            case ast.Constant():
                return Fraction(str(node.value))
            case ast.UnaryOp(op=ast.USub()):
                return -value(node.operand)
            case ast.BinOp(op=ast.Add()):
                return value(node.left) + value(node.right)
            case ast.BinOp(op=ast.Sub()):
                return value(node.left) - value(node.right)
            case ast.BinOp(op=ast.Mult()):
                return value(node.left) * value(node.right)
            case ast.BinOp(op=ast.Div()):
                return value(node.left) / value(node.right)
        raise AssertionError(ast.dump(node))

    try:
        return value(ast.parse(text, mode="eval").body)
    except SyntaxError:
        return None


def by_formula(step: TraceStep) -> Fraction | None:
    """The step's formula with its inputs in the places of their names; None when it is told in words."""
    text = re.split("[，；]", re.sub("（[^（）]*，[^（）]*）", "", step.formula))[0]
    for name, said in sorted(step.inputs, key=lambda pair: -len(pair[0])):
        found = number(name, said)
        if found is not None:
            text = text.replace(name, f"({_decimal(found)})")
    text = re.sub(r"（[^（）]*[\u4e00-\u9fff][^（）]*）", "", text)
    text = re.sub(r"(\d+(?:\.\d+)?)%", lambda m: f"({m[1]}/100)", text)
    text = re.sub(r"(\d+)(?:个月|年)", r"\1", text)
    return arithmetic(text.translate(_SIGNS))


def _decimal(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


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


BY_NAME: tuple[tuple[str, Callable[[TraceStep], Fraction | None]], ...] = (
    (r"退休时个人账户储存额|.*月末储存额", growing), (r"计发月数", divisor), (r"过渡性养老金", transitional),
    (r"缴费基数", clamped), (r"抚恤金月数", received), (r"按缴费年限的抚恤金月数", consolation), (r"发放月数|病残津贴支付月数", payable),
    (r"长缴加发", long_pay), (r"每年税前扣除", capped), (r"每月缴到退休够不够|缴满的月份", lambda step: None),
)  # fmt: skip


def again(step: TraceStep) -> Fraction | None:
    """The step worked out again; None when it is not a calculation or its figure was simply given."""
    name = step.step.removesuffix(HIGH)
    for pattern, work in BY_NAME:
        if re.fullmatch(pattern, name) and step.formula not in ("您提供的", "您提供的数"):
            return work(step)
    right = by_formula(step) if step.inputs else None
    return max(right, Fraction(0)) if right is not None and "够了就是0" in step.formula else right


def spoken_month(text: str) -> Month:
    """The first month a text names."""
    year, month = re.findall(r"(\d{4})年(\d{1,2})月", text)[0]
    return Month(int(year), int(month))


def when(step: TraceStep) -> Month | None:
    """The month the step leads to, from a month and a number of months among its inputs and its formula."""
    told = dict(step.inputs)
    shift = re.search(r"(提前|延迟|早|晚)(\d+)个月", " ".join((step.formula, *told.values())))
    months = int(shift[2]) * (-1 if shift[1] in "提前早" else 1) if shift else 0
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
