"""What a supervisor sees: who waits, who works, how today goes, and what needs somebody now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from assistant.desk.agents import GENERAL
from assistant.desk.call_back_values import Counts
from assistant.desk.case_json import waiting_seconds
from assistant.desk.desk_settings import DeskSettings
from assistant.desk.due import day_began
from assistant.desk.figures import measured_cases, service_level
from assistant.desk.presence import AtDesk
from assistant.handoff.states import CLOSED, WAITING, Case, Event, State
from assistant.records import MessageRecord

MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """What the board is worked out from. ``today`` are the cases opened since midnight, ``events`` theirs."""

    open: Sequence[Case]
    today: Sequence[Case]
    events: Sequence[Event]
    agents: Sequence[AtDesk]
    call_backs: Counts
    settings: DeskSettings


@dataclass(frozen=True, slots=True)
class GroupOnBoard:
    """One group and who waits for it; ``longest_wait_seconds`` is None when nobody does."""

    group: str
    waiting: int
    longest_wait_seconds: int | None


@dataclass(frozen=True, slots=True)
class AgentOnBoard:
    """An agent and what they have."""

    seen: AtDesk
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """Of the cases opened since midnight in which the citizen took up a person."""

    opened: int
    accepted: int
    closed: int
    left: int
    """Waited and left before anybody came."""
    call_backs: int


@dataclass(frozen=True, slots=True)
class Level:
    """Percent of the waiting for whom an agent came in time; None of nobody."""

    percent: float | None
    within_seconds: int
    of: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that needs somebody: ``kind`` is waiting, nobody_online or call_backs_overdue."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on it, at one moment."""

    waiting: int
    longest_wait_seconds: int | None
    service_level: Level
    with_agent: int
    by_group: tuple[GroupOnBoard, ...]
    agents: tuple[AgentOnBoard, ...]
    today: Today
    alarms: tuple[Alarm, ...]


def board(facts: BoardFacts, now: datetime) -> Board:
    """The board. Pure."""
    waiting = [case for case in facts.open if case.state in WAITING]
    level, of = service_level(measured_cases(facts.today, facts.events), facts.settings.service_level_seconds, now)
    return Board(
        len(waiting),
        _longest(waiting, now),
        Level(level, facts.settings.service_level_seconds, of),
        sum(case.state is State.WITH_AGENT for case in facts.open),
        _groups(waiting, facts.settings.groups, now),
        _agents(facts),
        _today(facts),
        alarms(facts, now),
    )


def alarms(facts: BoardFacts, now: datetime) -> tuple[Alarm, ...]:
    """What needs somebody now, the most urgent first."""
    found: list[Alarm] = []
    waiting = [case for case in facts.open if case.state in WAITING]
    online = [one for one in facts.agents if one.status == "online"]
    alone = _left_alone(waiting, online)
    if alone and not online:
        found.append(Alarm("nobody_online", f"有{len(waiting)}位市民在等，但没有坐席在线，请安排人上线"))
    elif alone:
        told = "，".join(f"“{group}”组{count}位" for group, count in alone.items())
        found.append(Alarm("nobody_online", f"有市民在等，但组里没有坐席在线：{told}，请安排人上线或转到别的组"))
    limit = facts.settings.waiting_alarm_seconds
    long = [case for case in waiting if (waiting_seconds(case, now) or 0) > limit]
    if long:
        longest = spoken(_longest(long, now) or 0)
        found.append(Alarm("waiting", f"有{len(long)}位市民等了超过{spoken(limit)}，最久的已等{longest}，请安排接待"))
    if facts.call_backs.overdue:
        found.append(Alarm("call_backs_overdue", f"有{facts.call_backs.overdue}条回电或留言过了期限，请安排人办"))
    return tuple(found)


