"""Call-backs as rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from assistant.desk.call_back_values import CallBack, Counts
from assistant.errors import NotFound
from assistant.handoff.states import State
from assistant.store.desk_tables import AgentRow, CallBackRow
from assistant.store.tables import CaseRow
from assistant.store.working import Working, utc, utc_or_none


class StoredCallBacks:
    """Implements ``CallBackRows``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def keep(self, fresh: CallBack) -> CallBack | None:
        if not await self._replaced(fresh):
            try:
                async with self._working.session() as session:
                    session.add(_row(fresh))
            except IntegrityError:
                # Either another worker stored one a moment ago, or there is no such case.
                if not await self._replaced(fresh):
                    if await self.of_case(fresh.case) is None:
                        raise NotFound("没有这次转人工") from None
                    return None
        return await self.of_case(fresh.case)

    async def _replaced(self, fresh: CallBack) -> bool:
        values: dict[str, Any] = {"kind": fresh.kind, "wanted": fresh.wanted, "text": fresh.text}
        if fresh.contact is not None:
            values |= {"contact": fresh.contact, "contact_shown": fresh.contact_shown, "attempts": 0}
        if fresh.owner is not None:
            values |= {"kind": CallBackRow.kind, "owner_id": fresh.owner, "text": CallBackRow.text + f"\n{fresh.text}"}
        statement = (
            update(CallBackRow)
            .where(CallBackRow.case_id == fresh.case, CallBackRow.done_at.is_(None))
            .values(**values)
            .returning(CallBackRow.id)
        )
        async with self._working.session() as session:
            return await session.scalar(statement) is not None

    async def find(self, call_back: str) -> CallBack | None:
        return await self._one(_named().where(CallBackRow.id == call_back))

    async def of_case(self, case: str) -> CallBack | None:
        return await self._one(_named().where(CallBackRow.case_id == case))

    async def swap(self, before: CallBack, after: CallBack) -> bool:
        statement = (
            update(CallBackRow)
            .where(
                CallBackRow.id == before.id,
                CallBackRow.done_at.is_(None),
                CallBackRow.attempts == before.attempts,
                CallBackRow.owner_id.is_not_distinct_from(before.owner),
            )
            .values(
                owner_id=after.owner, attempts=after.attempts, due_on=after.due_on,
                outcome=after.outcome, outcome_text=after.outcome_text, done_at=after.done_at,
            )
            .returning(CallBackRow.id)
        )  # fmt: skip
        async with self._working.session() as session:
            return await session.scalar(statement) is not None

    async def listed(self, *, done: bool, limit: int) -> tuple[CallBack, ...]:
        wanted, by = CallBackRow.done_at.is_(None), (CallBackRow.due_on, CallBackRow.created_at)
        query = (
            _named().where(CallBackRow.done_at.is_not(None)).order_by(CallBackRow.done_at.desc(), CallBackRow.id)
            if done
            else _named().where(wanted).order_by(*by, CallBackRow.id)
        )
        return await self._all(query.limit(limit))

    async def unreminded(self, today: date, since: datetime, now: datetime) -> tuple[CallBack, ...]:
        statement = (
            update(CallBackRow)
            .where(
                CallBackRow.done_at.is_(None),
                CallBackRow.due_on <= today,
                or_(CallBackRow.reminded_at.is_(None), CallBackRow.reminded_at < since),
            )
            .values(reminded_at=now)
            .returning(CallBackRow.id)
        )
        async with self._working.session() as session:
            marked = list(await session.scalars(statement))
        return await self._all(_named().where(CallBackRow.id.in_(marked)).order_by(CallBackRow.due_on, CallBackRow.id))

    async def unconcluded(self) -> tuple[CallBack, ...]:
        query = (
            _named()
            .join(CaseRow, CaseRow.id == CallBackRow.case_id)
            .where(CallBackRow.done_at.is_not(None), CaseRow.state == State.CALL_BACK.value)
        )
        return await self._all(query)

    async def counts(self, today: date) -> Counts:
        opened = CallBackRow.done_at.is_(None)
        query = select(func.count(), func.count().filter(CallBackRow.due_on < today)).where(opened)
        async with self._working.session() as session:
            total, late = (await session.execute(query)).one()
        return Counts(total, late)

    async def _one(self, query: Select[CallBackRow, str | None]) -> CallBack | None:
        return next(iter(await self._all(query)), None)

    async def _all(self, query: Select[CallBackRow, str | None]) -> tuple[CallBack, ...]:
        async with self._working.session() as session:
            return tuple(_call_back(row, name) for row, name in (await session.execute(query)).all())


def _named() -> Select[CallBackRow, str | None]:
    """Rows with the names of those who took them."""
    return select(CallBackRow, AgentRow.name).outerjoin(AgentRow, AgentRow.id == CallBackRow.owner_id)


def _row(one: CallBack) -> CallBackRow:
    return CallBackRow(
        id=one.id, case_id=one.case, conversation_id=one.conversation, kind=one.kind, contact=one.contact,
        contact_shown=one.contact_shown, wanted=one.wanted, text=one.text, created_at=one.created_at,
        due_on=one.due_on, owner_id=one.owner, attempts=one.attempts,
    )  # fmt: skip


def _call_back(row: CallBackRow, owner_name: str | None) -> CallBack:
    return CallBack(
        row.id, row.case_id, row.conversation_id, row.kind, row.contact, row.contact_shown, row.wanted, row.text,
        utc(row.created_at), row.due_on, row.owner_id, owner_name or "", row.attempts, row.outcome,
        row.outcome_text, utc_or_none(row.done_at),
    )  # fmt: skip
