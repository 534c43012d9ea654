"""The WebSocket of the contract: auth in the first frame, missed messages first, then both ways, sound included."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from assistant.errors import AssistantError, BadInput, Forbidden, NotFound, TooMany
from assistant.exchange import PAGE, Exchange
from assistant.messages import InboundMessage
from assistant.public import message_json
from assistant.records import ConversationRecord, MessageRecord
from assistant.signals import EVERYTHING, Listener, Signal
from channels.api.bodies import NewMessage
from channels.api.ear import FRAMES, Ear, failed
from channels.api.problems import title_of
from channels.api.routes import Limits, inbound
from channels.api.voice import Voice

AUTH_SECONDS = 10.0
IDLE_SECONDS = 900.0
MAX_FRAME = 64_000
MAX_SEQ = 2**31 - 1
NORMAL, POLICY_VIOLATION, TRY_AGAIN_LATER = 1000, 1008, 1013

log = logging.getLogger(__name__)


def socket_routes(
    exchange: Exchange, limits: Limits, auth_seconds: float = AUTH_SECONDS, voice: Voice | None = None
) -> APIRouter:
    """``/api/v1/conversations/{id}/ws``."""
    router = APIRouter()

    @router.websocket("/api/v1/conversations/{conversation_id}/ws")
    async def talk(socket: WebSocket, conversation_id: str, after: str = "") -> None:
        await socket.accept()
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the citizen went away; what was said is stored
            record = await _enter(socket, exchange, conversation_id, auth_seconds)
            if record is not None:
                await _Talk(socket, exchange, limits, record, voice).run(_seq(after))

    return router


async def _enter(socket: WebSocket, exchange: Exchange, conversation: str, seconds: float) -> ConversationRecord | None:
    try:
        async with asyncio.timeout(seconds):
            frame = _frame(await _received(socket))
        if frame.get("type") != "auth" or not isinstance(frame.get("token"), str):
            raise ValueError("auth expected")
        record = await exchange.enter(conversation, frame["token"])
    except (TimeoutError, ValueError, Forbidden, NotFound):
        await socket.send_json({"type": "error", "title": title_of(401)})
        await socket.close(POLICY_VIOLATION)
        return None
    except AssistantError:
        await socket.send_json({"type": "error", "title": title_of(503)})
        await socket.close(TRY_AGAIN_LATER)
        return None
    await socket.send_json({"type": "ready"})
    return record


@dataclass(slots=True)
class _Talk:
    """One socket that has shown its token; the other side has every message up to ``seen``."""

    socket: WebSocket
    exchange: Exchange
    limits: Limits
    record: ConversationRecord
    voice: Voice | None = None
    seen: int = 0
    ear: Ear = field(init=False)

    def __post_init__(self) -> None:
        self.ear = Ear(self.voice, self.record, self.socket.send_json, self._say)

    async def run(self, after: int | None) -> None:
        """Both ways until one side ends it; ``after`` is the last message the other side has, None for no history."""
        with self.exchange.listening(self.record.id) as listener:
            try:
                self.seen = await self.exchange.last_seq(self.record) if after is None else after
                await self._catch_up()
            except AssistantError:  # the database is away for a while
                await self.socket.close(TRY_AGAIN_LATER)
                return
            tasks = (asyncio.create_task(self._outgoing(listener)), asyncio.create_task(self._incoming()))
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                results = await asyncio.gather(*tasks, return_exceptions=True)
                await self.ear.close()
            await self._ended(results)

    async def _ended(self, results: Sequence[BaseException | None]) -> None:
        """Says goodbye unless the other side is gone: quietly after a long silence, else asking it to come again."""
        gone = (asyncio.CancelledError, WebSocketDisconnect, RuntimeError)
        if all(isinstance(one, gone) for one in results if one is not None):
            return
        await self.socket.close(NORMAL if any(isinstance(one, TimeoutError) for one in results) else TRY_AGAIN_LATER)

    async def _catch_up(self) -> None:
        while True:
            missed = await self.exchange.after(self.record, self.seen)
            for message in missed:
                await self.socket.send_json(_outgoing(message))
                self.seen = message.seq
                self.ear.was_said(message)
            if len(missed) < PAGE:
                return

    async def _outgoing(self, listener: Listener) -> None:
        while True:
            signal = await self._signal(listener)
            if signal.kind == "typing":
                await self._typing(signal.who)
            elif signal.kind == "queue":
                await self.socket.send_json(await self.exchange.queue_frame(self.record))
            else:
                await self._catch_up()

    async def _signal(self, listener: Listener) -> Signal:
        """The next signal; after a while without one the database is looked at all the same."""
        try:
            async with asyncio.timeout(self.exchange.patience):
                return await listener.get()
        except TimeoutError:
            return EVERYTHING

    async def _typing(self, who: str) -> None:
        """Agents who type are shown; the citizen's own typing is not."""
        kind, _, name = who.partition(":")
        if kind == "agent":
            await self.socket.send_json({"type": "typing", "from": "agent", "author": name})

    async def _incoming(self) -> None:
        while True:
            async with asyncio.timeout(IDLE_SECONDS):
                message = await _received(self.socket)
            if message.get("bytes") is not None:
                await self.ear.sound(message["bytes"])
            elif error := await self._told(message):
                await self.socket.send_json({"type": "error", **error})

    async def _told(self, message: Any) -> dict[str, Any]:
        """Do what a text frame wants; empty, or what the error frame says."""
        try:
            self.limits.per_address.take(self.socket.client.host if self.socket.client else "unknown")
            frame = _frame(message)
            kind = frame.pop("type", None)
            if kind == "typing" and not frame:
                await self.exchange.typing(self.record)
                return {}
            if isinstance(kind, str) and kind in FRAMES:
                await self.ear.frame(kind, frame)
                return {}
            if kind != "message":
                raise ValueError("message expected")
            body = NewMessage.model_validate(frame)
        except TooMany as error:
            return {"title": title_of(429), "retry_after": error.retry_after}
        except ValueError:
            return {"title": title_of(422)}
        return await self._say(inbound(self.record, body))

    async def _say(self, message: InboundMessage) -> dict[str, Any]:
        """Say it in the conversation; empty, or what the error frame says."""
        try:
            self.limits.per_conversation.take(self.record.id)
            said = await self.exchange.say(self.record, message, self._thinking)
        except Exception as error:
            if not isinstance(error, BadInput | TooMany):
                log.error("message failed", extra={"error": type(error).__name__, "conversation": self.record.id})
            return failed(error)
        last = said.messages[-1]
        if not said.fresh and last.seq <= self.seen:  # others reach every listener in their order, this socket too
            await self.socket.send_json(_outgoing(last))
        return {}

    async def _thinking(self) -> None:
        """The assistant is at work; a citizen who went away meanwhile is answered all the same."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await self.socket.send_json({"type": "typing", "from": "assistant"})


def _seq(after: str) -> int | None:
    """The sequence number a reconnecting client gave; None when it gave none that can be."""
    return min(int(after), MAX_SEQ) if after.isascii() and after.isdigit() and len(after) <= 20 else None


async def _received(socket: WebSocket) -> Any:
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code") or NORMAL)
    return message


def _frame(message: Any) -> dict[str, Any]:
    """The JSON object of a received text frame. Raises ``ValueError``."""
    text = message.get("text")
    if text is None or len(text) > MAX_FRAME:
        raise ValueError("a text frame of fair size expected")
    try:
        frame = json.loads(text)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(frame, dict):
        raise ValueError("an object expected")
    return frame


def _outgoing(message: MessageRecord) -> dict[str, Any]:
    kind = {"assistant": "reply", "agent": "agent_message", "system": "handover"}.get(message.sender, "message")
    return {"type": kind, **message_json(message)}
