"""A figure of this place that is in force, or that was until not long ago."""

from __future__ import annotations

from datetime import date

from assistant.pension.parameters import Parameter, ParameterBook
from assistant.tools.working import Working

OLDEST_MONTHS = 24
"""Local figures are published once a year, often months late: the one of two years ago says nothing about today."""


def recent(book: ParameterBook, work: Working, key: str, region: str, on: date) -> Parameter | None:
    """The figure in force, else the last one if it began at most ``OLDEST_MONTHS`` before, then said as an assumption.

    None when there is neither: it is then asked for, never borrowed.
    """
    found = book.latest(key, region, on)
    if found is None or not found.in_force(on) and _months(found.effective_from, on) > OLDEST_MONTHS:
        return work.find(key, region, on)
    return work.latest(key, region, on)


def _months(since: date, on: date) -> int:
    return (on.year - since.year) * 12 + on.month - since.month
