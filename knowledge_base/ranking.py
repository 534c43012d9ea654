"""Scores and their fusion. Pure functions over arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

RRF_K = 20
DENSE_WEIGHT = 3.0
"""Measured on laypeople's questions over statute articles: ``python -m eval.retrieval``."""


def centre(vectors: Floats, mean: Floats) -> Floats:
    """Unit vectors of ``vectors - mean``, shape kept. Taking the common direction out spreads E5's narrow cone."""
    moved = vectors - mean
    norms = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(moved / np.maximum(norms, 1e-9), dtype=np.float32)


def reciprocal_ranks(scores: Floats, k: int = RRF_K) -> Floats:
    """``1 / (k + rank)`` for each score, best first; shape kept."""
    ranks = np.empty(len(scores), dtype=np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1, dtype=np.float32)
    return np.asarray(1.0 / (k + ranks), dtype=np.float32)


def fuse(dense: Floats, lexical: Floats, dense_weight: float = DENSE_WEIGHT) -> Floats:
    """Weighted reciprocal-rank fusion; documents that share no word get nothing from the lexical side."""
    lexical_part = np.where(lexical > 0, reciprocal_ranks(lexical), 0.0)
    return np.asarray(dense_weight * reciprocal_ranks(dense) + lexical_part, dtype=np.float32)
