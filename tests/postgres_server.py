"""The PostgreSQL the tests find running, and databases of a test's own in it."""

from __future__ import annotations

import asyncio
import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from assistant.store.migrate import upgrade

HOST = os.environ.get("PENSION_TEST_POSTGRES_HOST", "127.0.0.1")
PORT = int(os.environ.get("PENSION_TEST_POSTGRES_PORT", "5432"))


def postgres_answers() -> bool:
    """Whether it is there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, PORT)) == 0


needs_postgres = pytest.mark.skipif(
    not postgres_answers(), reason=f"没有 PostgreSQL 在 {HOST}:{PORT} 应答（免密用户 postgres），没有检查"
)


@contextmanager
def empty_database() -> Iterator[str]:
    """The URL of a new database without tables, gone afterwards. Not for use inside an event loop."""
    name = f"pension_test_{uuid.uuid4().hex[:12]}"
    asyncio.run(_run(f'CREATE DATABASE "{name}"'))
    try:
        yield f"postgresql+asyncpg://postgres@{HOST}:{PORT}/{name}"
    finally:
        asyncio.run(_run(f'DROP DATABASE "{name}" WITH (FORCE)'))


@contextmanager
def prepared_database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of a new ``sqlite`` (in ``folder``) or ``postgres`` database with its tables."""
    if kind == "sqlite":
        address = f"sqlite+aiosqlite:///{folder / 'assistant.db'}"
        upgrade(address)
        yield address
        return
    with empty_database() as address:
        upgrade(address)
        yield address


async def _run(statement: str) -> None:
    connection = await asyncpg.connect(host=HOST, port=PORT, user="postgres", database="postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
