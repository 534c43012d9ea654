"""Worked cases about money other than an employee's pension: each by the tool a citizen would use."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from assistant.pension.parameters import ParameterBook
from assistant.pension.transfer import TransferKind
from assistant.tools.registry import Toolbox
from eval.estimator_dates import months_given
from eval.estimator_given import Given, Unreadable, Values, numbers

TODAY = "2026-01"
"""The month figures are looked up for where a case does not say."""
YEARLY = ("employee", "employer", "to_account", "pooled")
"""What is paid each month, told for a year as well."""


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
    months = months_given(given)
    years = given.number("contribution_years", "years", "paid_years")
    received = _received(given)
    retired = any(word in status.lower() for word in ("退休", "retired", "领取", "true", "pensioner")) or received > 0
    found = tools.run(
        "survivor_benefits",
        {
            "as_of": given.as_of(TODAY), "region": given.region(), "status": "retired" if retired else "working",
            "contribution_years": years if years is not None else Decimal(months or 0) / 12,
            "months_received": received, "monthly_income": _income(given),
            "months_only": not given.has("province", "region", "city") and _income(given) is None,
        },
    )  # fmt: skip
    return numbers(found)


def _received(given: Given) -> int:
    """Months of pension drawn before the death."""
    months = given.whole("months_received", "received_months", "pension_months", "pension_months_received",
                         "pension_received_months", "drawn_months")  # fmt: skip
    years = given.number("years_received", "received_years", "pension_years", "pension_years_received",
                         "pension_received_years", "drawn_years", "years_drawn", "retired_years", "paid_pension_years",
                         "pension_paid_years", "years_of_pension")  # fmt: skip
    return months if months is not None else int((years or Decimal(0)) * 12)


def _income(given: Given) -> Decimal | None:
    """The income a head and month in the province's towns, yuan; a yearly one is divided by twelve."""
    monthly = given.number("province_income_monthly", "monthly_income", "income_monthly", "income", "base", "urban_income",
                           "disposable_income_monthly")  # fmt: skip
    yearly = given.number("province_income_yearly", "province_income_annual", "yearly_income", "income_yearly",
                          "annual_income", "income_annual", "disposable_income_annual")  # fmt: skip
    return yearly / 12 if monthly is None and yearly is not None else monthly


def contribution(given: Given, tools: Toolbox) -> Values:
    """By the tool ``contributions``; a rate the case gives stands in place of the one on file."""
    if given.has("arrears", "owed"):
        return late_fee(given, tools)
    rate = given.fraction("rate", "flexible_rate", "total_rate")
    text = given.text("type", "who", "status", "scheme") or ""
    employer, employee = given.fraction("employer_rate"), given.fraction("employee_rate", "personal_rate")
    chosen = given.has("ratio", "tier", "level") and not given.has("monthly_wage", "wage", "salary")
    named = any(word in text for word in ("flex", "灵活", "个体"))
    flexible = named or chosen or rate is not None and rate > Decimal("0.1")
    key = "flexible_rate" if flexible else "employee_rate"
    box = with_value(with_value(with_value(tools, key, rate), "employer_rate", employer), "employee_rate", employee)
    asked = {
        "as_of": given.as_of(TODAY), "kind": "flexible" if flexible else "employee", "region": given.region(),
        "monthly_wage": given.number("monthly_wage", "wage", "salary"),
        "base": given.number("monthly_base", "base", "contribution_base"),
        "ratio": given.number("ratio", "tier", "level"),
        "floor": given.number("floor", "min", "base_min", "lower", "min_base", "base_floor", "lower_limit"),
        "cap": given.number("cap", "max", "base_max", "upper", "ceiling", "max_base", "base_cap", "upper_limit"),
        "average_wage": given.number("average_wage", "avg_wage", "social_average_wage"),
    }  # fmt: skip
    return _paid(numbers(box.run("contributions", asked)), given.whole("months"), flexible=flexible)


