"""Migrations up and down, over SQLite and PostgreSQL, with rows in the tables."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from assistant.errors import BadInput, Unavailable
from assistant.store import migrate
from assistant.store.database import make_engine
from assistant.store.tables import Table
from tests.postgres_server import empty_database, needs_postgres

NEWEST = migrate.revisions()[-1]
NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
OLD_ROWS = (
    "INSERT INTO conversations (id, token_digest, channel, region, profile, created_at, memory, handover_state) "
    "VALUES ('c1', 'd', 'web', '广东', 'elderly', '2026-11-22', '', 'offered'), "
    "('c2', 'd', 'web', NULL, 'ordinary', '2026-11-22', '', 'none')",
    "INSERT INTO messages (conversation_id, seq, at, sender, text, reply) "
    "VALUES ('c1', 1, '2026-11-22', 'citizen', '我几岁退休', NULL), ('c1', 2, '2026-11-22', 'assistant', '六十三岁', '{}')",
    "INSERT INTO feedback (conversation_id, reply_id, verdict, at) VALUES ('c1', 'r', 'helpful', '2026-11-22')",
)
NEW_ROWS = (
    "INSERT INTO cases (id, conversation_id, channel, state, reason, skill, priority, opened_at, state_at, steps) "
    "VALUES ('k1', 'c1', 'web', 'queued', 'requested', '综合', 0, '2026-11-22', '2026-11-22', 1)",
    "INSERT INTO case_events (case_id, seq, at, actor, before, after, reason, detail) "
    "VALUES ('k1', 1, '2026-11-22', 'citizen', 'none', 'queued', 'requested', '')",
    "INSERT INTO messages (conversation_id, seq, at, sender, text, author) "
    "VALUES ('c1', 3, '2026-11-22', 'agent', '您好', '小王')",
    "UPDATE conversations SET handover_state = 'queued', last_seq = 3 WHERE id = 'c1'",
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'assistant.db'}"
        return
    with empty_database() as address:
        yield address


def upgrade_to(url: str, revision: str) -> None:
    command.upgrade(migrate._config(url), revision)


def run(url: str, *statements: str) -> list[Any]:
    """Rows of the last statement, all in one transaction."""

    async def working() -> list[Any]:
        engine = make_engine(url)
        async with engine.begin() as connection:
            for statement in statements:
                result = await connection.execute(text(statement))
            rows = [tuple(row) for row in result] if result.returns_rows else []
        await engine.dispose()
        return rows

    return asyncio.run(working())


def tables(url: str) -> set[str]:
    async def working() -> set[str]:
        engine = make_engine(url)
        async with engine.connect() as connection:
            names = await connection.run_sync(lambda c: inspect(c).get_table_names())
        await engine.dispose()
        return set(names)

    return asyncio.run(working())


def differences(url: str) -> list[Any]:
    def compared(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Table.metadata))

    async def working() -> list[Any]:
        engine = make_engine(url)
        async with engine.connect() as connection:
            found = await connection.run_sync(compared)
        await engine.dispose()
        return found

    return asyncio.run(working())


def test_the_migrations_make_exactly_the_tables_the_program_uses(url: str) -> None:
    migrate.upgrade(url)
    assert differences(url) == []
    assert tables(url) == {*Table.metadata.tables, "alembic_version"}


def test_conversations_of_the_first_version_keep_their_messages_and_get_their_last_number(url: str) -> None:
    upgrade_to(url, "0001")
    run(url, *OLD_ROWS)
    migrate.upgrade(url)
    assert run(url, "SELECT id, region, last_seq, version, handover_state FROM conversations ORDER BY id") == [
        ("c1", "广东", 2, 0, "none"), ("c2", None, 0, 0, "none"),
    ]  # fmt: skip
    assert run(url, "SELECT seq, text, author FROM messages ORDER BY seq") == [
        (1, "我几岁退休", None),
        (2, "六十三岁", None),
    ]
    assert run(url, "SELECT verdict FROM feedback") == [("helpful",)]


def test_down_and_up_again_keeps_conversations_and_messages(url: str) -> None:
    upgrade_to(url, "0001")
    run(url, *OLD_ROWS)
    migrate.upgrade(url)
    run(url, *NEW_ROWS)
    migrate.downgrade(url, "0001")
    assert migrate.current(url) == "0001"
    assert tables(url) == {"conversations", "messages", "feedback", "alembic_version"}
    assert run(url, "SELECT id, handover_state FROM conversations ORDER BY id") == [("c1", "none"), ("c2", "none")]
    assert run(url, "SELECT text FROM messages ORDER BY seq") == [("我几岁退休",), ("六十三岁",), ("您好",)]
    assert run(url, "SELECT COUNT(*) FROM feedback") == [(1,)]
    migrate.upgrade(url)
    assert run(url, "SELECT last_seq FROM conversations ORDER BY id") == [(3,), (0,)]
    assert run(url, "SELECT text FROM messages ORDER BY seq") == [("我几岁退休",), ("六十三岁",), ("您好",)]
    assert differences(url) == []


def test_rules_between_tables_still_hold_after_going_down_and_up(url: str) -> None:
    migrate.upgrade(url)
    migrate.downgrade(url, "0001")
    migrate.upgrade(url)
    run(url, *OLD_ROWS)
    run(url, NEW_ROWS[0])
    run(url, "DELETE FROM conversations WHERE id = 'c1'")
    assert run(url, "SELECT COUNT(*) FROM messages") == run(url, "SELECT COUNT(*) FROM cases") == [(0,)]


def test_it_says_which_revision_a_database_has(url: str) -> None:
    assert migrate.current(url) == ""
    upgrade_to(url, "0001")
    assert migrate.current(url) == "0001"
    migrate.upgrade(url)
    assert migrate.current(url) == NEWEST


def test_a_migration_that_fails_half_way_leaves_everything_as_it_was(url: str) -> None:
    upgrade_to(url, "0001")
    run(url, *OLD_ROWS, "CREATE TABLE quality_samples (x INTEGER)")  # in the way of 0002, late in it
    before = tables(url)
    with pytest.raises(Unavailable):
        migrate.upgrade(url)
    assert migrate.current(url) == "0001"
    assert tables(url) == before
    run(url, "DROP TABLE quality_samples")
    migrate.upgrade(url)
    assert differences(url) == []


@pytest.mark.parametrize("revision", ["0001", NEWEST, "9999", "base", "head", "-1", "../x"])
def test_a_revision_that_is_not_an_earlier_one_is_refused_with_those_that_are(url: str, revision: str) -> None:
    upgrade_to(url, "0001")
    with pytest.raises(BadInput, match="退不到"):
        migrate.downgrade(url, revision)
    migrate.upgrade(url)
    if revision != "0001":
        with pytest.raises(BadInput) as refused:
            migrate.downgrade(url, revision)
        assert "0001" in refused.value.remedy
    assert migrate.current(url) == NEWEST


def test_a_database_of_a_newer_program_is_left_alone(url: str) -> None:
    migrate.upgrade(url)
    run(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unavailable, match="更新的版本"):
        migrate.downgrade(url, "0001")
    assert migrate.current(url) == "9999"


def test_workers_that_start_together_migrate_once(url: str) -> None:
    upgrade_to(url, "0001")
    run(url, *OLD_ROWS)
    code = "import sys; from assistant.store.migrate import upgrade; upgrade(sys.argv[1])"
    workers = [subprocess.Popen([sys.executable, "-c", code, url]) for _ in range(3)]
    assert [worker.wait(60) for worker in workers] == [0, 0, 0]
    assert run(url, "SELECT last_seq FROM conversations ORDER BY id") == [(2,), (0,)]
    assert differences(url) == []
