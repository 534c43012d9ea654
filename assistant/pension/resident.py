"""The monthly pension of urban and rural residents. Amounts are yuan.

Source: 国发〔2014〕8号 四（三）、五、六、七: the account is divided by 139 whatever the age, and the claim begins at 60.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.pension.months import Month

CLAIM_AGE = 60
HIGHER_TIER = 500
"""Yuan a year from which the subsidy floor is the higher one."""


@dataclass(frozen=True, slots=True)
class LongPay:
    """Yuan a month for each full contribution year: up to 15, and beyond 15."""

    up_to_15: Decimal
    over_15: Decimal

    def monthly(self, years: int) -> Decimal:
        """The addition; nothing below 15 years."""
        if years < 15:
            return Decimal(0)
        return 15 * self.up_to_15 + (years - 15) * self.over_15


def claim_month(birth: Month) -> Month:
    """The month of the sixtieth birthday; residents' pensions are not delayed."""
    return birth.plus(CLAIM_AGE * 12)
