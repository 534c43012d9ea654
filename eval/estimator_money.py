"""Worked cases about money other than an employee's pension: each by the tool a citizen would use."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.disability import ShortRule, months_payable
from assistant.pension.growth import Account, Compounding, balances
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL, ParameterBook
from assistant.tools.arguments import first_day
from assistant.tools.registry import Toolbox
from assistant.traces import ToolResult
from eval.estimator_dates import months_given, spoken_month
from eval.estimator_given import Given, Values

TODAY = "2026-01"
"""The month figures are looked up for where a case does not say."""


def numbers(found: ToolResult, **names: str) -> Values:
    """Results of a tool that are numbers, by the tool's names and by other ``names`` given as ours=theirs."""
    values: Values = {}
    for key, value in found.result:
        try:
            values[key] = Decimal(value)
        except ArithmeticError:
            values[key] = spoken_month(value) if re.fullmatch(r"\d{4}年\d+月", value) else value
    return values | {ours: values[theirs] for ours, theirs in names.items() if theirs in values}


def with_value(tools: Toolbox, key: str, value: Decimal | None) -> Toolbox:
    """The same tools where a national percentage is the one a case gives."""
    if value is None:
        return tools
    percent = f"{value * 100:f}"
    changed = (replace(p, value=percent) if p.key == key else p for p in tools.book.parameters)
    return Toolbox(ParameterBook(tuple(changed)))


def survivor(given: Given, tools: Toolbox) -> Values:
    """By the tool ``survivor_benefits``."""
    status = given.text("status", "state", "retired") or "在职"
    years = given.number("contribution_years", "years", "paid_years")
    months = given.whole("contribution_months", "paid_months")
    received = given.number("months_received", "received_months", "pension_months", "pension_months_received")
    received_years = given.number("years_received", "received_years", "pension_years", "pension_years_received")
    if received is None:
        received = (received_years or Decimal(0)) * 12
    retired = any(word in status.lower() for word in ("退休", "retired", "领取", "true", "pensioner")) or received > 0
    found = tools.run(
        "survivor_benefits",
        {
            "as_of": given.as_of(TODAY), "region": given.region(), "status": "retired" if retired else "working",
            "contribution_years": years if years is not None else Decimal(months or 0) / 12,
            "months_received": int(received),
            "monthly_income": given.number("province_income_monthly", "income", "monthly_income", "base", "urban_income"),
        },
    )  # fmt: skip
    return numbers(found, pension="consolation", lump_sum="consolation", consolation_months="months")


def contribution(given: Given, tools: Toolbox) -> Values:
    """By the tool ``contributions``; a rate the case gives stands in place of the one on file."""
    rate, text = (
        given.number("rate", "flexible_rate", "total_rate"),
        given.text("type", "who", "status", "scheme") or "",
    )
    employer, employee = given.number("employer_rate"), given.number("employee_rate", "personal_rate")
    chosen = given.has("ratio", "tier", "level") and not given.has("monthly_wage", "wage", "salary")
    named = any(word in text for word in ("flex", "灵活", "个体"))
    flexible = named or chosen or rate is not None and rate > Decimal("0.1")
    key = "flexible_rate" if flexible else "employee_rate"
    box = with_value(with_value(with_value(tools, key, rate), "employer_rate", employer), "employee_rate", employee)
    asked = {
        "as_of": given.as_of(TODAY), "kind": "flexible" if flexible else "employee", "region": given.region(),
        "monthly_wage": given.number("monthly_wage", "wage", "salary"), "base": given.number("monthly_base", "base"),
        "ratio": given.number("ratio", "tier", "level"), "floor": given.number("floor", "min", "base_min", "lower"),
        "cap": given.number("cap", "max", "base_max", "upper", "ceiling"),
        "average_wage": given.number("average_wage", "avg_wage", "social_average_wage"),
    }  # fmt: skip
    values = numbers(box.run("contributions", asked))
    months = given.whole("months")
    paid = values.get("monthly", values.get("employee"))
    if isinstance(paid, Decimal):
        values["monthly"] = paid
        if isinstance(account := values.get("to_account"), Decimal) and flexible:
            values["pooled"] = paid - account
        if isinstance(other := values.get("employer"), Decimal):
            values |= {"pooled": other, "both": paid + other}
        values["total"] = paid * months if months else values.get("both", paid)
    return values


def personal_pension(given: Given, tools: Toolbox) -> Values:
    """By the tool ``private_pension``; tax rates are fractions or per cent."""
    rate = given.number("tax_rate", "marginal_rate", "marginal_tax_rate", "rate")
    if rate is not None and rate < 1:
        rate *= 100
    found = tools.run(
        "private_pension",
        {
            "as_of": given.as_of(TODAY), "balance": given.number("balance", "account_balance", "withdraw", "amount"),
            "yearly": given.number("annual_contribution", "yearly", "contribution", "annual", "annual_deposit", "deposit"),
            "tax_rate": None if rate is None else int(rate), "years": given.whole("years", "contribution_years"),
        },
    )  # fmt: skip
    return numbers(
        found, tax_saving="tax_saved", annual_tax_saved="tax_saved", withdraw_tax="tax", deductible="deducted",
        deduction="deducted", net_benefit="net", net_amount="after_tax",
    )  # fmt: skip


