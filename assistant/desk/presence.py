"""Who is at the desk now: what an agent set, and when they were last seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from assistant.desk.agents import STATUSES, Agent
from assistant.errors import BadInput, NotFound
from assistant.signals import DESK, Signal, Signals

OFFLINE_AFTER = timedelta(seconds=45)
"""Not seen for this long is offline: three beats of a desk page are missing."""
SEEN_EVERY = timedelta(seconds=10)
"""How exactly it is kept when somebody was seen."""


@dataclass(frozen=True, slots=True)
class AtDesk:
    """An agent as others see them: ``status`` is online, away or offline, ``load`` conversations they have."""

    agent: Agent
    status: str
    load: int


class Attendance(Protocol):
    """Keeps what was set and when somebody was seen."""

    async def agents(self) -> tuple[Agent, ...]: ...

    async def agent(self, agent_id: str) -> Agent | None: ...

    async def set_status(self, agent_id: str, status: str, now: datetime) -> bool:
        """Set it and count as seen; False when there is no such agent."""
        ...

    async def seen(self, agent_id: str, now: datetime, unless_since: datetime) -> None:
        """Keep that they were seen, unless it is kept that they were after ``unless_since``."""
        ...

    async def loads(self) -> Mapping[str, int]:
        """Conversations each agent has; those with none are missing."""
        ...


class Presence:
    """Sets and reads who is at the desk; tells the desk when it changes."""

    def __init__(self, attendance: Attendance, signals: Signals, offline_after: timedelta = OFFLINE_AFTER) -> None:
        self._attendance = attendance
        self._signals = signals
        self.offline_after = offline_after

    async def set_status(self, agent_id: str, status: str, now: datetime) -> AtDesk:
        """``status`` is online or away. Raises ``BadInput`` and ``NotFound``."""
        if status not in STATUSES:
            raise BadInput(f"没有这个状态：{status}", f"可用：{'、'.join(STATUSES)}")
        if not await self._attendance.set_status(agent_id, status, now):
            raise NotFound("没有这位坐席")
        await self.tell()
        return await self.of(agent_id, now)

    async def beat(self, agent_id: str, now: datetime) -> None:
        """The agent's page is open. Coming back after being offline is told to the desk."""
        agent = await self._attendance.agent(agent_id)
        if agent is None or not agent.active:
            return
        await self._attendance.seen(agent_id, now, now - SEEN_EVERY)
        if self.status(agent, now) == "offline":
            await self.tell()

    async def tell(self) -> None:
        """Have every desk page look again, and every socket ask whether it may stay."""
        await self._signals.send(Signal(DESK, "presence"))

    async def of(self, agent_id: str, now: datetime) -> AtDesk:
        """One agent. Raises ``NotFound``."""
        agent = await self._attendance.agent(agent_id)
        if agent is None:
            raise NotFound("没有这位坐席")
        return AtDesk(agent, self.status(agent, now), (await self._attendance.loads()).get(agent_id, 0))

    async def everyone(self, now: datetime) -> tuple[AtDesk, ...]:
        """All agents by login, the disabled too."""
        loads = await self._attendance.loads()
        return tuple(
            AtDesk(one, self.status(one, now), loads.get(one.id, 0)) for one in await self._attendance.agents()
        )

    def status(self, agent: Agent, now: datetime) -> str:
        """online, away or offline."""
        lately = agent.seen_at is not None and now - agent.seen_at <= self.offline_after
        return agent.status if agent.active and lately else "offline"
