"""A WebSocket of the load, and what all of them count."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

OPEN_SECONDS = 60.0
AGAIN_SECONDS = 0.5


@dataclass(slots=True)
class Trouble:
    """What went wrong besides the messages, by what it was."""

    errors: Counter[str] = field(default_factory=Counter)
    reconnects: int = 0


@dataclass(slots=True)
class Line:
    """One WebSocket that is opened again whenever it breaks; uncompressed and without pings of its own, like a browser's.

    ``opened`` says what has to be said first, ``heard`` takes every frame.
    """

    url: Callable[[], str]
    opened: Callable[[ClientConnection], Awaitable[None]]
    heard: Callable[[str | bytes], None]
    trouble: Trouble
    headers: Mapping[str, str] = field(default_factory=dict)
    up: asyncio.Event = field(default_factory=asyncio.Event)
    _socket: ClientConnection | None = None
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Connect in the background; ``up`` is set while it is open."""
        self._task = asyncio.create_task(self._run())

    async def send(self, text: str) -> None:
        """Waits until it is open."""
        await self.up.wait()
        assert self._socket is not None
        await self._socket.send(text)

    async def close(self) -> None:
        """For good."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                async with connect(
                    self.url(), compression=None, ping_interval=None, open_timeout=OPEN_SECONDS, close_timeout=2,
                    additional_headers=dict(self.headers), user_agent_header=None, proxy=None,
                ) as socket:  # fmt: skip
                    await self.opened(socket)
                    self._socket = socket
                    self.up.set()
                    async for text in socket:
                        self.heard(text)
            except (OSError, TimeoutError, WebSocketException) as error:
                self.trouble.errors[f"socket {type(error).__name__}"] += 1
            finally:
                self.up.clear()
            self.trouble.reconnects += 1
            await asyncio.sleep(AGAIN_SECONDS)
