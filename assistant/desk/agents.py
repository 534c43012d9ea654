"""People who work at the desk, as the rest of the core sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ROLES = ("agent", "supervisor", "administrator")
"""Each may do what the ones before it may."""

STATUSES = ("online", "away")
"""What an agent sets; who has not been seen for a while is offline whatever it says."""

GENERAL = "综合"
"""The group that takes what no other group is for; every agent belongs to it."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who works at the desk. ``skills`` are groups, ``most`` how many conversations at once."""

    id: str
    login: str
    name: str
    role: str
    skills: tuple[str, ...]
    most: int
    active: bool
    status: str
    seen_at: datetime | None

    def may(self, role: str) -> bool:
        """Whether the agent's role includes ``role``."""
        return ROLES.index(self.role) >= ROLES.index(role)
