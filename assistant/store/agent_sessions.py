"""Signed-in browsers in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select, update

from assistant.desk.sessions import Session
from assistant.store.accounts import agent_of
from assistant.store.desk_tables import AgentRow, AgentSessionRow
from assistant.store.working import Working, utc


class StoredSessions:
    """Implements ``KeptSessions``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def open_session(self, session: Session) -> None:
        row = AgentSessionRow(
            digest=session.digest, agent_id=session.agent.id, csrf=session.csrf, created_at=session.created_at,
            used_at=session.used_at,
        )  # fmt: skip
        async with self._working.session() as rows:
            rows.add(row)

    async def session(self, digest: str) -> Session | None:
        query = (
            select(AgentSessionRow, AgentRow)
            .join(AgentRow, AgentRow.id == AgentSessionRow.agent_id)
            .where(AgentSessionRow.digest == digest)
        )
        async with self._working.session() as rows:
            found = (await rows.execute(query)).first()
        if found is None:
            return None
        kept, agent = found
        return Session(kept.digest, kept.csrf, agent_of(agent), utc(kept.created_at), utc(kept.used_at))

    async def session_used(self, digest: str, now: datetime) -> None:
        async with self._working.session() as rows:
            await rows.execute(update(AgentSessionRow).where(AgentSessionRow.digest == digest).values(used_at=now))

    async def close_session(self, digest: str) -> None:
        async with self._working.session() as rows:
            await rows.execute(delete(AgentSessionRow).where(AgentSessionRow.digest == digest))

    async def sweep_sessions(self, created_before: datetime, used_before: datetime) -> None:
        ended = or_(AgentSessionRow.created_at <= created_before, AgentSessionRow.used_at <= used_before)
        async with self._working.session() as rows:
            await rows.execute(delete(AgentSessionRow).where(ended))
