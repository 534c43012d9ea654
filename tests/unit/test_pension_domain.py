"""The parts of a pension as pure numbers: what grows with what, and the bounds nothing leaves."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.pension.elastic import LATE_MONTHS, choices, choose, latest_elastic, shifts
from assistant.pension.formulas import account_pension, basic_pension, half_year_up, money, weighted_index, years_of
from assistant.pension.growth import Account, Compounding, balances
from assistant.pension.months import Month
from assistant.pension.payout import payout_months
from assistant.pension.regional import Bases, BasicForm, basic
from assistant.pension.retirement import RULES, START, Track, minimum_years, retirement
from assistant.pension.transitional import EarlyYears, Transition, TransitionForm, transitional
from tests.unit._pension import TABLE

births = st.builds(Month, st.integers(1940, 2010), st.integers(1, 12))
tracks = st.sampled_from(list(Track))
bases = st.decimals(2000, 30_000, places=2)
indices = st.decimals("0.6", 3, places=4)
months = st.integers(1, 600)
rates = st.decimals(0, "0.1", places=4)


@pytest.mark.parametrize(
    ("base", "index", "paid", "yuan"),
    [("4000", "1.0", 180, "600.00"), ("4000", "3.0", 180, "1200.00"), ("12049", "0.8", 360, "3253.23"),
     ("11883", "1.0", 300, "2970.75"), ("9108", "0.6", 180, "1092.96")],
)  # fmt: skip
def test_well_known_basic_pensions(base: str, index: str, paid: int, yuan: str) -> None:
    assert money(basic_pension(Decimal(base), Decimal(index), years_of(paid))) == Decimal(yuan)


@given(bases, indices, months)
def test_the_basic_pension_grows_with_base_index_and_years(base: Decimal, index: Decimal, paid: int) -> None:
    here = basic_pension(base, index, years_of(paid))
    assert basic_pension(base + 1, index, years_of(paid)) > here
    assert basic_pension(base, index + Decimal("0.01"), years_of(paid)) > here
    assert basic_pension(base, index, years_of(paid + 1)) > here


@given(bases, indices, months)
def test_with_one_base_for_both_every_form_is_the_national_one(base: Decimal, index: Decimal, paid: int) -> None:
    national = basic_pension(base, index, years_of(paid))
    assert {basic(form, Bases(base, base), index, years_of(paid)) for form in BasicForm} == {national}


def test_two_bases_are_weighted_as_henan_and_jilin_do() -> None:
    both, years = Bases(Decimal(6738), Decimal(7932)), Decimal("42.5")
    assert money(basic(BasicForm.DUAL_PLACE_INDEX, both, Decimal("2.1119"), years)) == Decimal("4991.54")
    assert basic(BasicForm.DUAL_PROVINCE_INDEX, both, Decimal(2), Decimal(10)) == (7932 + 6738 * 2) / Decimal(2) / 10


@pytest.mark.parametrize("form", [BasicForm.DUAL_PLACE_INDEX, BasicForm.DUAL_PROVINCE_INDEX])
def test_without_the_base_of_the_place_two_bases_are_refused_with_what_to_supply(form: BasicForm) -> None:
    with pytest.raises(BadInput) as refused:
        basic(form, Bases(Decimal(6738)), Decimal(1), Decimal(20))
    assert "退休地" in str(refused.value)
    assert "计发基数" in refused.value.remedy


def test_a_low_index_in_guangdong_is_refused_and_the_lowest_base_is_not() -> None:
    with pytest.raises(BadInput, match="广东") as refused:
        basic(BasicForm.LOW_INDEX, Bases(Decimal(9028)), Decimal("0.5999"), Decimal(20))
    assert refused.value.remedy
    assert basic(BasicForm.LOW_INDEX, Bases(Decimal(9028)), Decimal("0.6"), Decimal(20)) > 0


@pytest.mark.parametrize(("years", "half"), [("42.4167", "42.5"), ("41.5", "41.5"), ("30.7", "31"), ("20", "20")])
def test_half_years_are_rounded_up(years: str, half: str) -> None:
    assert half_year_up(Decimal(years)) == Decimal(half)


@pytest.mark.parametrize(
    ("years", "extra", "wanted"),
    [(60, 0, "139"), (60, 1, "138.4"), (60, 2, "137.8"), (60, 3, "137.3"), (50, 1, "194.6"), (50, 3, "193.8"),
     (55, 1, "169.5"), (55, 4, "168"), (61, 1, "131.4"), (51, 11, "185.4"), (45, 1, "215.7"), (62, 10, "118.3"),
     (39, 11, "233"), (40, 0, "233"), (70, 0, "56"), (71, 6, "56"), (58, 1, "151.4")],
)  # fmt: skip
def test_payout_months_between_whole_ages_are_those_of_award_sheets(years: int, extra: int, wanted: str) -> None:
    assert payout_months(years * 12 + extra, TABLE) == Decimal(wanted)


@given(st.integers(0, 100 * 12))
def test_payout_months_never_rise_with_age_and_fall_inside_the_table(age: int) -> None:
    here, next_month = payout_months(age, TABLE), payout_months(age + 1, TABLE)
    assert 56 <= next_month <= here <= 233
    assert (next_month < here) == (40 * 12 <= age < 70 * 12)


@given(st.decimals(0, 10_000_000, places=2), st.integers(480, 840))
def test_who_claims_later_gets_no_less_from_the_same_account(balance: Decimal, age: int) -> None:
    here, later = (account_pension(balance, payout_months(a, TABLE)) for a in (age, age + 1))
    assert later >= here >= 0


@given(st.lists(st.tuples(indices, st.integers(0, 400)), min_size=1, max_size=4))
def test_an_average_index_lies_between_its_parts(parts: list[tuple[Decimal, int]]) -> None:
    mean, found = weighted_index(parts), [index for index, weight in parts if weight] or [parts[0][0]]
    assert min(found) - Decimal("1E-20") <= mean <= max(found) + Decimal("1E-20")


@given(births, tracks)
def test_a_choice_lies_between_the_old_age_and_three_years_late(birth: Month, track: Track) -> None:
    found = retirement(birth, track)
    every = choices(found)
    first, last = every[0], every[-1]
    assert first.age >= RULES[track].original * 12
    assert first.month >= found.original_month
    assert found.month.minus(first.month) == min(found.delay, 36)
    assert last.month == latest_elastic(found)
    assert last.shift == (LATE_MONTHS if found.month >= START else 0)
    assert [c.month.minus(every[0].month) for c in every] == list(range(len(every)))


@given(births, tracks)
def test_minimum_years_look_at_the_chosen_year_when_early_and_at_the_own_year_when_late(
    birth: Month, track: Track
) -> None:
    found = retirement(birth, track)
    for choice in choices(found):
        year = choice.month.year if choice.shift < 0 else found.month.year
        assert choice.reference_year == year
        assert choice.minimum_years == minimum_years(year)
        assert Decimal(choice.minimum_months) == choice.minimum_years * 12


@given(births, tracks)
def test_a_month_outside_the_choices_is_refused_and_told_which_are_inside(birth: Month, track: Track) -> None:
    found = retirement(birth, track)
    first, last = shifts(found)
    for shift in (first - 1, last + 1):
        with pytest.raises(BadInput) as refused:
            choose(found, shift)
        assert found.month.plus(first).spoken in refused.value.remedy
        assert found.month.plus(last).spoken in refused.value.remedy


def account(balance: Decimal, rate: Decimal, deposit: Decimal = Decimal(0), paying: int = 0) -> Account:
    return Account(balance, Month(2025, 12), lambda year: rate, lambda year: deposit, paying)


def test_a_year_of_interest_by_both_conventions() -> None:
    held = account(Decimal(100_000), Decimal("0.0262"))
    assert money(balances(held, 12)[-1]) == Decimal("102651.69")
    assert money(balances(held, 12, Compounding.YEARLY)[-1]) == Decimal("102620.00")
    assert money(balances(held, 24, Compounding.YEARLY)[-1]) == Decimal("105308.64")
    assert money(balances(held, 148)[-1]) == Decimal("138096.30")


@given(st.decimals(0, 1_000_000, places=2), rates, st.decimals(0, 5000, places=2), st.integers(1, 60))
def test_an_account_never_shrinks_and_without_interest_holds_what_was_paid_in(
    start: Decimal, rate: Decimal, deposit: Decimal, length: int
) -> None:
    for how in Compounding:
        grown = balances(account(start, rate, deposit, length), length, how)
        assert list(grown) == sorted(grown)
        assert len(grown) == length + 1
        assert balances(account(start, Decimal(0), deposit, length), length, how)[-1] == start + deposit * length


@given(st.integers(0, 40), st.integers(1, 20))
def test_nothing_is_paid_in_after_paying_stops(paying: int, more: int) -> None:
    held = account(Decimal(0), Decimal(0), Decimal(100), paying)
    assert balances(held, paying + more)[-1] == 100 * paying


EARLY = EarlyYears(Decimal("5.5"), Decimal(2))
TRANSITIONS = [
    (TransitionForm.COMMON, "0.013", "689.20"), (TransitionForm.BEFORE_ACCOUNT, "0.013", "939.82"),
    (TransitionForm.PLACE_BASE, "0.013", "689.20"), (TransitionForm.AT_LEAST_ONE, "0.012", "1084.41"),
    (TransitionForm.WEIGHTED, "0.013", "1057.30"), (TransitionForm.BEIJING, "0.01", "855.48"),
    (TransitionForm.SHANGHAI, "0.012", "795.23"), (TransitionForm.GUANGDONG, "0.012", "867.53"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "rate", "yuan"), TRANSITIONS)
def test_the_transitional_pension_of_each_form(form: TransitionForm, rate: str, yuan: str) -> None:
    assert {one for one, _, _ in TRANSITIONS} == set(TransitionForm)
    rule = Transition(form, Decimal(rate))
    assert money(transitional(rule, Decimal(12_049), Decimal("0.8"), EARLY)) == Decimal(yuan)


def test_shanghai_pays_the_virtual_account_over_120_months() -> None:
    rule = Transition(TransitionForm.SHANGHAI, Decimal("0.012"), Decimal(12_000))
    assert transitional(rule, Decimal(12_434), Decimal(2), EarlyYears(Decimal(0), Decimal(0))) == 100


@given(st.sampled_from(list(TransitionForm)), bases, indices, st.integers(0, 400), st.integers(0, 100))
def test_the_transitional_pension_grows_with_the_years_before_accounts(
    form: TransitionForm, base: Decimal, index: Decimal, deemed: int, paid: int
) -> None:
    def worth(more_deemed: int = 0, more_paid: int = 0) -> Decimal:
        years = EarlyYears(years_of(deemed + more_deemed), years_of(paid + more_paid))
        return transitional(rule, base, index, years)

    rule = Transition(form, Decimal("0.013"))
    assert worth(more_deemed=1) > worth() >= 0
    assert (worth(more_paid=1) > worth()) == rule.counts_paid
