"""The WebSocket of the contract: auth in the first frame, missed messages first, then both ways."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from assistant.errors import AssistantError, BadInput, Forbidden, NotFound, TooMany, Unavailable
from assistant.exchange import PAGE, Exchange
from assistant.public import message_json
from assistant.records import ConversationRecord, MessageRecord
from assistant.signals import EVERYTHING, Listener, Signal
from channels.api.bodies import NewMessage
from channels.api.problems import title_of
from channels.api.routes import Limits, inbound

AUTH_SECONDS = 10.0
IDLE_SECONDS = 900.0
MAX_FRAME = 64_000
MAX_SEQ = 2**31 - 1
NORMAL, POLICY_VIOLATION, TRY_AGAIN_LATER = 1000, 1008, 1013

log = logging.getLogger(__name__)


def socket_routes(exchange: Exchange, limits: Limits, auth_seconds: float = AUTH_SECONDS) -> APIRouter:
    """``/api/v1/conversations/{id}/ws``."""
    router = APIRouter()

    @router.websocket("/api/v1/conversations/{conversation_id}/ws")
    async def talk(socket: WebSocket, conversation_id: str, after: str = "") -> None:
        await socket.accept()
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the citizen went away; what was said is stored
            record = await _enter(socket, exchange, conversation_id, auth_seconds)
            if record is not None:
                await _Talk(socket, exchange, limits, record).run(_seq(after))

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
    seen: int = 0

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
            if error := await self._said(message):
                await self.socket.send_json({"type": "error", **error})

    async def _said(self, message: Any) -> dict[str, Any]:
        """Empty, or what the error frame says."""
        try:
            body = self._accepted(message)
            if body is None:
                await self.exchange.typing(self.record)
                return {}
        except TooMany as error:
            return {"title": title_of(429), "retry_after": error.retry_after}
        except ValueError:
            return {"title": title_of(422)}
        try:
            said = await self.exchange.say(self.record, inbound(self.record, body), self._thinking)
        except BadInput as error:
            return {"title": f"{error}，{error.remedy}" if error.remedy else str(error)}
        except Exception as error:
            log.error("message failed", extra={"error": type(error).__name__, "conversation": self.record.id})
            return {"title": title_of(503 if isinstance(error, Unavailable) else 500)}
        last = said.messages[-1]
        if not said.fresh and last.seq <= self.seen:  # others reach every listener in their order, this socket too
            await self.socket.send_json(_outgoing(last))
        return {}

    async def _thinking(self) -> None:
        """The assistant is at work; a citizen who went away meanwhile is answered all the same."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await self.socket.send_json({"type": "typing", "from": "assistant"})

    def _accepted(self, message: Any) -> NewMessage | None:
        """The message in a frame, None for typing; useless frames count too. Raises ``TooMany`` and ``ValueError``."""
        self.limits.per_address.take(self.socket.client.host if self.socket.client else "unknown")
        frame = _frame(message)
        kind = frame.pop("type", None)
        if kind == "typing" and not frame:
            return None
        if kind != "message":
            raise ValueError("message expected")
        body = NewMessage.model_validate(frame)
        self.limits.per_conversation.take(self.record.id)
        return body


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
