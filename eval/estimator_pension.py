"""Worked pensions: award sheets and calculations with any part of the inputs, by the domain's parts and by the tool."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension import regional
from assistant.pension.formulas import account_pension, half_year_up, money, years_of
from assistant.pension.growth import Account, Compounding, balances
from assistant.pension.regional import Bases, BasicForm
from assistant.pension.transitional import EarlyYears, Transition, form_of, transitional
from assistant.tools.registry import Toolbox
from eval.estimator_dates import ages
from eval.estimator_given import Given, Values
from eval.estimator_inputs import TODAY, Inputs, national, read_inputs
from eval.estimator_money import government, numbers, resident

MOST_OFF = Decimal("0.02")
"""Years with two to four places stand for whole months within a fiftieth of a month."""


def pension(given: Given, tools: Toolbox, named: str = "") -> Values:
    """Every amount the inputs lead to; ``named`` is the case's id and source, where a city may be named."""
    scheme = (given.text("scheme", "system") or "").lower()
    if any(word in scheme for word in ("resident", "居民")):
        return resident(given, tools)
    if any(word in scheme for word in ("government", "机关", "事业")) and given.birth() is not None:
        return government(given, tools)
    read = read_inputs(given, tools, named)
    values = _parts(read, tools)
    if read.choice is not None:
        values |= _by_tool(read, tools)
    if given.has("payout_months", "divisor") and read.payout is not None and "account" in values:
        values["payout_months"] = read.payout
    return _with_total(values, read)


def _parts(read: Inputs, tools: Toolbox) -> Values:
    """The domain's parts for whatever is given."""
    values: Values = {}
    if read.choice is not None:
        values |= {
            "retire_month": str(read.choice.month),
            "min_years": read.choice.minimum_years,
            **ages(read.choice.age),
        }
    if read.payout is not None:
        values["payout_months"] = read.payout
    years, index, balance = _ahead(read, tools, values)
    if years is not None and index is not None and read.base is not None:
        bases, form = Bases(read.base, read.local_base or read.base), _form(read, tools)
        values["basic"] = money(regional.basic(form, bases, index, years))
        if tools.book.latest("years_rounding", read.region, date(TODAY.year, 1, 1)):
            values["basic_half_years"] = money(regional.basic(form, bases, index, half_year_up(years)))
    if balance is not None and read.payout is not None:
        values["account"] = money(account_pension(balance, read.payout))
    extra = _transitional(read, tools, index)
    return values if extra is None else values | {"transitional": money(extra)}


def _ahead(
    read: Inputs, tools: Toolbox, values: Values
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:  # fmt: skip
    """Years, index and balance at retirement, what is paid and grows until then included."""
    index = read.index
    if index is None and read.monthly_base is not None and (read.wage or read.base):
        index = read.monthly_base / (read.wage or read.base or Decimal(1))
    if read.choice is None or read.as_of is None or read.choice.month <= read.as_of:
        return read.years, index, read.balance
    months, years = read.choice.month.minus(read.as_of), read.years
    if read.now_months is not None:
        years = years_of(read.now_months + months)
        values |= {"total_months": Decimal(read.now_months + months)}
    values["future_months"] = Decimal(months)
    if read.balance is None or read.rate is None:
        return years, index, read.balance
    rate, share = read.rate, national(tools, "employee_rate").number
    deposit = (read.monthly_base or Decimal(0)) * share
    account = Account(read.balance, read.as_of, lambda year: rate, lambda year: deposit, months)
    balance = money(balances(account, months, read.how)[-1])
    values["account_at_retirement"] = balance
    return years, index, balance


def _form(read: Inputs, tools: Toolbox) -> BasicForm:
    found = tools.book.latest("basic_form", read.region, date(TODAY.year, 1, 1))
    return BasicForm(found.value) if found else BasicForm.NATIONAL


def _transitional(read: Inputs, tools: Toolbox, index: Decimal | None) -> Decimal | None:
    if read.transitional is not None:
        return read.transitional
    if not (read.deemed or read.before_account or read.virtual_account) or read.base is None:
        return None
    day = date(TODAY.year, 1, 1)
    form = tools.book.latest("transitional_form", read.region, day)
    rate = tools.book.latest("transitional_rate", read.region, day)
    known = form_of(form.value) if form else None
    if known is None or rate is None:
        return None
    rule = Transition(known, read.coefficient or rate.number, read.virtual_account or Decimal(0))
    used = read.transitional_index or index or Decimal(1)
    return transitional(rule, read.local_base or read.base, used, EarlyYears(read.deemed, read.before_account))


def _by_tool(read: Inputs, tools: Toolbox) -> Values:
    """What the tool makes of it, where it can be asked the same: whole months and no gap to the minimum years."""
    months = read.now_months if read.now_months is not None else _whole_months(read.years)
    if (
        read.how is Compounding.YEARLY
        or months is None
        or read.choice is None
        or read.birth is None
        or read.base is None
        or read.balance is None
    ):
        return {}
    keeps = read.now_months is not None
    as_of = read.as_of or read.choice.month
    asked = {
        "birth": str(read.birth), "track": read.track, "region": read.region, "as_of": str(as_of), "paid_months": months,
        "average_index": read.index, "monthly_base": read.monthly_base, "account_balance": read.balance,
        "deemed_months": _whole_months(read.deemed), "pre_account_months": _whole_months(read.before_account),
        "shift_months": read.choice.shift, "keep_paying": keeps, "benefit_base": read.base,
        "local_base": read.local_base, "transitional": read.transitional, "interest": Decimal(0) if read.rate is None else read.rate,
        "growth": read.growth, "transitional_index": read.transitional_index, "virtual_account": read.virtual_account,
    }  # fmt: skip
    try:
        found = tools.run("pension_estimate", asked)
    except BadInput:
        return {}
    told = numbers(found, account_at_retirement="account_balance", retire_month="retirement_month")
    if found.value("gap_months") != "0" or told["payout_months"] != read.payout:
        return {}
    names = ("basic", "account", "transitional", "payout_months", "retire_month", "average_index", "contribution_years")
    return {name: told[name] for name in (*names, "account_at_retirement") if name in told}


def _whole_months(years: Decimal | None) -> int | None:
    if years is None:
        return None
    months = (years * 12).to_integral_value()
    return int(months) if abs(months - years * 12) <= MOST_OFF else None


def _with_total(values: Values, read: Inputs) -> Values:
    parts = [values[name] for name in ("basic", "account", "transitional") if name in values]
    total = sum((part for part in parts if isinstance(part, Decimal)), read.extra)
    return values | {"total": total} if parts else values
