"""The inputs of a worked pension, under every name they go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.pension.elastic import Choice
from assistant.pension.formulas import weighted_index, years_of
from assistant.pension.growth import Compounding
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL, Parameter
from assistant.pension.payout import payout_months
from assistant.pension.retirement import Track, retirement
from assistant.tools.registry import Toolbox
from eval.estimator_account import compounding
from eval.estimator_dates import months_given, nearest, shift_to
from eval.estimator_given import Given, Unreadable, regions_with_base

SHENZHEN = "广东/深圳"
TODAY = Month(2026, 1)


@dataclass(frozen=True, slots=True)
class Inputs:
    """A case read: what it gives, with None for what it leaves out. Months are counts, amounts yuan.

    ``told`` is False for a place the case does not name and only its benefit base points to; ``ahead`` are months to come.
    """

    region: str
    told: bool
    choice: Choice | None
    birth: Month | None
    as_of: Month | None
    years: Decimal | None
    now_months: int | None
    base: Decimal | None
    local_base: Decimal | None
    wage: Decimal | None
    index: Decimal | None
    monthly_base: Decimal | None
    balance: Decimal | None
    payout: Decimal | None
    rate: Decimal | None
    growth: Decimal | None
    deemed: Decimal | None
    before_account: Decimal
    transitional: Decimal | None
    transitional_index: Decimal | None
    virtual_account: Decimal | None
    coefficient: Decimal | None
    extra: Decimal
    ahead: int | None
    track: Track | None
    how: Compounding


def read_inputs(given: Given, tools: Toolbox, named: str) -> Inputs:
    """A case read; ``named`` is its id and source, where a city may be named. Raises ``Unreadable``."""
    base = given.number("benefit_base", "base", "pension_base", "calc_base", "jifa_base", "provincial_base")
    wage = given.number("avg_wage", "average_wage", "social_average_wage")
    birth, track = given.birth(), given.track()
    found = retirement(birth, track) if birth and track else None
    choice = nearest(found, shift_to(given, found.month) or 0)[0] if found else None
    told, region = _region(given, tools, base, named)
    retire = given.month("retire", "retire_month", "retirement_month")
    if base is None and wage is None and region != NATIONAL:
        base = _published(tools, region, retire or (choice.month if choice else TODAY))
    actual = _years(given, "actual_months", "actual_years", "paid_years_actual")
    deemed = _years(given, "deemed_months", "deemed_years", "deemed")
    growth, rate = _rates(given)
    as_of = given.month("as_of", "now", "date")
    monthly = given.number("monthly_base", "contribution_base", "monthly_wage", "contribution_wage")
    paid_now = given.whole("paid_months_now", "months_paid_now", "current_months")
    if paid_now is None and as_of is not None and monthly is not None:
        paid_now = months_given(given)
    ahead = given.whole("future_months", "months_to_retirement", "months_left", "remaining_months", "months")
    if retire is not None and as_of is not None:
        ahead = retire.minus(as_of)
    return Inputs(
        region, told, choice, birth, as_of, _all_years(given, actual, deemed), paid_now, base or wage,
        given.number("local_base", "place_base", "city_base", "county_base"), wage,
        _index(given),
        monthly, given.number("account_balance", "balance", "account", "personal_account", "personal_account_balance"),
        _payout(given, tools, choice), rate, growth, deemed, _before_account(given),
        given.number("transitional", "transitional_pension"), _early_index(given),
        given.number("virtual_account", "virtual_account_total", "virtual_account_amount"),
        given.fraction("transition_coef", "transitional_rate", "transition_coefficient", "transitional_coef", "coef"),
        given.number("extra", "subsidy", "extra_pension", "addition") or Decimal(0), ahead, track,
        compounding(given.text("compounding", "convention")),
    )  # fmt: skip


def _rates(given: Given) -> tuple[Decimal | None, Decimal | None]:
    """Growth of wages and bases, and interest of the account, a year; ``all_growth`` is both."""
    growth = given.fraction("all_growth", "growth", "wage_growth", "base_growth", "growth_rate")
    rate = given.fraction("rate", "interest", "interest_rate", "account_rate", "annual_rate", "bookkeeping_rate")
    return growth, growth if rate is None and given.has("all_growth") else rate


def _index(given: Given) -> Decimal | None:
    """The average index, told or from a list: plain ones count alike, {index, months} by their months."""
    told = given.number("avg_index", "average_index", "index", "avg_contribution_index", "contribution_index")
    rows = given.raw("indices", "indexes", "yearly_indices", "index_history")
    if told is not None or not isinstance(rows, list) or not rows:
        return told
    parts = [Given(row) if isinstance(row, dict) else Given({"index": row}) for row in rows]
    return weighted_index((part.number("index", "value") or Decimal(0), part.whole("months") or 1) for part in parts)


def _early_index(given: Given) -> Decimal | None:
    """The index of the years the transitional pension counts."""
    return given.number(
        "transitional_index", "deemed_index", "index_before_account", "index_before_1998", "index_before_1998_06"
    )  # fmt: skip


def _years(given: Given, months_name: str, *years_names: str) -> Decimal | None:
    months, years = given.number(months_name), given.number(*years_names)
    return years if months is None else months / 12


def _before_account(given: Given) -> Decimal:
    """Years actually paid in before personal accounts."""
    names = ("actual_years_1992_1998", "pre_account_years", "actual_years_before_1998", "actual_years_before_account",
             "actual_years_before_1998_06", "years_before_account")  # fmt: skip
    return _years(given, "pre_account_months", *names) or Decimal(0)


def _all_years(given: Given, actual: Decimal | None, deemed: Decimal | None) -> Decimal | None:
    """Contribution years, deemed ones included: the case's total, else actual and deemed added."""
    names = ("contribution_months", "paid_months", "total_paid_months", "total_months", "total_contribution_months")
    years = given.number("contribution_years", "total_years", "years", "paid_years")
    months = months_given(given) if given.has(*names) else None
    if months is not None:
        return years_of(months)
    if years is not None:
        return years
    if actual is None and given.has("months") and not given.has("rate", "rate_pct", "interest", "account_rate"):
        return (given.number("months") or Decimal(0)) / 12
    return None if actual is None else actual + (deemed or Decimal(0))


