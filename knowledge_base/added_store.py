"""Where added documents are kept: one directory each, replaced whole or not at all."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.errors import BadDocument
from assistant.messages import Passage
from knowledge_base.front_fields import Fields
from knowledge_base.passage_file import read_passages, write_passages

FRONT = "document.yaml"
PASSAGES = "passages.jsonl"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One document ready to be written: ``original`` is the file's bytes, ``name`` its file name."""

    slug: str
    name: str
    original: bytes
    fields: Fields
    passages: tuple[Passage, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the original, the front matter and every passage."""
        whole = hashlib.sha256(self.original)
        for text in (*self.fields.as_mapping().values(), *map(repr, self.passages)):
            whole.update(text.encode() + b"\n")
        return whole.hexdigest()


def slug_of(title: str, doc_no: str) -> str:
    """A directory name that is the same for the same title and 文号."""
    plain = re.sub(r"[^\w\u4e00-\u9fff]+", "", title)[:40]
    return f"{plain}-{hashlib.sha256(f'{title}|{doc_no}'.encode()).hexdigest()[:8]}"


def stored_digest(store_dir: Path, slug: str) -> str:
    """The digest a slug was stored with; "" when it is not there."""
    front = store_dir / slug / FRONT
    if not front.is_file():
        return ""
    loaded = yaml.safe_load(front.read_text(encoding="utf-8"))
    return str(loaded.get("digest", "")) if isinstance(loaded, dict) else ""


def write_documents(documents: Sequence[StoredDocument], store_dir: Path) -> None:
    """Write all of them or none. Raises ``OSError`` with the store as it was before."""
    store_dir.mkdir(parents=True, exist_ok=True)
    recover(store_dir)
    staged: list[tuple[Path, Path]] = []
    try:
        for document in documents:
            directory = Path(tempfile.mkdtemp(prefix=f".{document.slug}.new-", dir=store_dir))
            staged.append((directory, store_dir / document.slug))
            _fill(directory, document)
        _swap(staged)
    finally:
        for directory, _ in staged:
            shutil.rmtree(directory, ignore_errors=True)


def recover(store_dir: Path) -> None:
    """Put back what an interrupted write set aside, and clear its unfinished copies."""
    for aside in store_dir.glob(".*.old"):
        target = store_dir / aside.name.removeprefix(".").removesuffix(".old")
        if target.exists():
            shutil.rmtree(aside)
        else:
            aside.replace(target)
    for unfinished in store_dir.glob(".*.new-*"):
        shutil.rmtree(unfinished, ignore_errors=True)


def load_added(store_dir: Path) -> tuple[Passage, ...]:
    """Every stored passage, documents in name order. Raises ``BadDocument`` for a damaged store file."""
    if not store_dir.is_dir():
        return ()
    passages: list[Passage] = []
    for directory in sorted(store_dir.iterdir()):
        if directory.is_dir() and not directory.name.startswith("."):
            passages.extend(_load(directory / PASSAGES))
    return tuple(passages)


def _fill(directory: Path, document: StoredDocument) -> None:
    (directory / document.name).write_bytes(document.original)
    front = document.fields.as_mapping() | {"original": document.name, "digest": document.digest}
    (directory / FRONT).write_text(yaml.safe_dump(front, allow_unicode=True, sort_keys=False), encoding="utf-8")
    write_passages(directory / PASSAGES, document.passages)
    directory.chmod(0o755)


def _swap(staged: Sequence[tuple[Path, Path]]) -> None:
    done: list[tuple[Path, Path]] = []
    try:
        for directory, target in staged:
            aside = target.with_name(f".{target.name}.old")
            if target.exists():
                target.replace(aside)
            done.append((target, aside))
            directory.replace(target)
    except OSError:
        for target, aside in reversed(done):
            shutil.rmtree(target, ignore_errors=True)
            if aside.exists():
                aside.replace(target)
        raise
    for _, aside in done:
        shutil.rmtree(aside, ignore_errors=True)


def _load(path: Path) -> tuple[Passage, ...]:
    try:
        return read_passages(path)
    except OSError as error:
        raise BadDocument(str(path), 0, "文档库里缺少条款文件", "重新添加这份文件") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadDocument(str(path), 0, "文档库里的条款已损坏", "重新添加这份文件") from error
