"""The ledger of feedback and complaints (问题台账): tickets from their opening to the outcome the citizen is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from assistant.desk.agents import Agent
from assistant.desk.due import Changed, Note, WorkingDays, day_began, day_of, nobody_told
from assistant.desk.ledger_values import (
    CATEGORIES,
    DAYS,
    DONE,
    OPEN,
    USUAL_DAYS,
    Entry,
    Page,
    Tell,
    Ticket,
    TicketRows,
    Wanted,
)  # fmt: skip
from assistant.errors import BadInput, NotFound
from assistant.personal_data import mask

TEXT = 2000
"""Most characters of what a ticket says, of an entry and of an outcome."""
CHANGED = "tickets"
TELLING = timedelta(minutes=1)
"""So long after a closing the citizen may still be being told."""
PAGE = 200
"""Most tickets in one listing."""


@dataclass(frozen=True, slots=True)
class LedgerEffects:
    """What the ledger sets going elsewhere."""

    tell: Tell
    note: Note
    changed: Changed = nobody_told


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket to be opened. ``origin`` and ``created_by`` say where it comes from."""

    category: str
    text: str
    origin: str
    created_by: str
    conversation: str | None = None
    about: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Alteration:
    """What to change of a ticket; None leaves it as it is."""

    owner: str | None = None
    category: str | None = None
    due_on: date | None = None


