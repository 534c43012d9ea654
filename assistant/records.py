"""Values of a stored conversation, and the port that keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


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


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a citizen thought of a reply: ``verdict`` is helpful or unhelpful."""

    reply_id: str
    verdict: str
    reason: str | None
    text: str | None


class Transcripts(Protocol):
    """Keeps conversations and their messages."""

    async def open(self, record: ConversationRecord) -> None: ...

    async def find(self, conversation: str) -> ConversationRecord | None: ...

    async def append(self, conversation: str, messages: tuple[MessageRecord, ...]) -> tuple[MessageRecord, ...]:
        """Store with the next sequence numbers (the given ``seq`` is ignored) and return them so.

        Messages whose client message id is stored already are not stored again: the stored ones come back.
        Raises ``NotFound`` for an unknown conversation.
        """
        ...

    async def after(self, conversation: str, seq: int, limit: int = 200) -> tuple[MessageRecord, ...]: ...

    async def answered(self, conversation: str, client_message_id: str) -> MessageRecord | None:
        """The assistant's message for a citizen's message id, if it was processed."""
        ...

    async def rate(self, conversation: str, feedback: Feedback) -> bool:
        """Store feedback; False when the reply is not of this conversation."""
        ...

    async def set_handover(self, conversation: str, state: str) -> None: ...

    async def ping(self) -> None:
        """Raises ``Unavailable`` when the database does not answer."""
        ...
