"""When agents and citizens were last heard of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from assistant.store.desk_tables import AgentRow
from assistant.store.tables import MessageRow
from assistant.store.working import Working, utc


class LastSeenInDatabase:
    """Implements ``LastSeen``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def agents(self) -> dict[str, datetime]:
        query = select(AgentRow.id, AgentRow.seen_at).where(AgentRow.seen_at.is_not(None))
        async with self._working.session() as session:
            return {agent: utc(seen) for agent, seen in (await session.execute(query)).all() if seen}

    async def citizen(self, conversation: str) -> tuple[datetime | None, bool]:
        query = (
            select(MessageRow.sender, func.max(MessageRow.at))
            .where(MessageRow.conversation_id == conversation, MessageRow.sender.in_(("citizen", "agent")))
            .group_by(MessageRow.sender)
        )
        async with self._working.session() as session:
            last = {sender: utc(at) for sender, at in (await session.execute(query)).all()}
        said, answered = last.get("citizen"), last.get("agent")
        return max(last.values(), default=None), answered is not None and (said is None or answered > said)
