"""Agents' notes in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from assistant.desk.agents import Agent
from assistant.desk.notes import Note
from assistant.errors import NotFound
from assistant.store.desk_tables import NoteRow
from assistant.store.working import Working, utc


class StoredNotes:
    """Implements ``Notes``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def add(self, conversation: str, agent: Agent, text: str, now: datetime) -> Note:
        row = NoteRow(conversation_id=conversation, agent_id=agent.id, author=agent.name, at=now, text=text)
        try:
            async with self._working.session() as session:
                session.add(row)
        except IntegrityError as error:
            raise NotFound("没有这个会话") from error
        return _note(row)

    async def of(self, conversation: str) -> tuple[Note, ...]:
        query = select(NoteRow).where(NoteRow.conversation_id == conversation).order_by(NoteRow.at, NoteRow.id)
        async with self._working.session() as session:
            return tuple(_note(row) for row in (await session.scalars(query)).all())


def _note(row: NoteRow) -> Note:
    return Note(row.id, utc(row.at), row.author, row.text)
