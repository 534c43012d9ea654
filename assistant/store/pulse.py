"""One look a worker at what changed in the conversations it has listeners for: a signal may be lost, a message not."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import select

from assistant.errors import AssistantError
from assistant.signals import LocalListeners, Signal
from assistant.store.case_rows import portions
from assistant.store.tables import ConversationRow
from assistant.store.working import Working

EVERY = 3.0
"""Seconds between two looks: so late somebody may hear of a message whose signal was lost."""
log = logging.getLogger(__name__)


class Pulse:
    """Tells the listeners of this process of conversations that changed; who knows already finds nothing new."""

    def __init__(self, working: Working, listeners: LocalListeners) -> None:
        self._working = working
        self._listeners = listeners
        self._versions: dict[str, int] = {}

    async def work(self) -> None:
        """Until cancelled; a database that is away for a while does not end it."""
        while True:
            try:
                await self.look()
            except AssistantError as error:
                log.warning("round not done", extra={"error": type(error).__name__})
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Once."""
        now: dict[str, int] = {}
        async with self._working.session() as session:
            for some in portions(self._listeners.topics):
                query = select(ConversationRow.id, ConversationRow.version).where(ConversationRow.id.in_(some))
                for one, version in (await session.execute(query)).all():
                    now[one] = version
        for conversation, version in now.items():
            if self._versions.get(conversation, version) != version:
                self._listeners.tell(Signal(conversation, "messages"))
        self._versions = now
