"""Flexible retirement: months that can be chosen and the minimum years that then apply.

Source: 国务院办法 第三条 (2024-09-13): at most three years early, never below the old age; at most three years late.
Reference years as in 人社部发〔2024〕94号 第七条: early, the year chosen; late, the year of one's own statutory age.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.months import Month
from assistant.pension.retirement import START, Retirement, earliest_elastic, minimum_years

LATE_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Choice:
    """A retirement month chosen, ``shift`` months after (before, when negative) the statutory one; age in months."""

    month: Month
    shift: int
    age: int
    reference_year: int
    minimum_years: Decimal

    @property
    def minimum_months(self) -> int:
        """Minimum contribution months; every minimum is whole half years."""
        return int(self.minimum_years * 12)


def latest_elastic(found: Retirement) -> Month:
    """The latest month flexible late retirement allows; who reached the age before 2025 cannot choose any more."""
    return found.month if found.month < START else found.month.plus(LATE_MONTHS)


def shifts(found: Retirement) -> tuple[int, int]:
    """The smallest and the largest shift that can be chosen, in months; the smallest is at most zero."""
    return earliest_elastic(found).minus(found.month), latest_elastic(found).minus(found.month)


def choose(found: Retirement, shift: int = 0) -> Choice:
    """Retirement ``shift`` months later (negative: earlier) than the statutory month. Raises ``BadInput``."""
    first, last = shifts(found)
    if not first <= shift <= last:
        raise BadInput(
            f"不能{'提前' if shift < 0 else '延迟'}{abs(shift)}个月退休",
            f"最早{found.month.plus(first).spoken}，最晚{found.month.plus(last).spoken}",
        )
    month = found.month.plus(shift)
    year = month.year if shift < 0 else found.month.year
    return Choice(month, shift, found.age + shift, year, minimum_years(year))


def choices(found: Retirement) -> tuple[Choice, ...]:
    """Every month that can be chosen, earliest first."""
    first, last = shifts(found)
    return tuple(choose(found, shift) for shift in range(first, last + 1))
