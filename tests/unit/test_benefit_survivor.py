"""Funeral grant and consolation money of an insured employee's family."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pension.survivor import ConsolationRule, SurvivorStatus, own_months, payable_months
from tests.unit._benefits import cases, refused, told, use

WORKING, RETIRED = SurvivorStatus.WORKING, SurvivorStatus.RETIRED
INCOME = Decimal("3915.5")
RULE = ConsolationRule(3, 6, 9, 1, 24)
year_counts = st.decimals(0, 60, places=2)


def test_the_worked_cases_come_out() -> None:
    for case in cases("survivor"):
        found = use(
            "survivor_benefits", as_of="2025-06", status=WORKING,
            contribution_years=Decimal(case["inputs"]["contribution_years"]),
            monthly_income=Decimal(str(case["inputs"]["province_income_monthly"])),
        )  # fmt: skip
        for key, value in case["expected"].items():
            assert Decimal(found.value(key)) == Decimal(str(value)), (case["id"], key)


@pytest.mark.parametrize(
    ("years", "months"),
    [
        ("0", 3), ("4.9", 3), ("5", 6), ("9.99", 6), ("10", 9), ("15", 9), ("15.0833", 10), ("16", 10), ("17.25", 12),
        ("20", 14), ("25", 19), ("28", 22), ("29.5", 24), ("30", 24), ("35", 24), ("45", 24),
    ],
)  # fmt: skip
def test_months_follow_the_contribution_years(years: str, months: int) -> None:
    found = use(
        "survivor_benefits", as_of="2025-06", status=WORKING, contribution_years=Decimal(years), monthly_income=INCOME
    )
    assert found.value("months") == str(months)


@pytest.mark.parametrize(
    ("years", "received", "months"),
    [(30, 120, 14), (25, 96, 11), (20, 144, 9), (30, 0, 24), (30, 11, 24), (30, 12, 23), (30, 600, 9), (15, 24, 9)],
)
def test_a_pensioner_loses_a_month_for_each_full_year_down_to_nine(years: int, received: int, months: int) -> None:
    found = use(
        "survivor_benefits", as_of="2025-06", status=RETIRED, contribution_years=Decimal(years),
        months_received=received, monthly_income=INCOME,
    )  # fmt: skip
    assert found.value("months") == str(months)


def test_the_floor_lifts_nobody_above_their_own_years() -> None:
    found = use(
        "survivor_benefits", as_of="2025-06", status=RETIRED, contribution_years=Decimal(7), months_received=30,
        monthly_income=INCOME,
    )  # fmt: skip
    assert found.value("months") == "6"
    assert "也不提高到9个月" in told(found)


def test_part_of_a_year_of_pension_is_left_to_the_office() -> None:
    found = use(
        "survivor_benefits", as_of="2025-06", status=RETIRED, contribution_years=Decimal(30), months_received=125,
        monthly_income=INCOME,
    )  # fmt: skip
    assert "零头" in told(found)


def test_the_income_on_file_is_used_for_its_year_only() -> None:
    found = use("survivor_benefits", as_of="2025-06", status=WORKING, contribution_years=Decimal(15), region="湖北")
    assert (found.value("funeral"), found.value("total")) == ("7831", "43070.5")
    same = {"status": WORKING, "contribution_years": Decimal(15)}
    assert "湖北2026年6月的urban_income" in refused("survivor_benefits", as_of="2026-06", region="武汉", **same)
    assert "没有四川" in refused("survivor_benefits", as_of="2025-06", region="四川", **same)
    assert "可支配收入" in refused("survivor_benefits", as_of="2025-06", **same)


def test_what_is_only_remembered_is_said_to_be_unconfirmed_and_the_account_is_named() -> None:
    found = use("survivor_benefits", as_of="2025-06", status=WORKING, contribution_years=Decimal(15), region="湖北")
    assert "待确认" in told(found)
    assert "个人账户余额可以依法继承" in told(found)
    assert "工伤" in told(found)


@pytest.mark.parametrize(
    "wrong",
    [
        {"contribution_years": Decimal(-1)}, {"contribution_years": Decimal(61)}, {"months_received": -1},
        {"months_received": 3}, {"monthly_income": Decimal(0)}, {"monthly_income": Decimal(10_000_000)},
        {"monthly_income": None, "region": "火星"}, {"as_of": "2021-08"}, {"as_of": "昨天"},
        {"contribution_years": Decimal("NaN")}, {"status": RETIRED, "months_received": 9999},
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_remedy(wrong: dict[str, object]) -> None:
    usual = {"as_of": "2025-06", "status": WORKING, "contribution_years": Decimal(15), "monthly_income": INCOME}
    refused("survivor_benefits", **{key: value for key, value in (usual | wrong).items() if value is not None})


@given(year_counts, year_counts)
def test_more_years_never_mean_fewer_months(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert 3 <= own_months(low, RULE) <= own_months(high, RULE) <= 24


@given(year_counts, st.integers(0, 720), st.integers(0, 720))
def test_longer_pensions_never_mean_more_months(years: Decimal, one: int, other: int) -> None:
    own = own_months(years, RULE)
    short, long = sorted((one, other))
    assert min(own, 9) <= payable_months(own, long, 9) <= payable_months(own, short, 9) <= own