def _paid(values: Values, months: int | None, *, flexible: bool) -> Values:
    """What is paid by whom, in a month, in a year and in all ``months`` together."""
    paid = values.get("monthly", values.get("employee"))
    if not isinstance(paid, Decimal):
        return values
    values["monthly"] = paid
    if isinstance(account := values.get("to_account"), Decimal) and flexible:
        values["pooled"] = paid - account
    if isinstance(other := values.get("employer"), Decimal):
        values |= {"pooled": other, "both": paid + other}
    both = values.get("both", paid)
    values["total"] = paid * months if months else both
    return values | {f"{name}_yearly": one * 12 for name in YEARLY if isinstance(one := values.get(name), Decimal)}


def late_fee(given: Given, tools: Toolbox) -> Values:
    """By the tool ``late_fee``."""
    asked = {
        "as_of": given.as_of(TODAY), "arrears": given.number("arrears", "owed", "amount"),
        "days": given.whole("days", "late_days", "days_late", "overdue_days"),
    }  # fmt: skip
    return numbers(tools.run("late_fee", asked))


def transfer(given: Given, tools: Toolbox) -> Values:
    """By the tool ``transfer_amount``, and ``claim_place`` where the case is about places."""
    places = given.raw("places", "history", "stays", "records")
    if places is not None:
        hukou = given.text("hukou", "household", "hukou_province")
        return numbers(
            tools.run("claim_place", {"as_of": given.as_of(TODAY), "hukou": hukou, "places": _stays(places)})
        )
    sex, kind = given.text("sex", "gender", "category"), _kind(given)
    months, wages = months_given(given) or given.whole("months"), given.raw("yearly_wages", "annual_wages", "wage_list")
    years = given.number("years")
    total = given.number("wage_sum_after_1998", "wage_sum", "wages", "total_wages", "wage_sum_since_1998", "wage_total")
    if isinstance(wages, list | dict):
        total = sum((Decimal(str(one)) for one in (wages.values() if isinstance(wages, dict) else wages)), Decimal(0))
    balance = given.number("account_balance", "balance", "account", "account_total", "personal_account")
    only_place = balance is None and given.has("age", "age_years")
    if only_place:
        balance, total = Decimal(0), total or Decimal(0)
    found = tools.run(
        "transfer_amount",
        {
            "as_of": given.as_of(TODAY), "account_balance": balance, "wage_sum": total,
            "monthly_wage": given.number("monthly_wage", "monthly_base", "average_wage", "avg_wage", "base",
                                         "avg_monthly_wage", "average_monthly_wage", "avg_base"),
            "months": months if months is not None or years is None else int(years * 12),
            "age": given.whole("age", "age_years"), "kind": kind,
            "sex": None if sex is None else "male" if sex.lower() in ("male", "m", "男") else "female",
            "to_hukou": given.flag("to_hukou", "hukou_return"), "assigned": given.flag("assigned"),
        },
    )  # fmt: skip
    given.has("first_join")
    moves = found.value("moves") == "是"
    values: Values = {} if only_place else numbers(found)
    return values | {"temporary_account": not moves, "moves": moves}


def _kind(given: Given) -> str | None:
    """Between which schemes, as the tool calls it; told in one word or as from and to."""
    told = given.text("kind_of_transfer", "transfer_kind", "type", "scheme", "direction")
    ends = [given.text("from", "from_scheme"), given.text("to", "to_scheme")]
    if told is None and all(ends):
        joined = f"{ends[0]}_to_{ends[1]}"
        told = joined if joined in list(TransferKind) else ends[0] if ends[0] == ends[1] else None
    return told


def _stays(told: Any) -> str:
    """Places and how long, as the tool takes them: its own text, or a list of {province, months or years}."""
    if isinstance(told, str):
        return told
    rows = [Given(one) for one in told if isinstance(one, dict)]
    if len(rows) != len(told) or not rows:
        raise Unreadable(f"places 看不懂：{told}", "写成 [{province, months}] 或 广东:12年,广西:8年6个月")
    return ",".join(f"{row.region()}:{months_given(row) or row.whole('months') or _years(row)}个月" for row in rows)


def _years(row: Given) -> int:
    return int((row.number("years") or Decimal(0)) * 12)
