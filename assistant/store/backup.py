"""Saving everything the database holds to one file, and putting it back: into the same database or one of the other kind.

Not for use inside an event loop: call it in a thread.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import (
    Table,
    delete,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.errors import BadInput, Unavailable
from assistant.store import archive, migrate, row_lines
from assistant.store.database import make_engine
from assistant.store.desk_tables import Table as Ours

_UPGRADE = "先运行 python -m assistant database upgrade"


@dataclass(frozen=True, slots=True)
class Beside:
    """Where the files that belong to the database lie; they need not exist."""

    business: Path
    secret: Path


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. ``kept`` are files that were there already and stayed as they were."""

    manifest: archive.Manifest
    kept: tuple[Path, ...]


def tables() -> tuple[Table, ...]:
    """All tables, those first that others refer to."""
    return tuple(Ours.metadata.sorted_tables)


def back_up(url: str, file: Path, business: Path, key: bytes, made_at: datetime) -> archive.Manifest:
    """Save the database as it is at one moment, ``business`` when it exists, and ``key`` unless it is empty.

    May be done while the service runs. Raises ``BadInput`` for a file that cannot be written or a database that has not
    today's schema, and ``Unavailable``.
    """
    _must_exist(url)
    revision = migrate.current(url)
    if revision != migrate.revisions()[-1]:
        raise BadInput(f"数据库的表结构是 {revision or '空的'}，和程序不一致，没有备份", _UPGRADE)
    with archive.writing(file) as writer:
        asyncio.run(_save(url, writer))
        if business.exists():
            _copy_sqlite(business, writer)
        if key:
            with writer.entry(archive.KEY) as entry:
                entry.write(key)
        return writer.finish(made_at, revision)


def restore(url: str, file: Path, beside: Beside, *, replace: bool = False) -> Restored:
    """Put a backup into the database, which is made when it is not there, and its files beside it.

    The whole archive is checked first and the rows go in in one transaction. Without ``replace`` only an empty database
    is filled, and files that exist stay. Raises ``BadInput`` and ``Unavailable``; then nothing has changed.
    """
    names = tuple(table.name for table in tables())
    with archive.reading(file, names) as opened:
        made_with, ours = opened.manifest.revision, migrate.revisions()[-1]
        if made_with != ours:
            raise BadInput(
                f"备份的表结构是 {made_with}，程序的是 {ours}，没有恢复", "用做备份时的程序版本恢复，再升级程序"
            )
        _refuse_another_key(opened, beside.secret, replace)
        if not replace:
            _refuse(first_with_rows(url))
        beside.business.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=beside.business.parent, prefix=".restore-") as folder:
            wanted = _files(opened, beside)
            for name in wanted:
                opened.copy(name, Path(folder) / name)
            migrate.upgrade(url)
            asyncio.run(_load(url, opened, replace))
            kept = tuple(path for name, path in wanted.items() if not _put(Path(folder) / name, path, replace))
        return Restored(opened.manifest, kept)


def first_with_rows(url: str) -> str:
    """The name of a table that holds something; empty when none does. Raises ``Unavailable``."""

    async def look() -> str:
        engine = make_engine(url)
        try:
            async with engine.connect() as connection:
                return await _first_with_rows(connection)
        except (SQLAlchemyError, OSError) as error:
            raise Unavailable("数据库没有回应") from error
        finally:
            await engine.dispose()

    return asyncio.run(look())


async def _save(url: str, writer: archive.ArchiveWriter) -> None:
    """Every table as of one moment: a read transaction."""
    engine = make_engine(url)
    try:
        async with engine.connect() as plain:
            connection = plain
            if engine.dialect.name == "sqlite":
                await connection.exec_driver_sql("BEGIN")  # the driver would begin one for writes only
            else:
                connection = await plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            for table in tables():
                with writer.entry(archive.table_entry(table.name)) as entry:
                    async for line in row_lines.lines_of(connection, table):
                        entry.line(line)
    except (SQLAlchemyError, OSError) as error:
        raise Unavailable("数据库没有回应，没有备份") from error
    finally:
        await engine.dispose()


async def _load(url: str, opened: archive.Archive, replace: bool) -> None:
    engine = make_engine(url)
    place = ""
    try:
        async with engine.begin() as connection:
            if replace:
                for table in reversed(tables()):
                    await connection.execute(delete(table))
            _refuse(await _first_with_rows(connection))
            for table in tables():
                place = table.name
                for rows in row_lines.batches_of(table, opened.lines(table.name)):
                    await connection.execute(insert(table), rows)
            if engine.dialect.name == "postgresql":
                await row_lines.continue_numbering(connection, tables())
    except (OperationalError, OSError) as error:
        raise Unavailable("数据库没有回应或者正在使用，什么都没有改；先停掉服务") from error
    except (DBAPIError, ValueError, TypeError, KeyError) as error:
        raise BadInput(f"表 {place} 里有放不进去的内容，什么都没有改", "请把这份备份交给开发者") from error
    finally:
        await engine.dispose()


async def _first_with_rows(connection: AsyncConnection) -> str:
    """Tables of later schemas may be missing."""
    there = set(await connection.run_sync(lambda plain: inspect(plain).get_table_names()))
    for table in tables():
        if table.name in there and (await connection.execute(select(text("1")).select_from(table).limit(1))).first():
            return table.name
    return ""


def _refuse(table: str) -> None:
    if table:
        remedy = "换一个空的数据库；确实要把现有的全部换掉，先备份，再加 --replace"
        raise BadInput(f"数据库里已经有内容（{table}），没有恢复", remedy)


def _must_exist(url: str) -> None:
    file = make_url(url).database if url.startswith("sqlite") else None
    if file and not Path(file).exists():
        raise BadInput(f"没有数据库 {file}，没有可以备份的", "核对 PENSION_DATA_DIR 和 PENSION_DATABASE_URL")


def _copy_sqlite(file: Path, writer: archive.ArchiveWriter) -> None:
    with tempfile.TemporaryDirectory(prefix="pension-backup-") as folder:
        copy = Path(folder) / archive.BUSINESS
        try:
            with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        except sqlite3.Error as error:
            raise Unavailable(f"{file} 读不出来，没有备份") from error
        writer.add(archive.BUSINESS, copy)


def _files(opened: archive.Archive, beside: Beside) -> dict[str, Path]:
    """Name in the archive → where it goes."""
    places = {archive.BUSINESS: beside.business, archive.KEY: beside.secret}
    return {name: path for name, path in places.items() if opened.manifest.entry(name)}


def _refuse_another_key(opened: archive.Archive, secret: Path, replace: bool) -> None:
    if replace or not secret.exists() or opened.manifest.entry(archive.KEY) is None:
        return
    with tempfile.TemporaryDirectory(prefix="pension-restore-") as folder:
        opened.copy(archive.KEY, Path(folder) / archive.KEY)
        if (Path(folder) / archive.KEY).read_bytes().strip() == secret.read_bytes().strip():
            return
    raise BadInput(f"{secret} 和备份里的密钥不一样，没有恢复", "确认用哪一把，把现有的挪走；全部换掉的加 --replace")


def _put(file: Path, place: Path, replace: bool) -> bool:
    """Whether the file went to its place; what was there before is kept beside it."""
    if place.exists() and not replace:
        return False
    for part in ("", "-wal", "-shm"):  # the last two belong to a SQLite file
        before = place.with_name(f"{place.name}{part}")
        if before.exists():
            before.replace(place.with_name(f"{place.name}.before-restore{part}"))
    file.replace(place)
    return True
