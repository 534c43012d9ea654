"""Days as the desk counts them: by China's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from assistant.desk.due import CHINA, day_of
from assistant.errors import BadInput

MOST_DAYS = 366


def china_hour(at: datetime) -> int:
    """The hour in China, 0 to 23, at an aware time."""
    return at.astimezone(CHINA).hour


def china_time(at: datetime) -> str:
    """As people read it, to the second: ``2026-11-22 09:30:00``."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in China, both ends included. Raises ``BadInput`` when it is empty or longer than a year."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadInput("结束日期在开始日期前面", "请把两个日期对调")
        if (self.last - self.first).days >= MOST_DAYS:
            raise BadInput("一次最多看一年", "请把日期改近一些，分几次看")

    @property
    def start(self) -> datetime:
        """In UTC; the first moment that belongs to it."""
        return datetime.combine(self.first, time(), CHINA).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """In UTC; the first moment after it."""
        return self.start + timedelta(days=len(self.days))

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it, in order."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def period(first: date | None, last: date | None, now: datetime, days: int = 30) -> Period:
    """From ``first`` to ``last``; without an end until today, without a start ``days`` days up to the end."""
    end = last or max(day_of(now), first or date.min)
    return Period(first or end - timedelta(days=days - 1), end)
