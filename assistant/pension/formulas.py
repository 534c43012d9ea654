"""The parts of a monthly pension of the employees' scheme, exact in ``Decimal``; amounts are yuan a month.

Source: 国发〔2005〕38号 第六条; the index as in 人社部发〔2015〕28号 (四). Years are months divided by twelve, unrounded: the
provinces that round write it into their own rules (``assistant.pension.regional``).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
INDEX_PLACES = Decimal("0.000001")
"""Indices are rounded to six places before they are used, so that the index written down leads to the same cent."""
HUNDREDTH = Decimal("0.01")
"""Each contribution year counts one percent."""


def money(value: Decimal) -> Decimal:
    """Yuan rounded half up to the cent."""
    return value.quantize(CENT, ROUND_HALF_UP)


def years_of(months: int) -> Decimal:
    """Contribution years from months, unrounded."""
    return Decimal(months) / 12


def half_year_up(years: Decimal) -> Decimal:
    """Years rounded up to the next half year: 42.4167 -> 42.5 (安徽, 福建 as some award sheets show)."""
    return (years * 2).to_integral_value(ROUND_CEILING) / 2


def basic_pension(base: Decimal, index: Decimal, years: Decimal) -> Decimal:
    """计发基数 × (1 + 平均缴费指数) ÷ 2 × 缴费年限 × 1%."""
    return (base + base * index) / 2 * years * HUNDREDTH


def account_pension(balance: Decimal, payout_months: Decimal) -> Decimal:
    """个人账户储存额 ÷ 计发月数."""
    return balance / payout_months


def index_of(value: Decimal) -> Decimal:
    """A contribution index as it is written down."""
    return value.quantize(INDEX_PLACES, ROUND_HALF_UP)


def weighted_index(parts: Iterable[tuple[Decimal, int]]) -> Decimal:
    """The mean of indices, each weighted with its months. Without any months the first index stands."""
    kept = list(parts)
    months = sum(weight for _, weight in kept)
    return sum((index * weight for index, weight in kept), Decimal(0)) / months if months else kept[0][0]
