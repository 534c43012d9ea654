"""How far somebody is from the minimum contribution years, and when paying on closes the gap.

Source: 国务院关于渐进式延迟法定退休年龄的办法 第二条; which year counts under flexible retirement is in ``elastic``.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.pension.elastic import Choice
from assistant.pension.months import Month


@dataclass(frozen=True, slots=True)
class Gap:
    """``paid`` months against the minimum of the retirement month chosen."""

    choice: Choice
    paid: int

    @property
    def missing(self) -> int:
        """Months still to pay; never below zero."""
        return max(self.choice.minimum_months - self.paid, 0)


@dataclass(frozen=True, slots=True)
class PayingOn:
    """Paying every month, ``start`` included: ``reached`` is the month that closes the gap, ``left`` and ``short`` months.

    ``left`` are the months until retirement, its own not counted; ``short`` what is then still missing.
    """

    start: Month
    left: int
    short: int
    reached: Month


def paying_on(gap: Gap, start: Month) -> PayingOn:
    """What comes of paying from ``start`` on; there must be a gap."""
    left = max(gap.choice.month.minus(start), 0)
    return PayingOn(start, left, max(gap.missing - left, 0), start.plus(gap.missing - 1))
