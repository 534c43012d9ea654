"""What is paid in each month, by an employee with an employer or by a person alone.

Sources: 国发〔2005〕38号 三、六 (8% of the employee, 20% of the self-employed of which 8% goes to the account) and
国办发〔2019〕13号 一、三 (16% of the employer; bases from 60% to 300% of the average wage).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ContributionKind(StrEnum):
    """Who pays."""

    EMPLOYEE = "employee"
    FLEXIBLE = "flexible"


@dataclass(frozen=True, slots=True)
class BaseLimits:
    """The lowest and highest contribution base, yuan a month; None where it is not known."""

    floor: Decimal | None = None
    cap: Decimal | None = None

    def bound(self, wanted: Decimal) -> Decimal:
        """``wanted``, raised to the floor or lowered to the cap."""
        raised = wanted if self.floor is None else max(wanted, self.floor)
        return raised if self.cap is None else min(raised, self.cap)

    def snap(self, wanted: Decimal) -> Decimal:
        """As ``bound``; within one yuan of a published limit it is that limit, which places round to whole yuan."""
        near = (limit for limit in (self.floor, self.cap) if limit is not None and abs(limit - wanted) < 1)
        return next(near, self.bound(wanted))
