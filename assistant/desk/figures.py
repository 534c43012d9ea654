"""What a supervisor wants to know about some days: waiting, service level, resolution, satisfaction. Pure.

The cases counted are those opened on these days in which the citizen took up a person; declined offers are told apart.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean, median

from assistant.desk.due import day_of
from assistant.desk.figures_measures import DURABLE, Measured, measured, reopened, wanted
from assistant.desk.figures_period import Period, china_hour
from assistant.handoff.states import CLOSED, LABELS, REASON_LABELS, RESOLUTIONS, Case, Event, State

CHANNELS = {"web": "网页", "cli": "命令行"}
"""How the desk calls a channel; others stand as they are."""
NOBODY = "没有坐席接入"
ENDINGS = RESOLUTIONS | {
    State.RESOLVED.value: "没有填写",
    State.RETURNED.value: LABELS[State.RETURNED],
    State.LEFT.value: LABELS[State.LEFT],
}
"""How a case can end: the agent's code, or the state of one that was ended without a code."""
UNHELPED = frozenset({"no_answer", "abusive"})
"""Resolutions after which there is nothing that could last."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the figures are worked out from. ``following`` are all later cases of the same conversations."""

    cases: Sequence[Case]
    events: Sequence[Event]
    following: Sequence[Case]
    scores: Mapping[str, int]
    """What citizens gave, 1 to 5, by case."""
    names: Mapping[str, str]
    """Of agents, by id."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Over all the days; None where there is nothing to divide by."""

    cases: int
    offered_only: int
    accepted: int
    abandoned: int
    call_backs: int
    closed: int
    resolved: int
    median_wait_seconds: int | None
    p90_wait_seconds: int | None
    median_pick_up_seconds: int | None
    median_handling_seconds: int | None
    service_level_percent: float | None
    service_level_seconds: int
    service_level_of: int
    durable_resolution_percent: float | None
    durable_resolution_of: int
    reopened: int
    too_young: int
    satisfaction_average: float | None
    satisfaction_count: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day."""

    day: date
    cases: int
    accepted: int
    abandoned: int
    median_wait_seconds: int | None
    service_level_percent: float | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases have something in common."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class AgentFigures:
    """One agent; ``agent_id`` is None for the cases no agent accepted."""

    agent_id: str | None
    name: str
    cases: int
    median_handling_seconds: int | None
    satisfaction_average: float | None


@dataclass(frozen=True, slots=True)
class HourFigures:
    """Cases opened in one hour of the day, by China's clock."""

    hour: int
    cases: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything about some days."""

    period: Period
    totals: Totals
    by_day: tuple[DayFigures, ...]
    by_reason: tuple[Count, ...]
    by_resolution: tuple[Count, ...]
    by_channel: tuple[Count, ...]
    by_group: tuple[Count, ...]
    by_agent: tuple[AgentFigures, ...]
    by_hour: tuple[HourFigures, ...]


def figures(facts: Facts, over: Period, now: datetime, within: int) -> Figures:
    """The figures of ``over``. ``within``: seconds in which an agent should come (service level)."""
    every = measured_cases(facts.cases, facts.events)
    closed = [one for one in every if one.case.state in CLOSED]
    by_hour = Counter(china_hour(one.case.opened_at) for one in every)
    return Figures(
        over,
        _totals(facts, every, now, within),
        _by_day(every, over, now, within),
        _counts(every, lambda case: case.reason.value, {r.value: label for r, label in REASON_LABELS.items()}),
        _counts(closed, lambda case: case.resolution or case.state.value, ENDINGS),
        _counts(every, lambda case: case.channel, CHANNELS),
        _counts(every, lambda case: case.skill, {}),
        _by_agent(every, facts),
        tuple(HourFigures(hour, by_hour[hour]) for hour in range(24)),
    )


def measured_cases(cases: Iterable[Case], events: Iterable[Event]) -> list[Measured]:
    """The measures of the cases that took up a person."""
    by_case: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_case[event.case].append(event)
    return [measured(case, by_case[case.id]) for case in cases if wanted(case)]


def service_level(every: Iterable[Measured], within: int, now: datetime) -> tuple[float | None, int]:
    """Percent of the waiting for whom an agent came in time, and of how many; not yet decided ones are left out."""
    served = [answer for one in every if (answer := one.served(within, now)) is not None]
    return percent(sum(served), len(served)), len(served)


def percent(part: int, whole: int) -> float | None:
    """With one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def middle(values: Iterable[int | None]) -> int | None:
    """The median of those there are, in whole seconds."""
    known = [value for value in values if value is not None]
    return round(median(known)) if known else None


