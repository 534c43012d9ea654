"""What no calculator works out: lives too short, numbers nobody can write down, names that cannot be repeated."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.unit._pension import told
from tests.unit._review import OFFICIAL, PERSON, refused, use


@pytest.mark.parametrize(
    ("tool", "asked"),
    [
        ("contribution_gap", {"birth": "2000-01", "track": "female50", "paid_months": 600}),
        ("retirement_options", {"birth": "2000-01", "track": "female50", "as_of": "2026-02", "paid_months": 720}),
        ("disability_allowance", {"birth": "2000-01", "track": "male", "as_of": "2026-02", "paid_months": 200}),
        ("government_pension", {**OFFICIAL, "birth": "1985-06", "paid_months": 400}),
        ("resident_pension", {"as_of": "2026-02", "years": 40, "account_balance": Decimal(1), "birth": "2000-01"}),
    ],
)
def test_nobody_has_paid_for_longer_than_they_have_lived(tool: str, asked: dict[str, Any]) -> None:
    assert "不可能已经缴了" in refused(tool, **asked)


@pytest.mark.parametrize(
    ("kind", "months", "most"), [("employee", 338, 338), ("employee", 339, 338), ("government", 138, 137)]
)
def test_wages_count_for_the_months_there_have_been(kind: str, months: int, most: int) -> None:
    asked: dict[str, Any] = {
        "as_of": "2026-02", "account_balance": Decimal(1), "kind": kind, "monthly_wage": Decimal(100), "months": months
    }  # fmt: skip
    if months <= most:
        assert use("transfer_amount", **asked).value("pooled") == f"{12 * months}"
    else:
        assert f"只有{most}个月" in refused("transfer_amount", **asked)


@pytest.mark.parametrize(
    ("tool", "asked"),
    [
        ("contributions", {"as_of": "2026-02", "kind": "flexible", "base": Decimal(9), "monthly_wage": Decimal(-1)}),
        ("resident_pension",
         {"as_of": "2026-02", "years": 15, "account_balance": Decimal(1), "annual_tier": Decimal("1E+99")}),
        ("transfer_amount",
         {"as_of": "2026-02", "account_balance": Decimal(1), "wage_sum": Decimal(1), "monthly_wage": Decimal(-1)}),
        ("disability_allowance",
         {"as_of": "2026-02", "birth": "1985-02", "track": "male", "paid_months": 200, "region": "四川",
          "average_index": Decimal(1), "local_base": Decimal(-1)}),
        ("disability_allowance",
         {"as_of": "2026-02", "birth": "1985-02", "track": "male", "paid_months": 200, "region": "四川",
          "average_index": Decimal(0)}),
        ("survivor_benefits",
         {"as_of": "2026-02", "contribution_years": Decimal(9), "status": "working", "monthly_income": Decimal(9),
          "region": "火星"}),
        ("government_pension", {**OFFICIAL, "actual_index": Decimal(0)}),
        ("government_pension", {**OFFICIAL, "deemed_months": 12, "deemed_index": Decimal(0)}),
        ("claim_place", {"as_of": "2026-02", "hukou": "安徽", "places": "广东:12年13个月"}),
        ("claim_place", {"as_of": "2026-02", "hukou": "安徽", "places": "广东:8.5年6个月"}),
        ("private_pension", {"as_of": "2199-01", "balance": Decimal(1)}),
        ("retirement_options", {"birth": "1960-01", "track": "male", "as_of": "2150-01"}),
        ("account_pension", {"age_years": 0}),
    ],
)  # fmt: skip
def test_nonsense_is_refused_even_where_it_would_not_be_used(tool: str, asked: dict[str, Any]) -> None:
    refused(tool, **asked)


@pytest.mark.parametrize("value", ["1E-999999", "1E-41"])
def test_a_number_too_fine_to_write_down_is_refused_and_never_written_out(value: str) -> None:
    for tool, asked in (
        ("account_pension", {"age_years": 60, "account_balance": Decimal(value)}),
        ("pension_estimate", {**PERSON, "interest": Decimal(value)}),
        ("pension_estimate", {**PERSON, "growth": Decimal(value)}),
    ):
        assert "小数" in refused(tool, **asked)


def test_a_negative_nothing_is_nothing() -> None:
    found = use("account_pension", age_years=60, account_balance=Decimal("-0"))
    assert (found.value("account_balance"), found.value("account")) == ("0", "0")


@pytest.mark.parametrize("text", ["火星" * 3000, "\ud800"])
def test_texts_that_cannot_be_repeated_are_refused_briefly(text: str) -> None:
    for tool, asked in (
        ("pension_estimate", {**PERSON, "region": text}),
        ("retirement_date", {"birth": text, "track": "male"}),
        ("claim_place", {"as_of": "2026-02", "hukou": text, "places": "广东:12年"}),
    ):
        said = refused(tool, **asked)
        assert len(said) < 200 and "\ud800" not in said


@pytest.mark.parametrize("name", ["台湾", "香港", "澳门特别行政区"])
def test_hong_kong_macao_and_taiwan_are_not_called_unknown(name: str) -> None:
    said = refused("claim_place", as_of="2026-02", hukou=name, places="广东:12年")
    assert "不认识" not in said and "内地" in said


def test_a_city_is_named_as_people_write_it() -> None:
    said = refused("pension_estimate", **{**PERSON, "birth": "1960-05", "region": "深圳"})
    assert "广东深圳2020年" in said and "/" not in said
    left_out = told(use("pension_estimate", **{**PERSON, "region": "深圳"}, deemed_months=12))
    assert "广东深圳的过渡性养老金没有计入" in left_out
    assert "各市" not in refused("pension_estimate", **{**PERSON, "birth": "1955-05", "region": "北京"})
    assert "不满16周岁" in refused(
        "disability_allowance", as_of="2026-02", birth="2015-01", track="male", paid_months=0
    )
