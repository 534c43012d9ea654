"""What is not a whole backup, or does not belong here, changes nothing."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import BadInput, Unavailable
from assistant.store import migrate
from tests.installations import Place, contents, fill, installations, run
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


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=needs_postgres)])
@pytest.mark.parametrize("replace", [False, True])
def test_a_damaged_file_is_refused_and_nothing_changes(
    places: Callable[[str, str], Place], filled: Place, tmp_path: Path, kind: str, replace: bool
) -> None:
    file = tmp_path / "b.zip"
    filled.save(file)
    new = places("to", kind)
    whole = file.read_bytes()
    if replace:
        new.put(file)
        run(new.url, "UPDATE notes SET text = '现在的'")
    before = contents(new.url) if replace else None
    for broken in (
        whole[: len(whole) // 2],
        b"",
        b"PK\x03\x04 no zip",
        flipped(whole, 2_000),
        flipped(whole, len(whole) // 2),
    ):
        file.write_bytes(broken)
        with pytest.raises(BadInput, match="不是完整的备份，或者坏了，什么都没有改"):
            new.put(file, replace=replace)
    if before is None:
        assert migrate.current(new.url) == ""
    else:
        assert contents(new.url) == before


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The archive with other entries."""
    with zipfile.ZipFile(file) as opened:
        entries = {name: opened.read(name) for name in opened.namelist()}
    change(entries)
    with zipfile.ZipFile(file, "w") as opened:
        for name, content in entries.items():
            opened.writestr(name, content)


def _with_manifest(change: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, bytes]], None]:
    def changed(entries: dict[str, bytes]) -> None:
        manifest = json.loads(entries["manifest.json"])
        change(manifest)
        entries["manifest.json"] = json.dumps(manifest).encode()

    return changed


def _named(name: str) -> Callable[[dict[str, bytes]], None]:
    """An entry of this name, in the manifest as well."""

    def changed(entries: dict[str, bytes]) -> None:
        manifest = json.loads(entries["manifest.json"])
        manifest["entries"].append({**manifest["entries"][0], "name": name})
        entries[name] = entries[manifest["entries"][0]["name"]]
        entries["manifest.json"] = json.dumps(manifest).encode()

    return changed


@pytest.mark.parametrize(
    "change",
    [
        _named("../../outside.jsonl"), _named("/etc/outside"), _named("tables/../outside.jsonl"), _named("tables/unknown.jsonl"),
        _named("assistant.db"),
        lambda entries: entries.update({"more.txt": b"x"}),
        lambda entries: entries.pop("tables/notes.jsonl"),
        lambda entries: entries.update({"tables/notes.jsonl": entries["tables/notes.jsonl"] * 2}),
        lambda entries: entries.update({"manifest.json": b"{}"}),
        lambda entries: entries.update({"manifest.json": b" " * (1 << 21)}),
        _with_manifest(lambda m: m.update(format=2)),
        _with_manifest(lambda m: m["entries"].append(m["entries"][0])),
        _with_manifest(lambda m: m["entries"][0].update(rows=7)),
        _with_manifest(lambda m: m["entries"][0].update(sha256="0" * 64)),
    ],
)  # fmt: skip
def test_an_archive_that_was_meddled_with_is_refused_and_nothing_is_written_outside(
    places: Callable[[str, str], Place], filled: Place, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    file = tmp_path / "b.zip"
    filled.save(file)
    rewritten(file, change)
    new = places("to", "sqlite")
    with pytest.raises(BadInput, match="什么都没有改"):
        new.put(file)
    assert list(new.folder.iterdir()) == []
    assert not list(tmp_path.glob("**/outside*"))


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=needs_postgres)])
def test_rows_that_do_not_fit_undo_the_whole_restore(
    places: Callable[[str, str], Place], filled: Place, tmp_path: Path, kind: str
) -> None:
    file, new = tmp_path / "b.zip", places("to", kind)
    filled.save(file)
    new.put(file)
    run(new.url, "UPDATE notes SET text = '现在的'")
    before = contents(new.url)
    run(filled.url, "PRAGMA foreign_keys=OFF")
    with closing(sqlite3.connect(filled.folder / "assistant.db")) as connection:  # without the rules between tables
        connection.execute("UPDATE ticket_entries SET ticket_id = 999")
        connection.commit()
    filled.save(tmp_path / "wrong.zip")
    with pytest.raises(BadInput, match="表 ticket_entries 里有放不进去的内容，什么都没有改"):
        new.put(tmp_path / "wrong.zip", replace=True)
    assert contents(new.url) == before


def test_a_backup_of_another_schema_is_refused_with_a_way_out(
    places: Callable[[str, str], Place], filled: Place, tmp_path: Path
) -> None:
    filled.save(tmp_path / "b.zip")
    rewritten(tmp_path / "b.zip", _with_manifest(lambda m: m.update(revision="0001")))
    with pytest.raises(BadInput, match="备份的表结构是 0001") as refused:
        places("to", "sqlite").put(tmp_path / "b.zip")
    assert "程序版本" in refused.value.remedy


def test_a_backup_is_never_written_over_and_a_failed_one_leaves_nothing(filled: Place, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    filled.save(folder / "b.zip")
    with pytest.raises(BadInput, match="已经有"):
        filled.save(folder / "b.zip")
    with pytest.raises(BadInput, match="写不了"):
        filled.save(folder / "nowhere" / "b.zip")
    (filled.folder / "business.db").write_bytes(b"no database" * 100)
    with pytest.raises(Unavailable):
        filled.save(folder / "c.zip")
    assert [file.name for file in folder.iterdir()] == ["b.zip"]


def test_without_a_database_or_with_an_old_one_there_is_no_backup(
    places: Callable[[str, str], Place], filled: Place, tmp_path: Path
) -> None:
    nothing = places("nothing", "sqlite")
    with pytest.raises(BadInput, match="没有数据库"):
        nothing.save(tmp_path / "b.zip")
    assert list(nothing.folder.iterdir()) == []
    migrate.downgrade(filled.url, "0001")
    with pytest.raises(BadInput, match="0001") as refused:
        filled.save(tmp_path / "b.zip")
    assert "database upgrade" in refused.value.remedy


def test_a_database_that_does_not_answer_is_called_unavailable(filled: Place, tmp_path: Path) -> None:
    filled.save(tmp_path / "b.zip")
    away = Place("postgresql+asyncpg://nobody@127.0.0.1:1/none", tmp_path)
    for work in (lambda: away.save(tmp_path / "c.zip"), lambda: away.put(tmp_path / "b.zip")):
        with pytest.raises(Unavailable):
            work()
