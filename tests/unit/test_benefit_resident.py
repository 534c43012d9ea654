"""The monthly pension of the residents' scheme."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pension.months import Month
from assistant.pension.resident import LongPay, claim_month
from tests.unit._benefits import refused, told, use

balances = st.decimals(0, 500_000, places=2)


def test_the_pension_is_the_local_basic_the_long_pay_and_a_139th_of_the_account() -> None:
    found = use("resident_pension", as_of="2025-09", years=20, region="武汉", account_balance=Decimal(27800))
    assert [found.value(key) for key in ("basic", "long_pay", "account", "total")] == ["367", "45", "200", "612"]
    assert "公开口径" in told(found)


@pytest.mark.parametrize(("years", "addition"), [(14, "0"), (15, "30"), (16, "33"), (20, "45"), (30, "75")])
def test_long_pay_starts_at_fifteen_years(years: int, addition: str) -> None:
    found = use("resident_pension", as_of="2025-09", years=years, region="武汉", account_balance=Decimal(1000))
    assert found.value("long_pay") == addition


def test_a_rule_that_has_run_out_is_not_applied() -> None:
    found = use("resident_pension", as_of="2027-03", years=20, region="武汉", account_balance=Decimal(1000))
    assert found.value("long_pay") == "0"
    assert "长缴加发由当地规定，这里没有收录" in told(found)


def test_without_a_local_figure_the_national_minimum_of_the_year_stands_in() -> None:
    found = use("resident_pension", as_of="2026-11", years=15, region="河南", account_balance=Decimal(13900))
    assert (found.value("basic"), found.value("total")) == ("163", "263")
    assert "当地一般更高" in told(found)
    later = use("resident_pension", as_of="2027-01", years=15, region="河南", account_balance=Decimal(13900))
    assert later.value("basic") == "163"
    assert "2027年的" in told(later) and "没有公布或没有收录" in told(later)


def test_a_local_figure_of_last_year_is_said_to_be_that() -> None:
    found = use("resident_pension", as_of="2026-11", years=15, region="武汉", account_balance=Decimal(0))
    assert found.value("basic") == "367"
    assert "2025年的367元" in told(found)


def test_an_account_guessed_from_the_tier_says_what_was_taken_for_granted() -> None:
    found = use("resident_pension", as_of="2026-11", years=15, region="河南", annual_tier=Decimal(500))
    assert found.value("account_balance") == "8400"
    assert "没有算利息" in told(found) and "国家规定的最低补贴60元" in told(found)
    low = use("resident_pension", as_of="2026-11", years=15, region="河南", annual_tier=Decimal(200))
    assert low.value("account_balance") == "3450"
    local = use("resident_pension", as_of="2026-11", years=20, region="武汉", annual_tier=Decimal(400))
    assert local.value("account_balance") == "8900"


def test_figures_a_person_brings_along_come_first() -> None:
    found = use(
        "resident_pension", as_of="2026-11", years=18, region="武汉", account_balance=Decimal(13900),
        local_basic=Decimal(400), long_pay=Decimal("12.5"),
    )  # fmt: skip
    assert found.value("total") == "512.5"
    assert "您提供的400元" in told(found)
    low = use(
        "resident_pension", as_of="2026-11", years=18, account_balance=Decimal(0), local_basic=Decimal(100)
    )  # fmt: skip
    assert "比中央最低标准163元还低" in told(low)


def test_too_few_years_are_said_first_of_all() -> None:
    found = use("resident_pension", as_of="2026-11", years=12, region="河南", account_balance=Decimal(5000))
    assert (found.value("enough_years"), found.value("missing_years")) == ("否", "3")
    assert "还差3年" in told(found)
    enough = use("resident_pension", as_of="2026-11", years=15, region="河南", account_balance=Decimal(5000))
    assert enough.value("enough_years") == "是"


def test_residents_claim_at_sixty_and_are_not_delayed() -> None:
    found = use(
        "resident_pension", as_of="2026-11", years=15, account_balance=Decimal(5000), birth="1970-03"
    )  # fmt: skip
    assert found.value("claim_month") == "2030年3月"
    assert "标准会变" in told(found)


@pytest.mark.parametrize(
    "wrong",
    [
        {"years": -1}, {"years": 61}, {"account_balance": Decimal(-1)}, {"account_balance": None},
        {"account_balance": None, "annual_tier": Decimal(0)}, {"account_balance": None, "annual_tier": Decimal(10**9)},
        {"region": "火星"}, {"birth": "2030-01"}, {"birth": "1890-01"}, {"as_of": "2014-01"}, {"as_of": "2027"},
        {"local_basic": Decimal(-3)}, {"long_pay": Decimal(-3)}, {"account_balance": Decimal("Infinity")},
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_remedy(wrong: dict[str, object]) -> None:
    usual = {"as_of": "2026-11", "years": 15, "account_balance": Decimal(1000)}
    refused("resident_pension", **{key: value for key, value in (usual | wrong).items() if value is not None})


@given(balances, balances)
def test_a_bigger_account_never_pays_less(one: Decimal, other: Decimal) -> None:
    low, high = (
        use("resident_pension", as_of="2026-11", years=15, account_balance=balance) for balance in sorted((one, other))
    )
    assert Decimal(low.value("total")) <= Decimal(high.value("total"))


@given(st.integers(0, 60))
def test_another_year_never_lowers_the_long_pay(years: int) -> None:
    rule = LongPay(Decimal(2), Decimal(3))
    assert rule.monthly(years) <= rule.monthly(years + 1)
    assert claim_month(Month(1950 + years, 7)) == Month(2010 + years, 7)
