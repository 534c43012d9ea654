"""Reading what the figures and the export are worked out from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.desk.agents import Agent
from assistant.desk.due import Note
from assistant.desk.figures import Facts, Figures, figures
from assistant.desk.figures_csv import cases_csv
from assistant.desk.figures_period import Period
from assistant.handoff.states import Case, Event

EXPORTED = "cases_exported"
"""The action of the audit log."""

Names = Callable[[], Awaitable[Mapping[str, str]]]
"""The names of all agents by id, of those who left too."""


class CaseReading(Protocol):
    """Reads the cases opened in a range (its start belongs to it, its end does not) and what belongs to them."""

    async def between(self, start: datetime, end: datetime) -> Sequence[Case]: ...

    async def events_between(self, start: datetime, end: datetime) -> Sequence[Event]: ...

    async def following(self, start: datetime, end: datetime) -> Sequence[Case]:
        """Every case since ``start`` of the conversations that had one in the range."""
        ...

    async def scores_between(self, start: datetime, end: datetime) -> Mapping[str, tuple[int, str]]:
        """Score and words by case."""
        ...


@dataclass(frozen=True, slots=True)
class FigureDesk:
    """Figures and the export of cases over days. ``note`` writes the audit log."""

    rows: CaseReading
    names: Names
    note: Note

    async def figures(self, over: Period, now: datetime, within: int) -> Figures:
        """``within``: seconds in which an agent should come."""
        start, end = over.start, over.end
        scores = await self.rows.scores_between(start, end)
        facts = Facts(
            await self.rows.between(start, end), await self.rows.events_between(start, end),
            await self.rows.following(start, end), {case: score for case, (score, _) in scores.items()},
            await self.names(),
        )  # fmt: skip
        return await asyncio.to_thread(figures, facts, over, now, within)

    async def export(self, over: Period, agent: Agent, now: datetime) -> str:
        """CSV of the cases; who took it with them is written down before they get it."""
        start, end = over.start, over.end
        cases, events = await self.rows.between(start, end), await self.rows.events_between(start, end)
        scores = await self.rows.scores_between(start, end)
        table = await asyncio.to_thread(cases_csv, cases, events, scores, await self.names())
        await self.note(agent.id, EXPORTED, f"{over.first}~{over.last}", f"导出 {len(cases)} 件", now)
        return table
