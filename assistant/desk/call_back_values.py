"""A call-back as it is kept, and the port of its rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from assistant.handoff.states import Actor, Reason

KINDS = {"call": "回电话", "message": "留言"}
OUTCOMES = {
    "reached": "已联系上",
    "not_reached": "没有联系上",
    "answered_here": "已在对话里答复",
    "gave_up": "多次联系不上，不再联系",
}
MOST_ATTEMPTS = 3
"""After so many calls in vain a call-back may be given up."""

Conclude = Callable[[str, Reason, Actor, str, datetime], Awaitable[object]]
"""Ends the case and tells the citizen: case id, reason, actor, detail for people, now.

It may be called again for a case it ended already, or for one somebody took back from the call-backs: it does nothing then.
"""


@dataclass(frozen=True, slots=True)
class CallBack:
    """What a citizen left for an agent: a number to call, or a message to answer. Times are in UTC."""

    id: str
    case: str
    conversation: str
    kind: str
    """One of ``KINDS``."""
    contact: bytes | None = field(repr=False)
    """The encrypted number."""
    contact_shown: str
    wanted: str
    """When the citizen would like to be called, in their words."""
    text: str
    created_at: datetime
    due_on: date
    owner: str | None = None
    owner_name: str = ""
    attempts: int = 0
    outcome: str | None = None
    """One of ``OUTCOMES`` save not_reached, which ends nothing."""
    outcome_text: str = ""
    """A line for every attempt and for the end."""
    done_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether somebody still has to answer."""
        return self.done_at is None

    def overdue(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.open and self.due_on < today


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are to be done, and how many of them are late."""

    open: int
    overdue: int


class CallBackRows(Protocol):
    """Keeps call-backs, one for a case."""

    async def keep(self, fresh: CallBack) -> CallBack | None:
        """Store it; where the case has an open one, that one gets the new kind, time and text instead.

        Its day stays, and its number where no other is given; another number is tried from the start. What an agent
        promises (``owner``) is added to the citizen's words and leaves the kind. None when the case's call-back is
        done already. Raises ``NotFound`` when there is no such case.
        """
        ...

    async def find(self, call_back: str) -> CallBack | None: ...

    async def of_case(self, case: str) -> CallBack | None: ...

    async def swap(self, before: CallBack, after: CallBack) -> bool:
        """Store owner, attempts, day and outcome of ``after``; False when somebody changed it since ``before``."""
        ...

    async def listed(self, *, done: bool, limit: int) -> tuple[CallBack, ...]:
        """Open ones by their day, done ones the newest first."""
        ...

    async def unreminded(self, today: date, since: datetime, now: datetime) -> tuple[CallBack, ...]:
        """Mark the open ones whose day is ``today`` or past and that were not marked since ``since``; return them."""
        ...

    async def unconcluded(self) -> tuple[CallBack, ...]:
        """Done ones whose case still waits for the call-back."""
        ...

    async def counts(self, today: date) -> Counts: ...
