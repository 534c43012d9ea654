"""A small parameter book for pensions, a person to ask about, and the promises every estimate keeps."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

import pytest

from assistant.errors import BadInput
from assistant.pension.parameters import NATIONAL, Parameter, ParameterBook
from assistant.pension.retirement import Track
from assistant.tools.registry import Toolbox, replay
from assistant.traces import ToolResult

PAYOUT = {
    40: 233, 41: 230, 42: 226, 43: 223, 44: 220, 45: 216, 46: 212, 47: 208, 48: 204, 49: 199, 50: 195, 51: 190, 52: 185,
    53: 180, 54: 175, 55: 170, 56: 164, 57: 158, 58: 152, 59: 145, 60: 139, 61: 132, 62: 125, 63: 117, 64: 109, 65: 101,
    66: 93, 67: 84, 68: 75, 69: 65, 70: 56,
}  # fmt: skip
TABLE = {age: Decimal(months) for age, months in PAYOUT.items()}
BASES = {
    "北京": "12049", "四川": "8462", "广东": "9493", "广东/深圳": "11293", "河南": "6738", "吉林": "7322", "安徽": "7999",
    "上海": "12434", "江苏": "8917", "辽宁": "7346", "内蒙古": "8179", "山东": "7831",
}  # fmt: skip
FORMS = {
    "北京": ("beijing", "1"), "四川": ("weighted", "1.3"), "广东": ("guangdong", "1.2"), "河南": ("place_base", "1.3"),
    "安徽": ("common", "1.3"), "上海": ("shanghai", "1.2"), "江苏": ("jiangsu", "1.2"), "辽宁": ("common", "1.4"),
    "内蒙古": ("index_at_least_one", "1.2"), "山东": ("before_account", "1.3"),
}  # fmt: skip
RULES = {
    ("basic_form", NATIONAL): "national", ("basic_form", "广东"): "low_index",
    ("basic_form", "河南"): "dual_base_place_index", ("basic_form", "吉林"): "dual_base_province_index",
    ("years_rounding", "安徽"): "half_year_up",
}  # fmt: skip
NAMES = {
    "benefit_base": "养老金计发基数", "account_interest": "个人账户记账利率", "average_wage": "月平均工资",
    "transitional_form": "过渡性养老金算法", "transitional_rate": "过渡系数", "basic_form": "基础养老金算法",
}  # fmt: skip
_BARE = re.compile(r"(.*_)?(months|years|index|gap_months)")


def figure(key: str, region: str, value: str, unit: str, year: int | None = None, *not_for: str) -> Parameter:
    """A figure of one year, or one without an end."""
    start, end = date(year or 2006, 1, 1), date(year, 12, 31) if year else None
    return Parameter(key, NAMES.get(key, key), region, value, unit, start, end, "某文件", "primary", "", not_for)


def small_book(**changed: str) -> ParameterBook:
    """The book; ``changed`` gives other values to keys."""
    found = [figure(f"payout_months.{age}", NATIONAL, str(months), "月") for age, months in PAYOUT.items()]
    found += [figure("account_interest", NATIONAL, rate, "%", year) for year, rate in ((2024, "2.62"), (2025, "1.5"))]
    found += [figure("employee_rate", NATIONAL, "8", "%"), figure("flexible_rate", NATIONAL, "20", "%")]
    found += [figure("base_floor_ratio", NATIONAL, "60", "%"), figure("base_ceiling_ratio", NATIONAL, "300", "%")]
    found += [figure("average_wage", "四川", "7646", "元/月", 2025)]
    for region, base in BASES.items():
        found.append(figure("benefit_base", region, base, "元/月", 2025, *_apart(region)))
    for region, (form, rate) in FORMS.items():
        found.append(figure("transitional_form", region, form, "规则", None, *_apart(region)))
        found.append(figure("transitional_rate", region, rate, "%", None, *_apart(region)))
    found.append(figure("transitional_rate_short", "辽宁", "1.2", "%"))
    for (key, region), form in RULES.items():
        found.append(figure(key, region, form, "规则", None, *_apart(region)))
    return ParameterBook(tuple(_with(p, changed) for p in found), "changed" if changed else "test")


def _apart(region: str) -> tuple[str, ...]:
    return ("广东/深圳",) if region == "广东" else ()


def _with(parameter: Parameter, changed: dict[str, str]) -> Parameter:
    value = changed.get(parameter.key, parameter.value)
    p = parameter
    return Parameter(
        p.key, p.name, p.region, value, p.unit, p.effective_from, p.effective_to, p.source, p.confidence, "", p.not_for
    )


BOOK = small_book()
PERSON: dict[str, object] = {
    "birth": "1976-02", "track": Track.MALE, "region": "北京", "as_of": "2026-08", "paid_months": 360,
    "average_index": Decimal("0.8"), "account_balance": Decimal(100_000),
}  # fmt: skip


def estimate(**changes: object) -> ToolResult:
    """``pension_estimate`` for the person with changes, with every promise checked."""
    return promised(Toolbox(BOOK).run("pension_estimate", PERSON | changes))


def refused(**changes: object) -> str:
    """What the refusal of an estimate says, remedy included; there is always one."""
    with pytest.raises(BadInput) as error:
        Toolbox(BOOK).run("pension_estimate", PERSON | changes)
    assert error.value.remedy
    return f"{error.value}|{error.value.remedy}"


def total(found: ToolResult) -> Decimal:
    """The monthly total."""
    return Decimal(found.value("total"))


def told(found: ToolResult) -> str:
    """Everything taken for granted or left out."""
    return "\n".join((*found.assumptions, *found.caveats))


def promised(found: ToolResult) -> ToolResult:
    """Replayed alike, every amount in a step with its unit, every step explained, and for the office to settle."""
    assert replay(found) == found
    values = "\n".join(step.value for step in found.trace)
    for key, value in found.result:
        if not _BARE.fullmatch(key) and _is_number(value):
            assert re.search(rf"(?<![\d.]){re.escape(value)}元", values), (key, value, values)
    assert all(step.step and step.formula and step.value for step in found.trace)
    assert any("核定为准" in caveat for caveat in found.caveats)
    return found


def _is_number(value: str) -> bool:
    try:
        Decimal(value)
    except InvalidOperation:
        return False
    return True
