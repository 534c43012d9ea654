"""What was set at the desk, in the database, with a short memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from assistant.desk.desk_settings import DeskSettings, settings_of
from assistant.store.desk_tables import DeskSettingRow
from assistant.store.working import Working

REMEMBERED = 3.0
"""Seconds until what another worker changed is seen here."""


class StoredDeskSettings:
    """Implements ``DeskSettingsRows``."""

    def __init__(self, working: Working, clock: Callable[[], float] = time.monotonic) -> None:
        self._working = working
        self._clock = clock
        self._known: DeskSettings | None = None
        self._read_at = 0.0

    async def read(self) -> DeskSettings:
        if self._known is not None and self._clock() - self._read_at < REMEMBERED:
            return self._known
        read_at = self._clock()
        async with self._working.session() as session:
            rows = (await session.scalars(select(DeskSettingRow))).all()
        self._known, self._read_at = settings_of({row.name: row.value.get("value") for row in rows}), read_at
        return self._known

    async def write(self, name: str, value: object, by: str, now: datetime) -> DeskSettings:
        try:
            await self._keep(name, value, by, now)
        except IntegrityError:  # another worker set it for the first time in this very moment
            await self._keep(name, value, by, now)
        self._known = None
        return await self.read()

    async def _keep(self, name: str, value: object, by: str, now: datetime) -> None:
        row = DeskSettingRow(name=name, value={"value": value}, changed_by=by, changed_at=now)
        async with self._working.session() as session:
            await session.merge(row)
