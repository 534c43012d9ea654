"""The tools over the figures on file: every key is there, and the figures of stored documents come out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.errors import BadInput
from assistant.figures import untraced
from assistant.pension.contribution import ContributionKind
from assistant.pension.parameters import NATIONAL
from assistant.pension.retirement import Track
from assistant.pension.survivor import SurvivorStatus
from assistant.places import parse_region
from assistant.tools.registry import Toolbox
from assistant.traces import ToolResult
from knowledge_base.parameter_files import load_parameters
from tests.unit._benefits import promised

PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东",
    "河南", "湖北", "湖南", "广东", "广西", "海南", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆",
)  # fmt: skip


def on_file(tool: str, **arguments: object) -> ToolResult:
    return promised(Toolbox(load_parameters()).run(tool, arguments))


def all_text(found: ToolResult) -> str:
    steps = [text for step in found.trace for text in (step.formula, step.value, *(v for _, v in step.inputs))]
    return "\n".join((*steps, *found.assumptions, *found.caveats))


def test_the_limits_of_guangdong_come_out() -> None:
    found = on_file(
        "contributions", as_of="2025-09", kind=ContributionKind.EMPLOYEE, region="广州", monthly_wage=Decimal(40000)
    )
    assert (found.value("employee"), found.value("employer")) == ("2203.92", "4407.84")
    low = on_file(
        "contributions", as_of="2025-09", kind=ContributionKind.FLEXIBLE, region="广东佛山", base=Decimal(1000)
    )
    assert (low.value("base"), low.value("monthly")) == ("4775", "955")


def test_the_tiers_of_sichuan_come_out() -> None:
    found = on_file("contributions", as_of="2025-09", kind=ContributionKind.FLEXIBLE, region="四川")
    assert (found.value("lowest_monthly"), found.value("tier_100_base")) == ("917.6", "7646")


def test_the_residents_of_wuhan_get_the_additions_of_their_city() -> None:
    found = on_file("resident_pension", as_of="2025-09", years=20, region="武汉", annual_tier=Decimal(400))
    assert (found.value("long_pay"), found.value("account_balance")) == ("45", "8900")
    plain = on_file("resident_pension", as_of="2026-09", years=20, region="襄阳", annual_tier=Decimal(400))
    assert (plain.value("long_pay"), plain.value("account_balance"), plain.value("basic")) == ("0", "8600", "163")


@pytest.mark.parametrize("province", PROVINCES)
def test_every_province_is_answered_from_its_own_figures_or_refused_by_name(province: str) -> None:
    place = parse_region(province)
    assert place is not None
    asked = (
        ("contributions", {"as_of": "2025-10", "kind": ContributionKind.FLEXIBLE, "region": province}),
        (
            "survivor_benefits",
            {
                "as_of": "2025-10", "status": SurvivorStatus.WORKING, "contribution_years": Decimal(20), "region": province
            },
        ),
        (
            "government_pension",
            {
                "as_of": "2025-10", "birth": "1965-07", "region": province, "paid_months": 360,
                "account_balance": Decimal(139000), "actual_index": Decimal(1), "deemed_months": 120,
                "deemed_index": Decimal(1), "annuity_balance": Decimal(139000),
            },
        ),
        (
            "disability_allowance",
            {
                "as_of": "2025-10", "birth": "1980-07", "track": Track.MALE, "paid_months": 200, "region": province,
                "average_index": Decimal(1),
            },
        ),
    )  # fmt: skip
    for tool, arguments in asked:
        try:
            found = on_file(tool, **arguments)
        except BadInput as refusal:
            assert refusal.remedy
            continue
        assert {used.region.split("/")[0] for used in found.used} <= {province, NATIONAL}
        assert not untraced("，".join(step.value for step in found.trace if step.value.endswith("元")), all_text(found))


def test_each_national_figure_the_tools_need_is_on_file() -> None:
    book, day = load_parameters(), date(2026, 11, 1)
    needed = (
        "employee_rate employer_rate flexible_rate flexible_account_rate base_floor_ratio base_ceiling_ratio "
        "resident_minimum_basic resident_payout_months resident_minimum_years resident_subsidy.lowest "
        "resident_subsidy.from_500 pooled_transfer_rate claim_place_years temporary_account_age.male "
        "temporary_account_age.female private_pension_cap private_pension_tax funeral_months survivor_months.under_5 "
        "survivor_months.under_10 survivor_months.up_to_15 survivor_months.per_year survivor_months.cap "
        "survivor_months.floor disability_base_months disability_months_per_year disability_years_short"
    )
    for key in needed.split():
        assert book.find(key, NATIONAL, day) is not None, key
