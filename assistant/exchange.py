"""Conversations as channels use them: open, say, read on, rate, ask for a person. Ordered and idempotent."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
import uuid
import weakref
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from assistant import texts
from assistant.conversation import Conversations
from assistant.errors import BadInput, Forbidden, NotFound
from assistant.messages import Handover, InboundMessage, Reply
from assistant.personal_data import mask
from assistant.places import parse_region
from assistant.public import reply_json
from assistant.records import ConversationRecord, Feedback, MessageRecord, Transcripts

Observer = Callable[[Reply, float], None]
Listener = asyncio.Queue[MessageRecord | None]
"""Gets later messages; None means that some were missed and must be read with ``after``."""
WAITING = 200
"""Messages kept for a listener that does not take them."""
PAGE = 1000
_ID = re.compile(r"[0-9a-f\-]{36}")


@dataclass(frozen=True, slots=True)
class Opened:
    """A new conversation; the token is given once and only its digest is kept."""

    id: str
    token: str
    greeting: str


class Exchange:
    """What every channel talks to."""

    def __init__(self, conversations: Conversations, transcripts: Transcripts) -> None:
        self._conversations = conversations
        self._transcripts = transcripts
        self._observe: Observer = lambda reply, seconds: None
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        self._listeners: dict[str, set[Listener]] = {}

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

    async def say(self, record: ConversationRecord, message: InboundMessage) -> tuple[MessageRecord, bool]:
        """The assistant's message in answer, and whether it is new; the same message id gives the same answer again."""
        lock = self._locks.setdefault(record.id, asyncio.Lock())
        async with lock:
            known = await self._transcripts.answered(record.id, message.id)
            if known:
                return known, False
            started = asyncio.get_running_loop().time()
            masked, reply = await self._conversations.respond(replace(message, region=message.region or record.region))
            self._observe(reply, asyncio.get_running_loop().time() - started)
            reply_id = str(uuid.uuid4())
            now = datetime.now(UTC)
            stored = await self._transcripts.append(
                record.id,
                (
                    MessageRecord(0, now, "citizen", masked.text, message.id),
                    MessageRecord(
                        0, now, "assistant", reply.text, message.id, reply_id, reply_json(reply, reply_id, record.id)
                    ),
                ),
            )
            if reply.handover.state != "none":
                await self._transcripts.set_handover(record.id, reply.handover.state)
        fresh = stored[-1].reply_id == reply_id
        if fresh:
            self._tell(record.id, stored)
        return stored[-1], fresh

    async def after(self, record: ConversationRecord, seq: int) -> tuple[MessageRecord, ...]:
        """Messages with a higher sequence number, in order, at most ``PAGE``."""
        return await self._transcripts.after(record.id, seq, PAGE)

    async def rate(self, record: ConversationRecord, feedback: Feedback) -> None:
        """Keep what the citizen thought. Raises ``NotFound`` for a reply of another conversation."""
        masked = replace(feedback, reason=_masked(feedback.reason), text=_masked(feedback.text))
        if not await self._transcripts.rate(record.id, masked):
            raise NotFound("没有这条回答，不能评价")

    async def hand_over(self, record: ConversationRecord, reason: str | None) -> tuple[Handover, str]:
        """Ask for a person: the state and what the citizen is told."""
        if reason and len(reason) > 200:
            raise BadInput("原因太长", "请用200字以内说明")
        state = Handover(offered=True, state="offered")
        text = "".join(texts.HANDOVER)
        await self._transcripts.set_handover(record.id, state.state)
        stored = await self._transcripts.append(record.id, (MessageRecord(0, datetime.now(UTC), "system", text),))
        self._tell(record.id, stored)
        return state, text

    async def ping(self) -> None:
        """Raises ``Unavailable`` when conversations cannot be kept."""
        await self._transcripts.ping()

    def listen(self, conversation: str) -> Listener:
        """A queue that gets every later message of the conversation; give it back with ``leave``."""
        queue: Listener = asyncio.Queue(maxsize=WAITING)
        self._listeners.setdefault(conversation, set()).add(queue)
        return queue

    def leave(self, conversation: str, queue: Listener) -> None:
        """Stop listening."""
        queues = self._listeners.get(conversation, set())
        queues.discard(queue)
        if not queues:
            self._listeners.pop(conversation, None)

    def _tell(self, conversation: str, messages: tuple[MessageRecord, ...]) -> None:
        for queue in self._listeners.get(conversation, ()):
            if queue.qsize() + len(messages) < WAITING:
                for message in messages:
                    queue.put_nowait(message)
            elif not queue.full():
                queue.put_nowait(None)


def _masked(text: str | None) -> str | None:
    return mask(text).text if text else None


def token_digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
