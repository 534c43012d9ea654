"""Index versions on disk: built beside the old one, swapped in atomically, rolled back with one command.

Layout of an index folder::

    CURRENT                 name of the version in use
    PINNED                  that name again when an operator chose it; a changed corpus then waits for a build
    build.lock              held while a version is written
    v0001-<digest>/         manifest.json, passages.jsonl, vectors.npz, words.json
"""

from __future__ import annotations

import fcntl
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from assistant.errors import IndexMismatch, NotFound
from assistant.messages import Passage
from knowledge_base.building import vectors_of
from knowledge_base.encoders import Encoder
from knowledge_base.index import KnowledgeIndex, Vectors
from knowledge_base.lexical import default_tokenizer
from knowledge_base.manifest import FORMAT, Manifest, corpus_digest, read_manifest
from knowledge_base.passage_file import read_passages, write_passages
from knowledge_base.vector_cache import Progress, VectorCache
from knowledge_base.word_file import read_words, write_words

KEEP = 5
"""Versions kept on disk; older ones are removed after a build."""


class VersionStore:
    """The versions under one folder. Writers build in a hidden folder and rename it into place."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        """Versions on disk, oldest first."""
        if not self.root.exists():
            return []
        return sorted(p.name for p in self.root.iterdir() if p.name.startswith("v") and p.is_dir())

    def current(self) -> str | None:
        """The version in use, or None before the first build."""
        try:
            return (self.root / "CURRENT").read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def build(
        self, passages: tuple[Passage, ...], encoder: Encoder, cache: VectorCache, progress: Progress | None = None
    ) -> Manifest:
        """Build, verify and switch to a version of ``passages``; the current one stays until the swap."""
        return self.write(passages, vectors_of(passages, encoder, cache, progress), encoder.name)

    def write(self, passages: tuple[Passage, ...], vectors: Vectors, encoder: str) -> Manifest:
        """Put a version with these vectors on disk and switch to it; one writer at a time, others wait."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "build.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return self._write(passages, vectors, encoder)

    def _write(self, passages: tuple[Passage, ...], vectors: Vectors, encoder: str) -> Manifest:
        digest = corpus_digest(passages)
        number = 1 + max((int(name[1:5]) for name in self.names()), default=0)
        version = f"v{number:04d}-{digest[:8]}"
        manifest = Manifest(
            version, FORMAT, digest, encoder, vectors.rows.shape[1], len(passages), len(vectors.rows),
            datetime.now(UTC).isoformat(timespec="seconds"),
        )  # fmt: skip
        staging = self.root / f".{version}.partial"
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        write_passages(staging / "passages.jsonl", passages)
        _write_vectors(staging / "vectors.npz", vectors)
        write_words(staging / "words.json", passages, default_tokenizer())
        manifest.write(staging)
        staging.replace(self.root / version)
        self.use(version)
        self._forget_old(version)
        return manifest

    def pinned(self) -> bool:
        """Whether an operator chose the current version, so that a start must not build over it."""
        try:
            return (self.root / "PINNED").read_text(encoding="utf-8").strip() == self.current()
        except FileNotFoundError:
            return False

    def use(self, version: str, *, pin: bool = False) -> None:
        """Make ``version`` current, for good when ``pin``. Raises ``NotFound`` or ``IndexMismatch``."""
        if version not in self.names():
            known = "、".join(self.names()) or "还没有"
            raise NotFound(f"没有索引版本 {version}；现有：{known}")
        self._checked(version)
        temporary = self.root / ".CURRENT.tmp"
        temporary.write_text(version + "\n", encoding="utf-8")
        temporary.replace(self.root / "CURRENT")
        if pin:
            (self.root / "PINNED").write_text(version + "\n", encoding="utf-8")
        else:
            (self.root / "PINNED").unlink(missing_ok=True)

    def rollback(self) -> str:
        """Switch to the version before the current one, pin it, and return its name."""
        names, current = self.names(), self.current()
        older = [name for name in names if current is not None and name < current]
        if not older:
            raise NotFound("没有更早的索引版本可以退回")
        self.use(older[-1], pin=True)
        return older[-1]

    def load(self, encoder: Encoder, version: str | None = None) -> KnowledgeIndex:
        """Open a version (default: current) for search. Raises ``NotFound`` or ``IndexMismatch``."""
        name = version or self.current()
        if name is None:
            raise NotFound("还没有建立索引，请先运行：python -m knowledge_base build")
        manifest, passages = self._checked(name)
        if manifest.encoder != encoder.name:
            raise IndexMismatch(
                f"索引 {name} 用的编码模型是 {manifest.encoder}，现在设置的是 {encoder.name}；"
                "请改回设置，或运行 python -m knowledge_base build 重新建立"
            )
        vectors = _read_vectors(self.root / name / "vectors.npz")
        if not _fit(vectors, manifest):
            raise IndexMismatch(f"索引 {name} 的向量与清单不符，请运行 python -m knowledge_base build 重新建立")
        words = read_words(self.root / name / "words.json", len(passages))
        return KnowledgeIndex(passages, vectors, encoder, name, words)

    def _checked(self, name: str) -> tuple[Manifest, tuple[Passage, ...]]:
        manifest = read_manifest(self.root / name)
        if manifest.format != FORMAT:
            raise IndexMismatch(f"索引 {name} 是旧格式，请运行 python -m knowledge_base build 重新建立")
        try:
            passages = read_passages(self.root / name / "passages.jsonl")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexMismatch(f"索引 {name} 的条文读不出来，请重新建立或退回上一版") from error
        if corpus_digest(passages) != manifest.corpus_digest or len(passages) != manifest.passages:
            raise IndexMismatch(f"索引 {name} 的条文与清单不符，可能被改动过；请重新建立或退回上一版")
        return manifest, passages

    def _forget_old(self, current: str) -> None:
        for name in self.names()[:-KEEP]:
            if name != current:
                shutil.rmtree(self.root / name, ignore_errors=True)


def _write_vectors(file: Path, vectors: Vectors) -> None:
    np.savez(
        file, rows=vectors.rows.astype(np.float16), owner=vectors.owner, is_ask=vectors.is_ask,
        passage_centre=vectors.passage_centre, query_centre=vectors.query_centre, has_asks=vectors.has_asks,
    )  # fmt: skip


def _read_vectors(file: Path) -> Vectors:
    try:
        with file.open("rb") as data, np.load(data) as stored:
            return Vectors(
                stored["rows"], stored["owner"], stored["is_ask"],
                stored["passage_centre"], stored["query_centre"], stored["has_asks"],
            )  # fmt: skip
    except Exception as error:  # a damaged file makes zipfile, zlib and NumPy raise what they like
        raise IndexMismatch(f"向量文件读不出来：{file.parent.name}；请重新建立索引") from error


def _fit(vectors: Vectors, manifest: Manifest) -> bool:
    """Whether every row is there and stands for a clause that is there."""
    rows, count = manifest.vectors, manifest.passages
    return (
        vectors.rows.shape == (rows, manifest.dimensions)
        and vectors.owner.shape == vectors.is_ask.shape == (rows,)
        and vectors.passage_centre.shape == vectors.query_centre.shape == (manifest.dimensions,)
        and vectors.has_asks.shape == (count,)
        and bool(np.all((vectors.owner >= 0) & (vectors.owner < count)))
    )
