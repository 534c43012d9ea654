"""A backup is good when it was restored: from SQLite and PostgreSQL into both."""

from __future__ import annotations

import asyncio
import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from assistant.errors import BadInput
from assistant.store import migrate
from assistant.store.backup import restore
from assistant.store.database import make_engine
from assistant.store.tables import Table
from tests.installations import MANY, NOW, Place, business_file, contents, fill, installations, people_in, run
from tests.postgres_server import needs_postgres


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Callable[[str, str], Place]]:
    with installations(tmp_path) as made:
        yield made


@pytest.fixture
def filled(places: Callable[[str, str], Place]) -> Place:
    place = places("from", "sqlite")
    migrate.upgrade(place.url)
    fill(place.url)
    return place


NOTE = "INSERT INTO notes (conversation_id, agent_id, author, at, text) VALUES ('c2', 'a1', 'x', '2026-11-22', 'y')"
WAYS = [
    ("sqlite", "sqlite"),
    pytest.param("sqlite", "postgres", marks=needs_postgres),
    pytest.param("postgres", "sqlite", marks=needs_postgres),
    pytest.param("postgres", "postgres", marks=needs_postgres),
]


@pytest.mark.parametrize(("source", "target"), WAYS)
def test_everything_comes_back_in_either_kind_of_database(
    places: Callable[[str, str], Place], tmp_path: Path, source: str, target: str
) -> None:
    old, new = places("from", source), places("to", target)
    migrate.upgrade(old.url)
    fill(old.url)
    manifest = old.save(tmp_path / "b.zip")
    assert (manifest.rows("messages"), manifest.rows("tickets"), manifest.revision) == (
        MANY,
        1,
        migrate.revisions()[-1],
    )
    new.put(tmp_path / "b.zip")
    before = contents(old.url)
    assert all(before.values())  # no table was forgotten by this test
    assert contents(new.url) == before
    for column in ("reply", "handover"):  # no value stays no value, and the JSON null stays that
        assert run(new.url, f"SELECT COUNT(*) FROM messages WHERE {column} IS NULL") == run(
            old.url, f"SELECT COUNT(*) FROM messages WHERE {column} IS NULL"
        )


@pytest.mark.parametrize("target", ["sqlite", pytest.param("postgres", marks=needs_postgres)])
def test_what_comes_after_a_restore_gets_numbers_of_its_own(
    places: Callable[[str, str], Place], filled: Place, tmp_path: Path, target: str
) -> None:
    new = places("to", target)
    filled.save(tmp_path / "b.zip")
    new.put(tmp_path / "b.zip")
    t = Table.metadata.tables
    run(new.url, insert(t["ticket_entries"]).values(ticket_id=41, at=NOW, author="小李", text="又办了"))
    run(new.url, insert(t["tickets"]).values(
        origin="agent", category="其他", text="新", state="open", created_at=NOW, created_by="小李", due_on=date(2026, 12, 1), outcome="",
    ))  # fmt: skip
    assert run(new.url, "SELECT id FROM tickets ORDER BY id") == [(41,), (42,)]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=needs_postgres)])
def test_a_database_with_rows_is_left_alone_unless_told_to_replace(
    places: Callable[[str, str], Place], filled: Place, tmp_path: Path, kind: str
) -> None:
    new = places("to", kind)
    filled.save(tmp_path / "b.zip")
    new.put(tmp_path / "b.zip")
    run(new.url, "UPDATE notes SET text = '后来改的'", "DELETE FROM audit")
    changed = contents(new.url)
    with pytest.raises(BadInput, match="已经有内容") as refused:
        new.put(tmp_path / "b.zip")
    assert "--replace" in refused.value.remedy
    assert contents(new.url) == changed
    new.put(tmp_path / "b.zip", replace=True)
    assert contents(new.url) == contents(filled.url)


async def save_while_writing(place: Place, file: Path) -> int:
    """Saves while a service goes on writing two rows that belong together; how often it wrote."""
    engine, saved, written = make_engine(place.url), asyncio.Event(), 0

    async def write() -> None:
        nonlocal written
        while not saved.is_set():
            async with engine.begin() as connection:
                await connection.execute(text(NOTE))
                await connection.execute(text("UPDATE conversations SET version = version + 1 WHERE id = 'c2'"))
            written += 1

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.2)
    await asyncio.to_thread(place.save, file)
    saved.set()
    await writing
    await engine.dispose()
    return written


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=needs_postgres)])
def test_the_backup_shows_one_moment_though_the_service_goes_on_writing(
    places: Callable[[str, str], Place], tmp_path: Path, kind: str
) -> None:
    place = places("from", kind)
    migrate.upgrade(place.url)
    fill(place.url)
    assert asyncio.run(save_while_writing(place, tmp_path / "b.zip")) > 10
    with zipfile.ZipFile(tmp_path / "b.zip") as opened:
        conversations = [json.loads(line) for line in opened.read("tables/conversations.jsonl").splitlines()]
        notes = opened.read("tables/notes.jsonl").count(b"\n")
    before, first = 3, 1  # what ``fill`` made
    assert next(one["version"] for one in conversations if one["id"] == "c2") - before == notes - first


def test_the_files_beside_the_database_come_along_and_the_key_only_when_asked_for(
    places: Callable[[str, str], Place], filled: Place, tmp_path: Path
) -> None:
    business_file(filled, "张三")
    plain, with_key = tmp_path / "plain.zip", tmp_path / "key.zip"
    filled.save(plain)
    filled.save(with_key, key=b"the key")
    assert b"the key" not in plain.read_bytes()
    assert "secret.key" not in zipfile.ZipFile(plain).namelist()
    assert stat.S_IMODE(with_key.stat().st_mode) == 0o600
    new = places("to", "sqlite")
    new.put(with_key)
    assert people_in(new.beside.business) == [("张三",)]
    assert new.beside.secret.read_bytes() == b"the key"
    assert stat.S_IMODE(new.beside.secret.stat().st_mode) == 0o600


def test_files_that_are_there_stay_and_with_replace_are_kept_under_another_name(
    places: Callable[[str, str], Place], filled: Place, tmp_path: Path
) -> None:
    business_file(filled, "张三")
    filled.save(tmp_path / "b.zip", key=b"old key")
    new = places("to", "sqlite")
    business_file(new, "李四")
    assert new.put(tmp_path / "b.zip").kept == (new.beside.business,)
    assert people_in(new.beside.business) == [("李四",)]
    new.beside.secret.write_bytes(b"another key")
    with pytest.raises(BadInput, match="密钥不一样"):
        restore(f"sqlite+aiosqlite:///{new.folder / 'x.db'}", tmp_path / "b.zip", new.beside)
    assert not (new.folder / "x.db").exists()
    assert new.put(tmp_path / "b.zip", replace=True).kept == ()
    assert people_in(new.beside.business) == [("张三",)]
    assert people_in(new.folder / "business.db.before-restore") == [("李四",)]
    assert (new.folder / "secret.key.before-restore").read_bytes() == b"another key"
