"""Canned replies in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from assistant.desk.canned import Canned, Draft
from assistant.errors import BadInput
from assistant.store.desk_tables import CannedReplyRow
from assistant.store.working import Working


class StoredCannedReplies:
    """Implements ``CannedReplies``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def listed(self) -> tuple[Canned, ...]:
        async with self._working.session() as session:
            rows = (await session.scalars(select(CannedReplyRow))).all()
        return tuple(sorted((_canned(row) for row in rows), key=lambda canned: canned.code))

    async def find(self, canned: int) -> Canned | None:
        async with self._working.session() as session:
            row = await session.get(CannedReplyRow, canned)
        return None if row is None else _canned(row)

    async def add(self, draft: Draft, by: str | None, now: datetime) -> Canned:
        row = _row(draft, by, now)
        try:
            async with self._working.session() as session:
                session.add(row)
        except IntegrityError as error:
            raise _taken(draft.code) from error
        return _canned(row)

    async def change(self, canned: int, draft: Draft, by: str, now: datetime) -> Canned | None:
        try:
            async with self._working.session() as session:
                row = await session.get(CannedReplyRow, canned)
                if row is None:
                    return None
                row.code, row.title, row.text, row.skill = draft.code, draft.title, draft.text, draft.skill
                row.changed_by, row.changed_at = by, now
        except IntegrityError as error:
            raise _taken(draft.code) from error
        return _canned(row)

    async def remove(self, canned: int) -> bool:
        statement = delete(CannedReplyRow).where(CannedReplyRow.id == canned).returning(CannedReplyRow.id)
        async with self._working.session() as session:
            return (await session.execute(statement)).first() is not None

    async def seed(self, drafts: tuple[Draft, ...], now: datetime) -> bool:
        try:
            async with self._working.session() as session:
                if (await session.execute(select(CannedReplyRow.id).limit(1))).first() is not None:
                    return False
                session.add_all(_row(draft, None, now) for draft in drafts)
        except IntegrityError:  # another worker was quicker
            return False
        return True


def _row(draft: Draft, by: str | None, now: datetime) -> CannedReplyRow:
    return CannedReplyRow(
        code=draft.code, title=draft.title, text=draft.text, skill=draft.skill, changed_by=by, changed_at=now
    )


def _canned(row: CannedReplyRow) -> Canned:
    return Canned(row.id, row.code, row.title, row.text, row.skill)


def _taken(code: str) -> BadInput:
    return BadInput(f"快捷码“{code}”已经有了", "请换一个快捷码，或去改原来那条")
