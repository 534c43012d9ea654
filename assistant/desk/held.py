"""Answers of the assistant that wait for a person's approval before the citizen gets them."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from assistant.desk.agents import Agent
from assistant.desk.due import Changed, nobody_told
from assistant.errors import BadInput, NotFound
from assistant.personal_data import mask

WAITING, DECIDING, EXPIRED = "waiting", "deciding", "expired"
DECISIONS = {"approve": "approved", "edit": "edited", "reject": "rejected"}
"""What an agent may decide, and the state it leads to."""
LAPSE = "lapse"
"""The decision nobody took in time, leading to ``EXPIRED``."""
LABELS = {
    WAITING: "等待审核",
    DECIDING: "正在发出",
    "approved": "已通过",
    "edited": "修改后发出",
    "rejected": "未通过",
    EXPIRED: "超时",
}
TEXT = 2000
"""Most characters of an agent's words."""
STUCK = timedelta(seconds=60)
"""After so long a decision whose delivery was cut off may be taken anew."""
CHANGED = "held"


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that waits, or what became of it. ``reply`` is the contract's ``Reply``."""

    id: str
    conversation: str
    question: str
    client_message_id: str
    """Of the citizen's message it answers."""
    topic: str
    reply: dict[str, Any] = field(hash=False)
    held_at: datetime
    state: str = WAITING
    decided_by: str | None = None
    decided_at: datetime | None = None


Deliver = Callable[[Held, str, str, Agent | None, datetime], Awaitable[object]]
"""Says the outcome in the conversation: the answer, the decision (or ``LAPSE``), the agent's words, the agent, now.

May be called twice for one answer when the first time was cut off: it says things once (by the client message id).
"""


class HeldRows(Protocol):
    """Keeps held answers, one for a citizen's message."""

    async def hold(self, fresh: Held) -> Held:
        """Store it, or return what is stored for that message. Raises ``NotFound`` for an unknown conversation."""
        ...

    async def find(self, held: str) -> Held | None: ...

    async def open(self, stuck_before: datetime) -> tuple[Held, ...]:
        """Waiting ones and those being decided since before ``stuck_before``, the oldest first."""
        ...

    async def swap(self, before: Held, after: Held) -> bool:
        """Store the state of ``after``; False when it is no longer as in ``before``."""
        ...

    async def count(self, stuck_before: datetime) -> int:
        """How many ``open`` would return."""
        ...


class HeldAnswers:
    """Everything done with held answers."""

    def __init__(self, rows: HeldRows, deliver: Deliver, changed: Changed = nobody_told) -> None:
        self._rows = rows
        self._deliver = deliver
        self._changed = changed

    async def hold(
        self, conversation: str, question: str, client_message_id: str, topic: str, reply: dict[str, Any], now: datetime
    ) -> Held:
        """Keep an answer back; a second time for the same message nothing is added."""
        fresh = Held(str(uuid.uuid4()), conversation, mask(question).text, client_message_id, topic, reply, now)
        kept = await self._rows.hold(fresh)
        await self._changed(CHANGED)
        return kept

    async def open(self, now: datetime) -> tuple[Held, ...]:
        """What waits for a decision, the oldest first."""
        return await self._rows.open(now - STUCK)

    async def count(self, now: datetime) -> int:
        """How many wait."""
        return await self._rows.count(now - STUCK)

    async def decide(self, held: str, decision: str, text: str, agent: Agent, now: datetime) -> Held:
        """Send it, send the agent's words instead, or refuse it. Of two agents at once one decides.

        Raises ``BadInput`` for an unknown decision, for an edit without words and when somebody else was quicker.
        When the delivery fails the answer waits again.
        """
        if decision not in DECISIONS:
            raise BadInput("请选通过、修改后发出或不通过", "")
        said = text.replace("\x00", "").strip()
        if decision == "edit" and not said:
            raise BadInput("请写下要发给市民的话", "不用修改就点“通过”")
        if len(said) > TEXT:
            raise BadInput("写得太长了", f"最多 {TEXT} 个字")
        found = await self._rows.find(held)
        if found is None:
            raise NotFound("没有这条待审核的答复")
        decided = await self._settled(found, decision, mask(said).text, agent, now)
        if decided is None:
            raise BadInput("已经有人处理", "请刷新后看下一条")
        return decided

    async def expired(self, now: datetime, after_seconds: float) -> tuple[Held, ...]:
        """What has waited longer; nothing is changed, see ``lapse``."""
        before = now - timedelta(seconds=after_seconds)
        return tuple(held for held in await self.open(now) if held.held_at < before)

    async def lapse(self, held: Held, now: datetime) -> bool:
        """Nobody decided in time: tell the citizen. False when somebody is deciding or another worker was quicker."""
        return await self._settled(held, LAPSE, "", None, now) is not None

    async def _settled(self, held: Held, decision: str, text: str, agent: Agent | None, now: datetime) -> Held | None:
        """Claim it, deliver, and keep the decision; None when somebody else has it."""
        free = held.state == WAITING or _stuck(held, now)
        claimed = replace(held, state=DECIDING, decided_by=agent.id if agent else None, decided_at=now)
        if not free or not await self._rows.swap(held, claimed):
            return None
        try:
            await self._deliver(claimed, decision, text, agent, now)
        except Exception:
            await self._rows.swap(claimed, replace(claimed, state=WAITING, decided_by=None, decided_at=None))
            raise
        ended = replace(claimed, state=DECISIONS.get(decision, EXPIRED))
        await self._rows.swap(claimed, ended)
        await self._changed(CHANGED)
        return ended


def _stuck(held: Held, now: datetime) -> bool:
    return held.state == DECIDING and held.decided_at is not None and held.decided_at < now - STUCK
