"""Pensions of government and public-institution staff who retire from 2024-10-01 on. Amounts are yuan a month.

Source: 人社部发〔2015〕28号 三（四）: four parts; the ten years in which they were compared with the old method ended 2024-09-30.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from assistant.pension.months import Month

NEW_METHOD_FROM = Month(2024, 10)


class AnnuityChoice(StrEnum):
    """How the occupational annuity is drawn: month by month until it is used up, or as a commercial insurance."""

    MONTHLY = "monthly"
    COMMERCIAL = "commercial"


def average_index(deemed: Decimal, deemed_years: Decimal, actual: Decimal, years: Decimal) -> Decimal:
    """（视同缴费指数 × 视同缴费年限 + 实际平均缴费指数 × 实际缴费年限）÷ 缴费年限; ``years`` is all of them, above zero."""
    return (deemed * deemed_years + actual * (years - deemed_years)) / years


def transitional(base: Decimal, deemed_index: Decimal, deemed_years: Decimal, rate: Decimal) -> Decimal:
    """上年度月平均工资 × 视同缴费指数 × 视同缴费年限 × 过渡系数."""
    return base * deemed_index * deemed_years * rate
