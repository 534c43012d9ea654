"""Ranking: centring of vectors, scores of passages from their rows, and fusion of words and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from knowledge_base.index import Vectors

Floats = npt.NDArray[np.float32]

RRF_K = 20
POOL = 60
"""How many passages each side brings to the fusion."""
ASK_SHARE = 0.6
"""How much of a clause's closeness comes from its best matching question, the rest from its text."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Weights of the two sides in the fusion; 0 leaves a side out."""

    dense: float
    lexical: float = 1.0


BARE = Mix(dense=3.0)
WITH_QUESTIONS = Mix(dense=1.5)
"""Measured on laypeople's questions over statute articles: ``python -m eval.retrieval``. Clauses that carry
colloquial questions match by words nearly as well as by meaning, bare articles do not."""


def centre(vectors: Floats, mean: Floats) -> Floats:
    """Unit vectors of ``vectors - mean``, shape kept. Taking the common direction out spreads E5's narrow cone."""
    moved = vectors - mean
    norms = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(moved / np.maximum(norms, 1e-9), dtype=np.float32)


def by_owner(vectors: Vectors, rows: npt.NDArray[np.int64], scores: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
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


def fuse(owners: npt.NDArray[np.int64], dense: Floats, lexical: Floats, mix: Mix) -> dict[int, float]:
    """Weighted reciprocal ranks over the best ``POOL`` of each side: passage index -> score above 0."""
    fused: dict[int, float] = {}
    for rank, position in enumerate(np.argsort(-dense, kind="stable")[:POOL], start=1):
        fused[int(owners[position])] = mix.dense / (RRF_K + rank)
    top = np.argpartition(-lexical, POOL)[:POOL] if len(lexical) > POOL else np.arange(len(lexical))
    ordered = top[np.argsort(-lexical[top], kind="stable")]
    for rank, index in enumerate((i for i in ordered.tolist() if lexical[i] > 0), start=1):
        fused[index] = fused.get(index, 0.0) + mix.lexical / (RRF_K + rank)
    return {index: score for index, score in fused.items() if score > 0}
