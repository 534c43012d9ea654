"""Limits: how often, how large. In memory, one process."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from assistant.errors import TooMany

REMEMBERED = 20_000


class SlidingWindow:
    """At most ``limit`` events a key in ``seconds``; of more than ``remembered`` keys, those unused longest go."""

    def __init__(
        self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic, remembered: int = REMEMBERED
    ) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._remembered = remembered
        self._events: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Count one event. Raises ``TooMany`` with the seconds until the next is allowed."""
        now = self._clock()
        events = self._events.setdefault(key, deque())
        self._events.move_to_end(key)
        while events and events[0] <= now - self._seconds:
            events.popleft()
        if len(events) >= self._limit:
            raise TooMany("rate limit", max(1, int(events[0] + self._seconds - now) + 1))
        events.append(now)
        while len(self._events) > self._remembered:
            self._events.popitem(last=False)
