"""The tax a voluntary private pension saves and costs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pension.private_pension import TAX_RATES, tax_effect
from tests.unit._benefits import cases, refused, told, use

NOW = "2026-11"


def test_the_worked_case_comes_out() -> None:
    for case in cases("personal_pension"):
        found = use("private_pension", as_of=NOW, balance=Decimal(case["inputs"]["balance"]))
        assert Decimal(found.value("after_tax")) == Decimal(str(case["expected"]["after_tax"]))
        assert found.value("tax") == "9600"


@pytest.mark.parametrize(
    ("rate", "saved", "net"),
    [(0, "0", "-360"), (3, "360", "0"), (10, "1200", "840"), (20, "2400", "2040"), (45, "5400", "5040")],
)
def test_the_saving_follows_the_tax_rate(rate: int, saved: str, net: str) -> None:
    found = use("private_pension", as_of=NOW, yearly=Decimal(12000), tax_rate=rate)
    assert (found.value("tax_saved"), found.value("tax_later"), found.value("net")) == (saved, "360", net)


def test_who_pays_no_income_tax_hears_that_it_costs() -> None:
    assert "反而要缴税" in told(use("private_pension", as_of=NOW, yearly=Decimal(12000), tax_rate=0))
    assert "一样多" in told(use("private_pension", as_of=NOW, yearly=Decimal(12000), tax_rate=3))
    assert "反而" not in told(use("private_pension", as_of=NOW, yearly=Decimal(12000), tax_rate=10))


def test_more_than_the_cap_does_not_count() -> None:
    found = use("private_pension", as_of=NOW, yearly=Decimal(20000), tax_rate=10, years=3)
    assert (found.value("deducted"), found.value("tax_saved"), found.value("net")) == ("12000", "3600", "2520")
    assert "超过上限" in told(found)


def test_both_questions_can_be_asked_at_once() -> None:
    found = use("private_pension", as_of=NOW, yearly=Decimal(6000), tax_rate=20, balance=Decimal(10000))
    assert (found.value("tax_saved"), found.value("after_tax")) == ("1200", "9700")


def test_ways_to_draw_it_are_named_as_unconfirmed_and_no_advice_is_given() -> None:
    said = told(use("private_pension", as_of=NOW, balance=Decimal(10000)))
    assert "待确认" in said and "领低保" in said and "不代表存了划算不划算" in said


@pytest.mark.parametrize(
    "wrong",
    [
        {}, {"yearly": Decimal(12000)}, {"yearly": Decimal(-1), "tax_rate": 10}, {"yearly": Decimal(1), "tax_rate": 7},
        {"yearly": Decimal(1), "tax_rate": 10, "years": 0}, {"balance": Decimal(-1)}, {"balance": Decimal("1E+10")},
        {"balance": Decimal(1), "as_of": "2021-01"}, {"balance": Decimal("NaN")},
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_remedy(wrong: dict[str, object]) -> None:
    refused("private_pension", **({"as_of": NOW} | wrong))


@given(st.decimals(0, 100_000, places=2), st.integers(1, 40), st.sampled_from(TAX_RATES))
def test_it_pays_exactly_when_the_rate_is_above_the_one_at_drawing(yearly: Decimal, years: int, rate: int) -> None:
    found = tax_effect(yearly, years, Decimal(rate) / 100, Decimal(12000), Decimal("0.03"))
    assert found.counted <= 12000
    assert (found.net > 0) == (rate > 3 and yearly > 0)
