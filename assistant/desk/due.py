"""Days as people in China count them, and who is told that the desk changed: what call-backs and tickets share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time

from assistant.handoff.hours import CHINA as CHINA

WorkingDays = Callable[[date, int], date]
"""The n-th working day after a day."""
Note = Callable[[str | None, str, str, str, datetime], Awaitable[None]]
"""Writes one line of the audit log: agent id, action, subject, reason, now."""
Changed = Callable[[str], Awaitable[None]]
"""Tells the desks which list to look at again: call_backs, tickets or held."""


def day_of(now: datetime) -> date:
    """The day it is in China."""
    return now.astimezone(CHINA).date()


def day_began(now: datetime) -> datetime:
    """When this day began in China, in UTC."""
    return datetime.combine(day_of(now), time(), CHINA).astimezone(UTC)


async def nobody_told(what: str) -> None:
    """``Changed`` where no desk listens."""
