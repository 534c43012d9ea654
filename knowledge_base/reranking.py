"""A second look at what was found: a cross-encoder reads each question and clause together."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from assistant.errors import BadSettings
from assistant.messages import Hit, Passage, Query
from assistant.ports import Retriever
from knowledge_base.index import dense_text
from knowledge_base.ranking import RRF_K

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

Scores = npt.NDArray[np.float32]

DEPTH = 20
"""Hits of a query the model reads."""
GREETING = "您好"

log = logging.getLogger(__name__)


class RerankingRetriever:
    """A ``Retriever`` that reorders the best ``DEPTH`` hits of each query; the model is loaded on first use.

    Both rankings count alike, by reciprocal rank. The scores found before are dealt out again in the new order, so
    they keep their scale; closeness stays as it was.
    """

    def __init__(self, inner: Retriever, model: str) -> None:
        """``model`` is the folder or name of a sentence-transformers cross-encoder."""
        self._inner = inner
        self._name = model
        self._lock = threading.Lock()
        self._model: CrossEncoder | None = None

    @property
    def version(self) -> str:
        return self._inner.version

    def warm(self) -> None:
        """Run one query through both, so that the first citizen does not wait. Raises ``BadSettings``."""
        self._inner.search((Query(GREETING, date.today()),))
        self._judged([(GREETING, GREETING)])

    def search(self, queries: tuple[Query, ...]) -> tuple[tuple[Hit, ...], ...]:
        """As ``Retriever.search``. Raises ``BadSettings`` when the model cannot be opened."""
        deep = tuple(replace(query, limit=max(query.limit, DEPTH)) for query in queries)
        found = self._inner.search(deep)
        pairs = [
            (query.text, dense_text(hit.passage))
            for query, hits in zip(queries, found, strict=True)
            for hit in hits[:DEPTH]
        ]
        judged = self._judged(pairs)
        ends = np.cumsum([len(hits[:DEPTH]) for hits in found])[:-1]
        parts = np.split(judged, ends) if found else []
        return tuple(
            reordered(hits, scores)[: query.limit] for query, hits, scores in zip(queries, found, parts, strict=True)
        )

    def named(self, headings: tuple[str, ...], as_of: date) -> tuple[Passage, ...]:
        return self._inner.named(headings, as_of)

    def passage(self, passage_id: str) -> Passage | None:
        return self._inner.passage(passage_id)

    def _judged(self, pairs: list[tuple[str, str]]) -> Scores:
        """How well each clause answers its question, shape (pairs,); only their order means something."""
        if not pairs:
            return np.zeros(0, dtype=np.float32)
        with self._lock:
            if self._model is None:
                self._model = _load(self._name)
            judged: Any = self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(judged, dtype=np.float32)


def reordered(hits: tuple[Hit, ...], judged: Scores) -> tuple[Hit, ...]:
    """``hits``, best first, with the first ``len(judged)`` in the order both rankings give."""
    head, tail = hits[: len(judged)], hits[len(judged) :]
    places = np.empty(len(head))
    places[np.argsort(-judged, kind="stable")] = np.arange(1, len(head) + 1)
    blended = 1 / (RRF_K + places) + 1 / (RRF_K + np.arange(1, len(head) + 1))
    order = np.argsort(-blended, kind="stable").tolist()
    return (*(replace(head[i], score=hit.score) for i, hit in zip(order, head, strict=True)), *tail)


def _load(name: str) -> CrossEncoder:
    from sentence_transformers import CrossEncoder  # heavy: torch and transformers

    remedy = "填本机上 sentence-transformers 重排模型（cross-encoder）的目录；空着就不用重排"
    try:
        model: CrossEncoder = CrossEncoder(name, local_files_only=Path(name).exists())
    except Exception as error:  # a missing file, a wrong format, too little memory: whatever a model's code raises
        log.error("reranker cannot be opened", extra={"error": type(error).__name__, "reason": str(error)})
        raise BadSettings(f"设置 PENSION_RERANKER 不对：重排模型打不开：{name}", remedy) from error
    if model.num_labels != 1 or not _has_head(model):
        raise BadSettings(f"设置 PENSION_RERANKER 不对：{name} 不是给问题和条文打分的重排模型", remedy)
    return model


def _has_head(model: CrossEncoder) -> bool:
    """Whether the scoring layer was in the files; a plain encoder would silently get a random one."""
    names = (model.config and model.config.architectures) or [""]
    return len(model) > 1 or names[0].endswith("ForSequenceClassification")