def ninetieth(values: Iterable[int | None]) -> int | None:
    """The smallest value that nine in ten do not exceed (nearest rank)."""
    known = sorted(value for value in values if value is not None)
    return known[math.ceil(0.9 * len(known)) - 1] if known else None


def _totals(facts: Facts, every: list[Measured], now: datetime, within: int) -> Totals:
    level, of = service_level(every, within, now)
    old, young, again = _durability(facts, now)
    scores = [facts.scores[one.case.id] for one in every if one.case.id in facts.scores]
    return Totals(
        cases=len(every),
        offered_only=len(facts.cases) - len(every),
        accepted=sum(one.accepted for one in every),
        abandoned=sum(one.abandoned for one in every),
        call_backs=sum(one.called_back for one in every),
        closed=sum(one.case.state in CLOSED for one in every),
        resolved=sum(one.case.state is State.RESOLVED for one in every),
        median_wait_seconds=middle(one.wait for one in every),
        p90_wait_seconds=ninetieth(one.wait for one in every),
        median_pick_up_seconds=middle(one.pick_up for one in every),
        median_handling_seconds=middle(one.handling for one in every),
        service_level_percent=level,
        service_level_seconds=within,
        service_level_of=of,
        durable_resolution_percent=percent(old - again, old),
        durable_resolution_of=old,
        reopened=again,
        too_young=young,
        satisfaction_average=_average(scores),
        satisfaction_count=len(scores),
    )


def _durability(facts: Facts, now: datetime) -> tuple[int, int, int]:
    """Of the answered cases: how many are seven days old, how many younger, and how many of the old came again.

    Young ones are left out of both sides: the quick returns among them would count before the lasting answers do.
    """
    openings: defaultdict[str, list[datetime]] = defaultdict(list)
    for case in facts.following:
        if wanted(case):
            openings[case.conversation].append(case.opened_at)
    helped = [case for case in facts.cases if case.state is State.RESOLVED and case.resolution not in UNHELPED]
    old = [case for case in helped if case.closed_at and now - case.closed_at >= DURABLE]
    return len(old), len(helped) - len(old), sum(reopened(case, openings) for case in old)


def _by_day(every: list[Measured], over: Period, now: datetime, within: int) -> tuple[DayFigures, ...]:
    days: defaultdict[date, list[Measured]] = defaultdict(list)
    for one in every:
        days[day_of(one.case.opened_at)].append(one)
    return tuple(_day(day, days[day], now, within) for day in over.days)


def _day(day: date, some: list[Measured], now: datetime, within: int) -> DayFigures:
    return DayFigures(
        day, len(some), sum(one.accepted for one in some), sum(one.abandoned for one in some),
        middle(one.wait for one in some), service_level(some, within, now)[0],
    )  # fmt: skip


def _counts(every: Iterable[Measured], code_of: Callable[[Case], str], labels: Mapping[str, str]) -> tuple[Count, ...]:
    """The most frequent first."""
    found = Counter(code_of(one.case) for one in every)
    counts = (Count(code, labels.get(code, code), n) for code, n in found.items())
    return tuple(sorted(counts, key=lambda one: (-one.count, one.code)))


def _by_agent(every: list[Measured], facts: Facts) -> tuple[AgentFigures, ...]:
    agents: defaultdict[str | None, list[Measured]] = defaultdict(list)
    for one in every:
        agents[one.agent].append(one)
    rows = (_agent(agent, some, facts) for agent, some in agents.items())
    return tuple(sorted(rows, key=lambda row: (row.agent_id is None, -row.cases, row.agent_id or "")))


def _agent(agent: str | None, some: list[Measured], facts: Facts) -> AgentFigures:
    scores = [facts.scores[one.case.id] for one in some if one.case.id in facts.scores]
    name = NOBODY if agent is None else facts.names.get(agent, agent)
    return AgentFigures(agent, name, len(some), middle(one.handling for one in some), _average(scores))


def _average(scores: list[int]) -> float | None:
    return round(fmean(scores), 2) if scores else None
