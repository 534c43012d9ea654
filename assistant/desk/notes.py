"""What agents write for each other about a conversation; the citizen never sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from assistant.desk.agents import Agent
from assistant.desk.case_json import time_json
from assistant.errors import BadInput
from assistant.personal_data import mask

TEXT = 1000
"""Most characters."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note. ``author`` is the agent's name when it was written."""

    id: int
    at: datetime
    author: str
    text: str


class Notes(Protocol):
    """Keeps notes."""

    async def add(self, conversation: str, agent: Agent, text: str, now: datetime) -> Note:
        """Raises ``NotFound`` when there is no such conversation."""
        ...

    async def of(self, conversation: str) -> tuple[Note, ...]:
        """Of a conversation, the oldest first."""
        ...


class NoteBook:
    """Writes and reads notes; numbers that belong to a person are masked before they are kept."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    async def write(self, conversation: str, agent: Agent, text: str, now: datetime) -> Note:
        """Raises ``BadInput`` for nothing or too much, and ``NotFound``."""
        said = text.replace("\x00", "").strip()
        if not said or len(said) > TEXT:
            raise BadInput("备注没有写或太长", f"请写1到{TEXT}个字")
        return await self._notes.add(conversation, agent, mask(said).text, now)

    async def of(self, conversation: str) -> tuple[Note, ...]:
        """Of a conversation, the oldest first."""
        return await self._notes.of(conversation)


def note_json(note: Note) -> dict[str, Any]:
    """A note as the desk's page gets it."""
    return {"id": note.id, "at": time_json(note.at), "author": note.author, "text": note.text}
