"""The database: SQLite by default, PostgreSQL when there is more than one worker."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import event, func, select, text, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from assistant.errors import NotFound, Unavailable
from assistant.messages import Memory
from assistant.records import ConversationRecord, Feedback, MessageRecord
from assistant.store.tables import ConversationRow, FeedbackRow, MessageRow

_MEMORY = TypeAdapter(Memory)
TRIES = 5


def make_engine(url: str) -> AsyncEngine:
    """An engine for ``url``; SQLite gets write-ahead logging and a folder to live in."""
    if url.startswith("sqlite"):
        Path(url.split("///", 1)[1]).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(url, connect_args={"timeout": 15})
        event.listen(engine.sync_engine, "connect", _sqlite_pragmas)
        return engine
    return create_async_engine(url, pool_size=10, pool_pre_ping=True)


def _sqlite_pragmas(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Database:
    """Implements ``Transcripts`` and ``Memories`` over one engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._session = async_sessionmaker(engine, expire_on_commit=False)

    async def close(self) -> None:
        """Give back every connection."""
        await self._engine.dispose()

    async def ping(self) -> None:
        try:
            async with self._session() as session:
                await session.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError) as error:
            raise Unavailable("数据库没有回应") from error

    async def open(self, record: ConversationRecord) -> None:
        row = ConversationRow(
            id=record.id, token_digest=record.token_digest, channel=record.channel, region=record.region,
            profile=record.profile, created_at=record.created_at, memory="", handover_state=record.handover_state,
        )  # fmt: skip
        async with self._session.begin() as session:
            session.add(row)

    async def find(self, conversation: str) -> ConversationRecord | None:
        async with self._session() as session:
            row = await session.get(ConversationRow, conversation)
        if row is None:
            return None
        return ConversationRecord(
            row.id, row.token_digest, row.channel, row.region, row.profile, _utc(row.created_at), row.handover_state
        )

    async def append(self, conversation: str, messages: tuple[MessageRecord, ...]) -> tuple[MessageRecord, ...]:
        for _ in range(TRIES):
            try:
                return await self._append(conversation, messages)
            except IntegrityError:
                await asyncio.sleep(0.01)  # another worker took the number, or stored the same message
        raise Unavailable("消息暂时存不进去")

    async def _append(self, conversation: str, messages: tuple[MessageRecord, ...]) -> tuple[MessageRecord, ...]:
        async with self._session.begin() as session:
            highest = select(func.coalesce(func.max(MessageRow.seq), 0)).where(
                MessageRow.conversation_id == conversation
            )
            first = (await session.execute(highest)).scalar_one() + 1
            rows = [_row(conversation, first + i, m) for i, m in enumerate(messages)]
            session.add_all(rows)
        return tuple(_message(row) for row in rows)

    async def after(self, conversation: str, seq: int, limit: int = 200) -> tuple[MessageRecord, ...]:
        query = (
            select(MessageRow)
            .where(MessageRow.conversation_id == conversation, MessageRow.seq > seq)
            .order_by(MessageRow.seq)
            .limit(limit)
        )
        async with self._session() as session:
            return tuple(_message(row) for row in (await session.scalars(query)).all())

    async def answered(self, conversation: str, client_message_id: str) -> MessageRecord | None:
        query = select(MessageRow).where(
            MessageRow.conversation_id == conversation,
            MessageRow.client_message_id == client_message_id,
            MessageRow.sender == "assistant",
        )
        async with self._session() as session:
            row = (await session.scalars(query)).first()
        return None if row is None else _message(row)

    async def rate(self, conversation: str, feedback: Feedback) -> bool:
        known = select(MessageRow.id).where(
            MessageRow.conversation_id == conversation, MessageRow.reply_id == feedback.reply_id
        )
        async with self._session.begin() as session:
            if (await session.execute(known)).first() is None:
                return False
            session.add(
                FeedbackRow(
                    conversation_id=conversation, reply_id=feedback.reply_id, verdict=feedback.verdict,
                    reason=feedback.reason, text=feedback.text, at=datetime.now(UTC),
                )  # fmt: skip
            )
        return True

    async def set_handover(self, conversation: str, state: str) -> None:
        await self._update(conversation, handover_state=state)

    async def load(self, conversation: str) -> Memory:
        async with self._session() as session:
            stored = await session.scalar(
                select(ConversationRow.memory).where(ConversationRow.id == conversation)
            )
        return _MEMORY.validate_json(stored) if stored else Memory()

    async def save(self, conversation: str, memory: Memory) -> None:
        await self._update(conversation, memory=_MEMORY.dump_json(memory).decode())

    async def _update(self, conversation: str, **values: object) -> None:
        statement = update(ConversationRow).where(ConversationRow.id == conversation).values(**values)
        async with self._session.begin() as session:
            result = await session.execute(statement)
            if getattr(result, "rowcount", 1) == 0:
                raise NotFound("没有这个会话")


def _row(conversation: str, seq: int, message: MessageRecord) -> MessageRow:
    return MessageRow(
        conversation_id=conversation, seq=seq, at=message.at, sender=message.sender, text=message.text,
        client_message_id=message.client_message_id, reply_id=message.reply_id,
        reply={**message.reply, "seq": seq} if message.reply else None,
    )  # fmt: skip


def _message(row: MessageRow) -> MessageRecord:
    return MessageRecord(
        row.seq, _utc(row.at), row.sender, row.text, row.client_message_id, row.reply_id, row.reply
    )


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