def _region(given: Given, tools: Toolbox, base: Decimal | None, named: str) -> tuple[bool, str]:
    """The case's place, and whether it names one.

    A base only 深圳 published, or its name, makes a 广东 case 深圳's; a base nobody else has points to a place not named.
    """
    try:
        region = given.region()
    except Unreadable:
        if base is None:
            raise
        return False, NATIONAL
    if region == "广东" and ("深圳" in named or "shenzhen" in named.lower()):
        return True, SHENZHEN
    if region == "广东" and base is not None and regions_with_base(tools.book, base, (SHENZHEN,)):
        return True, SHENZHEN
    if region is not None or base is None:
        return region is not None, region or NATIONAL
    holders = regions_with_base(tools.book, base)
    return False, holders[0] if len(holders) == 1 else NATIONAL


def _published(tools: Toolbox, region: str, when: Month) -> Decimal | None:
    found = tools.book.latest("benefit_base", region, date(when.year, when.month, 1))
    return found.number if found else None


def _payout(given: Given, tools: Toolbox, choice: Choice | None) -> Decimal | None:
    told = given.number("payout_months", "divisor", "calc_months")
    years, extra = given.number("age_years", "age", "retire_age"), given.whole("age_months") or 0
    if told is not None:
        return told
    age = choice.age if choice else None if years is None else int(years * 12) + extra
    if age is None:
        return None
    return payout_months(age, {a: national(tools, f"payout_months.{a}").number for a in range(40, 71)})


def national(tools: Toolbox, key: str) -> Parameter:
    """A national figure of today."""
    return tools.book.need(key, NATIONAL, date(TODAY.year, 1, 1))
