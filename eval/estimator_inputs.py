"""The inputs of a worked pension, under every name they go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.pension.elastic import Choice
from assistant.pension.formulas import years_of
from assistant.pension.growth import Compounding
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL, Parameter
from assistant.pension.payout import payout_months
from assistant.pension.retirement import Track, retirement
from assistant.tools.registry import Toolbox
from eval.estimator_dates import months_given, nearest
from eval.estimator_given import Given, regions_with_base
from eval.estimator_money import compounding

SHENZHEN = "广东/深圳"
TODAY = Month(2026, 1)


@dataclass(frozen=True, slots=True)
class Inputs:
    """A case read: what it gives, with None for what it leaves out. Months are counts, amounts yuan."""

    region: str
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
    deemed: Decimal
    before_account: Decimal
    transitional: Decimal | None
    transitional_index: Decimal | None
    virtual_account: Decimal | None
    coefficient: Decimal | None
    extra: Decimal
    track: Track | None
    how: Compounding


def read_inputs(given: Given, tools: Toolbox, named: str) -> Inputs:
    """A case read; ``named`` is its id and source, where a city may be named. Raises ``BadInput``."""
    base = given.number("benefit_base", "base", "pension_base", "calc_base", "jifa_base", "provincial_base")
    wage = given.number("avg_wage", "average_wage", "social_average_wage")
    birth, track = given.birth(), given.track()
    shift = given.whole("shift_months", "shift", "elastic_months", "elastic_shift") or 0
    choice = nearest(retirement(birth, track), shift)[0] if birth and track else None
    region = _region(given, tools, base, named)
    retire = given.month("retire", "retire_month", "retirement_month")
    if base is None and wage is None and region != NATIONAL:
        base = _published(tools, region, retire or (choice.month if choice else TODAY))
    actual = _years(given, "actual_months", "actual_years", "paid_years_actual")
    deemed = _years(given, "deemed_months", "deemed_years", "deemed")
    growth = given.number("all_growth", "growth", "wage_growth", "base_growth")
    rate = given.number("rate", "interest", "interest_rate", "account_rate", "annual_rate", "bookkeeping_rate")
    if rate is None and given.number("all_growth") is not None:
        rate = growth
    as_of, monthly = given.month("as_of", "now", "date"), given.number("monthly_base", "contribution_base")
    paid_now = given.whole("paid_months_now", "months_paid_now", "current_months")
    if paid_now is None and as_of is not None and monthly is not None:
        paid_now = months_given(given)
    return Inputs(
        region, choice, birth, as_of, _all_years(given, actual, deemed), paid_now, base or wage,
        given.number("local_base", "place_base", "city_base"), wage,
        given.number("avg_index", "average_index", "index", "avg_contribution_index"),
        monthly, given.number("account_balance", "balance", "account", "personal_account", "personal_account_balance"),
        _payout(given, tools, choice), rate, growth, deemed or Decimal(0),
        _years(given, "pre_account_months", "actual_years_1992_1998", "pre_account_years", "actual_years_before_1998",
               "actual_years_before_account") or Decimal(0),
        given.number("transitional", "transitional_pension"), given.number("transitional_index", "deemed_index"),
        given.number("virtual_account", "virtual_account_total"), given.number("transition_coef", "transitional_rate"),
        given.number("extra", "subsidy", "extra_pension", "addition") or Decimal(0), track,
        compounding(given.text("compounding", "convention")),
    )  # fmt: skip


def _years(given: Given, months_name: str, *years_names: str) -> Decimal | None:
    months, years = given.number(months_name), given.number(*years_names)
    return years if months is None else months / 12


def _all_years(given: Given, actual: Decimal | None, deemed: Decimal | None) -> Decimal | None:
    """Contribution years, deemed ones included: the case's total, else actual and deemed added."""
    years = given.number("contribution_years", "total_years", "years", "paid_years")
    if years is not None:
        return years
    months = months_given(given) if given.has("contribution_months", "paid_months", "total_paid_months") else None
    if months is not None:
        return years_of(months)
    return None if actual is None else actual + (deemed or Decimal(0))


def _region(given: Given, tools: Toolbox, base: Decimal | None, named: str) -> str:
    """The case's place; a base only 深圳 published, or its name, makes a 广东 case 深圳's; a base nobody else has names one."""
    region = given.region()
    if region == "广东" and ("深圳" in named or "shenzhen" in named.lower()):
        return SHENZHEN
    if base is None:
        return region or NATIONAL
    if region == "广东" and regions_with_base(tools.book, base, (SHENZHEN,)):
        return SHENZHEN
    if region is None:
        holders = regions_with_base(tools.book, base)
        return holders[0] if len(holders) == 1 else NATIONAL
    return region


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
