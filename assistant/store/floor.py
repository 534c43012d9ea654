"""The desk as the database knows it now: who is there, who waits, how long it takes."""

from __future__ import annotations

import statistics
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from assistant.handoff.floor import OnDuty
from assistant.handoff.states import PERSON, Case, State
from assistant.store.desk_tables import AgentRow
from assistant.store.tables import CaseRow
from assistant.store.working import Working, utc

OFFLINE_AFTER = timedelta(seconds=45)
"""An agent whose desk has not been heard of for so long is not there."""
USUAL_SECONDS = 300
"""Length of a conversation as long as none was ended."""
LAST = 50


class FloorInDatabase:
    """Implements ``Floor`` for every worker alike."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def on_duty(self, now: datetime) -> tuple[OnDuty, ...]:
        loads = (
            select(CaseRow.agent_id, func.count().label("load"))
            .where(CaseRow.state.in_(PERSON), CaseRow.agent_id.is_not(None))
            .group_by(CaseRow.agent_id)
            .subquery()
        )
        query = (
            select(AgentRow, loads.c.load)
            .outerjoin(loads, loads.c.agent_id == AgentRow.id)
            .where(AgentRow.active, AgentRow.status == "online", AgentRow.seen_at > now - OFFLINE_AFTER)
            .order_by(AgentRow.name)
        )
        async with self._working.session() as session:
            rows = (await session.execute(query)).all()
        return tuple(OnDuty(a.id, a.name, tuple(a.skills), load or 0, a.most) for a, load in rows)

    async def ahead(self, case: Case) -> int:
        query = (
            select(func.count())
            .select_from(CaseRow)
            .where(CaseRow.state == State.QUEUED, CaseRow.skill == case.skill, CaseRow.id != case.id)
            .where(
                or_(
                    CaseRow.priority > case.priority,
                    (CaseRow.priority == case.priority) & (CaseRow.queued_at < case.queued_at),
                )
            )
        )
        async with self._working.session() as session:
            return int(await session.scalar(query) or 0)

    async def waiting(self, skill: str) -> int:
        query = select(func.count()).select_from(CaseRow).where(CaseRow.state == State.QUEUED, CaseRow.skill == skill)
        async with self._working.session() as session:
            return int(await session.scalar(query) or 0)

    async def handling_seconds(self, skill: str) -> int:
        query = (
            select(CaseRow.accepted_at, CaseRow.closed_at)
            .where(CaseRow.skill == skill, CaseRow.accepted_at.is_not(None), CaseRow.closed_at.is_not(None))
            .order_by(CaseRow.closed_at.desc())
            .limit(LAST)
        )
        async with self._working.session() as session:
            rows = (await session.execute(query)).all()
        spans = [(utc(end) - utc(start)).total_seconds() for start, end in rows if start and end]
        return int(statistics.median(spans)) if spans else USUAL_SECONDS
