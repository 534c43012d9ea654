"""Changing a conversation: read it, decide, store the decision whole, and tell whoever listens."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from assistant.errors import Unavailable
from assistant.handoff.states import State
from assistant.records import Change, Conflict, MessageRecord, Standing, Transcripts
from assistant.script import to_traditional
from assistant.signals import DESK, Signal, Signals

ATTEMPTS = 12
"""How often a decision is made anew because another process was quicker; in this one changes take turns."""

AT_THE_DESK = frozenset({State.QUEUED, State.ASSIGNED, State.WITH_AGENT, State.CALL_BACK})
"""States the desk's lists show; an offer that comes and goes concerns nobody there."""

Decide = Callable[[Standing], Awaitable[Change | None]]
"""What should happen to a conversation as it stands; None for nothing. May be called several times."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was stored: ``before`` is what it was decided on; nothing was stored when ``change`` is None."""

    before: Standing
    change: Change | None
    messages: tuple[MessageRecord, ...] = ()
    fresh: bool = False


def _in_their_script(standing: Standing, change: Change) -> Change:
    """What the system says, in traditional characters to who writes them; replies come so already."""
    if not (change.memory or standing.memory).traditional:
        return change
    messages = tuple(replace(m, text=to_traditional(m.text)) if m.sender == "system" else m for m in change.messages)
    return replace(change, messages=messages)


class Changes:
    """The one way in which a conversation changes."""

    def __init__(self, transcripts: Transcripts, signals: Signals) -> None:
        self.transcripts = transcripts
        self.signals = signals
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def make(self, conversation: str, decide: Decide) -> Made:
        """Store what ``decide`` wants. Raises ``NotFound``, what ``decide`` raises, and ``Unavailable``."""
        async with self._locks.setdefault(conversation, asyncio.Lock()):
            return await self._make(conversation, decide)

    async def _make(self, conversation: str, decide: Decide) -> Made:
        for _ in range(ATTEMPTS):
            standing = await self.transcripts.standing(conversation)
            change = await decide(standing)
            if change is None:
                return Made(standing, None)
            try:
                stored = await self.transcripts.commit(standing, _in_their_script(standing, change))
            except Conflict:
                continue
            if stored.fresh:
                await self._tell(standing, change)
            else:
                await self.tell_again(conversation)
            return Made(standing, change, stored.messages, stored.fresh)
        raise Unavailable("会话变得太快，没有存上")

    async def tell_again(self, conversation: str) -> None:
        """Of messages that were stored before: the process that stored them may have died before it could tell."""
        await self.signals.send(Signal(conversation, "messages"))

    async def _tell(self, standing: Standing, change: Change) -> None:
        if change.messages or change.case:
            await self.signals.send(Signal(standing.record.id, "messages"))
        before, after = standing.case, change.case
        moved = before is not None and after is not None and before.priority != after.priority
        if moved or any({event.before, event.after} & AT_THE_DESK for event in change.events):
            await self.signals.send(Signal(DESK, "cases"))
