"""Values of a stored conversation, and the port that keeps them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from assistant.errors import AssistantError
from assistant.handoff.states import Case, Event
from assistant.messages import Memory


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """A conversation as stored. ``token_digest`` is the SHA-256 of its token, in hex."""

    id: str
    token_digest: str
    channel: str
    region: str | None
    profile: str
    created_at: datetime
    handover_state: str = "none"


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """One message: ``sender`` is citizen, assistant, agent or system; ``reply`` is the reply's public JSON."""

    seq: int
    at: datetime
    sender: str
    text: str
    client_message_id: str | None = None
    reply_id: str | None = None
    reply: dict[str, Any] | None = None
    author: str | None = None
    """Of an agent's message: the name the citizen sees."""
    citations: tuple[dict[str, Any], ...] = ()
    """Of an agent's message: clauses inserted, as the contract writes them."""
    handover: dict[str, Any] | None = None
    """Of a system message about a handover: the contract's ``handover`` object."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a citizen thought of a reply: ``verdict`` is helpful or unhelpful."""

    reply_id: str
    verdict: str
    reason: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation as it is at one moment. ``version`` grows with every change, ``last_seq`` with every message."""

    record: ConversationRecord
    memory: Memory
    version: int
    last_seq: int
    case: Case | None
    """The open case."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to a conversation at once or not at all."""

    messages: tuple[MessageRecord, ...] = ()
    memory: Memory | None = None
    case: Case | None = None
    """The case as it is after ``events``."""
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """Messages as they are kept; ``fresh`` is False when they were there already."""

    messages: tuple[MessageRecord, ...]
    fresh: bool


class Conflict(AssistantError):
    """The conversation changed since it was read: read it again and decide anew."""

    retry = True


class Transcripts(Protocol):
    """Keeps conversations and their messages."""

    async def standing(self, conversation: str) -> Standing:
        """Raises ``NotFound``."""
        ...

    async def memories(self, conversations: Collection[str]) -> dict[str, Memory]:
        """What is remembered of each of these conversations that there are."""
        ...

    async def commit(self, standing: Standing, change: Change) -> Stored:
        """Store the change whole and return its messages with their sequence numbers.

        When a message of ``change`` is stored already (same sender and client message id), nothing is changed and the
        stored messages of those ids come back, not fresh. Raises ``Conflict`` when the conversation is not as in ``standing``.
        """
        ...

    async def case(self, case: str) -> Case | None:
        """A case by its id, open or closed."""
        ...

    async def open(self, record: ConversationRecord) -> None: ...

    async def find(self, conversation: str) -> ConversationRecord | None: ...

    async def after(self, conversation: str, seq: int, limit: int = 200) -> tuple[MessageRecord, ...]: ...

    async def said(self, conversation: str, client_message_id: str) -> tuple[MessageRecord, ...]:
        """What is stored of a citizen's message id: the message and, where the assistant answered, the answer."""
        ...

    async def rate(self, conversation: str, feedback: Feedback) -> bool:
        """Store feedback; False when the reply is not of this conversation."""
        ...

    async def ping(self) -> None:
        """Raises ``Unavailable`` when the database does not answer."""
        ...
