"""A small parameter book and the promises every calculation keeps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import BadInput
from assistant.pension.parameters import NATIONAL, Parameter, ParameterBook
from assistant.tools.registry import Toolbox, replay
from assistant.traces import ToolResult

CASES = Path(__file__).parents[3] / "shared" / "policy" / "estimator_cases.json"
_COUNTS = {
    "months", "minimum_years", "required_months", "paid_months", "gap_months", "reference_year", "missing_years",
    "months_to_retirement", "short_at_retirement_months", "payout_months", "average_index", "months_payable",
    "funeral_months",
}  # fmt: skip
"""Results without 元 that are bare numbers."""

_NATIONAL = """
employee_rate 8 % 2006-01-01|employer_rate 16 % 2019-05-01|flexible_rate 20 % 2005-12-03
flexible_account_rate 8 % 2006-01-01|base_floor_ratio 60 % 2019-05-01|base_ceiling_ratio 300 % 2019-05-01
resident_minimum_basic 143 元/月 2025-01-01 2025-12-31|resident_minimum_basic 163 元/月 2026-01-01 2026-12-31
resident_payout_months 139 月 2014-02-21|resident_minimum_years 15 年 2014-02-21
resident_subsidy.lowest 30 元/年 2014-02-21|resident_subsidy.from_500 60 元/年 2014-02-21
pooled_transfer_rate 12 % 2010-01-01|claim_place_years 10 年 2010-01-01
temporary_account_age.male 50 岁 2010-01-01|temporary_account_age.female 40 岁 2010-01-01
private_pension_cap 12000 元/年 2022-10-26|private_pension_tax 3 % 2024-01-01
disability_base_months 12 月 2025-01-01|disability_months_per_year 3 月 2025-01-01|disability_years_short 5 年 2025-01-01
payout_months.55 170 月 2006-01-01|payout_months.58 152 月 2006-01-01|payout_months.59 145 月 2006-01-01
payout_months.60 139 月 2006-01-01|payout_months.61 132 月 2006-01-01|basic_form national 规则 2006-01-01
"""
_MEMORY = """
funeral_months 2 月 2021-09-01|survivor_months.under_5 3 月 2021-09-01|survivor_months.under_10 6 月 2021-09-01
survivor_months.up_to_15 9 月 2021-09-01|survivor_months.per_year 1 月 2021-09-01|survivor_months.cap 24 月 2021-09-01
survivor_months.floor 9 月 2021-09-01
"""
_LOCAL = {
    "广东": "contribution_base_max 27549 元/月 2025-07-01 2026-06-30|benefit_base 9493 元/月 2025-01-01 2025-12-31",
    "广东/广州": "contribution_base_min 5510 元/月 2025-07-01 2026-06-30",
    "四川": (
        "average_wage 7646 元/月 2025-01-01 2025-12-31|contribution_base_min 4588 元/月 2025-01-01 2025-12-31|"
        "contribution_base_max 22938 元/月 2025-01-01 2025-12-31|benefit_base 8462 元/月 2025-01-01 2025-12-31|"
        "transitional_rate 1.3 % 2019-01-01"
    ),
    "浙江": "average_wage 8000 元/月 2025-01-01 2025-12-31",
    "山东": "average_wage 5000 元/月 2020-01-01 2020-12-31|benefit_base 7831 元/月 2025-01-01 2025-12-31",
    "辽宁": (
        "benefit_base 7346 元/月 2025-01-01 2025-12-31|transitional_rate 1.4 % 2019-01-01|"
        "transitional_rate_short 1.2 % 2019-01-01"
    ),
    "河南": "benefit_base 6738 元/月 2025-01-01 2025-12-31|basic_form dual_base_place_index 规则 2019-01-01",
    "湖北": "urban_income 3915.5 元/月 2025-01-01 2025-12-31",
    "湖北/武汉": (
        "resident_basic 367 元/月 2025-07-01 2025-12-31|resident_subsidy.lowest 45 元/年 2022-01-01 2026-12-31|"
        "resident_subsidy.from_500 60 元/年 2022-01-01 2026-12-31|"
        "resident_long_pay.up_to_15 2 元/月 2022-01-01 2026-12-31|resident_long_pay.over_15 3 元/月 2022-01-01 2026-12-31"
    ),
}  # fmt: skip
_NOT_FOR = {("contribution_base_min", "广东"): ("广东/广州",)}


def _read(text: str, region: str, confidence: str) -> Iterator[Parameter]:
    for entry in text.strip().replace("\n", "|").split("|"):
        key, value, unit, start, *end = entry.split()
        until = date.fromisoformat(end[0]) if end else None
        yield Parameter(
            key, key, region, value, unit, date.fromisoformat(start), until, "测试", confidence,
            not_for=_NOT_FOR.get((key, region), ()),
        )  # fmt: skip


BOOK = ParameterBook(
    (
        *_read(_NATIONAL, NATIONAL, "primary"), *_read(_MEMORY, NATIONAL, "memory"),
        *(p for region, text in _LOCAL.items() for p in _read(text, region, "multi")),
    ),
    "test",
)  # fmt: skip


def use(tool: str, **arguments: object) -> ToolResult:
    """The tool over the small book, with every promise checked."""
    return promised(Toolbox(BOOK).run(tool, arguments))


def promised(found: ToolResult) -> ToolResult:
    """Replayed alike, every amount in a step with its unit, and said to be for the office to settle."""
    assert replay(found) == found
    values = "\n".join(step.value for step in found.trace)
    for key, value in found.result:
        if key not in _COUNTS and is_number(value):
            assert re.search(rf"(?<![\d.]){re.escape(value)}元", values), (key, value, values)
    assert all(step.step and step.formula and step.value for step in found.trace)
    assert any("核定为准" in caveat for caveat in found.caveats)
    return found


def is_number(value: str) -> bool:
    """Whether a result is a bare number."""
    try:
        Decimal(value)
    except InvalidOperation:
        return False
    return True


def refused(tool: str, **arguments: object) -> str:
    """What a refusal says, remedy included; there is always one."""
    with pytest.raises(BadInput) as error:
        Toolbox(BOOK).run(tool, arguments)
    assert error.value.remedy
    return f"{error.value}|{error.value.remedy}"


def cases(kind: str) -> list[dict[str, Any]]:
    """The worked cases of a kind kept beside the project."""
    if not CASES.exists():
        pytest.skip("the worked cases kept beside the project are not here")
    found = [case for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"] if case["kind"] == kind]
    assert found
    return found


def told(found: ToolResult) -> str:
    """Everything the calculation says beside its figures."""
    return "\n".join((*found.assumptions, *found.caveats))
