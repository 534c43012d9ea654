"""Nearest vectors of a corpus: exact for a small one, an inverted file of 8-bit codes for a large one (FAISS)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from knowledge_base.ranking import Floats, centre

if TYPE_CHECKING:
    import faiss

    from knowledge_base.index import Vectors

EXACT_LIMIT = 60_000
"""Up to this many vectors the search is exact; above it an inverted file of 8-bit codes keeps turns fast."""
PROBES = 48
"""Lists looked into when every row is allowed; more when a filter leaves fewer rows in each."""
LISTS = 2.0
"""Lists of the inverted file for each square root of its rows."""
TRAINED_ON = 40
"""Rows a list is trained on."""
BLOCK = 65_536


class Nearest:
    """Rows by inner product with a centred query."""

    def __init__(self, vectors: Vectors, exact_limit: int = EXACT_LIMIT) -> None:
        self._index = _exact(vectors) if len(vectors.rows) <= exact_limit else _inverted(vectors)

    def search(self, moved: Floats, allowed: RowFilter, count: int) -> tuple[npt.NDArray[np.int64], Floats]:
        """Up to ``count`` allowed rows and their scores, best first; ``moved`` is centred, shape (1, dimensions)."""
        scores, rows = self._index.search(moved, count, params=self._params(allowed))
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def _params(self, allowed: RowFilter) -> Any:
        import faiss

        made: Any = faiss  # its stubs leave out the keywords of search parameters
        if not isinstance(self._index, faiss.IndexIVF):
            return made.SearchParameters(sel=allowed.selector)
        probes = min(self._index.nlist, math.ceil(PROBES / max(allowed.share, 1e-6)))
        return made.SearchParametersIVF(sel=allowed.selector, nprobe=probes)


class RowFilter:
    """Which rows may be found: one bit a row, and no filter at all when every row may."""

    def __init__(self, allowed: npt.NDArray[np.bool_]) -> None:
        import faiss

        count = int(np.count_nonzero(allowed))
        self.share = count / max(1, len(allowed))
        self._bits = np.packbits(allowed, bitorder="little")
        bitmap: Any = faiss.IDSelectorBitmap  # its Python face takes the array, its stub does not say so
        self.selector: Any = None if count == len(allowed) else bitmap(self._bits)


def _blocks(vectors: Vectors, rows: npt.NDArray[np.int64]) -> Iterator[Floats]:
    """Those rows centred in their roles, a block at a time, so that a large corpus is never held twice."""
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        means = np.where(vectors.is_ask[block][:, None], vectors.query_centre, vectors.passage_centre)
        yield centre(vectors.rows[block].astype(np.float32), means.astype(np.float32))


def _exact(vectors: Vectors) -> faiss.Index:
    import faiss

    flat = faiss.IndexFlatIP(vectors.rows.shape[1] if vectors.rows.size else 1)
    for block in _blocks(vectors, np.arange(len(vectors.rows))):
        flat.add(block)
    return flat


def _inverted(vectors: Vectors) -> faiss.Index:
    import faiss

    count, dimensions = vectors.rows.shape
    lists = int(LISTS * math.sqrt(count))
    quantizer: Any = faiss.IndexFlatIP(dimensions)
    inverted = faiss.IndexIVFScalarQuantizer(
        quantizer, dimensions, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    inverted.own_fields = True
    quantizer.this.disown()
    sample = np.random.default_rng(0).choice(count, size=min(count, TRAINED_ON * lists), replace=False)
    inverted.train(np.concatenate(list(_blocks(vectors, np.sort(sample)))))
    for block in _blocks(vectors, np.arange(count)):
        inverted.add(block)
    return inverted
