"""Comparing months to retire in, and an account that grows: as charts and tables show them."""

from __future__ import annotations

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.pension.elastic import choices
from assistant.pension.months import Month
from assistant.pension.retirement import Track, retirement
from assistant.tools.registry import Toolbox
from assistant.traces import ToolResult
from tests.unit._pension import BOOK, PERSON, estimate, promised, told, total


def use(tool: str, **arguments: object) -> ToolResult:
    return promised(Toolbox(BOOK).run(tool, arguments))


def by_month(**changes: object) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in use("pension_by_month", **PERSON | changes).result}


def test_every_month_that_can_be_chosen_has_its_pension_and_what_is_paid_until_then() -> None:
    found = by_month()
    months = [choice.month.spoken for choice in choices(retirement(Month(1976, 2), Track.MALE))]
    assert list(found) == [name for month in months for name in (month, f"{month} 缴费")]
    assert found["2036年2月"] < found["2038年12月"] < found["2041年12月"]


@pytest.mark.parametrize("shift", [-34, -1, 0, 1, 36])
def test_a_month_of_the_comparison_is_the_estimate_for_that_month(shift: int) -> None:
    month = Month(2038, 12).plus(shift).spoken
    assert by_month()[month] == total(estimate(shift_months=shift))


def test_what_is_paid_is_the_persons_own_share_and_more_for_the_self_employed() -> None:
    own, self_employed = by_month(monthly_base=Decimal(8000)), by_month(monthly_base=Decimal(8000), flexible=True)
    assert own["2036年2月 缴费"] == Decimal(8000) * Decimal("0.08") * Month(2036, 2).minus(Month(2026, 8))
    assert self_employed["2036年2月 缴费"] == own["2036年2月 缴费"] / 8 * 20
    assert self_employed["2036年2月"] == own["2036年2月"]


def test_months_that_have_passed_or_lack_their_minimum_years_are_left_out() -> None:
    assert next(iter(by_month(as_of="2037-05"))) == "2037年6月"
    assert next(iter(by_month(paid_months=96))) == "2037年8月"


def test_with_too_few_years_the_months_begin_when_they_are_filled_and_that_is_said() -> None:
    found = use("pension_by_month", **PERSON | {"paid_months": 12, "birth": "1966-05", "keep_paying": True})
    first = re.findall(r"\d+", found.result[0][0])
    assert Month(int(first[0]), int(first[1])).minus(Month(2026, 8)) == 15 * 12 - 12
    assert "为前提" in told(found)


def test_a_whole_comparison_is_quick() -> None:
    by_month()
    started = time.process_time()
    Toolbox(BOOK).run("pension_by_month", PERSON)
    assert time.process_time() - started < 0.05


def test_the_three_months_with_ages_and_minimum_years() -> None:
    found = use("retirement_options", birth="1976-02", track=Track.MALE, as_of="2026-08", paid_months=96)
    assert [found.value(f"{name}_month") for name in ("earliest", "statutory", "latest")] == [
        "2036年2月", "2038年12月", "2041年12月"
    ]  # fmt: skip
    assert [found.value(f"{name}_age") for name in ("earliest", "statutory", "latest")] == [
        "60岁", "62岁10个月", "65岁10个月"
    ]  # fmt: skip
    assert [found.value(f"{name}_minimum_years") for name in ("earliest", "statutory", "latest")] == [
        "18.5",
        "19.5",
        "19.5",
    ]
    assert found.value("earliest_enough") == "不够，还差12个月，不能选这个月"
    assert found.value("statutory_enough") == "够"
    assert found.value("first_enough_month") == "2037年8月"


def test_who_may_not_delay_and_how_long_before_to_give_notice() -> None:
    said = told(use("retirement_options", birth="1976-02", track=Track.MALE, as_of="2026-08"))
    assert "公务员、国有企事业单位领导人员及其他管理人员不能弹性延迟" in said
    assert "前3个月书面告知" in said and "不用单位同意" in said
    assert "协商一致" in said and "前1个月" in said


def test_who_reached_the_age_before_2025_has_one_month_only() -> None:
    found = use("retirement_options", birth="1963-05", track=Track.MALE, as_of="2026-08")
    assert {found.value(f"{name}_month") for name in ("earliest", "statutory", "latest")} == {"2023年5月"}
    assert "没有弹性退休" in told(found)
    assert "已经过了" in told(found)


@given(st.integers(1965, 2005), st.integers(1, 12), st.sampled_from(list(Track)), st.integers(0, 480))
@settings(max_examples=60, deadline=None)
def test_the_first_month_with_enough_years_is_one_that_can_be_chosen(
    year: int, month: int, track: Track, paid: int
) -> None:
    found = use("retirement_options", birth=f"{year}-{month:02d}", track=track, as_of="2026-08", paid_months=paid)
    first = found.find("first_enough_month")
    offered = choices(retirement(Month(year, month), track))
    enough = [
        c.month.spoken for c in offered
        if c.month >= Month(2026, 8) and paid + c.month.minus(Month(2026, 8)) >= c.minimum_months
    ]  # fmt: skip
    assert first == (enough[0] if enough else None)


def test_an_account_grows_by_the_published_rates_and_then_by_the_last_one() -> None:
    found = use("account_growth", balance=Decimal(100_000), months=36, from_year=2024, compounding="yearly")
    assert found.value("balance") == f"{100_000 * Decimal('1.0262') * Decimal('1.015') ** 2:.2f}"
    assert "先用全国2025年的1.5%" in told(found)
    assert [step.step for step in found.trace][:3] == [f"{year}年12月末储存额" for year in (2024, 2025, 2026)]


def test_both_conventions_are_stated_and_differ() -> None:
    asked = {"balance": Decimal(100_000), "months": 12, "from_year": 2026, "interest": Decimal("0.0262")}
    monthly, yearly = (use("account_growth", **asked, compounding=how) for how in ("monthly", "yearly"))
    assert (monthly.value("balance"), yearly.value("balance")) == ("102651.69", "102620")
    assert "按月复利" in told(monthly) and "年末一次结息" in told(yearly)


def test_interest_and_deposits_add_up_to_the_balance() -> None:
    found = use("account_growth", balance=Decimal(1000), months=25, from_year=2025, monthly_deposit=Decimal("640.55"))
    start, paid, gained = Decimal(1000), Decimal(found.value("deposited")), Decimal(found.value("interest"))
    assert paid == Decimal("640.55") * 25
    assert start + paid + gained == Decimal(found.value("balance"))
    assert gained > 0


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("account_growth", {"balance": Decimal(1), "months": 0, "from_year": 2026}),
        ("account_growth", {"balance": Decimal(1), "months": 12, "from_year": 1990}),
        ("account_growth", {"balance": Decimal(1), "months": 12, "from_year": 2010}),
        ("account_growth", {"balance": Decimal(1), "months": 12, "from_year": 2026, "interest": Decimal(3)}),
        ("retirement_options", {"birth": "1900-01", "track": Track.MALE, "as_of": "2026-08"}),
        ("retirement_options", {"birth": "1976-02", "track": Track.MALE, "as_of": "2026-08", "paid_months": -1}),
        ("pension_by_month", PERSON | {"region": "火星"}),
    ],
)
def test_what_cannot_be_worked_out_is_refused_with_a_remedy(tool: str, arguments: dict[str, object]) -> None:
    with pytest.raises(BadInput) as error:
        Toolbox(BOOK).run(tool, arguments)
    assert error.value.remedy
