"""A page with a socket that keeps trying, what it shows, and what is written on it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

Frame = dict[str, Any]
AGAIN = 0.3
"""Seconds before something is tried again."""
LOST = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, EOFError)


@dataclass
class View:
    """What one page shows of a conversation: messages by number, and when each came."""

    rows: dict[int, Frame] = field(default_factory=dict)
    came: dict[str, float] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    """Complaints: a number that came with other words than before."""

    def take(self, row: Frame) -> None:
        seq, text = int(row["seq"]), str(row["text"])
        before = self.rows.setdefault(seq, row)
        if (before["text"], before["from"]) != (text, row["from"]):
            self.changed.append(f"{seq}: {before['text']} / {text}")
        self.came.setdefault(text, time.monotonic())

    @property
    def after(self) -> int:
        """The last number up to which nothing is missing."""
        seq = 0
        while seq + 1 in self.rows:
            seq += 1
        return seq

    @property
    def texts(self) -> list[str]:
        return [str(self.rows[seq]["text"]) for seq in sorted(self.rows)]


@dataclass
class Sent:
    """A message somebody wrote; ``id`` stays the same however often it is sent."""

    text: str
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    at: float = field(default_factory=time.monotonic)
    tries: int = 0


class Page:
    """A page with one socket that keeps trying, from one address to the next."""

    def __init__(self, urls: Sequence[str]) -> None:
        self.urls = list(urls)
        self.closes: list[int] = []
        """Codes with which the service ended a socket of this page; 1006 is one that just broke."""
        self.problems: list[Frame] = []
        """Every refusal that was shown."""
        self.open = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks.append(asyncio.create_task(self._stay_connected()))

    async def connected(self) -> None:
        """Waits until it is; fails when it never will be."""
        await until(lambda: self.open.is_set() or self._tasks[0].done(), f"连上 {self.urls[0]}", 60)
        if self._tasks[0].done():
            self._tasks[0].result()

    async def close(self) -> None:
        """The page is shut: nothing is sent any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def reconnect(self) -> None:
        """To the next address."""
        self.open.clear()
        if self._socket is not None:
            await self._socket.close()
        await self.connected()

    async def _stay_connected(self) -> None:
        while True:
            with contextlib.suppress(*LOST):
                await self._once(self.urls[0])
            self.open.clear()
            self._socket = None
            self._dropped()
            self.urls.append(self.urls.pop(0))
            await asyncio.sleep(AGAIN)

    async def _once(self, url: str) -> None:
        address = url.replace("http", "ws", 1) + self.path()
        async with connect(
            address, proxy=None, open_timeout=4, ping_interval=4, ping_timeout=4, close_timeout=1,
            origin=url, additional_headers=self.headers(),  # type: ignore[arg-type]  # a plain text is an origin
        ) as socket:  # fmt: skip
            self._socket = socket
            try:
                await self.greet(socket)
                async for text in socket:
                    frame = json.loads(text)
                    if frame["type"] == "ready":
                        self.open.set()
                    await self._received(frame)
            finally:
                if socket.close_code is not None:
                    self.closes.append(socket.close_code)

    async def send(self, frame: Frame) -> None:
        """Raises one of ``LOST`` when there is no connection."""
        if self._socket is None:
            raise EOFError
        await self._socket.send(json.dumps(frame))

    def path(self) -> str:
        raise NotImplementedError

    def headers(self) -> dict[str, str]:
        return {}

    async def greet(self, socket: ClientConnection) -> None:
        """Before the first frame is read."""

    async def _received(self, frame: Frame) -> None:
        raise NotImplementedError

    def _dropped(self) -> None:
        """After the connection was lost."""


async def until(true: Callable[[], bool], what: str, seconds: float = 30) -> float:
    """Waits; returns the seconds it took, fails with ``what`` when it takes too long."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, f"{seconds:.0f}秒以后还没有：{what}"
        await asyncio.sleep(0.05)
    return time.monotonic() - begun
