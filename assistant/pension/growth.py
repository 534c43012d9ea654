"""A personal account growing month by month. Yuan, rates are fractions a year.

Two conventions are in use for interest (记账利率) and they differ by a few yuan: monthly compounding at a twelfth of the
yearly rate, or simple interest within the calendar year, credited at its end. What is paid in in a month bears interest
from the next month on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.pension.months import Month


class Compounding(StrEnum):
    """When interest is added to the balance."""

    MONTHLY = "monthly"
    YEARLY = "yearly"


SPOKEN = {
    Compounding.MONTHLY: "按月复利，每月利息为年利率的十二分之一",
    Compounding.YEARLY: "年内单利，每年年末一次结息",
}


@dataclass(frozen=True, slots=True)
class Account:
    """A balance at the end of the month ``at``, and each calendar year's rate.

    ``deposit`` is what is paid in each month of a year, in the first ``paying`` months.
    """

    balance: Decimal
    at: Month
    rate: Callable[[int], Decimal]
    deposit: Callable[[int], Decimal] = lambda year: Decimal(0)
    paying: int = 0


def balances(account: Account, months: int, compounding: Compounding = Compounding.MONTHLY) -> tuple[Decimal, ...]:
    """The balance after 0, 1, … ``months`` months, unrounded."""
    found = [account.balance]
    opening, accrued = account.balance, Decimal(0)
    for number in range(1, months + 1):
        month = account.at.plus(number)
        accrued += opening * account.rate(month.year) / 12
        if number <= account.paying:
            opening += account.deposit(month.year)
        if compounding is Compounding.MONTHLY or month.month == 12:
            opening, accrued = opening + accrued, Decimal(0)
        found.append(opening + accrued)
    return tuple(found)
