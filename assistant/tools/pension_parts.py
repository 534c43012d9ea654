"""One part of a pension on its own: the basic pension, or the account pension with its payout months."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.pension import formulas
from assistant.pension.months import spoken_age
from assistant.pension.parameters import NATIONAL, ParameterBook
from assistant.pension.payout import OLDEST, YOUNGEST, bounded_age, payout_months
from assistant.tools.arguments import MOST_MONTHLY, amount, cents, count, optional
from assistant.tools.working import Working, months_spoken, plain, yuan
from assistant.traces import ToolResult

IN_FORCE = date(2026, 1, 1)
"""The table of payout months has not changed since 2006; any day since finds it."""
MOST_INDEX = Decimal(5)
YOUNGEST_RETIRED = 16
"""Age in years; nobody draws an account pension younger."""


def account_pension(
    book: ParameterBook, age_years: int, age_months: int = 0, account_balance: Decimal | None = None
) -> ToolResult:
    """算个人账户养老金：退休时的年龄（几岁零几个月）和个人账户储存额（元）；不给储存额就只查计发月数。"""
    age = count(age_years, "退休年龄", 100, least=YOUNGEST_RETIRED) * 12 + count(age_months, "退休年龄的月数", 11)
    balance = optional(account_balance, "个人账户储存额")
    work = Working(book)
    whole = {years: work.need(f"payout_months.{years}", NATIONAL, IN_FORCE) for years in _around(age)}
    months = payout_months(age, {years: found.number for years, found in whole.items()})
    spoken = spoken_age(age)
    formula = "按退休时的年龄查计发月数表" if age % 12 == 0 else "两个整岁之间按月份平均折算，保留一位小数"
    if age % 12:
        work.assume("不是整岁的计发月数，是按多地核定表的做法逐月折算的，没有见到全国统一的文件")
    if bounded_age(age) != age:
        work.assume(f"计发月数表只到{YOUNGEST}岁和{OLDEST}岁，超出的按最近的一岁")
    work.step("计发月数", formula, {"退休年龄": spoken}, f"{plain(months)}个月", *whole.values())
    result = {"retirement_age": spoken, "payout_months": plain(months)}
    if balance is not None:
        monthly = formulas.money(formulas.account_pension(balance, months))
        inputs = {"个人账户储存额": yuan(balance), "计发月数": f"{plain(months)}个月"}
        work.step("个人账户养老金", "个人账户储存额 ÷ 计发月数", inputs, yuan(monthly))
        result |= {"account_balance": plain(balance), "account": plain(monthly)}
    return work.result("account_pension", result)


def _around(age: int) -> tuple[int, ...]:
    years, rest = divmod(bounded_age(age), 12)
    return (years, years + 1) if rest else (years,)


def basic_pension(book: ParameterBook, benefit_base: Decimal, average_index: Decimal, paid_months: int) -> ToolResult:
    """算基础养老金（全国统一的公式）：计发基数（元/月）、平均缴费指数、累计缴费月数。"""
    base = cents(benefit_base, "计发基数", MOST_MONTHLY, least=Decimal(1))
    index = amount(average_index, "平均缴费指数", MOST_INDEX, least=Decimal("0.01"))
    months = count(paid_months, "累计缴费月数", 720)
    work = Working(book)
    monthly = formulas.money(formulas.basic_pension(base, index, formulas.years_of(months)))
    inputs = {"计发基数": yuan(base), "平均缴费指数": plain(index), "缴费年限": months_spoken(months)}
    work.step("基础养老金", "计发基数 ×（1 + 平均缴费指数）÷ 2 × 缴费年限 × 1%", inputs, yuan(monthly))
    work.assume("用的是全国统一的公式，河南、吉林、广东等地另有自己的算法")
    result = {
        "benefit_base": plain(base), "average_index": plain(index), "paid": months_spoken(months), "basic": plain(monthly)
    }  # fmt: skip
    return work.result("basic_pension", result)
