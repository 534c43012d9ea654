"""What a listening session has to report, in order and bounded."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Literal

from speech.values import Heard

Reason = Literal["silence", "unclear", "busy", "unavailable"]
MOST = 64
"""Events kept for somebody who does not fetch them; then the oldest are lost."""


class Events:
    """A queue from the session to the one who reads it. Of partial texts not fetched yet only the last is kept."""

    def __init__(self) -> None:
        self._kept: deque[Heard] = deque(maxlen=MOST)
        self._reasons: deque[tuple[Heard, Reason]] = deque(maxlen=MOST)
        self._news = asyncio.Event()
        self._over = False

    def tell(self, heard: Heard) -> None:
        """Report; after the end it is passed over."""
        if self._over:
            return
        if heard.kind == "partial" and self._kept and self._kept[-1].kind == "partial":
            self._kept.pop()
        self._kept.append(heard)
        self._news.set()

    def tell_nothing(self, nothing: Heard, reason: Reason) -> None:
        """Report a ``nothing`` and remember why."""
        self._reasons.append((nothing, reason))
        self.tell(nothing)

    def reason(self, nothing: Heard) -> Reason:
        """Why that ``nothing`` was reported."""
        return next((reason for heard, reason in self._reasons if heard is nothing), "silence")

    def end(self, *, drop: bool = False) -> None:
        """Nothing more will be reported; ``drop``: nor what was not fetched."""
        self._over = True
        if drop:
            self._kept.clear()
        self._news.set()

    async def next(self) -> Heard | None:
        """The next one; None after the last."""
        while not self._kept:
            if self._over:
                return None
            self._news.clear()
            await self._news.wait()
        return self._kept.popleft()
