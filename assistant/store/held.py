"""Held answers as rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from assistant.desk.held import DECIDING, WAITING, Held
from assistant.store.desk_tables import HeldAnswerRow
from assistant.store.locking import lock_conversation
from assistant.store.working import Working, utc, utc_or_none


class StoredHeld:
    """Implements ``HeldRows``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def hold(self, fresh: Held) -> Held:
        known = select(HeldAnswerRow).where(
            HeldAnswerRow.conversation_id == fresh.conversation,
            HeldAnswerRow.client_message_id == fresh.client_message_id,
        )
        async with self._working.session() as session:
            await lock_conversation(session, fresh.conversation)
            if row := (await session.scalars(known)).first():
                return _held(row)
            session.add(_row(fresh))
        return fresh

    async def find(self, held: str) -> Held | None:
        async with self._working.session() as session:
            row = await session.get(HeldAnswerRow, held)
        return None if row is None else _held(row)

    async def open(self, stuck_before: datetime) -> tuple[Held, ...]:
        query = select(HeldAnswerRow).where(_undecided(stuck_before)).order_by(HeldAnswerRow.held_at, HeldAnswerRow.id)
        async with self._working.session() as session:
            return tuple(_held(row) for row in (await session.scalars(query)).all())

    async def swap(self, before: Held, after: Held) -> bool:
        statement = (
            update(HeldAnswerRow)
            .where(
                HeldAnswerRow.id == before.id,
                HeldAnswerRow.state == before.state,
                HeldAnswerRow.decided_by.is_not_distinct_from(before.decided_by),
                HeldAnswerRow.decided_at.is_not_distinct_from(before.decided_at),
            )
            .values(state=after.state, decided_by=after.decided_by, decided_at=after.decided_at)
            .returning(HeldAnswerRow.id)
        )
        async with self._working.session() as session:
            return await session.scalar(statement) is not None

    async def count(self, stuck_before: datetime) -> int:
        query = select(func.count()).select_from(HeldAnswerRow).where(_undecided(stuck_before))
        async with self._working.session() as session:
            return await session.scalar(query) or 0


def _undecided(stuck_before: datetime) -> ColumnElement[bool]:
    stuck = and_(HeldAnswerRow.state == DECIDING, HeldAnswerRow.decided_at < stuck_before)
    return or_(HeldAnswerRow.state == WAITING, stuck)


def _row(held: Held) -> HeldAnswerRow:
    return HeldAnswerRow(
        id=held.id, conversation_id=held.conversation, question=held.question,
        client_message_id=held.client_message_id, topic=held.topic, reply=held.reply,
        held_at=held.held_at, state=held.state,
    )  # fmt: skip


def _held(row: HeldAnswerRow) -> Held:
    return Held(
        row.id, row.conversation_id, row.question, row.client_message_id, row.topic, dict(row.reply),
        utc(row.held_at), row.state, row.decided_by, utc_or_none(row.decided_at),
    )  # fmt: skip
