"""Whether a person can be had now, and what the citizen is told of it. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from assistant import handover_texts as words
from assistant.handoff.floor import OnDuty
from assistant.handoff.hours import CHINA, OfficeHours
from assistant.handover_texts import transition_text

__all__ = ["SOON", "Availability", "Kind", "availability", "estimate", "told", "transition_text"]

SOON = 30
"""Seconds until an agent who is free has accepted."""


class Kind(StrEnum):
    """Why nobody is there, or that one can queue."""

    OUT_OF_HOURS = "out_of_hours"
    HOLIDAY = "holiday"
    NOBODY_ONLINE = "nobody_online"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Availability:
    """What a citizen who wants a person meets.

    ``position`` counts from 1; ``estimate_seconds`` is a guess. Both are None where another desk queues.
    """

    kind: Kind
    opens_at: datetime | None
    holiday: str | None
    position: int | None
    estimate_seconds: int | None
    at: datetime | None = None
    """The moment it was worked out for, so that a day can be called 明天."""
    sure: bool = True
    """Whether the calendar until ``opens_at`` is official."""
    closes_at: datetime | None = None
    """When the office closes, where that comes before the estimated turn."""


def availability(
    now: datetime, hours: OfficeHours, on_duty: tuple[OnDuty, ...], skill: str, ahead: int, handling_seconds: int
) -> Availability:
    """Closed, nobody for this group, or a place in its queue behind ``ahead`` others."""
    if not hours.is_open(now):
        opens, holiday = hours.opens_next(now), hours.closed_because(now)
        sure = opens is None or hours.sure(opens)
        kind = Kind.HOLIDAY if holiday else Kind.OUT_OF_HOURS
        return Availability(kind, opens, holiday, None, None, now, sure)
    able = tuple(agent for agent in on_duty if agent.takes(skill) and agent.most > 0)
    if not able:
        return Availability(Kind.NOBODY_ONLINE, None, None, None, None, now)
    position = ahead + 1
    seconds = estimate(position, able, handling_seconds)
    closes = hours.closes(now)
    late = closes if closes and now + timedelta(seconds=seconds) > closes else None
    return Availability(Kind.QUEUE, None, None, position, seconds, now, closes_at=late)


def estimate(position: int, able: tuple[OnDuty, ...], handling_seconds: int) -> int:
    """Seconds until the turn of the ``position``-th waiting, when ``able`` agents take one whenever they get free.

    ``SOON`` while there is room for all up to this one. Else conversations end, one after another, at the pace of
    all that go on at once.
    """
    free = sum(max(0, agent.most - agent.load) for agent in able)
    if position <= free:
        return SOON
    at_once = sum(agent.most for agent in able)
    return max(SOON, math.ceil((position - free) * handling_seconds / at_once))


def told(found: Availability) -> tuple[str, ...]:
    """The availability in plain sentences; nobody there always leaves a number, a message and 12333."""
    if found.kind is Kind.QUEUE:
        return words.queued(found.position, found.estimate_seconds, _clock(found.closes_at))
    opens = _day(found.opens_at, found.at)
    if found.kind is Kind.HOLIDAY and found.holiday:
        return words.holiday(found.holiday, opens, found.sure)
    if found.kind is Kind.NOBODY_ONLINE:
        return words.nobody_online()
    return words.out_of_hours(opens, found.sure)


def _day(moment: datetime | None, now: datetime | None) -> str:
    return words.when(moment.astimezone(CHINA), now.astimezone(CHINA) if now else None) if moment else ""


def _clock(moment: datetime | None) -> str:
    return words.clock(moment.astimezone(CHINA)) if moment else ""
