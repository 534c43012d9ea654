"""Alembic's entry: runs migrations over the async engine of the given URL, all or nothing."""

from __future__ import annotations

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from assistant.store.database import make_engine
from assistant.store.desk_tables import Table

ONE_AT_A_TIME = 7003011
"""Key of the lock that keeps workers that start together from migrating at once; on SQLite the write lock does."""


def _run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("a migration left rows behind that belong to nothing")


def _whole_on_sqlite(engine: AsyncEngine) -> None:
    """Make schema changes part of the transaction, as they are on PostgreSQL, and take the write lock at its start.

    Foreign keys rest meanwhile: changing a table drops and renames it, and a drop would delete what refers to its rows.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _online(url: str) -> None:
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        _whole_on_sqlite(engine)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_run)
    finally:
        await engine.dispose()


asyncio.run(_online(context.config.attributes["url"]))
