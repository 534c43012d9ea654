"""Rows as lines of JSON and back, the same for SQLite and PostgreSQL."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Column, DateTime, LargeBinary, Table, Text, cast, null, select, text
from sqlalchemy import Date as Day
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.store.working import utc

BATCH = 500
"""Rows read and written at a time."""


async def lines_of(connection: AsyncConnection, table: Table) -> AsyncIterator[str]:
    """Every row of the table, in the order of its key."""
    # JSON goes through as its text, so that "no value" and the JSON null stay apart.
    columns = [cast(c, Text).label(c.name) if isinstance(c.type, JSON) else c for c in table.columns]
    query = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    async for row in await connection.stream(query):
        pairs = zip(table.columns, row, strict=True)
        yield json.dumps({c.name: _written(c, value) for c, value in pairs}, ensure_ascii=False)


def batches_of(table: Table, lines: Iterator[bytes]) -> Iterator[list[dict[str, object]]]:
    """Values to insert, some hundred rows at a time. Raises ``ValueError``, ``TypeError`` or ``KeyError``."""
    rows = ({c.name: _read(c, row[c.name]) for c in table.columns} for row in map(json.loads, lines))
    while batch := list(islice(rows, BATCH)):
        yield batch


def _written(column: Column[Any], value: Any) -> object:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        return utc(value).astimezone(UTC).isoformat()
    if isinstance(column.type, Day):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(column.type, LargeBinary) else value


def _read(column: Column[Any], value: Any) -> object:
    if value is None:
        return null() if isinstance(column.type, JSON) else None
    if isinstance(column.type, JSON):
        return json.loads(value)
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Day):
        return date.fromisoformat(value)
    return base64.b64decode(value, validate=True) if isinstance(column.type, LargeBinary) else value


async def continue_numbering(connection: AsyncConnection, tables: tuple[Table, ...]) -> None:
    """On PostgreSQL: the next row of each numbered table gets the number after the last one."""
    for table in tables:
        numbered = table.autoincrement_column
        if numbered is not None:
            statement = (
                f"SELECT setval(pg_get_serial_sequence('{table.name}', '{numbered.name}'), "
                f"COALESCE(MAX({numbered.name}), 1), MAX({numbered.name}) IS NOT NULL) FROM {table.name}"
            )
            await connection.execute(text(statement))
