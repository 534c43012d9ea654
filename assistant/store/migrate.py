"""Bringing a database to a schema with Alembic. Not for use inside an event loop: call it in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import BadInput, Unavailable
from assistant.store.database import make_engine

Done = TypeVar("Done")
_NEWER = "数据库是更新的版本建立的，请升级程序"


def upgrade(url: str) -> None:
    """Apply every migration not yet applied. Works on SQLite and PostgreSQL URLs alike; several at once do it once.

    Raises ``BadSettings`` for a URL that cannot be used and ``Unavailable`` when the database does not answer.
    """
    config = _config(url)
    _translated(lambda: command.upgrade(config, "head"))


def downgrade(url: str, revision: str) -> None:
    """Take migrations back down to ``revision``, with what only later schemas can hold.

    Raises ``BadInput`` for a revision that is not an earlier one, and what ``upgrade`` raises.
    """
    known, now = revisions(), current(url)
    if now and now not in known:
        raise Unavailable(_NEWER, retry=False)
    below = known[: known.index(now)] if now else ()
    if revision not in below:
        remedy = f"数据库现在是 {now}，可以退到 {'、'.join(below)}" if below else "数据库还没有可以退的版本"
        raise BadInput(f"退不到 {revision}", remedy)
    config = _config(url)
    _translated(lambda: command.downgrade(config, revision))


def current(url: str) -> str:
    """The revision the database has; empty when it has no tables of ours. Raises what ``upgrade`` raises."""

    def look(connection: Connection) -> str:
        return MigrationContext.configure(connection).get_current_revision() or ""

    async def connected() -> str:
        engine = make_engine(url)
        try:
            async with engine.connect() as connection:
                return await connection.run_sync(look)
        finally:
            await engine.dispose()

    return _translated(lambda: asyncio.run(connected()))


def revisions() -> tuple[str, ...]:
    """Every revision this program knows, oldest first."""
    script = ScriptDirectory.from_config(_config(""))
    return tuple(reversed([one.revision for one in script.walk_revisions()]))


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    return config


def _translated(work: Callable[[], Done]) -> Done:
    try:
        return work()
    except (SQLAlchemyError, OSError) as error:
        raise Unavailable("数据库没有回应，表结构没有准备好") from error
    except CommandError as error:
        raise Unavailable(_NEWER, retry=False) from error
