"""Which of several workers does a job that only one may do, such as sweeping or calling webhooks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, or_, update
from sqlalchemy.exc import IntegrityError

from assistant.store.desk_tables import LeaseRow
from assistant.store.working import Working


class Leases:
    """Leases in the database; the clocks of the machines must agree to well within a lease's length."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def hold(self, name: str, holder: str, seconds: float, now: datetime) -> bool:
        """Take or keep the lease ``name`` until ``seconds`` after ``now``; whether ``holder`` has it.

        Of any number that ask at once exactly one gets it; an expired one goes to whoever asks first. Raises
        ``Unavailable``.
        """
        now = now.astimezone(UTC)
        values = {"holder": holder, "until": now + timedelta(seconds=seconds)}
        free = or_(LeaseRow.holder == holder, LeaseRow.until <= now)
        take = update(LeaseRow).where(LeaseRow.name == name, free).values(**values)
        try:
            async with self._working.session() as session:
                taken = await session.execute(take.execution_options(synchronize_session=False))
                if getattr(taken, "rowcount", 0) == 0:
                    if await session.get(LeaseRow, name):  # somebody else's
                        return False
                    await session.execute(insert(LeaseRow).values(name=name, **values))
        except IntegrityError:  # somebody else was a moment quicker
            return False
        return True

    async def release(self, name: str, holder: str) -> None:
        """Give the lease up, so that another need not wait for its end. Nothing happens when it is not the holder's."""
        mine = delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder)
        async with self._working.session() as session:
            await session.execute(mine.execution_options(synchronize_session=False))
