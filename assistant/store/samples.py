"""Quality samples in the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from assistant.desk.samples import Sample
from assistant.store.case_rows import portions
from assistant.store.desk_tables import SampleRow
from assistant.store.working import Working, utc, utc_or_none


class StoredSamples:
    """Implements ``Samples``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def drawn(self, cases: Collection[str]) -> frozenset[str]:
        found: set[str] = set()
        async with self._working.session() as session:
            for some in portions(cases):
                query = select(SampleRow.case_id).where(SampleRow.case_id.in_(some))
                found.update((await session.scalars(query)).all())
        return frozenset(found)

    async def add(self, samples: Sequence[Sample]) -> bool:
        try:
            async with self._working.session() as session:
                session.add_all(
                    SampleRow(case_id=one.case, drawn_at=one.drawn_at, drawn_by=one.drawn_by, note="")
                    for one in samples
                )
        except IntegrityError:
            return False
        return True

    async def listed(self, limit: int) -> tuple[Sample, ...]:
        query = select(SampleRow).order_by(SampleRow.score.is_not(None), SampleRow.drawn_at.desc(), SampleRow.case_id)
        async with self._working.session() as session:
            return tuple(_sample(row) for row in (await session.scalars(query.limit(limit))).all())

    async def review(self, case: str, score: int, note: str, by: str, now: datetime) -> Sample | None:
        async with self._working.session() as session:
            row = await session.get(SampleRow, case)
            if row is None:
                return None
            row.score, row.note, row.reviewed_by, row.reviewed_at = score, note, by, now
        return _sample(row)


def _sample(row: SampleRow) -> Sample:
    return Sample(
        row.case_id, utc(row.drawn_at), row.drawn_by, row.score, row.note, row.reviewed_by,
        utc_or_none(row.reviewed_at),
    )  # fmt: skip
