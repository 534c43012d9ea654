"""A ticket of the ledger (问题台账) as it is kept, and the port of its rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from assistant.desk.due import CHINA

CATEGORIES = {
    "complaint": "投诉",
    "wrong_answer": "答复有误",
    "policy_gap": "政策未收录",
    "service": "服务态度",
    "system": "系统故障",
    "suggestion": "建议",
    "other": "其他",
}
ORIGINS = {"citizen": "市民", "agent": "坐席登记", "feedback": "市民评价答复", "survey": "满意度评价"}
DAYS = {"complaint": 5, "wrong_answer": 2}
"""Working days until a ticket is due, by category."""
USUAL_DAYS = 10
"""Working days of the other categories."""
OPEN, DONE = "open", "done"

Tell = Callable[[str, str, datetime], Awaitable[object]]
"""Puts a text in the citizen's conversation: conversation id, text, now."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done about a ticket. ``author`` is a name."""

    at: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """One line of the ledger. Times are in UTC; ``id`` 0 until it is stored."""

    id: int
    conversation: str | None
    about: str | None
    """The reply it is about; the case, when it comes from a survey."""
    origin: str
    """One of ``ORIGINS``."""
    category: str
    """One of ``CATEGORIES``."""
    text: str
    created_at: datetime
    created_by: str
    """A name, or who it came from."""
    due_on: date
    owner: str | None = None
    owner_name: str = ""
    outcome: str = ""
    told_at: datetime | None = None
    """When the citizen was told the outcome."""
    done_at: datetime | None = None
    entries: tuple[Entry, ...] = ()

    @property
    def number(self) -> str:
        """What people call it by: 2026-000123."""
        return f"{self.created_at.astimezone(CHINA).year}-{self.id:06d}"

    @property
    def state(self) -> str:
        """``OPEN`` or ``DONE``."""
        return DONE if self.done_at else OPEN

    def overdue(self, today: date) -> bool:
        """Whether its day has passed while it is open."""
        return self.done_at is None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets to list; None means any."""

    state: str | None = None
    category: str | None = None
    owner: str | None = None
    conversation: str | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the tickets wanted, and how many there are in all."""

    tickets: tuple[Ticket, ...]
    total: int


class TicketRows(Protocol):
    """Keeps tickets."""

    async def add(self, fresh: Ticket) -> Ticket:
        """Store it with its entries and return it with its id. Raises ``NotFound`` when its conversation is unknown."""
        ...

    async def add_once(self, fresh: Ticket) -> tuple[Ticket, bool]:
        """The same, unless there is one of the same origin about the same thing: that one then, and False."""
        ...

    async def find(self, ticket: int) -> Ticket | None: ...

    async def swap(self, before: Ticket, after: Ticket, entries: tuple[Entry, ...]) -> bool:
        """Store owner, category, day and outcome of ``after``, and ``entries``, at once.

        False, and nothing is stored, when somebody changed one of these since ``before``.
        """
        ...

    async def tell(self, ticket: int, now: datetime) -> None:
        """The citizen was told."""
        ...

    async def listed(self, wanted: Wanted, today: date, *, offset: int, limit: int) -> Page:
        """Open ones by their day, then done ones, the newest first."""
        ...

    async def unreminded(self, today: date, since: datetime, now: datetime) -> tuple[Ticket, ...]:
        """Mark the open ones whose day is ``today`` or past and that were not marked since ``since``; return them."""
        ...

    async def due(self, today: date) -> int:
        """How many open ones are due ``today`` or late."""
        ...

    async def agent_name(self, agent: str) -> str | None:
        """Of somebody who still works at the desk."""
        ...
