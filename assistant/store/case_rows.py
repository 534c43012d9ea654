"""Cases and their events as rows: both ways, and every reading of them the desk needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, func, or_, select

from assistant.handoff.states import CLOSED, Actor, Case, Event, Reason, State
from assistant.records import MessageRecord
from assistant.store.desk_tables import SatisfactionRow
from assistant.store.tables import CaseRow, EventRow, MessageRow
from assistant.store.working import Working, utc, utc_or_none

AT_ONCE = 500
"""Ids in one query; more are asked for in several, as databases limit their number."""
SPOKEN = ("citizen", "agent")
"""Whose words a list of cases shows."""


def case_of(row: CaseRow) -> Case:
    """The case a row holds."""
    return Case(
        row.id, row.conversation_id, row.channel, State(row.state), Reason(row.reason), row.skill,
        utc(row.opened_at), utc(row.state_at), row.priority, row.agent_id, utc_or_none(row.queued_at),
        utc_or_none(row.accepted_at), utc_or_none(row.first_reply_at), utc_or_none(row.closed_at),
        row.resolution, row.steps,
    )  # fmt: skip


def row_values(case: Case) -> dict[str, Any]:
    """The columns of a case, for an insert or an update."""
    return {
        "id": case.id, "conversation_id": case.conversation, "channel": case.channel, "state": case.state.value,
        "reason": case.reason.value, "skill": case.skill, "priority": case.priority, "agent_id": case.agent,
        "opened_at": case.opened_at, "state_at": case.state_at, "queued_at": case.queued_at,
        "accepted_at": case.accepted_at, "first_reply_at": case.first_reply_at, "closed_at": case.closed_at,
        "resolution": case.resolution, "steps": case.steps,
    }  # fmt: skip


def event_of(row: EventRow) -> Event:
    """The event a row holds."""
    actor = Actor(row.actor, row.actor_id)
    return Event(
        row.case_id, row.seq, utc(row.at), actor, State(row.before), State(row.after), Reason(row.reason), row.detail
    )


def event_row(event: Event) -> EventRow:
    """A new row for an event."""
    return EventRow(
        case_id=event.case, seq=event.seq, at=event.at, actor=event.actor.kind, actor_id=event.actor.id,
        before=event.before.value, after=event.after.value, reason=event.reason.value, detail=event.detail,
    )  # fmt: skip


class CaseRows:
    """Reads cases and events. All times are aware and in UTC; a range holds its start and not its end."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def open_cases(self, states: Collection[State] = (), skill: str | None = None) -> tuple[Case, ...]:
        """Open cases in these states (all when none is named), of a group if named, those opened first first."""
        wanted = CaseRow.state.in_(_values(states)) if states else CaseRow.state.not_in(_values(CLOSED))
        query = select(CaseRow).where(wanted).order_by(CaseRow.opened_at, CaseRow.id)
        return await self._cases(query if skill is None else query.where(CaseRow.skill == skill))

    async def queue(self) -> tuple[Case, ...]:
        """Queued cases in the order they are taken: higher priority first, then the longest waiting."""
        query = select(CaseRow).where(CaseRow.state == State.QUEUED.value)
        return await self._cases(query.order_by(CaseRow.priority.desc(), CaseRow.queued_at, CaseRow.id))

    async def of_agent(self, agent: str) -> tuple[Case, ...]:
        """Open cases the agent has or was assigned, those opened first first."""
        query = select(CaseRow).where(CaseRow.agent_id == agent, CaseRow.state.not_in(_values(CLOSED)))
        return await self._cases(query.order_by(CaseRow.opened_at, CaseRow.id))

    async def by_ids(self, ids: Collection[str]) -> dict[str, Case]:
        """The cases of these ids that there are."""
        found: dict[str, Case] = {}
        for some in portions(ids):
            cases = await self._cases(select(CaseRow).where(CaseRow.id.in_(some)))
            found.update({case.id: case for case in cases})
        return found

    async def previous(self, conversation: str) -> tuple[Case, ...]:
        """Closed cases of a conversation, the newest first."""
        query = select(CaseRow).where(CaseRow.conversation_id == conversation, CaseRow.state.in_(_values(CLOSED)))
        return await self._cases(_newest(query))

    async def between(self, start: datetime, end: datetime) -> tuple[Case, ...]:
        """Cases opened in the range, in the order they were."""
        query = select(CaseRow).where(CaseRow.opened_at >= start, CaseRow.opened_at < end)
        return await self._cases(query.order_by(CaseRow.opened_at, CaseRow.id))

    async def closed_between(self, start: datetime, end: datetime) -> tuple[Case, ...]:
        """Cases closed in the range, in the order they were."""
        query = select(CaseRow).where(CaseRow.closed_at >= start, CaseRow.closed_at < end)
        return await self._cases(query.order_by(CaseRow.closed_at, CaseRow.id))

    async def following(self, start: datetime, end: datetime) -> tuple[Case, ...]:
        """Every case opened since ``start`` of the conversations that had one opened in the range."""
        had = select(CaseRow.conversation_id).where(CaseRow.opened_at >= start, CaseRow.opened_at < end)
        query = select(CaseRow).where(CaseRow.opened_at >= start, CaseRow.conversation_id.in_(had))
        return await self._cases(query.order_by(CaseRow.opened_at, CaseRow.id))

    async def events(self, case: str) -> tuple[Event, ...]:
        """What happened to a case, in order."""
        return await self._events(select(EventRow).where(EventRow.case_id == case).order_by(EventRow.seq))

    async def events_between(self, start: datetime, end: datetime) -> tuple[Event, ...]:
        """Every event of the cases opened in the range, case by case, in order."""
        query = select(EventRow).join(CaseRow, CaseRow.id == EventRow.case_id)
        query = query.where(CaseRow.opened_at >= start, CaseRow.opened_at < end)
        return await self._events(query.order_by(EventRow.case_id, EventRow.seq))

    async def scores_between(self, start: datetime, end: datetime) -> dict[str, tuple[int, str]]:
        """Score and words of the citizens who gave them, by case, for the cases opened in the range."""
        query = select(SatisfactionRow).join(CaseRow, CaseRow.id == SatisfactionRow.case_id)
        query = query.where(CaseRow.opened_at >= start, CaseRow.opened_at < end, SatisfactionRow.score.is_not(None))
        async with self._working.session() as session:
            rows = (await session.scalars(query)).all()
        return {row.case_id: (row.score, row.text or "") for row in rows if row.score is not None}

    async def search(
        self, state: State | None, words: str, start: datetime, end: datetime, limit: int = 100
    ) -> tuple[Case, ...]:
        """Cases opened in the range, the newest first; ``words`` is an id's beginning or what somebody said."""
        query = select(CaseRow).where(CaseRow.opened_at >= start, CaseRow.opened_at < end)
        if state is not None:
            query = query.where(CaseRow.state == state.value)
        if words:
            said = select(MessageRow.id).where(
                MessageRow.conversation_id == CaseRow.conversation_id, MessageRow.text.icontains(words, autoescape=True)
            )
            begins = (column.startswith(words, autoescape=True) for column in (CaseRow.id, CaseRow.conversation_id))
            query = query.where(or_(*begins, said.exists()))
        return await self._cases(_newest(query).limit(limit))

    async def latest_messages(self, conversations: Collection[str]) -> dict[str, MessageRecord]:
        """By conversation, the last thing the citizen or an agent said; without reply, citations and author."""
        found: dict[str, MessageRecord] = {}
        async with self._working.session() as session:
            for some in portions(conversations):
                last = _last_spoken(some)
                query = select(
                    MessageRow.conversation_id, MessageRow.seq, MessageRow.at, MessageRow.sender, MessageRow.text
                ).join(last, (last.c.one == MessageRow.conversation_id) & (last.c.seq == MessageRow.seq))
                for row in (await session.execute(query)).all():
                    found[row.conversation_id] = MessageRecord(row.seq, utc(row.at), row.sender, row.text)
        return found

    async def _cases(self, query: Select[CaseRow]) -> tuple[Case, ...]:
        found: list[Case] = []
        async for some in self._read(query.with_only_columns(*CaseRow.__table__.columns, maintain_column_froms=True)):
            found += [case_of(row) for row in some]
        return tuple(found)

    async def _events(self, query: Select[EventRow]) -> tuple[Event, ...]:
        found: list[Event] = []
        async for some in self._read(query.with_only_columns(*EventRow.__table__.columns, maintain_column_froms=True)):
            found += [event_of(row) for row in some]
        return tuple(found)

    async def _read(self, query: Select[Any]) -> AsyncIterator[Sequence[Any]]:
        """Plain rows, some at a time: a year of them must not keep the process from answering others."""
        async with self._working.session() as session:
            result = await session.stream(query, execution_options={"yield_per": AT_ONCE})
            async for some in result.partitions():
                yield some
                await asyncio.sleep(0)


def _newest(query: Select[CaseRow]) -> Select[CaseRow]:
    return query.order_by(CaseRow.opened_at.desc(), CaseRow.id.desc())


def _last_spoken(conversations: list[str]) -> Subquery:
    """The number of the last spoken message of each conversation."""
    query = select(MessageRow.conversation_id.label("one"), func.max(MessageRow.seq).label("seq"))
    query = query.where(MessageRow.conversation_id.in_(conversations), MessageRow.sender.in_(SPOKEN))
    return query.group_by(MessageRow.conversation_id).subquery()


def _values(states: Collection[State]) -> list[str]:
    return sorted(state.value for state in states)


def portions(ids: Collection[str]) -> list[list[str]]:
    """The ids, each once, in lists short enough for one query."""
    every = sorted(set(ids))
    return [every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE)]
