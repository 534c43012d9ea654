"""How far from the minimum contribution years, and when paying on closes the gap."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pension.months import Month
from assistant.pension.retirement import Track
from tests.unit._benefits import cases, refused, told, use

births = st.builds(Month, st.integers(1960, 2004), st.integers(1, 12))
tracks = st.sampled_from(list(Track))


def test_the_worked_case_comes_out() -> None:
    for case in cases("gap"):
        given, expected = case["inputs"], case["expected"]
        found = use(
            "contribution_gap", birth=given["birth"], track=Track(given["category"]), paid_months=given["paid_months"]
        )
        assert Decimal(found.value("minimum_years")) == expected["min_years"]
        assert found.value("gap_months") == str(expected["gap_months"])


@pytest.mark.parametrize(
    ("track", "birth", "shift", "month", "year", "required"),
    [
        (Track.FEMALE55, "1975-01", 36, "2034年5月", "2031", "192"), (Track.MALE, "1968-01", 36, "2031年11月", "2028", "180"),
        (Track.MALE, "1970-01", -16, "2030年1月", "2030", "186"), (Track.MALE, "1970-01", 0, "2031年5月", "2031", "192"),
        (Track.MALE, "1990-01", 36, "2056年1月", "2053", "240"),
    ],
)  # fmt: skip
def test_early_goes_by_the_year_chosen_and_late_by_the_statutory_one(
    track: Track, birth: str, shift: int, month: str, year: str, required: str
) -> None:
    found = use("contribution_gap", birth=birth, track=track, paid_months=0, shift_months=shift)
    told_ = (found.value("retirement_month"), found.value("reference_year"), found.value("required_months"))
    assert told_ == (month, year, required)


def test_paying_every_month_until_retirement_can_be_enough() -> None:
    found = use("contribution_gap", birth="1986-11", track=Track.MALE, paid_months=96, as_of="2026-11")
    assert (found.value("enough_by_retirement"), found.value("reached_month")) == ("是", "2038年10月")
    assert found.value("months_to_retirement") == "276"


def test_who_cannot_make_it_hears_how_much_is_missing_and_what_can_be_done() -> None:
    found = use("contribution_gap", birth="1969-11", track=Track.MALE, paid_months=96, as_of="2026-11")
    assert found.value("enough_by_retirement") == "否"
    left, short = int(found.value("months_to_retirement")), int(found.value("short_at_retirement_months"))
    assert left + short == int(found.value("gap_months"))
    said = told(found)
    assert "延长缴费" in said and "城乡居民" in said and "2011年7月1日以前" in said and "待确认" in said


def test_the_last_month_that_is_needed_may_be_the_one_before_retirement() -> None:
    usual = {"birth": "1967-01", "track": Track.MALE, "as_of": "2026-11"}
    enough = use("contribution_gap", paid_months=180 - 9, **usual)
    assert (enough.value("retirement_month"), enough.value("reached_month")) == ("2027年8月", "2027年7月")
    assert enough.value("enough_by_retirement") == "是"
    assert use("contribution_gap", paid_months=180 - 10, **usual).value("enough_by_retirement") == "否"


def test_past_retirement_only_extended_contributions_are_left() -> None:
    found = use("contribution_gap", birth="1975-11", track=Track.FEMALE50, paid_months=96, as_of="2026-11")
    assert (found.value("months_to_retirement"), found.value("reached_month")) == ("0", "2033年10月")


def test_enough_years_are_a_threshold_and_no_end_of_duty() -> None:
    found = use("contribution_gap", birth="1970-01", track=Track.MALE, paid_months=192, as_of="2026-11")
    assert (found.value("gap_months"), found.value("enough"), found.find("reached_month")) == ("0", "是", None)
    assert "门槛" in told(found)


@pytest.mark.parametrize(
    "wrong",
    [
        {"paid_months": -1}, {"paid_months": 721}, {"birth": "1920-01"}, {"birth": "1975"}, {"shift_months": 37},
        {"shift_months": -37}, {"shift_months": -36, "birth": "1965-06"}, {"as_of": "1980-01"}, {"as_of": "现在"},
        {"shift_months": 12, "birth": "1960-01"},
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_remedy(wrong: dict[str, object]) -> None:
    usual: dict[str, object] = {"birth": "1986-11", "track": Track.MALE, "paid_months": 96}
    refused("contribution_gap", **(usual | wrong))


@given(births, tracks, st.integers(0, 400))
def test_another_month_paid_never_widens_the_gap(birth: Month, track: Track, paid: int) -> None:
    now, later = (
        use("contribution_gap", birth=str(birth), track=track, paid_months=months, as_of="2026-11")
        for months in (paid, paid + 1)
    )
    assert 0 <= int(now.value("gap_months")) - int(later.value("gap_months")) <= 1
    assert (now.value("gap_months") == "0") == (now.value("enough") == "是")
    assert 180 <= int(now.value("required_months")) <= 240
