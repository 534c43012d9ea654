"""The index words of a version's clauses, cut once when it is built, so that a start need not cut them again."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata, resources
from pathlib import Path

from assistant.messages import Passage
from knowledge_base.index import lexical_text
from knowledge_base.lexical import LEXICON, Tokenizer


def write_words(file: Path, passages: tuple[Passage, ...], tokenizer: Tokenizer) -> None:
    """Cut and store the words of ``passages``, in order."""
    words = [tokenizer.words(lexical_text(p)) for p in passages]
    file.write_text(json.dumps({"tokenizer": tokenizer_digest(), "words": words}, ensure_ascii=False), encoding="utf-8")


def read_words(file: Path, count: int) -> list[list[str]] | None:
    """The stored words; None when there are none for ``count`` clauses by today's tokenizer."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        words: list[list[str]] = stored["words"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return words if stored["tokenizer"] == tokenizer_digest() and len(words) == count else None


def tokenizer_digest() -> str:
    """Changes whenever the same text would be cut otherwise."""
    digest = hashlib.sha256(metadata.version("jieba").encode())
    for name in LEXICON:
        digest.update(resources.files("knowledge_base").joinpath(f"lexicon/{name}").read_bytes())
    return digest.hexdigest()[:16]
