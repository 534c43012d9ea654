"""What the family of an insured employee receives after a death that is not work-related.

Source of the months: 企业职工基本养老保险遗属待遇暂行办法（人社部发〔2021〕18号）, from 2021-09-01, known from retellings.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum


class SurvivorStatus(StrEnum):
    """Whether the person who died drew a pension (or an invalidity allowance) already."""

    WORKING = "working"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class ConsolationRule:
    """Months of 抚恤金 by contribution years; ``per_year`` for each year above 15."""

    under_5: int
    under_10: int
    up_to_15: int
    per_year: int
    cap: int


def own_months(contribution_years: Decimal, rule: ConsolationRule) -> int:
    """Months by contribution years alone; a part of a year above 15 counts as a whole one."""
    if contribution_years < 5:
        return rule.under_5
    if contribution_years < 10:
        return rule.under_10
    beyond = max(contribution_years - 15, Decimal(0)).to_integral_value(ROUND_CEILING)
    return min(rule.up_to_15 + int(beyond) * rule.per_year, rule.cap)


def payable_months(own: int, months_received: int, floor: int) -> int:
    """Months for a pensioner: one less for each full year of pension received, never below the floor.

    The floor lifts nobody above the months the contribution years give: who has 6 of them keeps 6.
    """
    return max(own - months_received // 12, min(own, floor))
