"""The database: SQLite by default, PostgreSQL when there is more than one worker."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import and_, event, select, text, update
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import InvalidatePoolError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.errors import BadSettings, NotFound
from assistant.handoff.states import CLOSED, Case
from assistant.messages import Memory
from assistant.records import Change, Conflict, ConversationRecord, Feedback, MessageRecord, Standing, Stored
from assistant.store.case_rows import case_of, event_row, portions, row_values
from assistant.store.tables import CaseRow, ConversationRow, FeedbackRow, MessageRow
from assistant.store.working import Working, utc

_MEMORY = TypeAdapter(Memory)
PAUSE = 1.0
"""Seconds for which a connection that was just used counts as good."""
log = logging.getLogger(__name__)

AlsoKept = Callable[[AsyncSession, Standing, Change, tuple[MessageRecord, ...]], Awaitable[None]]
"""What else is stored in the transaction of a change."""


def make_engine(url: str) -> AsyncEngine:
    """An engine for ``url``; SQLite gets write-ahead logging and a folder to live in.

    Values never show in its errors. Raises ``BadSettings`` for a URL that cannot be used.
    """
    try:
        file = make_url(url).database if url.startswith("sqlite") else None
        if not url.startswith("sqlite"):
            engine = create_async_engine(url, pool_size=10, hide_parameters=True)
            _ask_after_a_pause(engine.sync_engine)
            return engine
        if file:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(url, connect_args={"timeout": 15}, hide_parameters=True)
    except (SQLAlchemyError, ImportError, ValueError) as error:
        remedy = "写成 sqlite+aiosqlite:///文件 或 postgresql+asyncpg://用户:密码@主机/库名"
        raise BadSettings("设置 PENSION_DATABASE_URL 不对，数据库地址用不了", remedy) from error
    event.listen(engine.sync_engine, "connect", _sqlite_pragmas)
    return engine


def _ask_after_a_pause(engine: Engine) -> None:
    """Ask whether the server still answers before a connection is used again, unless it answered a moment ago.

    SQLAlchemy's own ``pool_pre_ping`` asks every time: two more round trips for every transaction.
    """

    def taken(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
        answered = record.info.get("answered")
        if answered is None or time.monotonic() - answered < PAUSE:
            return
        try:
            engine.dialect.do_ping(connection)
        except Exception as error:  # whatever it says: this one is gone, and so may be the others
            raise InvalidatePoolError from error

    def given_back(_: object, record: ConnectionPoolEntry) -> None:
        record.info["answered"] = time.monotonic()

    event.listen(engine, "checkout", taken)
    event.listen(engine, "checkin", given_back)


def _sqlite_pragmas(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Database:
    """Implements ``Transcripts`` over one engine."""

    def __init__(self, engine: AsyncEngine, also: AlsoKept | None = None) -> None:
        self.working = Working(engine)
        self._also = also

    async def close(self) -> None:
        """Give back every connection."""
        await self.working.engine.dispose()

    async def ping(self) -> None:
        async with self.working.session() as session:
            await session.execute(text("SELECT 1"))

    async def open(self, record: ConversationRecord) -> None:
        row = ConversationRow(
            id=record.id, token_digest=record.token_digest, channel=record.channel, region=record.region,
            profile=record.profile, created_at=record.created_at, memory="", handover_state=record.handover_state,
        )  # fmt: skip
        async with self.working.session() as session:
            session.add(row)

    async def find(self, conversation: str) -> ConversationRecord | None:
        async with self.working.session() as session:
            row = await session.get(ConversationRow, conversation)
        return None if row is None else _record(row)

    async def standing(self, conversation: str) -> Standing:
        query = (
            select(ConversationRow, CaseRow)
            .outerjoin(CaseRow, and_(CaseRow.conversation_id == ConversationRow.id, CaseRow.state.not_in(CLOSED)))
            .where(ConversationRow.id == conversation)
        )
        async with self.working.session() as session:
            found = (await session.execute(query)).first()
        if found is None:
            raise NotFound("没有这个会话")
        row, case = found
        return Standing(_record(row), _memory(row), row.version, row.last_seq, case_of(case) if case else None)

    async def memories(self, conversations: Collection[str]) -> dict[str, Memory]:
        found: dict[str, Memory] = {}
        async with self.working.session() as session:
            for some in portions(conversations):
                query = select(ConversationRow).where(ConversationRow.id.in_(some))
                found.update({row.id: _memory(row) for row in (await session.scalars(query)).all()})
        return found

    async def commit(self, standing: Standing, change: Change) -> Stored:
        conversation = standing.record.id
        async with self.working.session() as session:
            if known := await _known(session, conversation, change):
                return Stored(known, False)
            first = await _take_turn(session, standing, change)
            if first is None:
                raise Conflict("会话已经变了")
            rows = [_row(conversation, first + i, m) for i, m in enumerate(change.messages)]
            session.add_all(rows)
            await _keep_case(session, change)
            stored = tuple(_message(row) for row in rows)
            if self._also:
                await self._also(session, standing, change, stored)
        return Stored(stored, True)

    async def case(self, case: str) -> Case | None:
        async with self.working.session() as session:
            row = await session.get(CaseRow, case)
        return case_of(row) if row else None

    async def after(self, conversation: str, seq: int, limit: int = 200) -> tuple[MessageRecord, ...]:
        query = (
            select(MessageRow)
            .where(MessageRow.conversation_id == conversation, MessageRow.seq > seq)
            .order_by(MessageRow.seq)
            .limit(limit)
        )
        async with self.working.session() as session:
            return tuple(_message(row) for row in (await session.scalars(query)).all())

    async def said(self, conversation: str, client_message_id: str) -> tuple[MessageRecord, ...]:
        async with self.working.session() as session:
            return await _with_ids(session, conversation, {client_message_id}, ("citizen", "assistant"))

    async def rate(self, conversation: str, feedback: Feedback) -> bool:
        known = select(MessageRow.id).where(
            MessageRow.conversation_id == conversation, MessageRow.reply_id == feedback.reply_id
        )
        row = FeedbackRow(
            conversation_id=conversation, reply_id=feedback.reply_id, verdict=feedback.verdict,
            reason=feedback.reason, text=feedback.text, at=datetime.now(UTC),
        )  # fmt: skip
        async with self.working.session() as session:
            if (await session.execute(known)).first() is None:
                return False
            session.add(row)
        return True


async def _take_turn(session: AsyncSession, standing: Standing, change: Change) -> int | None:
    """Move the conversation on, which locks it until the transaction ends, on SQLite and PostgreSQL alike.

    The sequence number of the first message; None when the conversation is not as in ``standing`` any more.
    """
    at = standing.version
    values: dict[str, Any] = {"version": at + 1, "last_seq": standing.last_seq + len(change.messages)}
    if change.memory is not None:
        values["memory"] = _MEMORY.dump_json(change.memory).decode()
    if change.case is not None:
        values["handover_state"] = change.case.state if change.case.open else "none"
    statement = (
        update(ConversationRow)
        .where(ConversationRow.id == standing.record.id, ConversationRow.version == at)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    changed = getattr(await session.execute(statement), "rowcount", 1)
    return standing.last_seq + 1 if changed else None


async def _known(session: AsyncSession, conversation: str, change: Change) -> tuple[MessageRecord, ...]:
    """What is stored already under the message ids of ``change``, by whoever says it."""
    mine = {(m.sender, m.client_message_id) for m in change.messages if m.client_message_id}
    found = await _with_ids(session, conversation, {one for _, one in mine}) if mine else ()
    return found if any((m.sender, m.client_message_id) in mine for m in found) else ()


async def _with_ids(
    session: AsyncSession, conversation: str, ids: set[str | None], senders: tuple[str, ...] = ()
) -> tuple[MessageRecord, ...]:
    query = (
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation, MessageRow.client_message_id.in_(ids))
        .order_by(MessageRow.seq)
    )
    if senders:
        query = query.where(MessageRow.sender.in_(senders))
    return tuple(_message(row) for row in (await session.scalars(query)).all())


async def _keep_case(session: AsyncSession, change: Change) -> None:
    if change.case is None:
        return
    await session.flush()
    await session.merge(CaseRow(**row_values(change.case)))
    await session.flush()
    session.add_all(event_row(event) for event in change.events)


def _record(row: ConversationRow) -> ConversationRecord:
    return ConversationRecord(
        row.id, row.token_digest, row.channel, row.region, row.profile, utc(row.created_at), row.handover_state
    )


def _memory(row: ConversationRow) -> Memory:
    try:
        return _MEMORY.validate_json(row.memory) if row.memory else Memory()
    except ValidationError:
        log.warning("memory of another version forgotten", extra={"conversation": row.id})
        return Memory()


def _row(conversation: str, seq: int, message: MessageRecord) -> MessageRow:
    return MessageRow(
        conversation_id=conversation, seq=seq, at=message.at, sender=message.sender, text=message.text,
        client_message_id=message.client_message_id, reply_id=message.reply_id,
        reply={**message.reply, "seq": seq} if message.reply else None, author=message.author,
        citations=list(message.citations) or None, handover=message.handover,
    )  # fmt: skip


def _message(row: MessageRow) -> MessageRecord:
    return MessageRecord(
        row.seq, utc(row.at), row.sender, row.text, row.client_message_id, row.reply_id, row.reply, row.author,
        tuple(row.citations or ()), row.handover,
    )  # fmt: skip