def account_growth(given: Given, tools: Toolbox) -> Values:
    """By the tool ``account_growth``; rates year by year go straight to the domain."""
    balance = given.number("balance", "account_balance", "start", "principal") or Decimal(0)
    how = compounding(given.text("compounding", "convention", "method"))
    years = given.number("years")
    first, last = given.whole("from_year", "start_year", "year"), given.whole("to_year", "end_year")
    months = given.whole("months")
    rates = given.raw("rates", "yearly_rates")
    deposit = given.number("monthly_deposit", "deposit", "monthly_contribution") or Decimal(0)
    if months is None:
        spell = years if years is not None else Decimal(last - first + 1) if first and last else Decimal(1)
        months = int(spell * 12) if rates is None else len(rates) * 12
    start = first or 2026
    rate = given.number("rate", "interest", "annual_rate", "interest_rate")
    if rates is not None:
        each = {start + n: Decimal(str(one)) for n, one in enumerate(rates)}
        account = Account(balance, Month(start, 1).plus(-1), each.__getitem__, lambda year: deposit, months)
        return {"balance": balances(account, months, how)[-1]}
    asked = {
        "balance": balance, "months": months, "from_year": start, "monthly_deposit": deposit, "interest": rate,
        "compounding": how,
    }  # fmt: skip
    return numbers(tools.run("account_growth", asked), final="balance", account_balance="balance", end="balance")


def compounding(told: str | None) -> Compounding:
    """How a case says interest is added; monthly when it does not."""
    yearly = told is not None and any(word in told.lower() for word in ("annual", "year", "年"))
    return Compounding.YEARLY if yearly else Compounding.MONTHLY


def transfer(given: Given, tools: Toolbox) -> Values:
    """By the tool ``transfer_amount``, and ``claim_place`` where the case is about places."""
    if given.has("places", "hukou", "history"):
        asked = {"as_of": given.as_of(TODAY), "hukou": given.text("hukou"), "places": given.text("places", "history")}
        return numbers(tools.run("claim_place", asked))
    sex = given.text("sex", "gender")
    found = tools.run(
        "transfer_amount",
        {
            "as_of": given.as_of(TODAY), "account_balance": given.number("account_balance", "balance", "account"),
            "wage_sum": given.number("wage_sum_after_1998", "wage_sum", "wages", "total_wages"),
            "monthly_wage": given.number("monthly_wage", "monthly_base", "average_wage", "avg_wage", "base"),
            "months": given.whole("months", "contribution_months"), "age": given.whole("age", "age_years"),
            "sex": None if sex is None else "male" if sex.lower() in ("male", "m", "男") else "female",
            "kind": given.text("kind_of_transfer", "type", "scheme", "direction"),
            "to_hukou": given.flag("to_hukou", "hukou_return"),
        },
    )  # fmt: skip
    values = numbers(found, pool="pooled", pooled_amount="pooled", account_amount="account")
    return values | {"temporary_account": found.value("moves") == "否", "moves": found.value("moves") == "是"}


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
    """By the tool ``resident_pension``."""
    years = given.number("contribution_years", "years", "paid_years")
    birth = given.birth()
    found = tools.run(
        "resident_pension",
        {
            "as_of": given.as_of(TODAY), "years": int(years if years is not None else 15), "region": given.region(),
            "account_balance": given.number("account_balance", "balance", "account", "personal_account"),
            "annual_tier": given.number("annual_tier", "tier", "annual_contribution", "yearly"),
            "local_basic": given.number("basic", "basic_pension", "local_basic", "base_pension", "basic_monthly", "basic_amount"),
            "long_pay": given.number("long_pay", "long_contribution_extra", "extra"),
            "birth": None if birth is None else str(birth),
        },
    )  # fmt: skip
    given.has("payout_months", "divisor", "category")
    return numbers(found, monthly="total", retire_month="claim_month")


def government(given: Given, tools: Toolbox) -> Values:
    """By the tool ``government_pension``."""
    deemed = given.number("deemed_years")
    birth, months = given.birth(), months_given(given)
    if birth is None or months is None:
        raise BadInput("没有出生年月或缴费年限", "这一种案例要有 birth 和 contribution_years")
    found = tools.run(
        "government_pension",
        {
            "as_of": given.as_of(TODAY), "birth": str(birth), "region": given.region(), "paid_months": months,
            "account_balance": given.number("account_balance", "balance"),
            "actual_index": given.number("actual_index", "avg_index", "index"),
            "deemed_months": given.whole("deemed_months") or (int(deemed * 12) if deemed else None),
            "deemed_index": given.number("deemed_index"), "transitional": given.number("transitional"),
            "annuity_balance": given.number("annuity_balance", "occupational_annuity"),
            "benefit_base": given.number("benefit_base", "base"), "payout_months": given.number("payout_months"),
        },
    )  # fmt: skip
    return numbers(found)


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
