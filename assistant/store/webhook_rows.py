"""The outbox of events for an agency's own desk, and which of its deliveries were taken, in one table.

State of a row: ``waiting`` until ``next_at``; ``sending`` by one worker, free again at ``next_at`` should it die;
``delivered`` or ``given_up``. What came from the agency is ``taking`` and then ``taken``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assistant.desk.webhook import Delivery, EventName, Subject, deliveries_for, next_try
from assistant.errors import Unavailable
from assistant.records import Change, MessageRecord, Standing
from assistant.store.desk_tables import DeliveryRow
from assistant.store.working import Working, utc

WAITING, SENDING, DELIVERED, GIVEN_UP = "waiting", "sending", "delivered", "given_up"
TAKING, TAKEN = "taking", "taken"
HELD = timedelta(minutes=1)
"""How long one try may take before another worker may think its worker dead."""
_FROM_AGENCY = uuid.UUID("0d9c0a52-6f2e-4c58-8a55-6c2f4f5b0b7e")


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery this worker has to send now; ``attempts`` counts this try."""

    row: int
    id: str
    event: str
    conversation: str
    body: Mapping[str, Any] = field(repr=False)
    attempts: int
    created_at: datetime


def add(session: AsyncSession, deliveries: Iterable[Delivery]) -> None:
    """Put them in the outbox with the session's transaction: they are told if and only if it is committed."""
    session.add_all(
        DeliveryRow(
            delivery_id=one.id, event=str(one.event), conversation_id=one.conversation, body=dict(one.body),
            state=WAITING, created_at=one.at, next_at=one.at,
        )
        for one in deliveries
    )  # fmt: skip


PacketOf = Callable[[Standing, Change], Mapping[str, Any] | None]
"""The packet for a case that is being opened, as JSON."""


class Outbox:
    """Told of every change of a conversation inside its transaction."""

    def __init__(
        self, packet_of: PacketOf = lambda standing, change: None, events: frozenset[EventName] = frozenset(EventName)
    ) -> None:
        self._packet_of = packet_of
        self._events = events

    async def keep(
        self, session: AsyncSession, standing: Standing, change: Change, stored: tuple[MessageRecord, ...]
    ) -> None:
        """Put what this change tells the agency's desk in the outbox; ``stored`` are its messages with numbers."""
        case = change.case or standing.case
        if case is None:
            return
        opening = any(event.seq == 1 for event in change.events)
        packet = self._packet_of(standing, change) if opening else None
        told = deliveries_for(change.events, stored, Subject(standing.record, case, packet))
        add(session, [one for one in told if one.event in self._events])


class WebhookRows:
    """The table as the sender and the way back use it."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def claim(self, now: datetime, most: int) -> tuple[Due, ...]:
        """Deliveries that are this worker's to send until ``HELD`` is over, at most one of a conversation.

        The oldest that is due comes first, and none while an older one of its conversation is being sent.
        """
        live = DeliveryRow.state == SENDING
        due = DeliveryRow.state.in_((WAITING, SENDING)) & (DeliveryRow.next_at <= now)
        first = select(func.min(DeliveryRow.id)).where(live | due).group_by(DeliveryRow.conversation_id)
        query = select(DeliveryRow).where(DeliveryRow.id.in_(first), due).order_by(DeliveryRow.id).limit(most)
        async with self._working.session() as session:
            rows = (await session.scalars(query)).all()
        if not rows:
            return ()
        async with self._working.session() as session:
            return tuple([_due(row) for row in rows if await _claimed(session, row, SENDING, now)])

    async def delivered(self, due: Due, now: datetime) -> None:
        """The agency's desk took it."""
        async with self._working.session() as session:
            await _changed(session, due.row, due.attempts, state=DELIVERED, done_at=now, error="")

    async def failed(self, due: Due, error: str, now: datetime) -> bool:
        """It did not: try again later, or give up; True when it was given up. ``error`` holds nothing personal."""
        again = next_try(due.attempts, due.created_at, now)
        async with self._working.session() as session:
            if again:
                await _changed(session, due.row, due.attempts, state=WAITING, next_at=again, error=error)
            else:
                await _changed(session, due.row, due.attempts, state=GIVEN_UP, done_at=now, error=error)
        return again is None

    async def forget(self, before: datetime) -> None:
        """Remove what was finished before then."""
        async with self._working.session() as session:
            await session.execute(delete(DeliveryRow).where(DeliveryRow.done_at < before))

    async def begin(self, delivery: str, conversation: str, now: datetime) -> bool:
        """As ``Received`` says; one whose worker died is free again after ``HELD``."""
        row = DeliveryRow(
            delivery_id=_inward(delivery), event="inward", conversation_id=conversation[:36], body={}, state=TAKING,
            attempts=1, created_at=now, next_at=now + HELD,
        )  # fmt: skip
        try:
            async with self._working.session() as session:
                session.add(row)
        except IntegrityError:
            return await self._again(delivery, now)
        return True

    async def _again(self, delivery: str, now: datetime) -> bool:
        """``begin`` for a delivery there is a row of."""
        async with self._working.session() as session:
            row = await session.scalar(select(DeliveryRow).where(DeliveryRow.delivery_id == _inward(delivery)))
        if row is not None and row.state == TAKEN:
            return False
        if row is not None and utc(row.next_at) <= now:
            async with self._working.session() as session:
                if await _claimed(session, row, TAKING, now):
                    return True
        raise Unavailable("这一条正在处理")

    async def done(self, delivery: str, now: datetime) -> None:
        statement = update(DeliveryRow).where(DeliveryRow.delivery_id == _inward(delivery))
        async with self._working.session() as session:
            await session.execute(statement.values(state=TAKEN, done_at=now))

    async def undo(self, delivery: str) -> None:
        """As ``Received`` says."""
        async with self._working.session() as session:
            await session.execute(delete(DeliveryRow).where(DeliveryRow.delivery_id == _inward(delivery)))


def _inward(delivery: str) -> str:
    """The agency's id as one that cannot be one of ours."""
    return str(uuid.uuid5(_FROM_AGENCY, delivery))


def _due(row: DeliveryRow) -> Due:
    """``row`` as it was read, before this worker claimed it."""
    return Due(row.id, row.delivery_id, row.event, row.conversation_id, row.body, row.attempts + 1, utc(row.created_at))


async def _claimed(session: AsyncSession, row: DeliveryRow, state: str, now: datetime) -> bool:
    """Whether this worker has the row from now on, for ``HELD``."""
    return await _changed(session, row.id, row.attempts, state=state, attempts=row.attempts + 1, next_at=now + HELD)


async def _changed(session: AsyncSession, row: int, known: int, **values: object) -> bool:
    """Compare and set: attempts grow with every claim, so while they are as ``known`` nobody else has the row."""
    statement = update(DeliveryRow).where(DeliveryRow.id == row, DeliveryRow.attempts == known)
    result = await session.execute(statement.values(**values).execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1
