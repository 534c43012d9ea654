"""The searchable index of one corpus version, held in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from assistant.messages import NATIONAL, Hit, Passage, Query
from knowledge_base.filtering import ClauseFilter
from knowledge_base.lexical import BM25, Tokenizer, default_tokenizer
from knowledge_base.nearest import Nearest, RowFilter
from knowledge_base.ranking import BARE, WITH_QUESTIONS, Floats, Mix, by_owner, centre, fuse

if TYPE_CHECKING:
    from knowledge_base.encoders import Encoder

CANDIDATES = 300
MASKS = 256
"""Filters kept ready; each takes a byte a passage and a bit a vector."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors of a corpus: row i stands for passage ``owner[i]``; ``is_ask`` rows are questions."""

    rows: npt.NDArray[np.floating[Any]]
    """Single or half precision, shape (vectors, dimensions)."""
    owner: npt.NDArray[np.int32]
    is_ask: npt.NDArray[np.bool_]
    passage_centre: Floats
    query_centre: Floats
    has_asks: npt.NDArray[np.bool_]
    """Shape (passages,): whether the passage has questions of its own."""


class KnowledgeIndex:
    """Filters by date, region and scheme, then fuses words and meaning."""

    def __init__(
        self,
        passages: tuple[Passage, ...],
        vectors: Vectors,
        encoder: Encoder,
        version: str = "",
        words: list[list[str]] | None = None,
    ) -> None:
        self.passages = passages
        self.version = version
        self._encoder = encoder
        self._tokenizer: Tokenizer = default_tokenizer()
        self._bm25 = BM25(words or (self._tokenizer.words(lexical_text(p)) for p in passages))
        self._nearest = Nearest(vectors)
        self._vectors = replace(vectors, rows=vectors.rows[:0].copy())
        self._mix = WITH_QUESTIONS if vectors.has_asks.any() else BARE
        self._by_id = {p.id: i for i, p in enumerate(passages)}
        self._by_heading: dict[str, list[Passage]] = {}
        for passage in (p for p in passages if p.region == NATIONAL):
            self._by_heading.setdefault(passage.heading, []).append(passage)
        self._clauses = ClauseFilter(passages)
        self._mask = lru_cache(maxsize=MASKS)(self._make_mask)

    def passage(self, passage_id: str) -> Passage | None:
        """The clause with that id, if this version has it."""
        index = self._by_id.get(passage_id)
        return None if index is None else self.passages[index]

    def named(self, headings: tuple[str, ...], as_of: date) -> tuple[Passage, ...]:
        """The national clauses with these headings that are in force on ``as_of``, in the given order.

        Of several with one heading, the last in the corpus.
        """
        found = ([p for p in self._by_heading.get(h, ()) if p.in_force(as_of)] for h in headings)
        return tuple(same[-1] for same in found if same)

    def search(self, query: Query, mix: Mix | None = None) -> tuple[Hit, ...]:
        """Up to ``query.limit`` hits, best first; only clauses in force, of an accepted region and scheme."""
        if not self.passages:
            return ()
        encoded = self._encoder.queries([query.text])[0]
        return self.search_vector(query, encoded, mix)

    def search_vector(self, query: Query, encoded: Floats, mix: Mix | None = None) -> tuple[Hit, ...]:
        """As ``search``, with the query already encoded: shape (dimensions,). ``mix`` is for measuring."""
        allowed, rows = self._mask(query.as_of, query.regions, query.schemes)
        if not allowed.any():
            return ()
        owners, closeness = self._dense(encoded, rows)
        lexical = self._bm25.scores(self._tokenizer.words(query.text))
        lexical = np.where(allowed, lexical, 0.0)
        fused = fuse(owners, closeness, lexical, mix or self._mix)
        near = dict(zip(owners.tolist(), closeness.tolist(), strict=True))
        best = sorted(fused, key=lambda i: (-fused[i], i))[: query.limit]
        return tuple(Hit(self.passages[i], fused[i], near.get(i, 0.0)) for i in best)

    def _dense(self, encoded: Floats, allowed: RowFilter) -> tuple[npt.NDArray[np.int64], Floats]:
        moved = centre(encoded[None, :], self._vectors.query_centre)
        rows, scores = self._nearest.search(moved, allowed, CANDIDATES)
        return by_owner(self._vectors, rows, scores)

    def _make_mask(
        self, as_of: date, regions: tuple[str, ...], schemes: tuple[str, ...]
    ) -> tuple[npt.NDArray[np.bool_], RowFilter]:
        allowed = self._clauses.allowed(as_of, regions, schemes)
        return allowed, RowFilter(allowed[self._vectors.owner])


def lexical_text(passage: Passage) -> str:
    """What BM25 sees of a clause: the heading counts twice, questions and text once."""
    place = "" if passage.region == NATIONAL else passage.region.replace("/", " ")
    parts = (passage.source.title, place, passage.heading, passage.heading, *passage.asks, *passage.sentences)
    return "\n".join(parts)


def dense_text(passage: Passage) -> str:
    """What the encoder sees of a clause."""
    place = "" if passage.region == NATIONAL else passage.region.replace("/", "")
    return f"{place}{passage.heading}\n{passage.text}"
