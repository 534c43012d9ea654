"""Worked cases about schemes other than the employees' own: residents, government staff, annuities, invalidity."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.pension.disability import ShortRule, months_payable
from assistant.pension.formulas import account_pension, basic_pension, money
from assistant.pension.government import transitional
from assistant.pension.parameters import NATIONAL
from assistant.tools.arguments import first_day
from assistant.tools.registry import Toolbox
from eval.estimator_dates import months_given
from eval.estimator_given import Given, Unreadable, Values, numbers

TODAY = "2026-01"
"""The month figures are looked up for where a case does not say."""


def disability(given: Given, tools: Toolbox) -> Values:
    """By the tool ``disability_allowance``; months payable alone need only the years."""
    months = months_given(given) or 0
    birth, track = given.birth(), given.track()
    asked = {
        "as_of": given.as_of(TODAY), "paid_months": months, "region": given.region(),
        "average_index": given.number("avg_index", "average_index", "index"),
        "account_balance": given.number("account_balance", "balance"), "transitional": given.number("transitional"),
        "benefit_base": given.number("benefit_base", "base"), "local_base": given.number("local_base"),
        "payout_months": given.number("payout_months"),
    }  # fmt: skip
    if birth is not None and track is not None:
        found = tools.run("disability_allowance", asked | {"birth": str(birth), "track": track})
        return numbers(found, months="months_payable", tier="situation", total="monthly")
    on = first_day(str(asked["as_of"]))
    keys = ("disability_base_months", "disability_months_per_year", "disability_years_short")
    rule = ShortRule(*(int(tools.book.need(key, NATIONAL, on).number) for key in keys))
    payable = Decimal(months_payable(Decimal(months) / 12, rule))
    return {"months": payable, "months_payable": payable}


def resident(given: Given, tools: Toolbox) -> Values:
    """By the tool ``resident_pension``; a subsidy the case gives stands in place of the one on file."""
    years = given.number("contribution_years", "years", "paid_years")
    birth, whole = given.birth(), int(years if years is not None else 15)
    long_pay = given.number("long_pay", "long_contribution_extra", "extra", "long_pay_extra", "long_pay_monthly")
    each = given.number("long_pay_per_year", "long_pay_rate")
    if long_pay is None and (each is not None or years is None):
        long_pay = (each or Decimal(0)) * whole
    balance = given.number("account_balance", "balance", "account", "personal_account")
    tier = given.number("annual_tier", "tier", "annual_contribution", "yearly", "annual", "yearly_contribution")
    subsidy = given.number("annual_subsidy", "subsidy", "yearly_subsidy", "government_subsidy")
    if balance is None and tier is not None and subsidy is not None:
        balance = (tier + subsidy) * whole
    asked = {
        "as_of": given.as_of(TODAY), "years": whole, "region": given.region(), "account_balance": balance,
        "annual_tier": tier, "long_pay": long_pay, "birth": None if birth is None else str(birth),
        "local_basic": given.number("basic", "basic_pension", "local_basic", "base_pension", "basic_monthly",
                                    "basic_amount", "base_amount", "monthly_basic"),
    }  # fmt: skip
    given.has("payout_months", "divisor", "category")
    found = numbers(tools.run("resident_pension", asked))
    divisor = tools.book.need("resident_payout_months", NATIONAL, first_day(str(asked["as_of"]))).number
    return found | {"payout_months": divisor, "retire_month": found.get("claim_month", "")}


def government(given: Given, tools: Toolbox) -> Values:
    """By the tool ``government_pension``; without a birth month, the domain's parts."""
    deemed = given.number("deemed_years")
    birth, months = given.birth(), months_given(given)
    balance = given.number("account_balance", "balance")
    annuity_balance = given.number("annuity_balance", "occupational_annuity", "occupational_annuity_balance")
    base, payout = given.number("benefit_base", "base"), given.number("payout_months")
    index = given.number("actual_index", "avg_index", "index", "average_index")
    if birth is None or months is None:
        return _government_parts(given, Money(base, index, balance, annuity_balance, payout))
    found = tools.run(
        "government_pension",
        {
            "as_of": given.as_of(TODAY), "birth": str(birth), "region": given.region(), "paid_months": months,
            "account_balance": balance, "actual_index": index,
            "deemed_months": given.whole("deemed_months") or (int(deemed * 12) if deemed else None),
            "deemed_index": given.number("deemed_index"), "transitional": given.number("transitional"),
            "annuity_balance": annuity_balance, "benefit_base": base, "payout_months": payout,
        },
    )  # fmt: skip
    return numbers(found)


@dataclass(frozen=True, slots=True)
class Money:
    """What a government pension is made from: yuan, the average index of all years, payout months."""

    base: Decimal | None
    index: Decimal | None
    balance: Decimal | None
    annuity: Decimal | None
    payout: Decimal | None


def _government_parts(given: Given, told: Money) -> Values:
    """The parts whose figures are all given, and their sum. Raises ``Unreadable`` when there is none."""
    years, deemed = given.number("contribution_years", "years"), given.number("deemed_years") or Decimal(0)
    early = given.number("deemed_index")
    rate = given.fraction("transition_coef", "transitional_rate", "transition_coefficient", "coef")
    parts: dict[str, Decimal] = {}
    if told.base is not None and told.index is not None and years is not None:
        parts["basic"] = money(basic_pension(told.base, told.index, years))
    if (extra := given.number("transitional")) is not None:
        parts["transitional"] = extra
    elif told.base is not None and early is not None and rate is not None:
        parts["transitional"] = money(transitional(told.base, early, deemed, rate))
    if told.payout is not None:
        owned = {"account": told.balance, "annuity": told.annuity}
        parts |= {name: money(account_pension(one, told.payout)) for name, one in owned.items() if one is not None}
    if not parts:
        raise Unreadable("机关事业单位的算例缺少数", "要有 birth 和缴费年限，或者计发基数、指数和缴费年限")
    return {**parts, "total": sum(parts.values(), Decimal(0))}


def annuity(given: Given, tools: Toolbox) -> Values:
    """Rates on file applied to a base: 职业年金 8% and 4%, 企业年金 at most 8% and 12%."""
    base = given.number("base", "wage", "monthly_wage", "monthly_base") or Decimal(0)
    on = first_day(given.as_of(TODAY))
    rate = {
        name: tools.book.need(key, NATIONAL, on).number
        for name, key in (
            ("employer", "occupational_employer_rate"), ("employee", "occupational_employee_rate"),
            ("employer_max", "enterprise_annuity_employer_cap"), ("total_max", "enterprise_annuity_total_cap"),
        )
    }  # fmt: skip
    given.has("type", "scheme")
    values: Values = {name: base * one for name, one in rate.items()}
    return values | {"total": base * (rate["employer"] + rate["employee"])}
