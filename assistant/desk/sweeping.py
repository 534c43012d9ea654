"""What happens by itself: waits that last too long, agents and citizens who are gone, offers that nobody took up."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from assistant.changes import Changes
from assistant.desk.agency_work import AGENCY
from assistant.errors import BadInput, NotFound
from assistant.handoff.availability import Availability, Kind
from assistant.handoff.states import DROPPED, SYSTEM, Case, Event, Reason, State, advance
from assistant.handover_texts import transition_text
from assistant.messages import Handover
from assistant.public import notice
from assistant.records import Change, Standing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, each as a length of time."""

    wait: timedelta = timedelta(minutes=15)
    assignment: timedelta = timedelta(seconds=60)
    agent_gone: timedelta = timedelta(seconds=120)
    citizen_gone: timedelta = timedelta(minutes=15)
    offer: timedelta = timedelta(minutes=30)
    unanswered: timedelta = timedelta(minutes=10)
    """How long a citizen's words to an agent may stand without any of theirs."""


class OpenCases(Protocol):
    """Cases that somebody or nobody works on."""

    async def open_cases(self, states: tuple[State, ...], skill: str | None = None) -> tuple[Case, ...]: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """When agents were last heard of, and for talks that go on for a while who spoke last."""

    agents: Mapping[str, datetime]
    talks: Mapping[str, tuple[datetime, bool]]


class LastSeen(Protocol):
    """When somebody was last heard of."""

    async def agents(self) -> dict[str, datetime]:
        """By agent id, when their desk was last heard of."""
        ...

    async def talks(self, conversations: Collection[str]) -> Mapping[str, tuple[datetime, bool]]:
        """By conversation, when one of the two last said something to the other, and whether that was the agent."""
        ...


class Sweeper:
    """One pass over all open cases; safe to run on several workers at once, as every change is decided on what is."""

    def __init__(
        self,
        changes: Changes,
        cases: OpenCases,
        seen: LastSeen,
        availability: Callable[[Case], Awaitable[Availability]],
        patience: Callable[[], Awaitable[Patience]],
    ) -> None:
        self._changes = changes
        self._cases = cases
        self._seen = seen
        self._availability = availability
        self._patience = patience

    async def sweep(self, now: datetime) -> int:
        """How many cases were moved on."""
        moved, patience = 0, await self._patience()
        cases = await self._cases.open_cases((State.OFFERED, State.QUEUED, State.ASSIGNED, State.WITH_AGENT))
        young = min(patience.citizen_gone, patience.unanswered)
        talking = {c.conversation for c in cases if c.state is State.WITH_AGENT and now - c.state_at > young}
        heard = Heard(await self._seen.agents(), await self._seen.talks(talking))
        for case in cases:
            moved += await self._looked_at(case, heard, now, patience)
        return moved

    async def _looked_at(self, case: Case, heard: Heard, now: datetime, patience: Patience) -> bool:
        """Whether the case was moved on; one that cannot be now does not keep the others waiting."""
        try:
            wanted = await self._wanted(case, heard, now, patience)
            return wanted is not None and await self._move(case, *wanted, now)
        except (BadInput, NotFound) as error:
            log.warning("round not done", extra={"error": type(error).__name__, "conversation": case.conversation})
            return False

    async def _wanted(self, case: Case, heard: Heard, now: datetime, patience: Patience) -> tuple[State, Reason] | None:
        """Where a case should go by itself; None leaves it."""
        since = now - case.state_at
        if case.state is State.OFFERED:
            return (State.LEFT, Reason.OFFER_LAPSED) if since > patience.offer else None
        if case.state is State.QUEUED:
            return await self._after_waiting(case, now, patience)
        if case.state is State.ASSIGNED and since > patience.assignment:
            return State.QUEUED, Reason.ASSIGNMENT_LAPSED
        last = heard.agents.get(case.agent or "")
        if case.agent == AGENCY:
            return None
        if last is None or now - max(last, case.state_at) > patience.agent_gone:
            return State.QUEUED, Reason.AGENT_GONE
        if case.state is State.WITH_AGENT and since > min(patience.citizen_gone, patience.unanswered):
            said, waits_for_citizen = heard.talks.get(case.conversation, (case.state_at, False))
            silent = now - max(said, case.state_at)
            if waits_for_citizen and silent > patience.citizen_gone:
                return State.LEFT, Reason.CITIZEN_GONE
            if not waits_for_citizen and silent > patience.unanswered:
                return State.QUEUED, Reason.ASSIGNMENT_LAPSED
        return None

    async def _after_waiting(self, case: Case, now: datetime, patience: Patience) -> tuple[State, Reason] | None:
        found = await self._availability(case)
        if found.kind in (Kind.OUT_OF_HOURS, Kind.HOLIDAY):
            return State.OFFERED, Reason.OFFICE_CLOSED
        waits_since = case.state_at if case.accepted_at else case.queued_at or case.state_at
        if now - waits_since > patience.wait:
            return State.OFFERED, Reason.WAITED_TOO_LONG
        if found.kind is Kind.NOBODY_ONLINE and now - case.state_at > patience.agent_gone:
            return State.OFFERED, Reason.NOBODY_ONLINE
        return None

    async def _move(self, case: Case, to: State, reason: Reason, now: datetime) -> bool:
        async def decide(standing: Standing) -> Change | None:
            current = standing.case
            if current is None or current.id != case.id or current.steps != case.steps:
                return None
            dropped = reason in (Reason.AGENT_GONE, Reason.ASSIGNMENT_LAPSED)
            start = replace(current, priority=max(current.priority, DROPPED)) if dropped else current
            moved, event = advance(start, to, SYSTEM, reason, now)
            return self._change(standing, moved, event, now)

        made = await self._changes.make(case.conversation, decide)
        return made.fresh

    def _change(self, standing: Standing, case: Case, event: Event, now: datetime) -> Change:
        asks = "call_back" if case.state is State.OFFERED else None
        text = "" if event.reason is Reason.OFFER_LAPSED else "".join(transition_text(event))
        handover = Handover(case.state is State.OFFERED, case.state, asks=asks)
        memory = replace(standing.memory, offered="", call_back="either" if asks else "")
        message = notice(now, text, handover)
        return Change((message,) if text else (), memory, case, (event,))
