"""Who is at the desk and who waits: what availability is worked out from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.handoff.states import Case

GENERAL = "综合"
"""The group that takes what no other group is for; every agent belongs to it."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """An agent who is online. ``load`` is how many conversations they have, ``most`` how many they take."""

    id: str
    name: str
    skills: tuple[str, ...]
    load: int
    most: int

    def takes(self, skill: str) -> bool:
        """Whether a case of this group may go to them."""
        return skill in self.skills or skill == GENERAL


class Floor(Protocol):
    """Looks at the desk as it is now."""

    async def on_duty(self, now: datetime) -> tuple[OnDuty, ...]:
        """Agents who set themselves online and were seen lately."""
        ...

    async def ahead(self, case: Case) -> int:
        """Queued cases of the same group that come before this one."""
        ...

    async def waiting(self, skill: str) -> int:
        """Queued cases of the group."""
        ...

    async def handling_seconds(self, skill: str) -> int:
        """How long a conversation of the group takes, from the last ones; a usual length when there are none."""
        ...


class EmptyFloor:
    """A ``Floor`` with nobody on it: the command line and evaluation, where nobody could come."""

    async def on_duty(self, now: datetime) -> tuple[OnDuty, ...]:
        return ()

    async def ahead(self, case: Case) -> int:
        return 0

    async def waiting(self, skill: str) -> int:
        return 0

    async def handling_seconds(self, skill: str) -> int:
        return 300
