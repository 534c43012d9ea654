"""Citizens and agents of the load: what their pages do, without the page."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection

from eval.bench_desk_account import AGENT, CITIZEN, Deliveries
from eval.bench_desk_line import Line, Trouble

BEAT_SECONDS = 15.0
SETTLE_SECONDS, POLL_SECONDS = 0.25, 30.0
"""A desk page waits so long after it heard of a change before it looks; and looks after so long without one."""


@dataclass(frozen=True, slots=True)
class Load:
    """What all share: one pool of connections and one account of what happened."""

    http: httpx.AsyncClient
    deliveries: Deliveries
    trouble: Trouble
    calls: dict[str, list[float]] = field(default_factory=dict)
    """Seconds of every call, by what was called."""

    async def call(self, name: str, method: str, url: str, **given: Any) -> httpx.Response | None:
        """The answer; None when there was none or it was a refusal, which is counted."""
        started = time.perf_counter()
        try:
            answer = await self.http.request(method, url, **given)
        except httpx.HTTPError as error:
            self.trouble.errors[f"{name} {type(error).__name__}"] += 1
            return None
        self.calls.setdefault(name, []).append(time.perf_counter() - started)
        if answer.is_success:
            return answer
        self.trouble.errors[f"{name} {answer.status_code}"] += 1
        return None


@dataclass(slots=True)
class Citizen:
    """Somebody at the citizens' page."""

    load: Load
    worker: int
    url: str
    id: str = ""
    token: str = ""
    case: str = ""
    line: Line = field(init=False)

    def __post_init__(self) -> None:
        self.line = Line(self._address, self._opened, self._heard, self.load.trouble)

    async def open(self) -> None:
        """Start a conversation."""
        answer = await self.load.call("open", "POST", f"{self.url}/api/v1/conversations", json={})
        if answer is None:
            raise OSError("no conversation could be opened")
        row = answer.json()
        self.id, self.token = row["conversation_id"], row["token"]

    async def connect(self) -> None:
        """Until the socket is ready."""
        self.line.start()
        await self.line.up.wait()

    async def ask_for_person(self) -> None:
        """The button."""
        url = f"{self.url}/api/v1/conversations/{self.id}/handover"
        await self.load.call("handover", "POST", url, headers={"Authorization": f"Bearer {self.token}"}, json={})

    async def say(self, message: str, text: str) -> None:
        """Through the socket."""
        await self.line.send(json.dumps({"type": "message", "client_message_id": message, "text": text}))

    def _address(self) -> str:
        after = self.load.deliveries.last(CITIZEN, self.id)
        return f"ws{self.url.removeprefix('http')}/api/v1/conversations/{self.id}/ws?after={after}"

    async def _opened(self, socket: ClientConnection) -> None:
        await socket.send(json.dumps({"type": "auth", "token": self.token}))
        await socket.recv()

    def _heard(self, text: str | bytes) -> None:
        at, frame = time.perf_counter(), json.loads(text)
        if (number := frame.get("seq")) is not None:
            self.load.deliveries.hear(CITIZEN, self.id, number, frame.get("client_message_id"), at)
        elif frame["type"] == "error":
            self.load.trouble.errors[f"citizen's frame {frame.get('title')}"] += 1


@dataclass(slots=True)
class DeskAgent:
    """Somebody at the desk's page: signed in, beating, watching their cases, looking again after changes."""

    load: Load
    worker: int
    url: str
    login: str
    password: str
    citizens: dict[str, Citizen] = field(default_factory=dict)
    """By case."""
    looks: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    line: Line = field(init=False)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def sign_in(self) -> None:
        """Sign in, open the socket, and be there."""
        body = {"login": self.login, "password": self.password}
        answer = await self.load.call("sign_in", "POST", f"{self.url}/desk/api/sign_in", json=body)
        if answer is None:
            raise OSError("an agent could not sign in")
        cookie = answer.headers["set-cookie"].partition(";")[0]
        self.headers = {"Cookie": cookie, "X-CSRF-Token": answer.json()["csrf"]}
        headers = {"Cookie": cookie, "Origin": self.url}
        self.line = Line(self._address, self._opened, self._heard, self.load.trouble, headers)
        self.line.start()
        await self.line.up.wait()
        await self._call("status", "/status", {"status": "online"})
        self._tasks = [asyncio.create_task(self._beat()), asyncio.create_task(self._look())]

    async def waiting(self) -> dict[str, str]:
        """Case by conversation, of all who wait."""
        answer = await self.load.call("state", "GET", f"{self.url}/desk/api/state", headers=self.headers)
        return {row["conversation_id"]: row["id"] for row in answer.json()["queue"]} if answer else {}

    async def accept(self, citizen: Citizen, case: str) -> None:
        """Take the citizen and watch the conversation from its beginning."""
        if await self._call("accept", f"/cases/{case}/accept") is not None:
            citizen.case = case
            self.citizens[case] = citizen
            await self.line.send(_watch(case, 0))

    async def say(self, message: str, citizen: Citizen, text: str) -> None:
        """Over HTTP, as the page does."""
        body = {"client_message_id": message, "text": text, "citations": []}
        if await self._call("agent_message", f"/cases/{citizen.case}/messages", body) is None:
            self.load.deliveries.refused(message)

    async def close(self) -> None:
        """Leave without a word."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, self.line.close(), return_exceptions=True)

    async def _call(self, name: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response | None:
        return await self.load.call(name, "POST", f"{self.url}/desk/api{path}", headers=self.headers, json=body or {})

    def _address(self) -> str:
        return f"ws{self.url.removeprefix('http')}/desk/ws"

    async def _opened(self, socket: ClientConnection) -> None:
        await socket.recv()
        for case, citizen in self.citizens.items():
            await socket.send(_watch(case, self.load.deliveries.last(AGENT, citizen.id)))

    def _heard(self, text: str | bytes) -> None:
        at, frame = time.perf_counter(), json.loads(text)
        if frame["type"] == "message":
            message, citizen = frame["message"], self.citizens[frame["case"]]
            self.load.deliveries.hear(AGENT, citizen.id, message["seq"], message.get("client_message_id"), at)
        elif frame["type"] == "changed":
            self._changed.set()
        elif frame["type"] in ("error", "signed_out"):
            self.load.trouble.errors[f"desk's frame {frame.get('title', frame['type'])}"] += 1

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self.line.send('{"type":"beat"}')

    async def _look(self) -> None:
        """What the page does when it hears of a change: wait a little, then fetch everything; never twice at once.

        It also does so when it heard of none for a while.
        """
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), POLL_SECONDS)
            await asyncio.sleep(SETTLE_SECONDS)
            self._changed.clear()
            if self.looks:
                await self.load.call("look", "GET", f"{self.url}/desk/api/state", headers=self.headers)


def _watch(case: str, after: int) -> str:
    return json.dumps({"type": "watch", "case": case, "after": after})
