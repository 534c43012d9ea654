"""When agents and citizens were last heard of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select

from assistant.store.case_rows import portions
from assistant.store.desk_tables import AgentRow
from assistant.store.tables import MessageRow
from assistant.store.working import Working, utc

_MOMENT = timedelta(microseconds=1)


class LastSeenInDatabase:
    """Implements ``LastSeen``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def agents(self) -> dict[str, datetime]:
        query = select(AgentRow.id, AgentRow.seen_at).where(AgentRow.seen_at.is_not(None))
        async with self._working.session() as session:
            return {agent: utc(seen) for agent, seen in (await session.execute(query)).all() if seen}

    async def talks(self, conversations: Collection[str]) -> dict[str, tuple[datetime, bool]]:
        found: dict[str, dict[str, datetime]] = {}
        async with self._working.session() as session:
            for some in portions(conversations):
                query = (
                    select(MessageRow.conversation_id, MessageRow.sender, func.max(MessageRow.at))
                    .where(MessageRow.conversation_id.in_(some), MessageRow.sender.in_(("citizen", "agent")))
                    .group_by(MessageRow.conversation_id, MessageRow.sender)
                )
                for conversation, sender, at in (await session.execute(query)).all():
                    found.setdefault(conversation, {})[sender] = utc(at)
        return {one: (max(last.values()), _agent_spoke_last(last)) for one, last in found.items()}


def _agent_spoke_last(last: dict[str, datetime]) -> bool:
    return "agent" in last and last["agent"] > last.get("citizen", last["agent"] - _MOMENT)
