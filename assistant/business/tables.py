"""Tables in a file of their own, apart from the service's database: demonstration people never mix with real talks."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    select,
    text,
)  # fmt: skip
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from assistant.errors import Unavailable

Done = TypeVar("Done")
VERSION = 1
"""Of the tables, kept in the file's ``user_version``."""

_METADATA = MetaData()
KEYS = Table("keys", _METADATA, Column("id", Integer, primary_key=True), Column("value", LargeBinary))
"""One random key a file, so that digests of one file say nothing outside it."""
PEOPLE = Table(
    "people", _METADATA,
    Column("id", String(64), primary_key=True),
    Column("digest", String(64), unique=True, nullable=False),
    Column("id_number", String(18), nullable=False),
    Column("name", String(60), nullable=False),
    Column("phone", String(20), nullable=False),
    Column("situation", Text, nullable=False),
)  # fmt: skip
RECORDS = Table(
    "records", _METADATA,
    Column("person", String(64), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("document", Text, nullable=False),
)  # fmt: skip
"""``document`` is what docs/agency-interface.md says an agency answers."""
SENDS = Table(
    "sends", _METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("subject", String(70), nullable=False),
    Column("at", BigInteger, nullable=False),
)  # fmt: skip
"""Codes sent, one row for the conversation and one for the person; times in milliseconds since 1970."""
CHALLENGES = Table(
    "challenges", _METADATA,
    Column("asker", String(64), primary_key=True),
    Column("person", String(64)),
    Column("salt", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)  # fmt: skip
"""One code a conversation; ``person`` is empty for numbers that are not on file."""
VERIFICATIONS = Table(
    "verifications", _METADATA,
    Column("asker", String(64), primary_key=True),
    Column("realm", String(64), nullable=False),
    Column("person", String(128), nullable=False),
    Column("name", String(60), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)  # fmt: skip


class BusinessFile:
    """The tables in ``path``, made on first use. Every piece of work runs in a thread and a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = create_engine(
            f"sqlite:///{path}", poolclass=NullPool, hide_parameters=True, connect_args={"timeout": 15}
        )  # fmt: skip
        event.listen(self._engine, "connect", _pragmas)
        self._set_up = False
        self._opening = Lock()

    async def read(self, work: Callable[[Connection], Done]) -> Done:
        """What ``work`` finds. Raises ``Unavailable`` for what the file says, and what ``work`` raises."""
        return await asyncio.to_thread(self._worked, work, "BEGIN")

    async def write(self, work: Callable[[Connection], Done]) -> Done:
        """The same with the file locked for everybody else from the start; what raises inside undoes it."""
        return await asyncio.to_thread(self._worked, work, "BEGIN IMMEDIATE")

    def _worked(self, work: Callable[[Connection], Done], begin: str) -> Done:
        try:
            self._made_ready()
            with self._engine.begin() as connection:
                connection.execute(text(begin))
                return work(connection)
        except (SQLAlchemyError, OSError) as error:
            raise Unavailable("业务数据文件打不开或写不进去") from error

    def _made_ready(self) -> None:
        with self._opening:
            if self._set_up and self.path.exists():
                return
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._engine.begin() as connection:
                connection.execute(text("BEGIN IMMEDIATE"))
                _set_up(connection)
            self._set_up = True


def file_key(connection: Connection) -> bytes:
    """The file's key, to be read each time: the file may have been replaced."""
    return bytes(connection.execute(select(KEYS.c.value)).scalar_one())


def digest(key: bytes, purpose: str, value: str) -> str:
    """64 hex digits that stand for ``value`` wherever ``key`` is not known."""
    return hmac.new(key, f"{purpose}\n{value}".encode(), "sha256").hexdigest()


def milliseconds(at: datetime) -> int:
    """A moment as the tables keep it."""
    return int(at.timestamp() * 1000)


def moment(at: int) -> datetime:
    """A moment from the tables."""
    return datetime.fromtimestamp(at / 1000, UTC)


def _set_up(connection: Connection) -> None:
    """Makes what is missing; several processes may do it one after the other."""
    found = connection.execute(text("PRAGMA user_version")).scalar_one()
    if found > VERSION:
        raise Unavailable("业务数据文件是更新的版本建立的，请升级程序", retry=False)
    for table in _METADATA.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
    connection.execute(text(f"PRAGMA user_version = {VERSION}"))
    fresh = {"id": 1, "value": secrets.token_bytes(32)}
    connection.execute(insert(KEYS).values(fresh).on_conflict_do_nothing())


def _pragmas(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=15000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
