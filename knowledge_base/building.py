"""From passages to vectors: which texts of a corpus are encoded, and in which role."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from assistant.messages import Passage
from knowledge_base.encoders import Encoder
from knowledge_base.index import Vectors, dense_text
from knowledge_base.vector_cache import PASSAGE, QUERY, Progress, VectorCache, key

QUERY_SAMPLE = 400
"""How many clause texts stand in for questions when a corpus has none, to find the centre of questions."""
QUESTION_LENGTH = 20
"""Characters of a clause that stand in for a question: about as many as a person types."""


def vectors_of(
    passages: tuple[Passage, ...], encoder: Encoder, cache: VectorCache, progress: Progress | None = None
) -> Vectors:
    """One row for the text of each passage and one for each of its questions."""
    texts = [dense_text(p) for p in passages]
    asks = [(i, ask) for i, p in enumerate(passages) for ask in (*p.asks, p.heading)] if _have_asks(passages) else []
    text_rows = cache.encode(encoder, PASSAGE, texts, progress)
    ask_rows = cache.encode(encoder, QUERY, [ask for _, ask in asks], progress)
    centre_rows = ask_rows if asks else cache.encode(encoder, QUERY, _samples(passages), progress)
    owners = np.array([*range(len(texts)), *(i for i, _ in asks)], dtype=np.int32)
    has_asks = np.zeros(len(passages), dtype=np.bool_)
    has_asks[owners[len(texts) :]] = True
    return Vectors(
        rows=np.concatenate([text_rows, ask_rows]) if asks else text_rows,
        owner=owners,
        is_ask=np.arange(len(owners)) >= len(texts),
        passage_centre=text_rows.mean(axis=0),
        query_centre=centre_rows.mean(axis=0),
        has_asks=has_asks,
    )


def used_keys(passages: tuple[Passage, ...], encoder: str) -> Iterable[str]:
    """Cache keys of everything ``vectors_of`` reads for these passages."""
    for passage in passages:
        yield key(encoder, PASSAGE, dense_text(passage))
        for ask in (*passage.asks, passage.heading):
            yield key(encoder, QUERY, ask)


def _have_asks(passages: tuple[Passage, ...]) -> bool:
    return any(p.asks for p in passages)


def _samples(passages: tuple[Passage, ...]) -> list[str]:
    """Short openings of evenly spread clauses, put as questions: they show where this corpus's questions lie."""
    step = max(1, len(passages) // QUERY_SAMPLE)
    return [f"{p.text[:QUESTION_LENGTH]}？" for p in passages[::step]]
