"""Pensions of government and public-institution staff by the new method."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pension.government import AnnuityChoice, average_index
from assistant.traces import ToolResult
from tests.unit._benefits import refused, told, use


def pension(**given: Any) -> ToolResult:
    usual: dict[str, object] = {
        "as_of": "2025-06", "birth": "1965-06", "region": "四川", "paid_months": 360,
        "account_balance": Decimal(139000), "actual_index": Decimal("1.2"),
    }  # fmt: skip
    return use("government_pension", **{key: value for key, value in (usual | given).items() if value is not None})


def test_the_four_parts_follow_the_notice() -> None:
    found = pension(deemed_months=240, deemed_index=Decimal("1.5"), annuity_balance=Decimal(278000))
    assert found.value("average_index") == "1.4"
    parts = ("basic", "transitional", "account", "pension", "annuity", "total")
    assert [found.value(part) for part in parts] == ["3046.32", "3300.18", "1000", "7346.5", "2000", "9346.5"]
    assert "不再和老办法对比" in told(found)


def test_who_started_after_the_reform_has_no_transitional_part() -> None:
    found = pension(paid_months=180)
    assert (found.value("transitional"), found.value("pension")) == ("0", "2396.23")
    assert "职业年金没有算" in told(found)


def test_deemed_years_without_their_index_are_refused_by_name() -> None:
    refusal = {"deemed_months": 240, "as_of": "2025-06", "birth": "1965-06", "region": "四川", "paid_months": 360}
    said = refused("government_pension", account_balance=Decimal(1), actual_index=Decimal(1), **refusal)
    assert "视同缴费指数" in said and "职务职级" in said


def test_a_rate_that_is_not_on_file_leaves_the_transitional_part_out_by_name() -> None:
    found = pension(region="山东", deemed_months=240, deemed_index=Decimal("1.5"), annuity_balance=Decimal(1000))
    assert found.find("transitional") is found.find("pension") is found.find("total") is None
    assert found.value("partial_pension") == "3819.16"
    assert "山东的过渡系数没有收录" in told(found)


def test_a_transitional_part_that_is_known_is_used() -> None:
    found = pension(
        region="山东", deemed_months=240, deemed_index=Decimal("1.5"), transitional=Decimal("2000.5")
    )  # fmt: skip
    assert found.value("pension") == "5819.66"


def test_the_rate_for_few_deemed_years_holds_up_to_twenty() -> None:
    few = pension(region="辽宁", deemed_months=240, deemed_index=Decimal(1))
    many = pension(region="辽宁", deemed_months=252, deemed_index=Decimal(1))
    assert few.value("transitional") == "1763.04"
    assert many.value("transitional") == "2159.72"


def test_the_age_at_retirement_gives_the_payout_months() -> None:
    found = pension(as_of="2025-09")
    assert found.value("payout_months") == "137.3"
    assert "没有见到全国文件" in told(found)
    assert pension(payout_months=Decimal(170)).value("account") == "817.65"


def test_a_commercial_annuity_is_named_and_not_worked_out() -> None:
    found = pension(annuity_balance=Decimal(278000), annuity_choice=AnnuityChoice.COMMERCIAL)
    assert found.find("annuity") is found.find("total") is None
    assert "保险合同" in told(found)


def test_a_base_not_yet_published_is_taken_from_last_year_and_said() -> None:
    found = pension(as_of="2026-06", birth="1966-06")
    assert "先用四川2025年的8462元" in told(found)
    assert "您提供的9000元" in told(pension(benefit_base=Decimal(9000)))


def test_too_few_years_are_said() -> None:
    assert "最低年限" in told(pension(paid_months=100))


def test_the_ten_years_of_comparison_are_refused_by_name() -> None:
    said = refused(
        "government_pension", as_of="2024-09", birth="1964-09", region="四川", paid_months=360,
        account_balance=Decimal(1), actual_index=Decimal(1),
    )  # fmt: skip
    assert "老办法" in said and "待遇核定表" in said


@pytest.mark.parametrize(
    "wrong",
    [
        {"paid_months": 0}, {"paid_months": -5}, {"paid_months": 900}, {"deemed_months": 400},
        {"actual_index": Decimal(-1)}, {"actual_index": Decimal(9)}, {"account_balance": Decimal(-1)},
        {"annuity_balance": Decimal(-1)}, {"region": "火星"}, {"region": "西藏"}, {"birth": "2000-01"},
        {"payout_months": Decimal(0)}, {"benefit_base": Decimal(0)}, {"transitional": Decimal(-1)},
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_remedy(wrong: dict[str, object]) -> None:
    usual: dict[str, object] = {
        "as_of": "2025-06", "birth": "1965-06", "region": "四川", "paid_months": 360,
        "account_balance": Decimal(1000), "actual_index": Decimal("1.2"),
    }  # fmt: skip
    refused("government_pension", **(usual | wrong))


@given(
    st.decimals("0.1", 3, places=2), st.integers(0, 300), st.decimals("0.1", 3, places=2), st.integers(1, 300)
)  # fmt: skip
def test_the_average_index_lies_between_its_two_parts(deemed: Decimal, early: int, actual: Decimal, late: int) -> None:
    found = average_index(deemed, Decimal(early), actual, Decimal(early + late))
    tiny = Decimal("1E-20")
    assert min(deemed, actual) - tiny <= found <= max(deemed, actual) + tiny


@given(st.decimals("0.6", 3, places=2), st.decimals("0.6", 3, places=2))
def test_a_higher_index_never_pays_less(one: Decimal, other: Decimal) -> None:
    low, high = (Decimal(pension(actual_index=index).value("pension")) for index in sorted((one, other)))
    assert low <= high