class Ledger:
    """Everything done with tickets. ``days``: working days until one is due, by category."""

    def __init__(
        self, rows: TicketRows, working_days: WorkingDays, effects: LedgerEffects, days: Mapping[str, int] | None = None
    ) -> None:
        self._rows = rows
        self._working_days = working_days
        self._effects = effects
        self._days = DAYS if days is None else days

    async def add(self, draft: Draft, now: datetime) -> Ticket:
        """Open a ticket. Raises ``BadInput``, and ``NotFound`` when the conversation is unknown."""
        stored = await self._rows.add(await self._fresh(draft, now))
        await self._effects.changed(CHANGED)
        return stored

    async def add_once(self, draft: Draft, now: datetime) -> Ticket:
        """The same, once for an origin and what it is about; what is said later becomes an entry while it is open."""
        fresh = await self._fresh(draft, now)
        stored, added = await self._rows.add_once(fresh)
        news = stored.text != fresh.text and all(entry.text != fresh.text for entry in stored.entries)
        if not added and stored.state == OPEN and news:
            entry = Entry(now, draft.created_by, fresh.text)
            await self._rows.swap(stored, stored, (entry,))
            stored = replace(stored, entries=(*stored.entries, entry))
        if added or news:
            await self._effects.changed(CHANGED)
        return stored

    async def find(self, ticket: int) -> Ticket:
        """Raises ``NotFound``."""
        found = await self._rows.find(ticket)
        if found is None:
            raise NotFound("台账里没有这一条")
        return found

    async def listed(self, wanted: Wanted, now: datetime, *, offset: int = 0, limit: int = PAGE) -> Page:
        """Tickets, the most urgent first. Raises ``BadInput`` for an unknown state or category."""
        if wanted.category:
            _known(wanted.category)
        if wanted.state not in (None, OPEN, DONE):
            raise BadInput("没有这种状态", "可选：open（未办结）、done（已办结）")
        return await self._rows.listed(wanted, day_of(now), offset=offset, limit=min(limit, PAGE))

    async def exported(self, wanted: Wanted, agent: Agent, now: datetime) -> AsyncIterator[Ticket]:
        """All of them, page by page, noted first."""
        first = await self.listed(wanted, now)
        await self._effects.note(agent.id, "export_tickets", f"{first.total}条", "", now)
        return self._pages(wanted, first, now)

    async def _pages(self, wanted: Wanted, first: Page, now: datetime) -> AsyncIterator[Ticket]:
        page, offset = first, 0
        while page.tickets:
            for ticket in page.tickets:
                yield ticket
            offset += len(page.tickets)
            page = await self.listed(wanted, now, offset=offset)

    async def write(self, ticket: int, text: str, agent: Agent, now: datetime) -> Ticket:
        """Add an entry; a closed ticket takes entries too."""
        before = await self.find(ticket)
        entry = Entry(now, agent.name, _required(text, "请写下办理情况"))
        return await self._swapped(before, before, (entry,))

    async def alter(self, ticket: int, change: Alteration, agent: Agent, now: datetime) -> Ticket:
        """Give it to somebody, to another category or to another day; an entry says so. Raises ``BadInput``.

        A new category brings its own day, counted from the opening, unless a day is given.
        """
        before = await self.find(ticket)
        if before.state == DONE:
            raise BadInput("这一条已经办结", "有新情况请添加记录，或另外登记一条")
        after, said = before, []
        if change.owner and change.owner != before.owner:
            name = await self._owner(change.owner)
            after, said = replace(after, owner=change.owner, owner_name=name), [f"交给{name}办理"]
        if change.category and change.category != before.category:
            due_on = self._due(change.category, day_of(before.created_at))
            after = replace(after, category=change.category, due_on=due_on)
            said.append(f"类别改为{CATEGORIES[change.category]}")
        if change.due_on and change.due_on != after.due_on:
            if change.due_on < day_of(now):
                raise BadInput("办理期限不能早于今天", "请选今天或以后的日子")
            after = replace(after, due_on=change.due_on)
        if after.due_on != before.due_on:
            said.append(f"期限改为{after.due_on}")
        return await self._swapped(before, after, (Entry(now, agent.name, "，".join(said)),)) if said else before

    async def close(self, ticket: int, outcome: str, agent: Agent, now: datetime, *, tell: bool) -> Ticket:
        """Close it with its outcome and, if wanted, put the outcome in the citizen's conversation.

        Closing a closed one again only tells what was not told yet, so that a failure there can be mended. Raises
        ``BadInput`` without an outcome, without a conversation to tell it in, and when it is closed already.
        """
        before = await self.find(ticket)
        if tell and before.conversation is None:
            raise BadInput("这一条没有对应的会话，没法告诉市民", "请去掉“告诉市民”再办结")
        if before.state == DONE:
            if not tell or before.told_at or before.done_at is None or now - before.done_at < TELLING:
                raise BadInput("这一条已经办结", "请刷新后再看")
            return await self._told(before, now)
        said = _required(outcome, "请写明处理结果")
        ended = replace(before, outcome=said, done_at=now)
        after = await self._swapped(before, ended, (Entry(now, agent.name, f"办结：{said}"),))
        return await self._told(after, now) if tell else after

    async def due_for_reminder(self, now: datetime) -> tuple[Ticket, ...]:
        """Those due today or late, each once a day however many workers ask."""
        return await self._rows.unreminded(day_of(now), day_began(now), now)

    async def due(self, now: datetime) -> int:
        """How many are due today or late."""
        return await self._rows.due(day_of(now))

    async def _told(self, ticket: Ticket, now: datetime) -> Ticket:
        text = f"您反映的问题有结果了（编号 {ticket.number}）。{ticket.outcome}"
        await self._effects.tell(ticket.conversation or "", text, now)
        await self._rows.tell(ticket.id, now)
        await self._effects.changed(CHANGED)
        return replace(ticket, told_at=now)

    async def _fresh(self, draft: Draft, now: datetime) -> Ticket:
        _known(draft.category)
        name = await self._owner(draft.owner) if draft.owner else ""
        return Ticket(
            0, draft.conversation, draft.about, draft.origin, draft.category,
            _required(draft.text, "请写下是什么问题"), now, draft.created_by,
            self._due(draft.category, day_of(now)), draft.owner, name,
        )  # fmt: skip

    def _due(self, category: str, first: date) -> date:
        _known(category)
        return self._working_days(first, self._days.get(category, USUAL_DAYS))

    async def _owner(self, agent: str) -> str:
        name = await self._rows.agent_name(agent)
        if name is None:
            raise BadInput("没有这位坐席", "请从名单里选一位")
        return name

    async def _swapped(self, before: Ticket, after: Ticket, entries: tuple[Entry, ...]) -> Ticket:
        if not await self._rows.swap(before, after, entries):
            raise BadInput("这一条刚刚有人改过", "请刷新后再改")
        await self._effects.changed(CHANGED)
        return replace(after, entries=(*before.entries, *entries))


def _known(category: str) -> None:
    if category not in CATEGORIES:
        raise BadInput("没有这种类别", "可选：" + "、".join(CATEGORIES.values()))


def _required(text: str, missing: str) -> str:
    """The text with personal data masked. Raises ``BadInput`` when there is none or too much of it."""
    said = text.replace("\x00", "").strip()
    if not said:
        raise BadInput(missing, "写一两句话就行")
    if len(said) > TEXT:
        raise BadInput("写得太长了", f"最多 {TEXT} 个字")
    return mask(said).text
