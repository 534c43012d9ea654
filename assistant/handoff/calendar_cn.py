"""Public holidays and workdays of China, from the library ``holidays``, loaded on first use.

The law fixes the festivals; the days off around them and the make-up workdays are announced each autumn for the next
year. Before the library knows the notice, the golden weeks that have been the same for years count as off.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_MOVED = "休息日"
_EVE, _SPRING, _LABOUR, _NATIONAL = "农历除夕", "春节", "劳动节", "国庆节"
_WEEKS = {_SPRING: 8, _LABOUR: 5, _NATIONAL: 7}
"""Days usually off from the first day of the holiday on."""


def is_working_day(day: date) -> bool:
    """Whether people with a five-day week work that day."""
    return _calendar(day.year).is_working_day(day) and holiday(day) is None


def announced(year: int) -> bool:
    """Whether the notice of the year is known: only a notice moves rest days."""
    return any(name.startswith(_MOVED) for day, name in _calendar(year).items() if day.year == year)


@lru_cache(maxsize=2048)
def holiday(day: date) -> str | None:
    """The holiday (春节) a day off belongs to; weekends that touch one are part of it, as the notice counts them."""
    if not _off(day):
        return None
    first = last = day
    while _off(first - timedelta(days=1)):
        first -= timedelta(days=1)
    while _off(last + timedelta(days=1)):
        last += timedelta(days=1)
    names = [name for n in range((last - first).days + 1) if (name := _festival(first + timedelta(days=n)))]
    before = [name for n in range((day - first).days + 1) if (name := _festival(first + timedelta(days=n)))]
    if before:
        return before[-1]
    return names[0] if names else None


def _off(day: date) -> bool:
    return not _calendar(day.year).is_working_day(day) or _usual(day) is not None


def _festival(day: date) -> str | None:
    """The festival that falls on the day itself, without the rest days moved to it."""
    name = _calendar(day.year).get(day)
    if name is None or name.startswith(_MOVED):
        return _usual(day)
    plain = re.sub(r"（.*?）", "", name).split("; ")[0]
    return _SPRING if plain == _EVE else plain


def _usual(day: date) -> str | None:
    """In a year without a known notice: the golden week the day most likely belongs to."""
    return _golden_weeks(day.year).get(day)


@lru_cache(maxsize=16)
def _golden_weeks(year: int) -> dict[date, str]:
    if announced(year):
        return {}
    starts: dict[str, date] = {}
    for day, name in sorted(_calendar(year).items()):
        plain = re.sub(r"（.*?）", "", name).replace(_EVE, _SPRING)
        if day.year == year and (known := next((n for n in _WEEKS if n in plain), None)):
            starts.setdefault(known, day)
    return {start + timedelta(days=n): name for name, start in starts.items() for n in range(_WEEKS[name])}


@lru_cache(maxsize=64)
def _calendar(year: int) -> HolidayBase:
    from holidays import country_holidays

    return country_holidays("CN", years=year, language="zh_CN", expand=False)
