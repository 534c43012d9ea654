"""The searchable index of one corpus version, held in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from assistant.messages import NATIONAL, Hit, Passage, Query
from knowledge_base.lexical import BM25, Tokenizer, default_tokenizer
from knowledge_base.ranking import DENSE_WEIGHT, DENSE_WEIGHT_WITH_QUESTIONS, RRF_K, Floats, centre

if TYPE_CHECKING:
    import faiss

    from knowledge_base.encoders import Encoder

EXACT_LIMIT = 60_000
"""Up to this many vectors the search is exact; above it an inverted file of 8-bit codes keeps turns fast."""
PROBES = 24
CANDIDATES = 300
POOL = 60
ASK_SHARE = 0.6
"""How much of a clause's closeness comes from its best matching question, the rest from its text."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors of a corpus: row i stands for passage ``owner[i]``; ``is_ask`` rows are questions."""

    rows: Floats
    owner: npt.NDArray[np.int32]
    is_ask: npt.NDArray[np.bool_]
    passage_centre: Floats
    query_centre: Floats
    has_asks: npt.NDArray[np.bool_]
    """Shape (passages,): whether the passage has questions of its own."""


class KnowledgeIndex:
    """Filters by date, region and scheme, then fuses words and meaning."""

    def __init__(self, passages: tuple[Passage, ...], vectors: Vectors, encoder: Encoder, version: str = "") -> None:
        self.passages = passages
        self.version = version
        self._encoder = encoder
        self._vectors = vectors
        self._tokenizer: Tokenizer = default_tokenizer()
        self._bm25 = BM25([self._tokenizer.words(lexical_text(p)) for p in passages])
        self._faiss = _faiss_index(_centred(vectors))
        self._dense_weight = DENSE_WEIGHT_WITH_QUESTIONS if vectors.has_asks.any() else DENSE_WEIGHT
        self._by_id = {p.id: i for i, p in enumerate(passages)}
        self._columns = _columns(passages)
        self._mask = lru_cache(maxsize=256)(self._make_mask)

    def passage(self, passage_id: str) -> Passage | None:
        """The clause with that id, if this version has it."""
        index = self._by_id.get(passage_id)
        return None if index is None else self.passages[index]

    def search(self, query: Query) -> tuple[Hit, ...]:
        """Up to ``query.limit`` hits, best first; only clauses in force, of an accepted region and scheme."""
        if not self.passages:
            return ()
        encoded = self._encoder.queries([query.text])[0]
        return self.search_vector(query, encoded)

    def search_vector(self, query: Query, encoded: Floats) -> tuple[Hit, ...]:
        """As ``search``, with the query already encoded: shape (dimensions,)."""
        allowed, selector = self._mask(query.as_of, query.regions, query.schemes)
        if not allowed.any():
            return ()
        owners, closeness = self._dense(encoded, selector)
        lexical = self._bm25.scores(self._tokenizer.words(query.text))
        lexical = np.where(allowed, lexical, 0.0)
        fused = _fuse_sparse(owners, closeness, lexical, self._dense_weight)
        near = dict(zip(owners.tolist(), closeness.tolist(), strict=True))
        best = sorted(fused, key=lambda i: (-fused[i], i))[: query.limit]
        return tuple(Hit(self.passages[i], fused[i], near.get(i, 0.0)) for i in best)

    def _dense(self, encoded: Floats, selector: Any) -> tuple[npt.NDArray[np.int64], Floats]:
        import faiss

        moved = centre(encoded[None, :], self._vectors.query_centre)
        if isinstance(self._faiss, faiss.IndexIVF):
            params: Any = faiss.SearchParametersIVF(sel=selector, nprobe=PROBES)
        else:
            params = faiss.SearchParameters(sel=selector)
        scores, rows = self._faiss.search(moved, CANDIDATES, params=params)
        found = rows[0] >= 0
        return _by_owner(self._vectors, rows[0][found], scores[0][found])

    def _make_mask(self, as_of: date, regions: tuple[str, ...], schemes: tuple[str, ...]) -> tuple[Any, Any]:
        import faiss

        columns = self._columns
        day = as_of.toordinal()
        allowed = (columns.start <= day) & (day <= columns.end)
        allowed &= np.isin(columns.region, np.array(regions or (NATIONAL,)))
        if schemes:
            wanted = {*schemes, "通用", "边界"}
            allowed &= np.array([not wanted.isdisjoint(p.schemes) for p in self.passages])
        rows = np.flatnonzero(allowed[self._vectors.owner]).astype(np.int64)
        return allowed, faiss.IDSelectorBatch(rows)


