"""Conversations as channels use them: open, say, read on, rate, ask for a person. Ordered and idempotent."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from assistant import texts
from assistant.errors import BadInput, Forbidden, NotFound
from assistant.handoff.states import PERSON, State
from assistant.handover import Handovers
from assistant.messages import InboundMessage, Reply
from assistant.personal_data import mask
from assistant.places import parse_region
from assistant.public import silent_json
from assistant.records import Change, ConversationRecord, Feedback, MessageRecord, Standing
from assistant.signals import Listener, Signal
from assistant.turns import Turns

Observer = Callable[[Reply, float], None]
PAGE = 1000
_ID = re.compile(r"[0-9a-f\-]{36}")


@dataclass(frozen=True, slots=True)
class Opened:
    """A new conversation; the token is given once and only its digest is kept."""

    id: str
    token: str
    greeting: str


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What a message led to: the messages stored for it, and who has the conversation."""

    messages: tuple[MessageRecord, ...]
    conversation: str
    fresh: bool
    state: State = State.WITH_AGENT

    @property
    def reply(self) -> dict[str, Any]:
        """The reply's public JSON; one without words when a person has the conversation."""
        last = self.messages[-1]
        return last.reply or silent_json(self.conversation, last, self.state)


class Exchange:
    """What every channel talks to."""

    def __init__(self, handovers: Handovers, turns: Turns) -> None:
        self.handovers = handovers
        self._changes = handovers.changes
        self._transcripts = self._changes.transcripts
        self._turns = turns
        self._care = handovers.desk.care
        self._observe: Observer = lambda reply, seconds: None

    def observe_with(self, observe: Observer) -> None:
        """Call ``observe`` with every new reply and the seconds it took."""
        self._observe = observe

    async def open(self, channel: str, region: str | None = None, profile: str = "ordinary") -> Opened:
        """Start a conversation; a region that is no known place is not kept."""
        token = secrets.token_urlsafe(32)
        place = parse_region(region) if region else None
        record = ConversationRecord(
            str(uuid.uuid4()), token_digest(token), channel, place.region if place else None, profile, datetime.now(UTC)
        )
        await self._transcripts.open(record)
        return Opened(record.id, token, "".join(texts.GREETING))

    async def enter(self, conversation: str, token: str) -> ConversationRecord:
        """The conversation ``token`` opens. Raises ``NotFound`` or ``Forbidden``."""
        record = await self._transcripts.find(conversation) if _ID.fullmatch(conversation) else None
        if record is None:
            raise NotFound("没有这个会话，请重新开始")
        if not hmac.compare_digest(record.token_digest, token_digest(token)):
            raise Forbidden("会话凭证不对，请重新开始")
        return record

    async def say(
        self, record: ConversationRecord, message: InboundMessage, thinking: Callable[[], Awaitable[None]] | None = None
    ) -> Exchanged:
        """What a citizen's message led to; the same message id leads to the same again, and to nothing new.

        ``thinking`` is called before the assistant works out an answer; not when a person has the conversation.
        """
        if known := await self._transcripts.said(record.id, message.id):
            await self._changes.tell_again(record.id)
            return Exchanged(known, record.id, False)
        started = asyncio.get_running_loop().time()
        replies: list[Reply | None] = []

        async def decide(standing: Standing) -> Change:
            if thinking and not replies and _state(standing) not in PERSON:
                await thinking()
            change, reply = await self._turns.change(standing, replace(message, region=message.region or record.region))
            replies[:] = [reply]
            return change

        made = await self._changes.make(record.id, decide)
        if made.fresh and replies[0]:
            self._observe(replies[0], asyncio.get_running_loop().time() - started)
        state = made.change.case.state if made.change and made.change.case else _state(made.before)
        return Exchanged(made.messages, record.id, made.fresh, state)

    async def after(self, record: ConversationRecord, seq: int) -> tuple[MessageRecord, ...]:
        """Messages with a higher sequence number, in order, at most ``PAGE``."""
        return await self._transcripts.after(record.id, seq, PAGE)

    async def message(self, record: ConversationRecord, seq: int) -> MessageRecord:
        """The message with that number. Raises ``NotFound``."""
        found = await self._transcripts.after(record.id, seq - 1, 1)
        if not found or found[0].seq != seq:
            raise NotFound("没有这条消息")
        return found[0]

    async def rate(self, record: ConversationRecord, feedback: Feedback) -> None:
        """Keep what the citizen thought. Raises ``NotFound`` for a reply of another conversation."""
        masked = replace(feedback, reason=_masked(feedback.reason), text=_masked(feedback.text))
        if not await self._transcripts.rate(record.id, masked):
            raise NotFound("没有这条回答，不能评价")
        if self._care:
            await self._care.feedback(record.id, masked, self.handovers.desk.clock())

    async def rated(self, record: ConversationRecord, score: int, text: str) -> None:
        """How the citizen found the talk with a person. Raises ``BadInput`` when nothing was asked."""
        if self._care is None:
            raise BadInput("现在没有要您评价的服务", "有事请直接告诉我")
        await self._care.rated(record.id, score, text, self.handovers.desk.clock())

        async def decide(standing: Standing) -> Change | None:
            rating = standing.memory.rating  # the next words are not meant as a rating any more
            return Change((), replace(standing.memory, rating="")) if rating else None

        await self._changes.make(record.id, decide)

    async def ping(self) -> None:
        """Raises ``Unavailable`` when conversations cannot be kept."""
        await self._transcripts.ping()

    async def typing(self, record: ConversationRecord) -> None:
        """The citizen is typing; whoever talks with them may see it."""
        await self._changes.signals.send(Signal(record.id, "typing", "citizen"))

    def listening(self, conversation: str) -> AbstractContextManager[Listener]:
        """A listener that hears when the conversation has new messages or somebody types."""
        return self._changes.signals.listening(conversation)

    @property
    def connected(self) -> bool:
        """Whether other processes hear of what happens here at once."""
        return self._changes.signals.healthy

    @property
    def patience(self) -> float:
        """Seconds after which who listens should look at the database without having heard anything."""
        return self._changes.signals.patience

    async def queue_frame(self, record: ConversationRecord) -> dict[str, Any]:
        """Where the citizen stands in the queue, as the socket tells it."""
        handover, text = await self.handovers.current(record)
        return {
            "type": "queue", "text": text, "state": handover.state, "position": handover.position,
            "estimate_seconds": handover.estimate_seconds,
        }  # fmt: skip

    async def last_seq(self, record: ConversationRecord) -> int:
        """The number of the newest message."""
        return (await self._transcripts.standing(record.id)).last_seq


def _state(standing: Standing) -> State:
    return standing.case.state if standing.case else State.WITH_ASSISTANT


def _masked(text: str | None) -> str | None:
    return mask(text).text if text else None


def token_digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
