"""A personal account growing with interest and deposits."""

from __future__ import annotations

from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.growth import SPOKEN, Account, Compounding, balances
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL, Parameter, ParameterBook
from assistant.tools.arguments import MOST_MONTHLY, cents, count
from assistant.tools.pension_question import MOST_INTEREST, fraction
from assistant.tools.pension_terms import yearly
from assistant.tools.working import Working, money, months_spoken, plain, yuan
from assistant.traces import ToolResult


def account_growth(
    book: ParameterBook,
    balance: Decimal,
    months: int,
    from_year: int,
    monthly_deposit: Decimal = Decimal(0),
    interest: Decimal | None = None,
    compounding: Compounding = Compounding.MONTHLY,
) -> ToolResult:
    """算职工养老保险个人账户过一段时间有多少钱：逐年按公布的记账利率，没有公布的年份按最后公布的。

    balance 现在的储存额（元）；months 过多少个月；from_year 从哪一年1月起算；monthly_deposit 每月存入（元）；
    interest 记账利率（年，小数，填了就每年都按它）；compounding 计息办法（monthly 按月复利，yearly 年末一次结息）。
    """
    start = cents(balance, "个人账户储存额")
    length = count(months, "月数", 720, least=1)
    deposit = cents(monthly_deposit, "每月存入", MOST_MONTHLY)
    if not 1998 <= from_year <= 2100:
        raise BadInput("年份不合适", "请给出1998到2100之间的年份，如 2026")
    work, how = Working(book), Compounding(compounding)
    years = range(from_year, from_year + (length - 1) // 12 + 1)
    rates, figures = _rates(work, years, interest)
    account = Account(start, Month(from_year, 1).plus(-1), rates.__getitem__, lambda year: deposit, length)
    grown = balances(account, length, how)
    _tell_years(work, grown, account, figures, how)
    final, paid = money(grown[-1]), deposit * length
    gained = final - start - paid
    work.step("合计存入", "每月存入 × 月数", {"每月存入": yuan(deposit), "月数": months_spoken(length)}, yuan(paid))
    told = {"最后的储存额": yuan(final), "原来的储存额": yuan(start), "合计存入": yuan(paid)}
    work.step("合计利息", "最后的储存额 − 原来的储存额 − 合计存入", told, yuan(gained))
    work.assume(f"计息办法：{SPOKEN[how]}；另一种办法算出来略有出入")
    if deposit:
        work.assume("当月存入的从下月起计息")
    return work.result(
        "account_growth", {"balance": plain(final), "deposited": plain(paid), "interest": plain(gained)}
    )  # fmt: skip


def _tell_years(
    work: Working, grown: tuple[Decimal, ...], account: Account, figures: dict[int, Parameter], how: Compounding
) -> None:
    """The balance at each year's end, and at the last month."""
    length, before = len(grown) - 1, 0
    for number in (*range(12, length, 12), length):
        month = account.at.plus(number)
        used = (figures[month.year],) if month.year in figures else ()
        rate = plain((account.rate(month.year) * 100).normalize())
        inputs = {
            "这一年开始时": yuan(grown[before]), "月数": f"{number - before}个月", "年利率": f"{rate}%",
            "每月存入": yuan(account.deposit(month.year)),
        }  # fmt: skip
        work.step(f"{month.spoken}末储存额", SPOKEN[how], inputs, yuan(grown[number]), *used)
        before = number


def _rates(
    work: Working, years: range, interest: Decimal | None
) -> tuple[dict[int, Decimal], dict[int, Parameter]]:  # fmt: skip
    if interest is None:
        found = yearly(work, "account_interest", NATIONAL, years)
        return {year: rate.number for year, rate in found.items()}, found
    fraction(interest, "记账利率", MOST_INTEREST)
    work.assume(f"每年都按您提供的{plain((interest * 100).normalize())}%计息，以每年公布的为准")
    return dict.fromkeys(years, interest), {}
