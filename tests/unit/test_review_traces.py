"""Every trace leads to its result: each step worked out again from nothing but what it says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.tools.registry import Toolbox
from assistant.traces import ToolResult
from knowledge_base.parameter_files import load_parameters
from tests.unit._recompute import check

TOOLS = Toolbox(load_parameters())
REGIONS = (
    "北京", "上海", "四川", "广东", "深圳", "河南", "河南郑州", "吉林", "辽宁", "沈阳", "安徽", "福建", "山东", "内蒙古", "青海", "江苏",
    "武汉", "浙江", "黑龙江", "海南",
)  # fmt: skip


def yuan(least: int, most: int, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.decimals(least, most, places=places)


def month(first: int, last: int) -> st.SearchStrategy[str]:
    return st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(first, last), st.integers(1, 12))


maybe_yuan = st.none() | yuan(3000, 40_000)
index = st.decimals("0.6", 3, places=6)
PENSION: dict[str, st.SearchStrategy[Any]] = {
    "birth": month(1960, 1990), "track": st.sampled_from(("male", "female55", "female50")),
    "region": st.sampled_from(REGIONS), "as_of": month(2023, 2027), "paid_months": st.integers(130, 300),
    "average_index": st.none() | index, "monthly_base": maybe_yuan, "account_balance": st.none() | yuan(0, 800_000, 3),
    "deemed_months": st.integers(0, 120), "pre_account_months": st.integers(0, 10), "keep_paying": st.booleans(),
    "future_index": st.none() | index, "benefit_base": maybe_yuan, "local_base": yuan(5000, 9000, 3),
    "transitional": st.none() | yuan(0, 900), "interest": st.none() | st.decimals(0, "0.06", places=4),
    "growth": st.none() | st.decimals(0, "0.05", places=3), "transitional_index": st.none() | index,
    "virtual_account": st.none() | yuan(0, 50_000, 3),
}  # fmt: skip
ASKED: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "pension_estimate": PENSION,
    "pension_by_month": {**PENSION, "flexible": st.booleans()},
    "account_growth": {
        "balance": yuan(0, 500_000, 4), "months": st.integers(1, 90), "from_year": st.integers(2016, 2030),
        "monthly_deposit": yuan(0, 3000, 3), "interest": st.none() | st.decimals(0, "0.09", places=4),
        "compounding": st.sampled_from(("monthly", "yearly")),
    },
    "account_pension": {
        "age_years": st.integers(38, 72), "age_months": st.integers(0, 11), "account_balance": yuan(0, 900_000, 3)
    },
    "basic_pension": {
        "benefit_base": yuan(3000, 15_000, 4), "average_index": st.decimals("0.4", 3, places=5),
        "paid_months": st.integers(1, 600),
    },
    "contribution_gap": {
        "birth": month(1962, 2000), "track": st.sampled_from(("male", "female55", "female50")),
        "paid_months": st.integers(0, 260), "as_of": month(2025, 2030),
    },
    "retirement_options": {
        "birth": month(1950, 2000), "track": st.sampled_from(("male", "female55", "female50")), "as_of": month(2025, 2030)
    },
    "contributions": {
        "as_of": month(2024, 2026), "kind": st.sampled_from(("employee", "flexible")), "region": st.sampled_from(REGIONS),
        "monthly_wage": maybe_yuan, "base": st.none() | yuan(100, 60_000, 3),
        "ratio": st.none() | st.decimals("0.4", 3, places=3), "average_wage": st.none() | yuan(4000, 15_000, 3),
    },
    "resident_pension": {
        "as_of": month(2023, 2026), "years": st.integers(0, 40), "region": st.sampled_from(("武汉", "河南")),
        "account_balance": st.none() | yuan(0, 200_000, 3), "annual_tier": yuan(100, 6000, 3),
        "local_basic": st.none() | yuan(100, 2000, 3), "long_pay": st.none() | st.none() | yuan(0, 200, 3),
        "birth": st.none() | month(1960, 1980),
    },
    "government_pension": {
        "as_of": month(2025, 2027), "birth": month(1962, 1966), "region": st.sampled_from(REGIONS),
        "paid_months": st.integers(1, 480), "account_balance": yuan(0, 900_000, 3), "actual_index": index,
        "deemed_months": st.integers(0, 300), "deemed_index": index, "annuity_balance": st.none() | yuan(0, 300_000, 3),
        "benefit_base": maybe_yuan, "transitional": st.none() | yuan(0, 5000, 3),
    },
    "survivor_benefits": {
        "as_of": month(2022, 2026), "contribution_years": st.decimals(0, 45, places=6),
        "status": st.just("retired"), "months_received": st.integers(0, 300), "monthly_income": yuan(2000, 8000, 4),
    },
    "disability_allowance": {
        "as_of": month(2025, 2028), "birth": month(1966, 1976), "track": st.just("male"),
        "paid_months": st.integers(40, 300), "region": st.sampled_from(REGIONS), "average_index": index,
        "account_balance": st.none() | yuan(0, 300_000, 3), "transitional": st.none() | yuan(0, 900, 3),
        "local_base": yuan(5000, 9000, 3),
    },
    "transfer_amount": {
        "as_of": month(2024, 2026), "account_balance": yuan(0, 300_000, 3),
        "kind": st.sampled_from(("employee", "government", "resident")), "wage_sum": st.none() | yuan(0, 2_000_000, 3),
        "monthly_wage": yuan(1, 30_000, 3), "months": st.integers(1, 110),
    },
    "late_fee": {"as_of": month(2022, 2026), "arrears": yuan(0, 500_000, 4), "days": st.integers(0, 3000)},
    "private_pension": {
        "as_of": month(2024, 2026), "yearly": yuan(0, 20_000, 3), "tax_rate": st.sampled_from((0, 3, 10, 20, 25, 30, 35, 45)),
        "years": st.integers(1, 30), "balance": st.none() | yuan(0, 900_000, 3),
    },
    "resident_claim": {"birth": month(1940, 2010)},
    "disability_months": {"as_of": month(2025, 2030), "paid_months": st.integers(0, 179)},
}  # fmt: skip
LEAST: dict[str, set[str]] = {
    "pension_estimate": {
        "基础养老金",
        "平均缴费指数",
        "计发月数",
        "个人账户养老金",
        "退休时个人账户储存额",
        "过渡性养老金",
        "最低缴费年限",
        "计发基数",
        "累计缴费年限",
        "首次发放月份",
    },
    "pension_by_month": {"月领取的每月养老金"},
    "account_growth": {"合计利息", "合计存入", "2030年12月末储存额"},
    "account_pension": {"计发月数", "个人账户养老金"},
    "basic_pension": {"基础养老金"},
    "contribution_gap": {"还差", "缴满的月份"},
    "retirement_options": {"最早可选退休月份", "法定退休月份", "最晚可选退休月份"},
    "contributions": {"缴费基数", "个人缴费", "单位缴费", "每月缴费", "本人一年缴费", "60%档"},
    "resident_pension": {"个人账户储存额（推算）", "长缴加发", "个人账户养老金", "每月合计", "满60周岁的月份"},
    "government_pension": {"平均缴费指数", "基础养老金", "过渡性养老金", "个人账户养老金", "职业年金", "每月合计"},
    "survivor_benefits": {"按缴费年限的抚恤金月数", "抚恤金月数", "丧葬补助金", "抚恤金", "合计"},
    "disability_allowance": {"发放月数", "基础养老金办法", "个人账户养老金", "病残津贴", "重新核算的月份"},
    "transfer_amount": {"缴费工资合计", "统筹基金转移额", "转移合计"},
    "late_fee": {"滞纳金"},
    "private_pension": {"每年税前扣除", "少缴的个税", "领取时的个税", "税上的差额", "领取缴税", "税后金额"},
    "resident_claim": {"满60周岁的月份"},
    "disability_months": {"病残津贴支付月数"},
}


def worked(tool: str, arguments: dict[str, Any]) -> ToolResult | None:
    try:
        return TOOLS.run(tool, arguments)
    except BadInput as refusal:
        assert refusal.remedy, refusal
        return None


@pytest.mark.parametrize("tool", ASKED)
def test_every_step_that_is_a_calculation_comes_out_again_from_what_it_says(tool: str) -> None:
    seen: set[str] = set()

    @given(st.fixed_dictionaries(ASKED[tool]))
    @settings(
        max_examples=80, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    def ask(arguments: dict[str, Any]) -> None:
        found = worked(tool, arguments)
        if found is not None:
            seen.update(check(found))

    ask()
    missing = {name for name in LEAST[tool] if not any(name in one for one in seen)}
    assert not missing
