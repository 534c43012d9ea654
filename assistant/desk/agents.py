"""People who work at the desk, as the rest of the core sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.handoff.floor import GENERAL as GENERAL

ROLES = ("agent", "supervisor", "administrator")
"""Each may do what the ones before it may."""

STATUSES = ("online", "away")
"""What an agent sets; who has not been seen for a while is offline whatever it says."""


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
