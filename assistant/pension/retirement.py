"""Statutory retirement month and minimum contribution years under the gradual delay.

Source: 全国人大常委会《关于实施渐进式延迟法定退休年龄的决定》(2024-09-13) with 国务院办法, articles 1 and 2, in force from
2025-01-01. Months count from the birth month; the day plays no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.pension.months import Month

RULE_VERSION = "delay-2025.1"
START = Month(2025, 1)


class Track(StrEnum):
    """The retirement-age track a person is on."""

    MALE = "male"
    FEMALE55 = "female55"
    FEMALE50 = "female50"


@dataclass(frozen=True, slots=True)
class TrackRule:
    """``original`` age in years, one month of delay for every ``step`` months, at most ``cap`` months."""

    original: int
    step: int
    cap: int
    spoken: str


RULES = {
    Track.MALE: TrackRule(60, 4, 36, "男职工"),
    Track.FEMALE55: TrackRule(55, 4, 36, "原55岁退休的女职工"),
    Track.FEMALE50: TrackRule(50, 2, 60, "原50岁退休的女职工"),
}


@dataclass(frozen=True, slots=True)
class Retirement:
    """The statutory retirement month of one person on one track; ages and delays in months."""

    track: Track
    birth: Month
    original_month: Month
    delay: int
    age: int
    month: Month
    minimum_years: Decimal


def retirement(birth: Month, track: Track) -> Retirement:
    """When a person born in ``birth`` reaches the statutory retirement age on ``track``."""
    rule = RULES[track]
    original = birth.plus(rule.original * 12)
    overdue = original.minus(START)
    delay = 0 if overdue < 0 else min(overdue // rule.step + 1, rule.cap)
    month = original.plus(delay)
    return Retirement(track, birth, original, delay, rule.original * 12 + delay, month, minimum_years(month.year))


def minimum_years(year: int) -> Decimal:
    """Minimum contribution years for a monthly pension when the reference year is ``year``: 15 … 20."""
    steps = min(max(year - 2029, 0), 10)
    return Decimal(15) + Decimal(steps) / 2


def earliest_elastic(found: Retirement) -> Month:
    """The earliest month flexible early retirement allows: at most 36 months early, never below the old age."""
    return found.month.plus(-min(found.delay, 36))