@dataclass(frozen=True, slots=True)
class _Columns:
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    region: npt.NDArray[np.str_]


def _columns(passages: tuple[Passage, ...]) -> _Columns:
    return _Columns(
        start=np.array([p.effective_from.toordinal() for p in passages], dtype=np.int64),
        end=np.array([(p.effective_to or date.max).toordinal() for p in passages], dtype=np.int64),
        region=np.array([p.region for p in passages], dtype=np.str_),
    )


def lexical_text(passage: Passage) -> str:
    """What BM25 sees of a clause: the heading counts twice, questions and text once."""
    place = "" if passage.region == NATIONAL else passage.region.replace("/", " ")
    parts = (passage.source.title, place, passage.heading, passage.heading, *passage.asks, *passage.sentences)
    return "\n".join(parts)


def dense_text(passage: Passage) -> str:
    """What the encoder sees of a clause."""
    place = "" if passage.region == NATIONAL else passage.region.replace("/", "")
    return f"{place}{passage.heading}\n{passage.text}"


def _centred(vectors: Vectors) -> Floats:
    out = np.empty_like(vectors.rows)
    out[vectors.is_ask] = centre(vectors.rows[vectors.is_ask], vectors.query_centre)
    out[~vectors.is_ask] = centre(vectors.rows[~vectors.is_ask], vectors.passage_centre)
    return out


def _faiss_index(rows: Floats) -> faiss.Index:
    import faiss

    dimensions = rows.shape[1] if rows.size else 1
    if len(rows) <= EXACT_LIMIT:
        flat = faiss.IndexFlatIP(dimensions)
        if rows.size:
            flat.add(rows)
        return flat
    lists = int(4 * np.sqrt(len(rows)))
    quantizer = faiss.IndexFlatIP(dimensions)
    inverted = faiss.IndexIVFScalarQuantizer(
        quantizer, dimensions, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    inverted.own_fields = True
    quantizer.this.disown()
    sample = np.random.default_rng(0).choice(len(rows), size=min(len(rows), 40 * lists), replace=False)
    inverted.train(rows[sample])
    inverted.add(rows)
    return inverted


def _by_owner(
    vectors: Vectors, rows: npt.NDArray[np.int64], scores: Floats
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Best question and best text score a passage, mixed; passages without questions stand on their text."""
    owners, where = np.unique(vectors.owner[rows], return_inverse=True)
    asks = np.full(len(owners), -1.0, dtype=np.float32)
    texts = np.full(len(owners), -1.0, dtype=np.float32)
    is_ask = vectors.is_ask[rows]
    np.maximum.at(asks, where[is_ask], scores[is_ask])
    np.maximum.at(texts, where[~is_ask], scores[~is_ask])
    floor = float(scores.min()) if len(scores) else 0.0
    asks_seen, texts_seen = asks > -1.0, texts > -1.0
    asks = np.where(asks_seen, asks, np.where(vectors.has_asks[owners], floor, texts))
    texts = np.where(texts_seen, texts, floor)
    return owners.astype(np.int64), np.asarray(ASK_SHARE * asks + (1 - ASK_SHARE) * texts, dtype=np.float32)


def _fuse_sparse(
    owners: npt.NDArray[np.int64], dense: Floats, lexical: Floats, dense_weight: float
) -> dict[int, float]:
    """Weighted reciprocal ranks over the best ``POOL`` of each side: passage index -> score."""
    fused: dict[int, float] = {}
    for rank, position in enumerate(np.argsort(-dense, kind="stable")[:POOL], start=1):
        fused[int(owners[position])] = dense_weight / (RRF_K + rank)
    top = np.argpartition(-lexical, POOL)[:POOL] if len(lexical) > POOL else np.arange(len(lexical))
    ordered = top[np.argsort(-lexical[top], kind="stable")]
    for rank, index in enumerate((i for i in ordered.tolist() if lexical[i] > 0), start=1):
        fused[index] = fused.get(index, 0.0) + 1.0 / (RRF_K + rank)
    return fused
