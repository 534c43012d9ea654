"""The invalidity allowance (病残津贴) of employees, from 2025-01-01.

Source: 企业职工基本养老保险病残津贴暂行办法（人社部发〔2024〕72号）, known from retellings; 社会保险法 第十七条.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from assistant.pension.months import Month

NEAR_MONTHS = 60
"""Five years before the statutory age the allowance turns into the pension method."""


class Situation(StrEnum):
    """Which of the three situations of the rules a person is in."""

    NEAR = "near"
    FAR = "far"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class ShortRule:
    """Months payable without the minimum years: ``base``, and ``per_year`` for each year above ``from_years``."""

    base: int
    per_year: int
    from_years: int


def situation(contribution_years: Decimal, minimum: Decimal, months_to_retirement: int) -> Situation:
    """The situation; exactly five years before the statutory age counts as near."""
    if contribution_years < minimum:
        return Situation.SHORT
    return Situation.NEAR if months_to_retirement <= NEAR_MONTHS else Situation.FAR


def months_payable(contribution_years: Decimal, rule: ShortRule) -> int:
    """Months payable without the minimum years; a part of a year above ``from_years`` counts as a whole one."""
    beyond = max(contribution_years - rule.from_years, Decimal(0)).to_integral_value(ROUND_CEILING)
    return rule.base + int(beyond) * rule.per_year


def recheck_month(retirement: Month) -> Month:
    """When the allowance of somebody far from retirement is worked out again by the pension method."""
    return retirement.plus(-NEAR_MONTHS)
