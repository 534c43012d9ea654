"""Vectors by text, so that a text is encoded once. The shipped corpus's vectors come with the project."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from knowledge_base.encoders import Encoder, Vectors

QUERY, PASSAGE = "query", "passage"
BATCH = 32
Progress = Callable[[int, int], None]


def key(encoder: str, role: str, text: str) -> str:
    """A stable key for one text in one role."""
    return hashlib.sha256(f"{encoder}\0{role}\0{text}".encode()).hexdigest()[:24]


class VectorCache:
    """An ``.npz`` of keys and half-precision rows; several files may be read, one is written."""

    def __init__(self, *files: Path) -> None:
        self._rows: dict[str, Vectors] = {}
        for file in files:
            if file.exists():
                with np.load(file) as stored:
                    rows = stored["rows"].astype(np.float32)
                    self._rows.update(zip(stored["keys"].tolist(), rows, strict=True))

    def __len__(self) -> int:
        return len(self._rows)

    def encode(self, encoder: Encoder, role: str, texts: list[str], progress: Progress | None = None) -> Vectors:
        """Rows for ``texts``, shape (len(texts), dimensions); missing ones are encoded in batches and kept."""
        keys = [key(encoder.name, role, text) for text in texts]
        missing = {k: text for k, text in zip(keys, texts, strict=True) if k not in self._rows}
        encode = encoder.queries if role == QUERY else encoder.passages
        todo = sorted(missing.items(), key=lambda item: len(item[1]))
        for start in range(0, len(todo), BATCH):
            batch = todo[start : start + BATCH]
            rows = _half(encode([text for _, text in batch]))
            self._rows.update(zip((k for k, _ in batch), rows, strict=True))
            if progress:
                progress(start + len(batch), len(todo))
        return np.stack([self._rows[k] for k in keys]) if keys else np.zeros((0, 1), dtype=np.float32)

    def save(self, file: Path, keys: Iterable[str] | None = None) -> None:
        """Write the rows (all, or those of ``keys``) to ``file`` atomically, sorted by key."""
        wanted = sorted(self._rows if keys is None else set(keys) & set(self._rows))
        rows = np.stack([self._rows[k] for k in wanted]) if wanted else np.zeros((0, 1))
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(".tmp.npz")
        np.savez_compressed(temporary, keys=np.array(wanted), rows=rows.astype(np.float16))
        temporary.replace(file)


def _half(rows: Vectors) -> Vectors:
    """Rounded to half precision, so that cached and fresh vectors are the same numbers."""
    return rows.astype(np.float16).astype(np.float32)
