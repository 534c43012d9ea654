"""The audit log in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from assistant.desk.audit import SUBJECT, AuditEntry
from assistant.store.desk_tables import AgentRow, AuditRow
from assistant.store.working import Working, utc


class StoredAudit:
    """Implements ``AuditLog``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def note(self, agent_id: str | None, action: str, subject: str, reason: str, now: datetime) -> None:
        row = AuditRow(at=now, agent_id=agent_id, action=action, subject=subject[:SUBJECT], reason=reason)
        async with self._working.session() as session:
            session.add(row)

    async def read(self, first: datetime, until: datetime, limit: int) -> tuple[AuditEntry, ...]:
        query = (
            select(AuditRow, AgentRow.name)
            .outerjoin(AgentRow, AgentRow.id == AuditRow.agent_id)
            .where(AuditRow.at >= first, AuditRow.at < until)
            .order_by(AuditRow.at.desc(), AuditRow.id.desc())
            .limit(limit)
        )
        async with self._working.session() as session:
            found = (await session.execute(query)).all()
        return tuple(
            AuditEntry(utc(row.at), row.agent_id, name or "", row.action, row.subject, row.reason)
            for row, name in found
        )
