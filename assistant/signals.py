"""Telling other parts that something changed. The database holds what; a signal only says where to look."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

DESK = "desk"
"""The topic of everything the desk shows: queue, presence, cases. A conversation's topic is its id."""
ROOM = 64
"""Signals kept for a listener that does not take them; more are one: look at everything."""


@dataclass(frozen=True, slots=True)
class Signal:
    """``kind`` is messages, typing, queue, cases, presence or everything; ``who`` says who is typing."""

    topic: str
    kind: str
    who: str = ""


EVERYTHING = Signal("", "everything")
"""Signals may have been missed: look at everything."""


class Listener:
    """Gets the signals of its topics, in order; one that falls behind gets ``EVERYTHING`` instead."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Signal] = asyncio.Queue(maxsize=ROOM)

    async def get(self) -> Signal:
        """The next signal."""
        return await self._queue.get()

    @property
    def empty(self) -> bool:
        """Whether nothing is waiting to be got."""
        return self._queue.empty()

    def put(self, signal: Signal) -> None:
        """Never waits and never fails."""
        if self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
            signal = EVERYTHING
        self._queue.put_nowait(signal)


class Signals(Protocol):
    """Carries signals to every listener of a topic, in this process and, where there are several, in the others.

    A signal may be lost; nothing may be lost by that: listeners also look at the database now and then.
    """

    async def send(self, signal: Signal) -> None:
        """Never raises: a signal that cannot be carried elsewhere still reaches the listeners of this process."""
        ...

    def listening(self, *topics: str) -> contextlib.AbstractContextManager[Listener]: ...

    @property
    def healthy(self) -> bool:
        """Whether signals reach everybody they should."""
        ...

    @property
    def patience(self) -> float:
        """Seconds after which a listener should look at the database though it heard nothing."""
        ...

    async def start(self) -> None:
        """Connect to the others, where there are any."""
        ...

    async def close(self) -> None: ...


class LocalListeners:
    """The listeners of this process, by topic; what every implementation of ``Signals`` builds on."""

    def __init__(self) -> None:
        self._by_topic: dict[str, set[Listener]] = {}

    @property
    def topics(self) -> frozenset[str]:
        """What somebody listens to."""
        return frozenset(self._by_topic)

    def tell(self, signal: Signal) -> None:
        """To the listeners of its topic; ``EVERYTHING`` to all."""
        if signal.kind == EVERYTHING.kind:
            for listener in {one for some in self._by_topic.values() for one in some}:
                listener.put(signal)
            return
        for listener in tuple(self._by_topic.get(signal.topic, ())):
            listener.put(signal)

    @contextlib.contextmanager
    def listening(self, *topics: str) -> Iterator[Listener]:
        """A listener of these topics until the block ends."""
        listener = Listener()
        for topic in topics:
            self._by_topic.setdefault(topic, set()).add(listener)
        try:
            yield listener
        finally:
            for topic in topics:
                listeners = self._by_topic[topic]
                listeners.discard(listener)
                if not listeners:
                    del self._by_topic[topic]


class SignalsInProcess:
    """``Signals`` for one process: the command line, tests and a service on one machine."""

    def __init__(self) -> None:
        self._local = LocalListeners()

    @property
    def healthy(self) -> bool:
        return True

    @property
    def patience(self) -> float:
        return 60.0

    async def send(self, signal: Signal) -> None:
        self._local.tell(signal)

    def listening(self, *topics: str) -> contextlib.AbstractContextManager[Listener]:
        return self._local.listening(*topics)

    async def start(self) -> None:
        """Nothing to connect to."""

    async def close(self) -> None:
        """Nothing to give back."""
