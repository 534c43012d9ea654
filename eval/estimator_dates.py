"""Worked cases about months and years: retirement, flexible retirement, minimum years, payout months, gaps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.pension.elastic import Choice, choose, shifts
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL
from assistant.pension.retirement import Retirement, Track, retirement
from assistant.tools.registry import Toolbox
from eval.estimator_given import Given, Unreadable, Values, spoken_month

RESIDENT = ("resident", "居民")


def ages(age: int) -> Values:
    """An age in months under the names cases use."""
    return {
        "age_years": Decimal(age // 12), "age_months": Decimal(age % 12), "age_total_months": Decimal(age),
        "age": Decimal(age) / 12,
    }  # fmt: skip


def person(given: Given) -> tuple[Month, Track]:
    """Birth month and track. Raises ``Unreadable``."""
    birth, track = given.birth(), given.track()
    if birth is None or track is None:
        raise Unreadable("没有出生年月或类别", "这一种案例要有 birth 和 category")
    return birth, track


def retirement_date(given: Given, tools: Toolbox) -> Values:
    """By the tool ``retirement_date``; members of the residents' scheme by ``resident_claim``."""
    if given.about(*RESIDENT):
        return _resident(given, tools)
    birth, track = person(given)
    found = tools.run("retirement_date", {"birth": str(birth), "track": track})
    month = Month.parse(spoken_month(found.value("retirement_month")))
    years, now = Decimal(found.value("minimum_years")), given.month("as_of", "now", "date", "today")
    left: Values = {} if now is None else {"months_to_retirement": Decimal(max(month.minus(now), 0))}
    values = left | {
        "delay_months": Decimal(found.value("delay_months")), "retire_month": str(month),
        "retire_year": Decimal(month.year), "original_month": spoken_month(found.value("original_month")),
        "first_payment_month": spoken_month(found.value("first_payment_month")),
        "earliest_month": spoken_month(found.value("earliest_elastic_month")), "min_years": years,
        "latest_month": spoken_month(found.value("latest_elastic_month")), "statutory_month": str(month),
        "required_months": years * 12, **ages(month.minus(birth)),
    }  # fmt: skip
    return values | elastic(given, tools) if shift_given(given) else values


def _resident(given: Given, tools: Toolbox) -> Values:
    birth = given.birth()
    if birth is None:
        raise Unreadable("没有出生年月", "这一种案例要有 birth")
    month = Month.parse(spoken_month(tools.run("resident_claim", {"birth": str(birth)}).value("claim_month")))
    return {"retire_month": str(month), "delay_months": Decimal(0), **ages(month.minus(birth))}


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
    shift = shift_to(given, found.month)
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


def shift_given(given: Given) -> int | None:
    """Months of flexible retirement the case asks for, earlier ones negative."""
    shift, years = given.whole("shift_months", "shift", "elastic_months", "elastic_shift"), given.number("shift_years")
    if shift is not None or years is not None:
        return shift if shift is not None else int((years or Decimal(0)) * 12)
    early = given.whole("early_months", "advance_months", "months_early")
    late = given.whole("late_months", "delay_months", "postpone", "months_late")
    return -early if early else late


def shift_to(given: Given, statutory: Month) -> int | None:
    """The shift from the statutory month, told as months or as the month chosen."""
    chosen = given.month("chosen_month", "chosen", "retire", "retire_month", "selected_month", "target_month")
    return shift_given(given) if chosen is None else chosen.minus(statutory)


def months_given(given: Given) -> int | None:
    """Contribution months so far, from months or years; months below twelve beside years are the rest of a year."""
    months = given.whole(
        "paid_months", "paid_months_now", "contribution_months", "months_paid", "total_paid_months", "total_months",
        "total_contribution_months",
    )  # fmt: skip
    years = given.number("paid_years", "contribution_years", "years_paid", "total_years")
    if years is None:
        return months if months is not None else _actual_and_deemed(given)
    whole = int((years * 12).to_integral_value())
    if months is None or years == int(years) and 0 <= months < 12:
        return whole + (months or 0)
    return months


def _actual_and_deemed(given: Given) -> int | None:
    actual, deemed = (
        months if (months := given.whole(f"{kind}_months")) is not None else None if years is None else int(years * 12)
        for kind in ("actual", "deemed")
        for years in (given.number(f"{kind}_years"),)
    )
    return None if actual is None else actual + (deemed or 0)


def min_years(given: Given, tools: Toolbox) -> Values:
    """By the tool ``minimum_years``."""
    year = given.whole("reference_year", "year", "retire_year", "retirement_year", "claim_year", "ref_year")
    if year is None:
        month = given.month("retire", "retire_month", "retirement_month")
        year = month.year if month else nearest(retirement(*person(given)), shift_given(given) or 0)[0].reference_year
    years = Decimal(tools.run("minimum_years", {"year": year}).value("minimum_years"))
    return {"years": years, "min_years": years, "months": years * 12, "required_months": years * 12}


def payout_months(given: Given, tools: Toolbox) -> Values:
    """By the tool ``account_pension``; the residents' scheme has one figure for every age."""
    years = given.number("age_years", "age", "retire_age", "retire_age_years", "retirement_age")
    extra = given.whole("age_months", "extra_months", "retire_age_months") or 0
    total = given.whole("age_total_months", "age_in_months", "total_age_months")
    if given.about(*RESIDENT):
        months = tools.book.need("resident_payout_months", NATIONAL, date(2026, 1, 1)).number
        return {"months": months, "payout_months": months}
    if total is None:
        total = retirement(*person(given)).age if years is None else int((years * 12).to_integral_value()) + extra
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
        return _short(years, max(int(years * 12) - paid, 0), paid)
    birth, track = person(given)
    asked = {"birth": str(birth), "track": track, "paid_months": paid, "as_of": str(now) if now else None}
    person_found = retirement(birth, track)
    choice, _ = nearest(person_found, shift_to(given, person_found.month) or 0)
    found = tools.run("contribution_gap", asked | {"shift_months": choice.shift})
    month = Month.parse(spoken_month(found.value("retirement_month")))
    values = _short(Decimal(found.value("minimum_years")), int(found.value("gap_months")), paid) | {
        "reference_year": Decimal(found.value("reference_year")), "retire_month": str(month),
    }  # fmt: skip
    if now is not None:
        left = max(month.minus(now), 0)
        missing = int(found.value("gap_months"))
        values |= {"months_to_retirement": Decimal(left), "enough_by_retirement": missing <= left}
        if (reached := dict(found.result).get("reached_month")) is not None:
            values["reached_month"] = spoken_month(reached)
    return values


def _short(years: Decimal, missing: int, paid: int) -> Values:
    """What is missing, under the names cases use."""
    return {
        "min_years": years, "required_months": years * 12, "gap_months": Decimal(missing), "paid_months": Decimal(paid),
        "gap_years": Decimal(missing) / 12, "enough": missing == 0, "eligible": missing == 0,
    }  # fmt: skip
