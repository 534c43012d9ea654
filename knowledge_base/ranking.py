"""Constants of the fusion, and centring of vectors."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

RRF_K = 20
DENSE_WEIGHT = 3.0
DENSE_WEIGHT_WITH_QUESTIONS = 1.5
"""Measured on laypeople's questions over statute articles: ``python -m eval.retrieval``. Clauses that carry
colloquial questions match by words nearly as well as by meaning, bare articles do not."""


def centre(vectors: Floats, mean: Floats) -> Floats:
    """Unit vectors of ``vectors - mean``, shape kept. Taking the common direction out spreads E5's narrow cone."""
    moved = vectors - mean
    norms = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(moved / np.maximum(norms, 1e-9), dtype=np.float32)
