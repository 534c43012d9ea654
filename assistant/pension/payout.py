"""Payout months (计发月数) by age.

Whole ages are the table of 国发〔2005〕38号. Between them the figure is linear by month, rounded to a tenth: what award
sheets of thirteen provinces and cities show (60岁3个月 137.3). No national document that prescribes it was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

YOUNGEST, OLDEST = 40, 70
TENTH = Decimal("0.1")


def bounded_age(age: int) -> int:
    """An age in months inside the table: below 40 counts as 40, above 70 as 70."""
    return min(max(age, YOUNGEST * 12), OLDEST * 12)


def payout_months(age: int, table: Mapping[int, Decimal]) -> Decimal:
    """Payout months at ``age`` in months; ``table`` is payout months by whole age, 40 … 70."""
    years, rest = divmod(bounded_age(age), 12)
    if rest == 0:
        return table[years]
    linear = table[years] + (table[years + 1] - table[years]) * rest / 12
    return linear.quantize(TENTH, ROUND_HALF_UP)
