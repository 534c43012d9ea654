"""Doing something once for a conversation, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from assistant.errors import NotFound
from assistant.store.tables import ConversationRow


async def lock_conversation(session: AsyncSession, conversation: str) -> None:
    """Until the transaction ends nobody else passes here: a write that changes nothing. Raises ``NotFound``."""
    same = (
        update(ConversationRow)
        .where(ConversationRow.id == conversation)
        .values(id=ConversationRow.id)
        .returning(ConversationRow.id)
        .execution_options(synchronize_session=False)
    )
    if await session.scalar(same) is None:
        raise NotFound("没有这个会话")
