"""Checks of what a tool was asked with: amounts, lengths of time, months and places. All raise ``BadInput``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.months import Month
from assistant.places import Place, parse_region
from assistant.tools.working import plain

MOST_YUAN = Decimal(100_000_000)
"""More than anybody's account or wages of a lifetime."""
MOST_MONTHLY = Decimal(1_000_000)
"""More than any monthly wage, base or income that pension insurance looks at."""
MOST_YEARS = Decimal(60)
"""Nobody contributes for longer."""


def amount(value: Decimal, name: str, most: Decimal = MOST_YUAN, *, least: Decimal = Decimal(0)) -> Decimal:
    """``value`` when it lies in ``least`` … ``most``, in the unit ``name`` is given in."""
    if not value.is_finite() or not least <= value <= most:
        raise BadInput(f"{name}不合适：{value}", f"请给出{plain(least)}到{plain(most)}之间的数")
    return value


def optional(value: Decimal | None, name: str, most: Decimal = MOST_YUAN) -> Decimal | None:
    """As ``amount``; None stays None."""
    return None if value is None else amount(value, name, most)


def monthly(value: Decimal, name: str) -> Decimal:
    """An amount a month, in yuan, above zero."""
    return amount(value, name, MOST_MONTHLY, least=Decimal("0.01"))


def years(value: Decimal, name: str = "缴费年限", most: Decimal = MOST_YEARS) -> Decimal:
    """A number of years; parts of a year are decimals."""
    return amount(value, name, most)


def count(value: int, name: str, most: int, *, least: int = 0) -> int:
    """A whole number in ``least`` … ``most``."""
    if not least <= value <= most:
        raise BadInput(f"{name}不合适：{value}", f"请给出{least}到{most}之间的整数")
    return value


def first_day(as_of: str) -> date:
    """The first day of a month written ``YYYY-MM``."""
    month = Month.parse(as_of)
    return date(month.year, month.month, 1)


def place_of(region: str) -> Place:
    """The province, and the city in it, of a place as named by a person: 广东, 深圳, 湖北省武汉市."""
    found = parse_region(region)
    if found is None:
        raise BadInput(f"不认识这个地方：{region}", "请说省、自治区、直辖市的名字，可以加上市，如 广东 或 广东深圳")
    return found


def years_spoken(value: Decimal) -> str:
    """A number of years as said to a person: 15.0833333 -> 15.0833年."""
    return f"{plain(value.quantize(Decimal('0.0001')))}年"
