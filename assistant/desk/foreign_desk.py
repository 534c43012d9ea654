"""The way back from an agency's own desk: what it may say and do, each thing once however often it is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.desk.webhook import OPEN, PENDING, SOLVED
from assistant.errors import BadInput
from assistant.handoff.states import RESOLUTIONS

SOMEBODY = "工作人员"
"""Who has the conversation when the agency's desk does not say."""


class ForeignDesk(Protocol):
    """What the agency's agents do here. Raises ``NotFound`` for a conversation without an open case, ``Refused``."""

    async def join(self, conversation: str, agent_name: str) -> None:
        """This person has the conversation from now on; nothing happens when they have it already."""
        ...

    async def say(self, conversation: str, agent_name: str, text: str, message_id: str) -> None:
        """Once for a ``message_id``, which is the message's client message id."""
        ...

    async def resolve(self, conversation: str, resolution: str) -> None:
        """The case is closed with one of ``RESOLUTIONS``."""
        ...

    async def hand_back(self, conversation: str) -> None:
        """The assistant has the conversation again."""
        ...


class Received(Protocol):
    """Which of the agency's deliveries were taken, over all workers."""

    async def begin(self, delivery: str, conversation: str, now: datetime) -> bool:
        """False when it was taken before. Raises ``Unavailable`` while another worker is at it."""
        ...

    async def done(self, delivery: str, now: datetime) -> None: ...

    async def undo(self, delivery: str) -> None:
        """It failed: the next try is a first one."""
        ...


@dataclass(frozen=True, slots=True)
class AgentSays:
    """A message of one of the agency's agents."""

    conversation: str
    delivery: str
    text: str
    agent_name: str


@dataclass(frozen=True, slots=True)
class AgentActs:
    """A new status of a conversation at the agency's desk: open, pending or resolved."""

    conversation: str
    delivery: str
    status: str
    agent_name: str = SOMEBODY
    resolution: str = "other"


class WayBack:
    """Takes what the agency's desk sends."""

    def __init__(self, desk: ForeignDesk, received: Received, clock: Callable[[], datetime]) -> None:
        self._desk = desk
        self._received = received
        self._clock = clock

    async def said(self, message: AgentSays) -> bool:
        """Pass it on; whether it was the first time. Who speaks has the conversation."""

        async def passed_on() -> None:
            await self._desk.join(message.conversation, message.agent_name)
            await self._desk.say(message.conversation, message.agent_name, message.text, message.delivery)

        return await self._once(message.delivery, message.conversation, passed_on)

    async def acted(self, act: AgentActs) -> bool:
        """Do it; whether it was the first time. Raises ``BadInput`` for a status or resolution there is not."""
        if act.resolution not in RESOLUTIONS:
            raise BadInput("没有这种办结结果", f"用其中一个：{'、'.join(RESOLUTIONS)}")
        steps: dict[str, Callable[[], Awaitable[None]]] = {
            OPEN: lambda: self._desk.join(act.conversation, act.agent_name),
            PENDING: lambda: self._desk.hand_back(act.conversation),
            SOLVED: lambda: self._desk.resolve(act.conversation, act.resolution),
        }
        if act.status not in steps:
            raise BadInput("没有这种状态", f"用其中一个：{'、'.join(steps)}")
        return await self._once(act.delivery, act.conversation, steps[act.status])

    async def _once(self, delivery: str, conversation: str, step: Callable[[], Awaitable[None]]) -> bool:
        if not await self._received.begin(delivery, conversation, self._clock()):
            return False
        try:
            await step()
        except BaseException:
            await self._received.undo(delivery)
            raise
        await self._received.done(delivery, self._clock())
        return True
