"""Worked cases about an account: one that grows (个人账户), and the private pension's tax (个人养老金)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from assistant.pension.growth import Account, Compounding, balances
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL
from assistant.tools.registry import Toolbox
from eval.estimator_given import Given, Unreadable, Value, Values, numbers

TODAY = "2026-01"
"""The month figures are looked up for where a case does not say."""
FIRST_YEAR = 2026


def personal_pension(given: Given, tools: Toolbox) -> Values:
    """By the tool ``private_pension``; tax rates are fractions or per cent.

    Without a tax rate nothing is said of tax saved. Returns on what is paid in are nobody's part here.
    """
    rate = given.fraction("tax_rate", "marginal_rate", "marginal_tax_rate", "rate")
    yearly = given.number("annual_contribution", "yearly", "contribution", "annual", "annual_deposit", "deposit",
                          "yearly_contribution", "annual_amount", "yearly_deposit")  # fmt: skip
    monthly, years = (
        given.number("monthly_contribution", "monthly", "monthly_deposit"),
        given.whole("years", "contribution_years"),
    )
    if yearly is None and monthly is not None:
        yearly = monthly * 12
    if given.fraction("return", "annual_return", "return_rate", "growth", "yield"):
        raise Unreadable("个人养老金不算投资收益", "给出领取时的账户金额 balance")
    found = tools.run(
        "private_pension",
        {
            "as_of": given.as_of(TODAY),
            "balance": given.number("balance", "account_balance", "withdraw", "withdrawal", "amount", "total", "account_value"),
            "yearly": yearly, "tax_rate": None if yearly is None else int((rate or 0) * 100), "years": years,
        },
    )  # fmt: skip
    values = numbers(found)
    if yearly is None or rate is not None:
        return values
    paid, later = _decimal(values["deducted"]) * (years or 1), _decimal(values["tax_later"])
    return {
        "balance": paid,
        "after_tax": paid - later,
        **{k: v for k, v in values.items() if k not in ("tax_saved", "net")},
    }


def _decimal(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def account_growth(given: Given, tools: Toolbox) -> Values:
    """By the tool ``account_growth``; rates year by year go straight to the domain.

    Interest is monthly where a case counts months and yearly where it counts years, unless it says how.
    """
    balance = given.number("balance", "account_balance", "start_balance", "start", "initial_balance", "principal")
    start, months, by_year = _span(given)
    told = given.text("compounding", "convention", "method")
    how = compounding(told) if told else Compounding.YEARLY if by_year else Compounding.MONTHLY
    deposit = given.number("monthly_deposit", "deposit", "monthly_contribution", "monthly_to_account")
    if deposit is None and (base := given.number("monthly_base", "contribution_base")) is not None:
        deposit = base * tools.book.need("employee_rate", NATIONAL, date(FIRST_YEAR, 1, 1)).number
    if (rates := given.raw("rates", "yearly_rates", "annual_rates")) is not None:
        return _year_by_year(_rates(rates, start), balance or Decimal(0), deposit or Decimal(0), how)
    rate = given.fraction("rate", "interest", "annual_rate", "interest_rate", "bookkeeping_rate")
    asked = {
        "balance": balance or Decimal(0), "months": months, "from_year": start, "monthly_deposit": deposit,
        "interest": rate, "compounding": how,
    }  # fmt: skip
    values = numbers(tools.run("account_growth", asked)) | {"months": Decimal(months)}
    on_file = tools.book.find("account_interest", NATIONAL, date(start, 7, 1))
    return values if on_file is None else values | {"rate": on_file.number}


def _span(given: Given) -> tuple[int, int, bool]:
    """First year, months, and whether the case counts in years."""
    first, last = (
        given.month("from", "from_year", "start_year", "year", "as_of"),
        given.month("to", "to_year", "end_year"),
    )
    start = first.year if first else FIRST_YEAR
    if (months := given.whole("months")) is not None:
        return start, months, False
    if (years := given.number("years")) is not None:
        return start, int(years * 12), True
    if first is None or last is None:
        return start, 12, True
    if len(given.text("to") or "") > len("2026"):
        return start, last.minus(first), False
    return start, (last.year - first.year + 1) * 12, True


def _rates(told: object, start: int) -> dict[int, Decimal]:
    """Rates by calendar year, from a list beginning in ``start`` or from a table by year; fractions or per cent."""
    table = told if isinstance(told, Mapping) else dict(enumerate(told, start)) if isinstance(told, list) else {}
    if not table:
        raise Unreadable(f"rates 看不懂：{told}", "写成每年一个数，或 {年份: 利率}")
    each = Given({str(year): rate for year, rate in table.items()})
    return {int(str(year)): each.fraction(str(year)) or Decimal(0) for year in sorted(table, key=str)}


def _year_by_year(rates: dict[int, Decimal], balance: Decimal, deposit: Decimal, how: Compounding) -> Values:
    first = min(rates)
    months = len(range(first, max(rates) + 1)) * 12
    account = Account(balance, Month(first, 1).plus(-1), rates.__getitem__, lambda year: deposit, months)
    final = balances(account, months, how)[-1]
    return {"balance": final, "months": Decimal(months), "interest": final - balance - deposit * months}


def compounding(told: str | None) -> Compounding:
    """How a case says interest is added; monthly when it does not."""
    text = (told or "").lower()
    yearly = any(word in text for word in ("annual", "year", "年")) and not any(
        word in text for word in ("month", "按月")
    )
    return Compounding.YEARLY if yearly else Compounding.MONTHLY
