"""Words of a text for BM25: traditional folded to simplified, synonyms folded to one word, cut by jieba."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import jieba

_WORD = re.compile(r"[\w]")
LEXICON = ("synonyms.txt", "terms.txt", "stop.txt")
"""Files under ``knowledge_base/lexicon`` that decide how text is cut."""


class Tokenizer:
    """Cuts text into index words; one instance is shared and is safe to read from threads."""

    def __init__(self) -> None:
        self._synonyms = _synonyms()
        self._stop = frozenset(_lexicon("stop.txt"))
        self._pattern = re.compile("|".join(map(re.escape, sorted(self._synonyms, key=len, reverse=True))))
        self._jieba = _jieba(self._synonyms.values())

    def words(self, text: str) -> list[str]:
        """Index words in order, stop words dropped."""
        folded = self._pattern.sub(lambda m: self._synonyms[m.group()], text.lower())
        return [w for w in self._jieba.cut_for_search(folded) if w not in self._stop and _WORD.search(w)]


@lru_cache(maxsize=1)
def default_tokenizer() -> Tokenizer:
    """The shared tokenizer, made on first use (about a second)."""
    return Tokenizer()


def _lexicon(name: str) -> list[str]:
    text = resources.files("knowledge_base").joinpath(f"lexicon/{name}").read_text(encoding="utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]


def _synonyms() -> dict[str, str]:
    groups = resources.files("knowledge_base").joinpath("lexicon/synonyms.txt").read_text(encoding="utf-8")
    folded: dict[str, str] = {}
    for line in groups.splitlines():
        if line and not line.startswith("#"):
            first, *others = line.split()
            folded.update({first: first}, **dict.fromkeys(others, first))
    return folded


def _jieba(extra: Iterable[str]) -> jieba.Tokenizer:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    terms = resources.files("knowledge_base").joinpath("lexicon/terms.txt").read_text(encoding="utf-8").split()
    for term in {*terms, *extra}:
        tokenizer.add_word(term)
    return tokenizer


class BM25:
    """BM25 over word lists; a thin face on ``bm25s`` that scores every document."""

    def __init__(self, documents: Iterable[list[str]], k1: float = 1.2, b: float = 0.75) -> None:
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it logs every build at DEBUG

        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(word, len(vocabulary)) for word in words] for words in documents]
        self._size = len(ids)
        self._vocabulary = vocabulary
        self._model = bm25s.BM25(k1=k1, b=b)
        if vocabulary:
            self._model.index((ids, vocabulary), show_progress=False)

    def scores(self, words: list[str]) -> npt.NDArray[np.float32]:
        """One score a document, shape (documents,); zeros when no word is known."""
        known = [word for word in words if word in self._vocabulary]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)
