"""Worked pensions: award sheets and calculations with any part of the inputs, by the domain's parts and by the tool."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension import regional
from assistant.pension.elastic import Choice
from assistant.pension.formulas import account_pension, half_year_up, money, years_of
from assistant.pension.gap import Gap
from assistant.pension.growth import Account, Compounding, balances
from assistant.pension.regional import Bases, BasicForm
from assistant.pension.transitional import EarlyYears, Transition, TransitionForm, form_of, transitional
from assistant.tools.registry import Toolbox
from eval.estimator_dates import ages
from eval.estimator_given import Given, Values, numbers
from eval.estimator_inputs import TODAY, Inputs, national, read_inputs
from eval.estimator_schemes import government, resident

FIRST_DAY = date(TODAY.year, 1, 1)
SHORT_YEARS = 20
"""辽宁, 吉林: a smaller transitional rate up to these years."""
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
        values |= _minimum(read, read.choice)
    if given.has("payout_months", "divisor") and read.payout is not None and "account" in values:
        values["payout_months"] = read.payout
    return _with_total(_told(given, read) | values, read)


def _told(given: Given, read: Inputs) -> Values:
    """Parts a case gives itself, for their sum; ``account`` is a part only where nothing divides it."""
    basic = given.number("basic", "basic_pension")
    if basic is None:
        return {}
    account = given.number("account_pension", *(() if read.payout else ("account",)))
    return {"basic": basic} if account is None else {"basic": basic, "account": account}


def _parts(read: Inputs, tools: Toolbox) -> Values:
    """The domain's parts for whatever is given."""
    values: Values = {}
    if read.choice is not None:
        values |= {
            "retire_month": str(read.choice.month),
            "first_payment_month": str(read.choice.month.plus(1)),
            "reference_year": Decimal(read.choice.reference_year),
            **ages(read.choice.age),
        }
    if read.payout is not None:
        values["payout_months"] = read.payout
    years, index, balance = _ahead(read, tools, values)
    grown = _grown(read, read.choice.month.year if read.choice else None)
    if index is not None:
        values["average_index"] = index
    if years is not None and index is not None and read.base is not None:
        base = read.base * grown
        bases, form = Bases(base, (read.local_base or read.base) * grown), _form(read, tools)
        values |= {"basic": money(regional.basic(form, bases, index, years)), "base_at_retirement": money(base)}
        if tools.book.latest("years_rounding", read.region, FIRST_DAY):
            values["basic_half_years"] = money(regional.basic(form, bases, index, half_year_up(years)))
    if balance is not None and read.payout is not None:
        values["account"] = money(account_pension(balance, read.payout))
    extra = _transitional(read, tools, index, grown)
    return values if extra is None else values | {"transitional": money(extra)}


def _grown(read: Inputs, year: int | None) -> Decimal:
    """How much wages and bases have grown by that year, as the tool takes it: once for each calendar year."""
    if read.as_of is None or year is None or read.growth is None:
        return Decimal(1)
    return (1 + read.growth) ** max(year - read.as_of.year, 0)


def _ahead(
    read: Inputs, tools: Toolbox, values: Values
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:  # fmt: skip
    """Years, index and balance at retirement, what is paid and grows until then included."""
    index = read.index
    if index is None and read.monthly_base is not None and (read.wage or read.base):
        index = read.monthly_base / (read.wage or read.base or Decimal(1))
    start = read.as_of or TODAY
    months = read.choice.month.minus(start) if read.choice and read.as_of else read.ahead if read.rate else None
    if months is None or months <= 0:
        return read.years, index, read.balance
    years = read.years
    if read.now_months is not None:
        years = years_of(read.now_months + months)
        values |= {"total_months": Decimal(read.now_months + months)}
    values["future_months"] = Decimal(months)
    if read.balance is None or read.rate is None and read.monthly_base is None:
        return years, index, read.balance
    rate, share = read.rate or Decimal(0), national(tools, "employee_rate").number
    deposit = (read.monthly_base or Decimal(0)) * share
    account = Account(read.balance, start, lambda year: rate, lambda year: deposit * _grown(read, year), months)
    balance = money(balances(account, months, read.how)[-1])
    values["account_at_retirement"] = balance
    return years, index, balance


def _minimum(read: Inputs, choice: Choice) -> Values:
    """How far the case is from the minimum years at the month chosen."""
    values: Values = {"min_years": choice.minimum_years, "required_months": Decimal(choice.minimum_months)}
    years = read.years
    if read.now_months is not None and read.as_of is not None:
        years = years_of(read.now_months + max(choice.month.minus(read.as_of), 0))
    months = _whole_months(years)
    if months is None:
        return values
    missing = Gap(choice, months).missing
    return values | {"gap_months": Decimal(missing), "eligible": missing == 0}


def _form(read: Inputs, tools: Toolbox) -> BasicForm:
    found = tools.book.latest("basic_form", read.region, FIRST_DAY) if read.told else None
    return BasicForm(found.value) if found else BasicForm.NATIONAL


def _transitional(read: Inputs, tools: Toolbox, index: Decimal | None, grown: Decimal) -> Decimal | None:
    """By the place's form; by the common one where a case gives the rate and no place. Zero for no early years."""
    if read.transitional is not None:
        return read.transitional
    if not (read.deemed or read.before_account or read.virtual_account):
        return None if read.deemed is None else Decimal(0)
    form = tools.book.latest("transitional_form", read.region, FIRST_DAY)
    known = form_of(form.value) if form else TransitionForm.COMMON if read.coefficient else None
    rate = read.coefficient or _rate(read, tools)
    if known is None or rate is None or read.base is None:
        return None
    rule = Transition(known, rate, read.virtual_account or Decimal(0))
    used = read.transitional_index or index or Decimal(1)
    early = EarlyYears(read.deemed or Decimal(0), read.before_account)
    return transitional(rule, (read.local_base or read.base) * grown, used, early)


def _rate(read: Inputs, tools: Toolbox) -> Decimal | None:
    """The place's rate; of two, the one up to twenty years unless more than twenty count: what the tool takes first."""
    rate = tools.book.latest("transitional_rate", read.region, FIRST_DAY)
    short = tools.book.latest("transitional_rate_short", read.region, FIRST_DAY)
    few = (read.deemed or Decimal(0)) + read.before_account <= SHORT_YEARS
    found = short if short and few else rate
    return found.number if found else None


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
        "deemed_months": _whole_months(read.deemed or Decimal(0)), "pre_account_months": _whole_months(read.before_account),
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
    if read.coefficient is not None:
        told.pop("transitional", None)
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
    return values | {"total": total, "yearly": total * 12} if parts else values
