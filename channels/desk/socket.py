"""The desk's WebSocket: says what changed, brings the messages of the cases that are watched, hears typing and beats."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from assistant.desk.agents import Agent
from assistant.desk.presence import Presence
from assistant.desk.refusals import NotAllowed
from assistant.desk.room import Room
from assistant.desk.sessions import Sessions
from assistant.desk.work import AgentWork
from assistant.errors import AssistantError, Unavailable
from assistant.handoff.states import Case
from assistant.public import message_json
from assistant.records import Transcripts
from assistant.signals import DESK, EVERYTHING, Listener, Signal, Signals
from channels.desk.guard import COOKIE, same_origin

SIGNED_OUT, TRY_AGAIN_LATER = 1008, 1013
LOOK_AGAIN = 30.0
"""Seconds between looks whether the session still holds."""
TOGETHER = 0.1
"""Seconds in which several changes are told as one."""
MOST_WATCHED = 50
MAX_FRAME = 4_000
PAGE = 500
AWAY = "服务暂时不可用，请稍等，会自动再试"
KINDS = ("cases", "presence", "call_backs", "tickets", "held")


@dataclass(frozen=True, slots=True)
class SocketParts:
    """What the socket uses."""

    sessions: Sessions
    presence: Presence
    signals: Signals
    transcripts: Transcripts
    room: Room
    work: AgentWork
    clock: Callable[[], datetime]


def desk_socket(parts: SocketParts) -> APIRouter:
    """``/desk/ws``."""
    router = APIRouter()

    @router.websocket("/desk/ws")
    async def desk(socket: WebSocket) -> None:
        await socket.accept()
        token = socket.cookies.get(COOKIE, "")
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the page went away; nothing hangs on it
            try:
                await _entered(socket, parts, token)
            except AssistantError:  # the database is away for a while
                await socket.close(TRY_AGAIN_LATER)

    return router


async def _entered(socket: WebSocket, parts: SocketParts, token: str) -> None:
    agent = await parts.sessions.agent_of_cookie(token, parts.clock()) if same_origin(socket.headers) else None
    if agent is None:
        await socket.send_json({"type": "signed_out"})
        await socket.close(SIGNED_OUT)
        return
    await _Desk(socket, parts, agent, token).run()


@dataclass(slots=True)
class _Desk:
    """One open page of a signed-in agent."""

    socket: WebSocket
    parts: SocketParts
    agent: Agent
    token: str
    watched: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    sending: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> None:
        await self._send({"type": "ready"})
        await self.parts.presence.beat(self.agent.id, self.parts.clock())
        with self.parts.signals.listening(DESK) as listener:
            tasks = [asyncio.create_task(one) for one in (self._changes(listener), self._incoming(), self._session())]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (*tasks, *self.watched.values()):
                    task.cancel()
                await asyncio.gather(*tasks, *self.watched.values(), return_exceptions=True)
        with contextlib.suppress(RuntimeError):
            await self.socket.close(TRY_AGAIN_LATER)

    async def _send(self, frame: dict[str, Any]) -> None:
        async with self.sending:
            await self.socket.send_json(frame)

    async def _changes(self, listener: Listener) -> None:
        while True:
            signals = [await self._signal(listener)]
            await asyncio.sleep(TOGETHER)
            while not listener.empty:
                signals.append(await listener.get())
            every = any(s.kind == EVERYTHING.kind for s in signals)
            for kind in KINDS if every else dict.fromkeys(s.kind for s in signals):
                await self._send({"type": "changed", "what": kind})

    async def _signal(self, listener: Listener) -> Signal:
        try:
            async with asyncio.timeout(self.parts.signals.patience):
                return await listener.get()
        except TimeoutError:
            return EVERYTHING

    async def _session(self) -> None:
        """Ends when the session does, at once when that was told."""
        with self.parts.signals.listening(DESK) as listener:
            while found := await self.parts.sessions.agent_of_cookie(self.token, self.parts.clock()):
                self.agent = found  # their role may have changed
                await _presence_changed(listener)
        await self._send({"type": "signed_out"})
        await self.socket.close(SIGNED_OUT)

    async def _incoming(self) -> None:
        while True:
            frame = _frame(await self.socket.receive())
            try:
                await self._heard(frame)
            except AssistantError as error:
                await self._send({"type": "error", "title": AWAY if isinstance(error, Unavailable) else str(error)})

    async def _heard(self, frame: dict[str, Any]) -> None:
        kind, case = frame.get("type"), frame.get("case")
        if kind == "beat":
            await self.parts.presence.beat(self.agent.id, self.parts.clock())
        elif not isinstance(case, str) or len(case) > 64 or not case.isprintable():
            await self._send({"type": "error", "title": "这条指令没有看懂，请刷新页面"})
        elif kind == "watch":
            after = frame.get("after")
            await self._watch(case, after if isinstance(after, int) and 0 <= after < 2**31 else 0)
        elif kind == "unwatch":
            if task := self.watched.pop(case, None):
                task.cancel()
        elif kind == "typing":
            await self.parts.sessions.agent_of_cookie(self.token, self.parts.clock(), used=True)
            await self.parts.work.typing(case, self.agent)

    async def _watch(self, case: str, after: int) -> None:
        found = await self.parts.room.seen(case, self.agent)
        if task := self.watched.pop(case, None):
            task.cancel()
        if len(self.watched) >= MOST_WATCHED:
            await self._send({"type": "error", "title": "打开的会话太多，请先关掉几个"})
            return
        self.watched[case] = asyncio.create_task(self._follow(found, after))

    async def _follow(self, case: Case, after: int) -> None:
        """Brings messages until that fails; then the page is asked to come again, lest it wait in vain."""
        try:
            await self._bring(case, after)
        except AssistantError:
            await self.socket.close(TRY_AGAIN_LATER)

    async def _bring(self, case: Case, after: int) -> None:
        """Every message of the conversation after that number, each once and in order, while the agent may see it."""
        with self.parts.signals.listening(case.conversation) as listener:
            seen = await self._catch_up(case, after)
            while True:
                signal = await self._signal(listener)
                if signal.kind == "typing":
                    if signal.who == "citizen" and await self._may_see(case):
                        await self._send({"type": "typing", "case": case.id, "who": "citizen"})
                elif signal.kind in ("messages", EVERYTHING.kind):
                    seen = await self._catch_up(case, seen)

    async def _may_see(self, case: Case) -> bool:
        """Whether that still holds: who watched somebody in the queue may not listen to the one who took them."""
        try:
            await self.parts.room.visible(case.id, self.agent)
        except NotAllowed:
            return False
        return True

    async def _catch_up(self, case: Case, seen: int) -> int:
        while await self._may_see(case):
            missed = await self.parts.transcripts.after(case.conversation, seen, PAGE)
            for message in missed:
                await self._send({"type": "message", "case": case.id, "message": message_json(message)})
                seen = message.seq
            if len(missed) < PAGE:
                break
        return seen


async def _presence_changed(listener: Listener) -> None:
    """Until somebody's presence or account changed, ``LOOK_AGAIN`` seconds at most."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LOOK_AGAIN):
            while (await listener.get()).kind not in ("presence", EVERYTHING.kind):
                pass


def _frame(message: Any) -> dict[str, Any]:
    """The JSON object of a frame; an empty one for anything else."""
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code") or 1000)
    text = message.get("text") or ""
    try:
        frame = json.loads(text) if len(text) <= MAX_FRAME else None
    except (ValueError, RecursionError):
        frame = None
    return frame if isinstance(frame, dict) else {}
