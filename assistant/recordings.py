"""What a citizen said, as sound: kept only when the operator says so, sealed, and only for so long."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Recording:
    """One utterance. ``message`` is the client message id its words were said under; ``seconds`` its length."""

    id: str
    conversation: str
    message: str
    at: datetime
    seconds: float
    expires: datetime


@dataclass(frozen=True, slots=True)
class Sound:
    """The utterance itself, as a file of ``media_type``; never printed."""

    data: bytes = field(repr=False)
    media_type: str = "audio/ogg"


class Recordings(Protocol):
    """Where recordings are kept. Every method raises ``Unavailable`` when the database is away."""

    @property
    def days(self) -> int:
        """Days a recording is kept; 0 keeps none."""
        ...

    async def keep(self, conversation: str, message: str, sound: Sound, seconds: float, now: datetime) -> None:
        """Keep one utterance until ``days`` after ``now``; nothing happens when none are kept."""
        ...

    async def listed(self, conversation: str | None = None) -> tuple[Recording, ...]:
        """What is kept, oldest first; of one conversation or of all."""
        ...

    async def sound(self, recording: str) -> Sound:
        """The sound of one. Raises ``NotFound``, and ``BadSettings`` when the key is another than then."""
        ...

    async def purge(self, now: datetime) -> int:
        """Delete what has expired; how many those were."""
        ...
