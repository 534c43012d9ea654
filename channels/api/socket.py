"""The WebSocket of the contract: auth in the first frame, missed messages first, then both ways."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from assistant.errors import AssistantError, TooMany
from assistant.exchange import Exchange
from assistant.public import message_json
from assistant.records import ConversationRecord, MessageRecord
from channels.api.bodies import NewMessage
from channels.api.routes import Limits, inbound

AUTH_SECONDS = 10.0
IDLE_SECONDS = 900.0
MAX_FRAME = 64_000
POLICY_VIOLATION = 1008


def socket_routes(exchange: Exchange, limits: Limits) -> APIRouter:
    """``/api/v1/conversations/{id}/ws``."""
    router = APIRouter()

    @router.websocket("/api/v1/conversations/{conversation_id}/ws")
    async def talk(socket: WebSocket, conversation_id: str, after: str = "") -> None:
        await socket.accept()
        record = await _enter(socket, exchange, conversation_id)
        if record is None:
            return
        queue = exchange.listen(record.id)
        try:
            seen = await _catch_up(socket, exchange, record, int(after) if after.isdigit() else None)
            await _both_ways(socket, exchange, limits, record, queue, seen)
        except (WebSocketDisconnect, RuntimeError):
            pass  # the citizen went away; what was said is stored
        finally:
            exchange.leave(record.id, queue)

    return router


async def _enter(socket: WebSocket, exchange: Exchange, conversation: str) -> ConversationRecord | None:
    try:
        async with asyncio.timeout(AUTH_SECONDS):
            frame = _frame(await socket.receive_text())
        if frame.get("type") != "auth" or not isinstance(frame.get("token"), str):
            raise ValueError("auth expected")
        record = await exchange.enter(conversation, frame["token"])
    except (TimeoutError, ValueError, KeyError, AssistantError):
        with contextlib.suppress(RuntimeError):
            await socket.send_json({"type": "error", "title": "会话凭证不对或没有带上，请重新开始"})
            await socket.close(POLICY_VIOLATION)
        return None
    except WebSocketDisconnect:
        return None
    await socket.send_json({"type": "ready"})
    return record


async def _catch_up(socket: WebSocket, exchange: Exchange, record: ConversationRecord, after: int | None) -> int:
    if after is None:
        return 0
    seen = after
    for message in await exchange.after(record, after):
        await socket.send_json(_outgoing(message))
        seen = message.seq
    return seen


async def _both_ways(
    socket: WebSocket, exchange: Exchange, limits: Limits, record: ConversationRecord,
    queue: asyncio.Queue[MessageRecord], seen: int,
) -> None:  # fmt: skip
    async def outgoing() -> None:
        last = seen
        while True:
            message = await queue.get()
            if message.seq > last:
                last = message.seq
                await socket.send_json(_outgoing(message))

    sender = asyncio.create_task(outgoing())
    try:
        while True:
            async with asyncio.timeout(IDLE_SECONDS):
                text = await socket.receive_text()
            await _said(socket, exchange, limits, record, text)
    except TimeoutError:
        await socket.close()
    finally:
        sender.cancel()


async def _said(socket: WebSocket, exchange: Exchange, limits: Limits, record: ConversationRecord, text: str) -> None:
    try:
        frame = _frame(text)
        if frame.pop("type", None) != "message":
            raise ValueError("message expected")
        body = NewMessage.model_validate(frame)
        limits.per_address.take(socket.client.host if socket.client else "unknown")
        limits.per_conversation.take(record.id)
        await socket.send_json({"type": "typing"})
        stored, fresh = await exchange.say(record, inbound(record, body))
        if not fresh:  # fresh ones reach every listener, this socket too
            await socket.send_json(_outgoing(stored))
    except TooMany as error:
        title = "您发得太快了，请稍等一会儿再试"
        await socket.send_json({"type": "error", "title": title, "retry_after": error.retry_after})
    except (ValueError, ValidationError):
        await socket.send_json({"type": "error", "title": "请求的内容不对，请检查后重试"})
    except AssistantError:
        await socket.send_json({"type": "error", "title": "服务出了点问题，请稍后再试，着急请拨打12333"})


def _frame(text: str) -> dict[str, Any]:
    if len(text) > MAX_FRAME:
        raise ValueError("frame too large")
    frame = json.loads(text)
    if not isinstance(frame, dict):
        raise ValueError("an object expected")
    return frame


def _outgoing(message: MessageRecord) -> dict[str, Any]:
    kind = {"assistant": "reply", "agent": "agent_message", "system": "handover"}.get(message.sender, "message")
    return {"type": kind, **message_json(message)}
