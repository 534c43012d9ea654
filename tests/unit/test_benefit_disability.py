"""The invalidity allowance: which situation, how it is worked out, how long it is paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pension.disability import ShortRule, Situation, months_payable, recheck_month, situation
from assistant.pension.months import Month
from assistant.pension.retirement import Track
from assistant.traces import ToolResult
from tests.unit._benefits import refused, told, use

RULE = ShortRule(12, 3, 5)


def allowance(**given: Any) -> ToolResult:
    usual: dict[str, object] = {"as_of": "2025-06", "birth": "1967-02", "track": Track.MALE, "paid_months": 192}
    return use("disability_allowance", **(usual | given))


def test_close_to_retirement_the_pension_method_applies() -> None:
    found = allowance(region="四川", average_index=Decimal("0.8"), account_balance=Decimal(60000))
    assert found.value("situation") == "near"
    assert (found.value("basic"), found.value("account"), found.value("monthly")) == ("1218.53", "400.8", "1619.33")
    assert "没有算过渡性养老金" in told(found)
    more = allowance(
        region="四川", average_index=Decimal("0.8"), account_balance=Decimal(60000), transitional=Decimal(100)
    )  # fmt: skip
    assert more.value("monthly") == "1719.33"


def test_close_to_retirement_nothing_is_added_up_without_the_account() -> None:
    found = allowance(region="四川", average_index=Decimal("0.8"))
    assert found.find("monthly") is None
    assert found.value("basic") == "1218.53"
    assert "没有个人账户储存额" in told(found)


def test_far_from_retirement_the_basic_pension_is_paid_until_it_is_worked_out_again() -> None:
    found = allowance(birth="1980-02", benefit_base=Decimal(8000), average_index=Decimal(1))
    assert (found.value("situation"), found.value("monthly")) == ("far", "1280")
    assert (found.value("retirement_month"), found.value("recheck_month")) == ("2043年2月", "2038年2月")


@pytest.mark.parametrize(("months", "payable"), [(0, 12), (59, 12), (60, 12), (61, 15), (72, 15), (120, 27), (179, 42)])
def test_without_the_minimum_years_a_fixed_number_of_months_is_paid(months: int, payable: int) -> None:
    found = allowance(birth="1980-02", paid_months=months)
    assert (found.value("situation"), found.value("months_payable")) == ("short", str(payable))


@pytest.mark.parametrize(
    ("left", "expected"), [(0, Situation.NEAR), (60, Situation.NEAR), (61, Situation.FAR), (300, Situation.FAR)]
)
def test_exactly_five_years_before_retirement_counts_as_close(left: int, expected: Situation) -> None:
    assert situation(Decimal(15), Decimal(15), left) is expected
    assert situation(Decimal("14.9"), Decimal(15), left) is Situation.SHORT


def test_the_minimum_of_the_year_of_the_claim_applies() -> None:
    assert allowance(as_of="2029-12", birth="1980-02", paid_months=180).value("situation") == "far"
    assert allowance(as_of="2030-01", birth="1980-02", paid_months=180).value("situation") == "short"


def test_a_place_with_two_bases_wants_both() -> None:
    usual = {"region": "河南", "average_index": Decimal("0.8"), "birth": "1980-02"}
    found = allowance(**usual, local_base=Decimal(6000))
    assert found.value("monthly") == "923.04"
    said = refused("disability_allowance", as_of="2025-06", track=Track.MALE, paid_months=192, **usual)
    assert "退休地的计发基数" in said


def test_who_decides_is_named_and_the_rule_is_not_confirmed() -> None:
    said = told(allowance())
    assert "完全丧失劳动能力鉴定结论" in said and "待确认" in said and "工伤保险" in said


@pytest.mark.parametrize(
    "wrong",
    [
        {"as_of": "2024-12"}, {"as_of": "2031-01"}, {"birth": "2015-01"}, {"paid_months": -1}, {"paid_months": 721},
        {"average_index": Decimal("0.8")}, {"average_index": Decimal(-1), "region": "四川"},
        {"average_index": Decimal(1), "region": "火星"}, {"average_index": Decimal(1), "region": "西藏"},
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_remedy(wrong: dict[str, object]) -> None:
    usual: dict[str, object] = {"as_of": "2025-06", "birth": "1967-02", "track": Track.MALE, "paid_months": 192}
    refused("disability_allowance", **(usual | wrong))


@given(st.integers(0, 239))
def test_another_month_paid_never_shortens_the_allowance(paid: int) -> None:
    now, later = (months_payable(Decimal(months) / 12, RULE) for months in (paid, paid + 1))
    assert 12 <= now <= later <= now + 3


@given(st.integers(2025, 2090), st.integers(1, 12))
def test_the_allowance_is_worked_out_again_five_years_ahead(year: int, month: int) -> None:
    assert Month(year, month).minus(recheck_month(Month(year, month))) == 60
