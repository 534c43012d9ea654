"""The file a backup is: a zip with a manifest, one JSON-lines file a table, and copies of what lies beside the database.

manifest.json          format, time, schema revision; rows, bytes and SHA-256 of every entry below
tables/<name>.jsonl    a row a line, an object by column: times in ISO 8601 (UTC), bytes in base64, JSON as its text
business.db            the embedded business system, when there is one
secret.key             only when asked for
"""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from pydantic import TypeAdapter

from assistant.errors import BadInput

BUSINESS, KEY, _MANIFEST = "business.db", "secret.key", "manifest.json"
_BLOCK = 1 << 20
_LARGEST_MANIFEST = 1 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive. ``rows`` counts its lines; 0 for what has none."""

    name: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive holds. ``revision`` is that of the database's schema."""

    format: Literal[1]
    made_at: datetime
    revision: str
    entries: tuple[Entry, ...]

    def entry(self, name: str) -> Entry | None:
        """The entry of that name, when there is one."""
        return next((one for one in self.entries if one.name == name), None)

    def rows(self, table: str) -> int:
        """How many rows of the table it holds."""
        entry = self.entry(table_entry(table))
        return entry.rows if entry else 0


_MANIFESTS = TypeAdapter(Manifest)


def table_entry(table: str) -> str:
    """The name of a table's entry."""
    return f"tables/{table}.jsonl"


class Writing:
    """An entry being written; ``rows`` counts the writes of it."""

    def __init__(self, opened: IO[bytes]) -> None:
        self._opened = opened
        self._digest = hashlib.sha256()
        self.rows = self.size = 0

    def write(self, block: bytes) -> None:
        self._opened.write(block)
        self._digest.update(block)
        self.size += len(block)

    def line(self, text: str) -> None:
        """One row."""
        self.write(text.encode() + b"\n")
        self.rows += 1

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class ArchiveWriter:
    """Writes entries one after the other."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self._entries: list[Entry] = []

    @contextmanager
    def entry(self, name: str) -> Iterator[Writing]:
        """An entry to write to until the block ends."""
        with self._zip.open(name, "w", force_zip64=True) as opened:
            writing = Writing(opened)
            yield writing
        self._entries.append(Entry(name, writing.rows, writing.size, writing.sha256))

    def add(self, name: str, file: Path) -> None:
        """A copy of the file."""
        with file.open("rb") as source, self.entry(name) as writing:
            while block := source.read(_BLOCK):
                writing.write(block)

    def finish(self, made_at: datetime, revision: str) -> Manifest:
        """Writes the manifest; the last thing to do."""
        manifest = Manifest(1, made_at, revision, tuple(self._entries))
        self._zip.writestr(_MANIFEST, _MANIFESTS.dump_json(manifest, indent=1))
        return manifest


@contextmanager
def writing(file: Path) -> Iterator[ArchiveWriter]:
    """A new archive only its owner may read; it appears whole, when the block has ended well. Raises ``BadInput``."""
    part = file.with_name(f".{file.name}.part")
    if file.exists():
        raise BadInput(f"已经有 {file} 了", "换一个文件名，或先把它挪走")
    try:
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as opened:
            with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
                yield ArchiveWriter(archive)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
    except OSError as error:
        raise BadInput(f"写不了 {file}", "看看文件夹有没有、能不能写、磁盘满没满") from error
    finally:
        part.unlink(missing_ok=True)


class Archive:
    """An archive whose every entry was found to be what its manifest says."""

    def __init__(self, opened: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = opened
        self.manifest = manifest

    def lines(self, table: str) -> Iterator[bytes]:
        """The rows of a table."""
        with self._zip.open(table_entry(table)) as opened:
            yield from opened

    def copy(self, name: str, file: Path) -> None:
        """Write an entry to ``file``, readable by its owner only."""
        target = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with self._zip.open(name) as source, os.fdopen(target, "wb") as opened:
            while block := source.read(_BLOCK):
                opened.write(block)
            opened.flush()
            os.fsync(opened.fileno())


@contextmanager
def reading(file: Path, tables: tuple[str, ...]) -> Iterator[Archive]:
    """The archive, checked from end to end against its manifest. Raises ``BadInput``; entry names are never used as paths.

    ``tables`` are those that must be in it; besides them, only the database file and the key may be.
    """
    if not file.is_file():
        raise BadInput(f"没有 {file} 这个文件", "给出 python -m assistant backup 做的备份文件")
    try:
        opened = zipfile.ZipFile(file)
    except _DAMAGE as error:
        raise _damaged(file) from error
    with opened:
        try:
            manifest = _checked(opened, tables)
        except _DAMAGE as error:
            raise _damaged(file) from error
        yield Archive(opened, manifest)


def _damaged(file: Path) -> BadInput:
    return BadInput(f"{file} 不是完整的备份，或者坏了，什么都没有改", "用另一份备份；拷贝来的，重新拷贝一次")


def _checked(opened: zipfile.ZipFile, tables: tuple[str, ...]) -> Manifest:
    """Raises one of ``_DAMAGE`` for the first thing that is not right."""
    if opened.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
        raise ValueError("manifest too large")
    manifest = _MANIFESTS.validate_json(opened.read(_MANIFEST))
    needed = {table_entry(table) for table in tables}
    named = [entry.name for entry in manifest.entries]
    if sorted([*named, _MANIFEST]) != sorted(opened.namelist()) or len(set(named)) != len(named):
        raise ValueError("manifest and entries differ")
    if not needed <= set(named) <= needed | {BUSINESS, KEY}:
        raise ValueError("tables missing or unknown entries")
    for entry in manifest.entries:
        _check(opened, entry)
    return manifest


def _check(opened: zipfile.ZipFile, entry: Entry) -> None:
    digest, size, rows = hashlib.sha256(), 0, 0
    with opened.open(entry.name) as source:
        while (block := source.read(_BLOCK)) and size <= entry.size:
            digest.update(block)
            size += len(block)
            rows += block.count(b"\n")
    same_rows = rows == entry.rows if entry.name.startswith("tables/") else True
    if size != entry.size or digest.hexdigest() != entry.sha256 or not same_rows:
        raise ValueError("an entry is not what the manifest says")
