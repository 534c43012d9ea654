"""Tickets of the ledger and their entries, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assistant.desk.ledger_values import DONE, OPEN, Entry, Page, Ticket, Wanted
from assistant.errors import NotFound
from assistant.store.desk_tables import AgentRow, TicketEntryRow, TicketRow
from assistant.store.locking import lock_conversation
from assistant.store.working import Working, utc, utc_or_none


class StoredTickets:
    """Implements ``TicketRows``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def add(self, fresh: Ticket) -> Ticket:
        try:
            async with self._working.session() as session:
                stored = await _added(session, fresh)
        except IntegrityError as error:
            raise NotFound("没有这个会话") from error
        return stored

    async def add_once(self, fresh: Ticket) -> tuple[Ticket, bool]:
        same = (TicketRow.origin == fresh.origin, TicketRow.reply_id == fresh.about)
        async with self._working.session() as session:
            await lock_conversation(session, fresh.conversation or "")
            if known := await _some(session, _named().where(*same)):
                return known[0], False
            return await _added(session, fresh), True

    async def find(self, ticket: int) -> Ticket | None:
        async with self._working.session() as session:
            return next(iter(await _some(session, _named().where(TicketRow.id == ticket))), None)

    async def swap(self, before: Ticket, after: Ticket, entries: tuple[Entry, ...]) -> bool:
        statement = (
            update(TicketRow)
            .where(
                TicketRow.id == before.id,
                TicketRow.state == before.state,
                TicketRow.category == before.category,
                TicketRow.due_on == before.due_on,
                TicketRow.owner_id.is_not_distinct_from(before.owner),
            )
            .values(
                owner_id=after.owner, category=after.category, due_on=after.due_on,
                state=after.state, outcome=after.outcome, done_at=after.done_at,
            )
            .returning(TicketRow.id)
        )  # fmt: skip
        async with self._working.session() as session:
            if await session.scalar(statement) is None:
                return False
            session.add_all(_entry_rows(before.id, entries))
        return True

    async def tell(self, ticket: int, now: datetime) -> None:
        async with self._working.session() as session:
            await session.execute(update(TicketRow).where(TicketRow.id == ticket).values(told_at=now))

    async def listed(self, wanted: Wanted, today: date, *, offset: int, limit: int) -> Page:
        those = _those(wanted, today)
        # "open" sorts behind "done"; open ones have no time of being done and so go by their day.
        order = (TicketRow.state.desc(), TicketRow.done_at.desc(), TicketRow.due_on, TicketRow.id)
        query = _named().where(*those).order_by(*order).offset(offset).limit(limit)
        async with self._working.session() as session:
            total = await session.scalar(select(func.count()).select_from(TicketRow).where(*those))
            return Page(await _some(session, query), total or 0)

    async def unreminded(self, today: date, since: datetime, now: datetime) -> tuple[Ticket, ...]:
        statement = (
            update(TicketRow)
            .where(
                TicketRow.state == OPEN,
                TicketRow.due_on <= today,
                or_(TicketRow.reminded_at.is_(None), TicketRow.reminded_at < since),
            )
            .values(reminded_at=now)
            .returning(TicketRow.id)
        )
        async with self._working.session() as session:
            marked = list(await session.scalars(statement))
            query = _named().where(TicketRow.id.in_(marked)).order_by(TicketRow.due_on, TicketRow.id)
            return await _some(session, query)

    async def due(self, today: date) -> int:
        query = select(func.count()).select_from(TicketRow).where(TicketRow.state == OPEN, TicketRow.due_on <= today)
        async with self._working.session() as session:
            return await session.scalar(query) or 0

    async def agent_name(self, agent: str) -> str | None:
        query = select(AgentRow.name).where(AgentRow.id == agent, AgentRow.active.is_(True))
        async with self._working.session() as session:
            return await session.scalar(query)


def _those(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    pairs = (
        (TicketRow.state, wanted.state),
        (TicketRow.category, wanted.category),
        (TicketRow.owner_id, wanted.owner),
        (TicketRow.conversation_id, wanted.conversation),
    )
    those = [column == value for column, value in pairs if value is not None]
    return [*those, TicketRow.state != DONE, TicketRow.due_on < today] if wanted.overdue else those


def _named() -> Select[TicketRow, str | None]:
    """Tickets with their owners' names."""
    return select(TicketRow, AgentRow.name).outerjoin(AgentRow, AgentRow.id == TicketRow.owner_id)


async def _some(session: AsyncSession, query: Select[TicketRow, str | None]) -> tuple[Ticket, ...]:
    found = (await session.execute(query)).all()
    entries = await _entries(session, [row.id for row, _ in found])
    return tuple(_ticket(row, name or "", entries.get(row.id, [])) for row, name in found)


async def _entries(session: AsyncSession, tickets: Sequence[int]) -> dict[int, list[Entry]]:
    query = select(TicketEntryRow).where(TicketEntryRow.ticket_id.in_(tickets)).order_by(TicketEntryRow.id)
    by_ticket: dict[int, list[Entry]] = {}
    for row in (await session.scalars(query)).all() if tickets else ():
        by_ticket.setdefault(row.ticket_id, []).append(Entry(utc(row.at), row.author, row.text))
    return by_ticket


async def _added(session: AsyncSession, fresh: Ticket) -> Ticket:
    row = TicketRow(
        conversation_id=fresh.conversation, reply_id=fresh.about, origin=fresh.origin, category=fresh.category,
        text=fresh.text, owner_id=fresh.owner, state=fresh.state, created_at=fresh.created_at,
        created_by=fresh.created_by, due_on=fresh.due_on,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    session.add_all(_entry_rows(row.id, fresh.entries))
    return _ticket(row, fresh.owner_name, fresh.entries)


def _entry_rows(ticket: int, entries: Iterable[Entry]) -> list[TicketEntryRow]:
    return [TicketEntryRow(ticket_id=ticket, at=entry.at, author=entry.author, text=entry.text) for entry in entries]


def _ticket(row: TicketRow, owner_name: str, entries: Iterable[Entry]) -> Ticket:
    return Ticket(
        row.id, row.conversation_id, row.reply_id, row.origin, row.category, row.text, utc(row.created_at),
        row.created_by, row.due_on, row.owner_id, owner_name, row.outcome or "", utc_or_none(row.told_at),
        utc_or_none(row.done_at), tuple(entries),
    )  # fmt: skip
