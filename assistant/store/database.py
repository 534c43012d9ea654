"""The database: SQLite by default, PostgreSQL when there is more than one worker."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import event, func, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from assistant.errors import BadSettings, NotFound, Unavailable
from assistant.messages import Memory
from assistant.records import ConversationRecord, Feedback, MessageRecord
from assistant.store.tables import ConversationRow, FeedbackRow, MessageRow

_MEMORY = TypeAdapter(Memory)
log = logging.getLogger(__name__)


def make_engine(url: str) -> AsyncEngine:
    """An engine for ``url``; SQLite gets write-ahead logging and a folder to live in.

    Values never show in its errors. Raises ``BadSettings`` for a URL that cannot be used.
    """
    try:
        file = make_url(url).database if url.startswith("sqlite") else None
        if not url.startswith("sqlite"):
            return create_async_engine(url, pool_size=10, pool_pre_ping=True, hide_parameters=True)
        if file:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(url, connect_args={"timeout": 15}, hide_parameters=True)
    except (SQLAlchemyError, ImportError, ValueError) as error:
        remedy = "写成 sqlite+aiosqlite:///文件 或 postgresql+asyncpg://用户:密码@主机/库名"
        raise BadSettings("设置 PENSION_DATABASE_URL 不对，数据库地址用不了", remedy) from error
    event.listen(engine.sync_engine, "connect", _sqlite_pragmas)
    return engine


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
        async with self._working() as session:
            await session.execute(text("SELECT 1"))

    @asynccontextmanager
    async def _working(self) -> AsyncIterator[AsyncSession]:
        """A session in a transaction. Raises ``Unavailable`` for what the database says, save broken constraints."""
        try:
            async with self._session.begin() as session:
                yield session
        except IntegrityError:
            raise
        except (SQLAlchemyError, OSError) as error:
            raise Unavailable("数据库没有回应") from error

    async def open(self, record: ConversationRecord) -> None:
        row = ConversationRow(
            id=record.id, token_digest=record.token_digest, channel=record.channel, region=record.region,
            profile=record.profile, created_at=record.created_at, memory="", handover_state=record.handover_state,
        )  # fmt: skip
        async with self._working() as session:
            session.add(row)

    async def find(self, conversation: str) -> ConversationRecord | None:
        async with self._working() as session:
            row = await session.get(ConversationRow, conversation)
        if row is None:
            return None
        return ConversationRecord(
            row.id, row.token_digest, row.channel, row.region, row.profile, _utc(row.created_at), row.handover_state
        )

    async def append(self, conversation: str, messages: tuple[MessageRecord, ...]) -> tuple[MessageRecord, ...]:
        async with self._working() as session:
            await _take_turn(session, conversation)
            ids = {m.client_message_id for m in messages} - {None}
            if known := await _with_ids(session, conversation, ids):
                return known
            highest = select(func.coalesce(func.max(MessageRow.seq), 0)).where(
                MessageRow.conversation_id == conversation
            )
            first = (await session.execute(highest)).scalar_one() + 1
            rows = [_row(conversation, first + i, m) for i, m in enumerate(messages)]
            session.add_all(rows)
            await session.flush()
        return tuple(_message(row) for row in rows)

    async def after(self, conversation: str, seq: int, limit: int = 200) -> tuple[MessageRecord, ...]:
        query = (
            select(MessageRow)
            .where(MessageRow.conversation_id == conversation, MessageRow.seq > seq)
            .order_by(MessageRow.seq)
            .limit(limit)
        )
        async with self._working() as session:
            return tuple(_message(row) for row in (await session.scalars(query)).all())

    async def answered(self, conversation: str, client_message_id: str) -> MessageRecord | None:
        query = select(MessageRow).where(
            MessageRow.conversation_id == conversation,
            MessageRow.client_message_id == client_message_id,
            MessageRow.sender == "assistant",
        )
        async with self._working() as session:
            row = (await session.scalars(query)).first()
        return None if row is None else _message(row)

    async def rate(self, conversation: str, feedback: Feedback) -> bool:
        known = select(MessageRow.id).where(
            MessageRow.conversation_id == conversation, MessageRow.reply_id == feedback.reply_id
        )
        async with self._working() as session:
            if (await session.execute(known)).first() is None:
                return False
            session.add(
                FeedbackRow(
                    conversation_id=conversation,
                    reply_id=feedback.reply_id,
                    verdict=feedback.verdict,
                    reason=feedback.reason,
                    text=feedback.text,
                    at=datetime.now(UTC),
                )  # fmt: skip
            )
        return True

    async def set_handover(self, conversation: str, state: str) -> None:
        await self._update(conversation, handover_state=state)

    async def load(self, conversation: str) -> Memory:
        query = select(ConversationRow.memory).where(ConversationRow.id == conversation)
        async with self._working() as session:
            stored = await session.scalar(query)
        try:
            return _MEMORY.validate_json(stored) if stored else Memory()
        except ValidationError:
            log.warning("memory of another version forgotten", extra={"conversation": conversation})
            return Memory()

    async def save(self, conversation: str, memory: Memory) -> None:
        await self._update(conversation, memory=_MEMORY.dump_json(memory).decode())

    async def _update(self, conversation: str, **values: object) -> None:
        statement = update(ConversationRow).where(ConversationRow.id == conversation).values(**values)
        async with self._working() as session:
            result = await session.execute(statement)
            if getattr(result, "rowcount", 1) == 0:
                raise NotFound("没有这个会话")


async def _take_turn(session: AsyncSession, conversation: str) -> None:
    """Lock the conversation until the transaction ends, on SQLite and PostgreSQL alike: a write that changes nothing.

    Raises ``NotFound`` when there is no such conversation.
    """
    same = update(ConversationRow).where(ConversationRow.id == conversation).values(id=ConversationRow.id)
    result = await session.execute(same.execution_options(synchronize_session=False))
    if getattr(result, "rowcount", 1) == 0:
        raise NotFound("没有这个会话")


async def _with_ids(session: AsyncSession, conversation: str, ids: set[str | None]) -> tuple[MessageRecord, ...]:
    """What another worker stored under these message ids meanwhile."""
    if not ids:
        return ()
    query = (
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation, MessageRow.client_message_id.in_(ids))
        .order_by(MessageRow.seq)
    )
    return tuple(_message(row) for row in (await session.scalars(query)).all())


def _row(conversation: str, seq: int, message: MessageRecord) -> MessageRow:
    return MessageRow(
        conversation_id=conversation, seq=seq, at=message.at, sender=message.sender, text=message.text,
        client_message_id=message.client_message_id, reply_id=message.reply_id,
        reply={**message.reply, "seq": seq} if message.reply else None,
    )  # fmt: skip


def _message(row: MessageRow) -> MessageRecord:
    return MessageRecord(row.seq, _utc(row.at), row.sender, row.text, row.client_message_id, row.reply_id, row.reply)


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
