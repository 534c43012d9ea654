"""What citizens said after a handover, as rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from assistant.desk.satisfaction import Rating
from assistant.errors import NotFound
from assistant.store.desk_tables import SatisfactionRow
from assistant.store.tables import CaseRow
from assistant.store.working import Working, utc, utc_or_none


class StoredRatings:
    """Implements ``RatingRows``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def ask(self, case: str, now: datetime) -> bool:
        try:
            async with self._working.session() as session:
                session.add(SatisfactionRow(case_id=case, asked_at=now))
        except IntegrityError:
            async with self._working.session() as session:
                if await session.get(SatisfactionRow, case) is None:
                    raise NotFound("没有这次转人工") from None
            return False
        return True

    async def latest(self, conversation: str) -> Rating | None:
        query = (
            select(SatisfactionRow)
            .join(CaseRow, CaseRow.id == SatisfactionRow.case_id)
            .where(CaseRow.conversation_id == conversation)
            .order_by(SatisfactionRow.asked_at.desc())
            .limit(1)
        )
        async with self._working.session() as session:
            row = (await session.scalars(query)).first()
        if row is None:
            return None
        return Rating(row.case_id, conversation, utc(row.asked_at), row.score, row.text or "", utc_or_none(row.at))

    async def swap(self, before: Rating, after: Rating) -> bool:
        statement = (
            update(SatisfactionRow)
            .where(
                SatisfactionRow.case_id == before.case,
                SatisfactionRow.score.is_not_distinct_from(before.score),
                SatisfactionRow.at.is_not_distinct_from(before.at),
            )
            .values(score=after.score, text=after.text or None, at=after.at)
            .returning(SatisfactionRow.case_id)
        )
        async with self._working.session() as session:
            return await session.scalar(statement) is not None
