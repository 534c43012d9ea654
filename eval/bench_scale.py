"""Synthetic corpora, N times the shipped one: ``python -m eval.bench_scale DIR --times N`` writes an index version.

Copy 0 is the corpus itself. Every further copy mixes each clause's sentences and questions with those of another
clause and moves each vector by a little noise, so nothing is encoded: the figures are about size, not about answers.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.messages import Passage
from assistant.settings import load_settings
from knowledge_base.building import vectors_of
from knowledge_base.encoders import SentenceEncoder
from knowledge_base.index import Vectors
from knowledge_base.service import SHIPPED_VECTORS, all_passages
from knowledge_base.vector_cache import VectorCache
from knowledge_base.versions import VersionStore

NOISE = 0.02
"""Standard deviation of the noise of one dimension of a unit vector; the cosine to the original is about 0.93."""
SEED = 7
SAMPLE = 40
"""Clauses encoded afresh to measure how fast an index is built."""


def main(argv: list[str] | None = None) -> int:
    """Write the version and print what it took as one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_scale")
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--times", type=int, required=True)
    parser.add_argument("--build-sample", type=int, default=0, help="另取多少条从头编码，量建索引的速度")
    args = parser.parse_args(argv)
    settings = load_settings()
    encoder = SentenceEncoder(settings.encoder, settings.encoder_threads)
    shipped = all_passages(settings.documents_dir)
    cache_file = settings.index_dir / "cache" / f"{encoder.name.replace('/', '_')}.npz"
    base = vectors_of(shipped, encoder, VectorCache(SHIPPED_VECTORS, cache_file))
    passages = tuple(copies(shipped, args.times))
    vectors = noisy(base, len(shipped), args.times)
    started = time.perf_counter()
    VersionStore(args.data_dir / "index").write(passages, vectors, encoder.name)
    wrote = time.perf_counter() - started
    report = {"clauses": len(passages), "vectors": len(vectors.rows), "write_seconds": round(wrote, 1)}
    if args.build_sample:
        report["build_clauses_per_second"] = build_rate(shipped, encoder, args.build_sample)
    sys.stdout.write(json.dumps(report) + "\n")
    return 0


def copies(passages: tuple[Passage, ...], times: int) -> Iterator[Passage]:
    """The corpus, then ``times - 1`` mixed copies of it, each clause with as many questions as its original."""
    yield from passages
    rng = random.Random(SEED)
    for number in range(1, times):
        others = rng.sample(passages, len(passages))
        for passage, other in zip(passages, others, strict=True):
            sentences = [*passage.sentences, *other.sentences[: len(other.sentences) // 2]]
            rng.shuffle(sentences)
            asks = [*other.asks[: len(passage.asks) // 3], *passage.asks][: len(passage.asks)]
            yield replace(
                passage, id=f"{passage.id}~{number}", sentences=tuple(sentences[: len(passage.sentences)]),
                asks=tuple(asks),
            )  # fmt: skip


def noisy(base: Vectors, clauses: int, times: int) -> Vectors:
    """Vectors of ``copies``: the originals, then the same with noise, in half precision."""
    rng = np.random.default_rng(SEED)
    size = len(base.rows)
    rows = np.empty((size * times, base.rows.shape[1]), dtype=np.float16)
    rows[:size] = base.rows
    for number in range(1, times):
        noise = rng.standard_normal(base.rows.shape, dtype=np.float32) * NOISE
        moved = np.asarray(base.rows + noise)
        rows[number * size : (number + 1) * size] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    owner: npt.NDArray[np.int32] = np.concatenate([base.owner + np.int32(n * clauses) for n in range(times)])
    return replace(
        base, rows=rows, owner=owner, is_ask=np.tile(base.is_ask, times), has_asks=np.tile(base.has_asks, times)
    )


def build_rate(passages: tuple[Passage, ...], encoder: SentenceEncoder, count: int) -> float:
    """Clauses a second, each with its questions, with nothing in the cache."""
    sample = passages[:: max(1, len(passages) // count)][:count]
    encoder.queries(["您好"])
    started = time.perf_counter()
    vectors_of(sample, encoder, VectorCache())
    return round(len(sample) / (time.perf_counter() - started), 2)


if __name__ == "__main__":
    sys.exit(main())
