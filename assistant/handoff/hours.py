"""When the desk is open: weekly hours, Chinese public holidays with their make-up workdays, and working days. Pure.

Holidays come from the library ``holidays``, which follows the State Council's yearly notice. A year it does not know
the notice of yet is guessed on the cautious side: the usual golden weeks count as closed, and ``sure`` says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from assistant.errors import BadSettings
from assistant.handoff import calendar_cn
from assistant.handoff.hours_text import Spans, read_week

CHINA = timezone(timedelta(hours=8), "CST")
"""The whole country has one time, without summer time since 1992."""
_HORIZON = 400
"""Days looked ahead for the next opening; an office closed for longer has none."""
_EXAMPLE = "例：PENSION_DESK_CLOSED_DAYS=2026-12-31,2027-01-04"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When somebody works at the desk. ``week`` holds minutes of the day from Monday on; None is always open."""

    week: tuple[Spans, ...] | None = None
    closed_days: frozenset[date] = frozenset()
    """Days the operator closes whatever the calendar says."""
    open_days: frozenset[date] = frozenset()
    """Days the operator opens whatever the calendar says, with the hours of a workday."""

    @classmethod
    def parse(cls, text: str, closed_days: tuple[str, ...] = (), open_days: tuple[str, ...] = ()) -> OfficeHours:
        """Hours such as 周一至周五 09:00-12:00,13:00-17:00；周六 09:00-12:00; empty or 全天 is always open.

        Days are written 2026-12-31. Raises ``BadSettings``.
        """
        closed, opened = _days(closed_days), _days(open_days)
        if both := closed & opened:
            raise BadSettings(f"{min(both)} 既写在休息日又写在上班日里", "请只在一处写这一天")
        return cls(read_week(text), closed, opened)

    @property
    def always(self) -> bool:
        """Whether it is open day and night, holidays too."""
        return self.week is None

    def is_open(self, now: datetime) -> bool:
        """Whether somebody works at that moment."""
        here = now.astimezone(CHINA)
        minute = here.hour * 60 + here.minute
        return any(start <= minute < end for start, end in self._spans(here.date()))

    def opens_next(self, now: datetime) -> datetime | None:
        """The next opening after that moment, in China time; None when always open or closed for good."""
        return next((start for start, _ in self._openings(now.astimezone(CHINA)) if start > now), None)

    def closes(self, now: datetime) -> datetime | None:
        """When the present opening ends, in China time; None when closed then or open without an end."""
        here = now.astimezone(CHINA)
        found = next(((start, end) for start, end in self._openings(here) if start <= here < end), None)
        far = here + timedelta(days=_HORIZON - 1)
        return found[1] if found and found[1] < far else None

    def closed_because(self, now: datetime) -> str | None:
        """The public holiday (春节) that closes the office then; None when open or merely out of hours."""
        day = now.astimezone(CHINA).date()
        if self.always or self._set_by_operator(day) or self.is_open(now):
            return None
        return calendar_cn.holiday(day)

    def sure(self, moment: datetime) -> bool:
        """Whether the calendar up to that moment is official; False where the year's notice is not known yet."""
        return self.always or calendar_cn.announced(moment.astimezone(CHINA).year)

    def working_days_after(self, day: date, n: int) -> date:
        """The ``n``-th working day after ``day``, for due dates; ``day`` itself for 0. Make-up workdays count.

        Weekends count as free even for an office that is always open. Raises ``ValueError`` for a negative number.
        """
        if n < 0:
            raise ValueError(f"not a number of days: {n}")
        while n:
            day += timedelta(days=1)
            n -= self.is_working_day(day)
        return day

    def is_working_day(self, day: date) -> bool:
        """Whether the day is a workday, by the calendar and the operator."""
        return day in self.open_days or (day not in self.closed_days and calendar_cn.is_working_day(day))

    def _set_by_operator(self, day: date) -> bool:
        return day in self.closed_days or day in self.open_days

    def _spans(self, day: date) -> Spans:
        """The opening times of a day, in minutes from its midnight."""
        if day in self.closed_days:
            return ()
        if self.week is None:
            return ((0, 24 * 60),)
        own, free = self.week[day.weekday()], day.weekday() >= 5
        workday = next((spans for spans in self.week[:5] if spans), own)
        if day in self.open_days:
            return own or workday
        if calendar_cn.holiday(day):
            return ()
        return workday if free and calendar_cn.is_working_day(day) else own

    def _openings(self, here: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Openings from the day before on, in order; those that meet at midnight are one."""
        first = here.date() - timedelta(days=1)
        pending: tuple[datetime, datetime] | None = None
        for days in range(_HORIZON + 1):
            midnight = datetime.combine(first + timedelta(days=days), time(), CHINA)
            for begin, finish in self._spans(midnight.date()):
                start, end = midnight + timedelta(minutes=begin), midnight + timedelta(minutes=finish)
                if pending and pending[1] == start:
                    pending = pending[0], end
                    continue
                if pending:
                    yield pending
                pending = start, end
        if pending:
            yield pending


def _days(texts: tuple[str, ...]) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(text.strip()) for text in texts if text.strip())
    except ValueError as error:
        raise BadSettings("PENSION_DESK_CLOSED_DAYS 或 PENSION_DESK_OPEN_DAYS 里有一天写得不对", _EXAMPLE) from error
