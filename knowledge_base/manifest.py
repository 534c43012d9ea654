"""What an index version says about itself, and the file that says it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import IndexMismatch
from assistant.messages import Passage

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """Counts and digests of one index version; ``built_at`` is UTC, ISO 8601."""

    version: str
    format: int
    corpus_digest: str
    encoder: str
    dimensions: int
    passages: int
    vectors: int
    built_at: str

    def write(self, folder: Path) -> None:
        """Store as ``manifest.json`` in ``folder``."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index folder. Raises ``IndexMismatch`` when missing or unreadable."""
    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise IndexMismatch(f"索引 {folder.name} 的清单读不出来，请重新建立：python -m knowledge_base build") from error


def corpus_digest(passages: tuple[Passage, ...]) -> str:
    """SHA-256 over everything every clause says about itself, in order."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(f"{passage!r}\n".encode())
    return digest.hexdigest()
