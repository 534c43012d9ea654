"""Drawing closed cases for quality review, and what reviewers found."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.desk.agents import Agent
from assistant.desk.figures_period import Period
from assistant.errors import BadInput, NotFound
from assistant.handoff.states import CLOSED, Case
from assistant.personal_data import mask

MOST, NOTE = 50, 1000
"""Cases in one draw, characters of a reviewer's note."""
SCORES = range(1, 6)
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """A drawn case. ``drawn_by`` and ``reviewed_by`` are agents' ids; without a score it was not reviewed yet."""

    case: str
    drawn_at: datetime
    drawn_by: str
    score: int | None = None
    note: str = ""
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None


class Samples(Protocol):
    """Keeps samples, one a case."""

    async def drawn(self, cases: Collection[str]) -> frozenset[str]:
        """Which of these were drawn before."""
        ...

    async def add(self, samples: Sequence[Sample]) -> bool:
        """All of them, or False and none when one of them was drawn meanwhile."""
        ...

    async def listed(self, limit: int) -> tuple[Sample, ...]:
        """Those not reviewed first, then the newest first."""
        ...

    async def review(self, case: str, score: int, note: str, by: str, now: datetime) -> Sample | None:
        """None when it was not drawn."""
        ...


class CaseChoice(Protocol):
    """Reads cases."""

    async def closed_between(self, start: datetime, end: datetime) -> Sequence[Case]: ...

    async def by_ids(self, ids: Collection[str]) -> Mapping[str, Case]: ...


class SampleDesk:
    """Draws cases and keeps reviews."""

    def __init__(self, samples: Samples, cases: CaseChoice) -> None:
        self._samples = samples
        self._cases = cases

    async def draw(self, count: int, over: Period, agent: Agent, now: datetime, seed: str = "") -> tuple[Sample, ...]:
        """Up to ``count`` cases agents talked in and that were closed on these days, none of them twice ever.

        Which ones is chance; the same ``seed`` draws the same from the same. Raises ``BadInput``.
        """
        if not 0 < count <= MOST:
            raise BadInput("抽查的件数不对", f"请填1到{MOST}")
        closed = await self._cases.closed_between(over.start, over.end)
        ids = [case.id for case in closed if case.state in CLOSED and case.accepted_at is not None]
        for _ in range(_TRIES):
            drawn = await self._samples.drawn(ids)
            chosen = chosen_of((one for one in ids if one not in drawn), count, seed or secrets.token_hex(8))
            samples = tuple(Sample(one, now, agent.id) for one in chosen)
            if await self._samples.add(samples):
                return samples
        raise BadInput("刚刚有人也在抽查", "请再抽一次")

    async def listed(self, limit: int = 200) -> tuple[tuple[Sample, Case], ...]:
        """Those not reviewed first, then the newest first, each with its case."""
        return await self.with_cases(await self._samples.listed(limit))

    async def review(self, case: str, score: int, note: str, agent: Agent, now: datetime) -> tuple[Sample, Case]:
        """What the reviewer found, replacing what was found before. Raises ``BadInput`` and ``NotFound``."""
        if score not in SCORES:
            raise BadInput("分数不对", "请填1到5分")
        if len(note) > NOTE:
            raise BadInput("评语太长", f"最多{NOTE}个字")
        said = mask(note.replace("\x00", "").strip()).text
        sample = await self._samples.review(case, score, said, agent.id, now)
        if sample is None:
            raise NotFound("没有抽到这一件")
        return (await self.with_cases([sample]))[0]

    async def with_cases(self, samples: Sequence[Sample]) -> tuple[tuple[Sample, Case], ...]:
        """Each with its case, in their order."""
        cases = await self._cases.by_ids([sample.case for sample in samples])
        return tuple((sample, cases[sample.case]) for sample in samples if sample.case in cases)


def chosen_of(cases: Iterable[str], count: int, seed: str) -> list[str]:
    """``count`` of them by chance: those whose hash with the seed is smallest, whatever order they come in."""
    return sorted(cases, key=lambda case: hashlib.sha256(f"{seed}/{case}".encode()).digest())[:count]
