"""Worked cases about months and years: retirement, flexible retirement, minimum years, payout months, gaps."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.elastic import Choice, choose, shifts
from assistant.pension.months import Month
from assistant.pension.retirement import Retirement, Track, retirement
from assistant.tools.registry import Toolbox
from eval.estimator_given import Given, Values


def spoken_month(text: str) -> str:
    """2035年9月 -> 2035-09."""
    year, month = re.findall(r"\d+", text)[:2]
    return str(Month(int(year), int(month)))


def ages(age: int) -> Values:
    """An age in months under the names cases use."""
    return {
        "age_years": Decimal(age // 12), "age_months": Decimal(age % 12), "age_total_months": Decimal(age),
        "age": Decimal(age) / 12,
    }  # fmt: skip


def person(given: Given) -> tuple[Month, Track]:
    """Birth month and track. Raises ``BadInput``."""
    birth, track = given.birth(), given.track()
    if birth is None or track is None:
        raise BadInput("没有出生年月或类别", "这一种案例要有 birth 和 category")
    return birth, track


def retirement_date(given: Given, tools: Toolbox) -> Values:
    """By the tool ``retirement_date``."""
    birth, track = person(given)
    found = tools.run("retirement_date", {"birth": str(birth), "track": track})
    month = Month.parse(spoken_month(found.value("retirement_month")))
    years = Decimal(found.value("minimum_years"))
    return {
        "delay_months": Decimal(found.value("delay_months")), "retire_month": str(month),
        "retire_year": Decimal(month.year), "original_month": spoken_month(found.value("original_month")),
        "first_payment_month": spoken_month(found.value("first_payment_month")),
        "earliest_month": spoken_month(found.value("earliest_elastic_month")), "min_years": years,
        "required_months": years * 12, **ages(month.minus(birth)),
    }  # fmt: skip


def elastic(given: Given, tools: Toolbox) -> Values:
    """By the domain's choices, with the bounds the tool ``retirement_options`` tells."""
    birth, track = person(given)
    found = retirement(birth, track)
    paid = months_given(given)
    options = tools.run("retirement_options", {"birth": str(birth), "track": track, "as_of": str(birth)})
    early, late = (spoken_month(options.value(f"{side}_month")) for side in ("earliest", "latest"))
    first, last = shifts(found)
    values: Values = {
        "earliest_month": early, "latest_month": late, "statutory_month": str(found.month),
        "max_early_months": Decimal(-first), "max_late_months": Decimal(last),
    }  # fmt: skip
    shift = _shift(given, found.month)
    if shift is None:
        return values
    choice, within = nearest(found, shift)
    gap = max(choice.minimum_months - paid, 0) if paid is not None else 0
    return values | {
        "retire_month": str(choice.month), "reference_year": Decimal(choice.reference_year), "allowed": within,
        "min_years": choice.minimum_years, "required_months": Decimal(choice.minimum_months),
        "first_payment_month": str(choice.month.plus(1)), "gap_months": Decimal(gap), "eligible": within and gap == 0,
        "shift_months": Decimal(choice.shift), **ages(choice.age),
    }  # fmt: skip


def nearest(found: Retirement, shift: int) -> tuple[Choice, bool]:
    """The choice nearest to a shift: cases ask for 36 months where less can be had; and whether it is the one asked for."""
    first, last = shifts(found)
    kept = min(max(shift, first), last)
    return choose(found, kept), kept == shift


def _shift(given: Given, statutory: Month) -> int | None:
    chosen = given.month("chosen_month", "chosen", "retire", "retire_month", "selected_month", "target_month")
    shift = given.whole("shift_months", "shift", "elastic_months", "elastic_shift")
    early, late = given.whole("early_months", "advance_months"), given.whole("late_months", "delay_months", "postpone")
    if chosen is not None:
        return chosen.minus(statutory)
    if shift is not None:
        return shift
    return -early if early is not None else late


def months_given(given: Given) -> int | None:
    """Contribution months so far, from months or years."""
    months = given.whole(
        "paid_months",
        "paid_months_now",
        "contribution_months",
        "months_paid",
        "total_paid_months",
        "total_months",
        "total_contribution_months",
    )
    years = given.number("paid_years", "contribution_years", "years_paid", "total_years")
    return months if months is not None else None if years is None else int((years * 12).to_integral_value())


def min_years(given: Given, tools: Toolbox) -> Values:
    """By the tool ``minimum_years``."""
    year = given.whole("reference_year", "year", "retire_year", "retirement_year")
    if year is None:
        month = given.month("retire", "retire_month", "retirement_month")
        year = month.year if month else person_year(given)
    years = Decimal(tools.run("minimum_years", {"year": year}).value("minimum_years"))
    return {"years": years, "min_years": years, "months": years * 12, "required_months": years * 12}


def person_year(given: Given) -> int:
    """The year of the statutory retirement."""
    return retirement(*person(given)).month.year


def payout_months(given: Given, tools: Toolbox) -> Values:
    """By the tool ``account_pension``."""
    years, extra = given.number("age_years", "age", "retire_age"), given.whole("age_months", "extra_months") or 0
    total = given.whole("age_total_months", "age_in_months", "total_age_months")
    if total is None and years is not None:
        total = int((years * 12).to_integral_value()) + extra
    if total is None:
        total = retirement(*person(given)).age
    asked: dict[str, object] = {"age_years": total // 12, "age_months": total % 12}
    balance = given.number("account_balance", "balance")
    found = tools.run("account_pension", asked | {"account_balance": balance})
    months = Decimal(found.value("payout_months"))
    account: Values = {} if balance is None else {"account": Decimal(found.value("account"))}
    return {"months": months, "payout_months": months, **account}


def gap(given: Given, tools: Toolbox) -> Values:
    """By the tool ``contribution_gap``; without a birth month, from the reference year."""
    paid = months_given(given) or 0
    year = given.whole("reference_year", "retire_year", "retirement_year", "year")
    now = given.month("as_of", "now", "date")
    if given.birth() is None and year is not None:
        years = Decimal(tools.run("minimum_years", {"year": year}).value("minimum_years"))
        short = max(int(years * 12) - paid, 0)
        return {"min_years": years, "required_months": years * 12, "gap_months": Decimal(short), "enough": short == 0}
    birth, track = person(given)
    shift = given.whole("shift_months", "shift", "elastic_months") or 0
    asked = {"birth": str(birth), "track": track, "paid_months": paid, "shift_months": shift, "as_of": now}
    found = tools.run("contribution_gap", asked | {"as_of": str(now) if now else None})
    short, years = int(found.value("gap_months")), Decimal(found.value("minimum_years"))
    return {
        "min_years": years, "required_months": years * 12, "gap_months": Decimal(short),
        "gap_years": Decimal(short) / 12, "enough": short == 0, "paid_months": Decimal(paid),
        "reference_year": Decimal(found.value("reference_year")), "min_months": years * 12,
        "retire_month": spoken_month(found.value("retirement_month")),
    }  # fmt: skip