def spoken(seconds: int) -> str:
    """A length of time in words: 45秒, 5分钟, 1小时20分钟."""
    if seconds < 60:
        return f"{seconds}秒"
    hours, minutes = divmod(seconds // 60, 60)
    return f"{minutes}分钟" if not hours else f"{hours}小时{f'{minutes}分钟' if minutes else ''}"


def _left_alone(waiting: Sequence[Case], online: Sequence[AtDesk]) -> dict[str, int]:
    """Groups for which somebody waits and no agent who is online takes, with how many wait."""
    alone: dict[str, int] = {}
    for case in waiting:
        if not any(case.skill == GENERAL or case.skill in one.agent.skills for one in online):
            alone[case.skill] = alone.get(case.skill, 0) + 1
    return alone


def _longest(waiting: Sequence[Case], now: datetime) -> int | None:
    return max((waiting_seconds(case, now) or 0 for case in waiting), default=None)


def _groups(waiting: Sequence[Case], groups: Sequence[str], now: datetime) -> tuple[GroupOnBoard, ...]:
    """The groups there are, and those no longer set for which somebody still waits."""
    names = dict.fromkeys([*groups, *sorted(case.skill for case in waiting)])
    of_group = {name: [case for case in waiting if case.skill == name] for name in names}
    return tuple(GroupOnBoard(name, len(some), _longest(some, now)) for name, some in of_group.items())


def _agents(facts: BoardFacts) -> tuple[AgentOnBoard, ...]:
    """Those who are online first; disabled ones only while they still have something."""
    rows = [AgentOnBoard(one, tuple(case for case in facts.open if case.agent == one.agent.id)) for one in facts.agents]
    order = {"online": 0, "away": 1, "offline": 2}
    shown = [row for row in rows if row.seen.agent.active or row.cases]
    return tuple(sorted(shown, key=lambda row: (order.get(row.seen.status, 3), row.seen.agent.name)))


def _today(facts: BoardFacts) -> Today:
    every = measured_cases(facts.today, facts.events)
    return Today(
        len(every), sum(one.accepted for one in every), sum(one.case.state in CLOSED for one in every),
        sum(one.abandoned for one in every), sum(one.called_back for one in every),
    )  # fmt: skip


class BoardCases(Protocol):
    """Reads cases."""

    async def open_cases(self) -> Sequence[Case]: ...

    async def between(self, start: datetime, end: datetime) -> Sequence[Case]: ...

    async def events_between(self, start: datetime, end: datetime) -> Sequence[Event]: ...

    async def latest_messages(self, conversations: Sequence[str]) -> Mapping[str, MessageRecord]: ...

    async def search(
        self, state: State | None, words: str, start: datetime, end: datetime, limit: int
    ) -> Sequence[Case]: ...


@dataclass(frozen=True, slots=True)
class BoardSources:
    """Where the board's facts come from, each as of now; ``availability`` is what a citizen would be told."""

    cases: BoardCases
    everyone: Callable[[datetime], Awaitable[Sequence[AtDesk]]]
    call_backs: Callable[[datetime], Awaitable[Counts]]
    settings: Callable[[], Awaitable[DeskSettings]]
    availability: Callable[[datetime], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Listed:
    """Cases to show, with agents' names by id and what was said last by conversation."""

    cases: Sequence[Case]
    names: Mapping[str, str]
    latest: Mapping[str, MessageRecord]


class BoardDesk:
    """Reads the board and the list of conversations."""

    def __init__(self, sources: BoardSources) -> None:
        self._sources = sources

    async def look(self, now: datetime) -> tuple[Board, Listed, str]:
        """The board, the cases agents have, and what citizens are told about availability."""
        source, start = self._sources, day_began(now)
        facts = BoardFacts(
            await source.cases.open_cases(), await source.cases.between(start, now + MOMENT),
            await source.cases.events_between(start, now + MOMENT), await source.everyone(now),
            await source.call_backs(now), await source.settings(),
        )  # fmt: skip
        seen = await asyncio.to_thread(board, facts, now)
        held = [case for agent in seen.agents for case in agent.cases]
        return seen, await self._listed(held, facts.agents), await source.availability(now)

    async def conversations(
        self, state: State | None, words: str, start: datetime, end: datetime, now: datetime, limit: int = 200
    ) -> Listed:
        """Cases opened in the range, the newest first, at most ``limit``."""
        found = await self._sources.cases.search(state, words, start, end, limit)
        return await self._listed(found, await self._sources.everyone(now))

    async def _listed(self, cases: Sequence[Case], agents: Sequence[AtDesk]) -> Listed:
        latest = await self._sources.cases.latest_messages([case.conversation for case in cases])
        return Listed(cases, {one.agent.id: one.agent.name for one in agents}, latest)
