"""What the service does by itself beside answering: sweeping, reminders, telling those who wait where they stand."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from functools import partial

from assistant.desk.call_backs import CHANGED as CALL_BACKS_CHANGED
from assistant.desk.held import Held
from assistant.desk.ledger import CHANGED as TICKETS_CHANGED
from assistant.desk_parts import DeskServices
from assistant.errors import AssistantError, Unavailable
from assistant.signals import DESK, Signal, Signals
from assistant.store.case_rows import CaseRows
from assistant.store.leases import Leases

EVERY = 5.0
"""Seconds between two rounds."""
LEASE = 20.0
"""Seconds for which one worker does the rounds; another takes over when it dies."""
NAME = "rounds"
HELD_SECONDS = 600.0
"""After so long an answer nobody checked is given up, and the citizen told."""

log = logging.getLogger(__name__)


class Rounds:
    """One worker's rounds; of several workers one does them."""

    def __init__(self, desk: DeskServices, leases: Leases, cases: CaseRows, signals: Signals) -> None:
        self._desk = desk
        self._leases = leases
        self._cases = cases
        self._signals = signals
        self._holder = uuid.uuid4().hex
        self._order: tuple[str, ...] = ()

    async def work(self) -> None:
        """Until cancelled; a database that is away for a while does not end it."""
        while True:
            try:
                if await self._leases.hold(NAME, self._holder, LEASE, self._desk.clock()):
                    await self.round()
            except AssistantError as error:
                log.warning("round not done", extra={"error": type(error).__name__})
            except Exception as error:
                log.exception("round failed", extra={"error": type(error).__name__})
            await asyncio.sleep(EVERY)

    async def round(self) -> None:
        """Everything once."""
        now = self._desk.clock()
        desk = self._desk
        await _each(
            lambda: desk.sweeper.sweep(now), self._positions, lambda: self._remind(now),
            *(partial(desk.held.lapse, held, now) for held in await self._lapsed(now)),
        )  # fmt: skip

    async def _lapsed(self, now: datetime) -> tuple[Held, ...]:
        """Answers nobody checked in time; out of hours they wait until there is somebody to look at them."""
        if not self._desk.handovers.desk.hours.is_open(now):
            return ()
        return await self._desk.held.expired(now, HELD_SECONDS)

    async def _remind(self, now: datetime) -> None:
        """Say once a day what is due, and end the cases of call-backs that are done."""
        if await self._desk.call_backs.due_for_reminder(now):
            await self._signals.send(Signal(DESK, CALL_BACKS_CHANGED))
        if await self._desk.ledger.due_for_reminder(now):
            await self._signals.send(Signal(DESK, TICKETS_CHANGED))
        await self._desk.call_backs.settle(now)

    async def _positions(self) -> None:
        """Those who wait hear when somebody before them is gone."""
        order = tuple(case.conversation for case in await self._cases.queue())
        if order != self._order:
            self._order = order
            for conversation in order:
                await self._signals.send(Signal(conversation, "queue"))

    async def stop(self) -> None:
        """Let another worker go on at once."""
        with contextlib.suppress(AssistantError):
            await self._leases.release(NAME, self._holder)


async def _each(*jobs: Callable[[], Awaitable[object]]) -> None:
    """One after the other, though one before it failed; a database that is away ends it. Raises ``Unavailable``."""
    for job in jobs:
        try:
            await job()
        except Unavailable:
            raise
        except Exception as error:
            log.exception("round failed", extra={"error": type(error).__name__})


@contextlib.asynccontextmanager
async def running(*jobs: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """The jobs in the background until the block ends."""
    tasks = [asyncio.ensure_future(job()) for job in jobs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
