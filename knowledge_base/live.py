"""The index a running service searches; picks up a new version without a restart."""

from __future__ import annotations

import logging
import threading
import time
from datetime import date
from pathlib import Path

from assistant.errors import AssistantError
from assistant.messages import Hit, Passage, Query
from knowledge_base.encoders import Encoder
from knowledge_base.index import KnowledgeIndex
from knowledge_base.versions import VersionStore

LOOK_EVERY = 2.0
"""Seconds between looks at the ``CURRENT`` file."""

log = logging.getLogger(__name__)


class LiveIndex:
    """A ``Retriever`` over the current version; a version that cannot be opened leaves the old one in use."""

    def __init__(self, root: Path, encoder: Encoder) -> None:
        self._store = VersionStore(root)
        self._encoder = encoder
        self._index: KnowledgeIndex | None = None
        self._refused: str | None = None
        self._looked = 0.0
        self._loading = threading.Lock()

    @property
    def version(self) -> str:
        return self._index.version if self._index else ""

    @property
    def index(self) -> KnowledgeIndex:
        """The open index; opened on first use. Raises ``NotFound`` or ``IndexMismatch``."""
        if self._index is None:
            with self._loading:
                if self._index is None:
                    self._index = self._store.load(self._encoder)
        return self._index

    def warm(self) -> None:
        """Open the index and run one query, so that the first citizen does not wait."""
        _ = self.index
        self._encoder.queries(["您好"])

    def search(self, queries: tuple[Query, ...]) -> tuple[tuple[Hit, ...], ...]:
        self._look()
        index = self.index
        if not queries:
            return ()
        encoded = self._encoder.queries([q.text for q in queries])
        return tuple(index.search_vector(q, row) for q, row in zip(queries, encoded, strict=True))

    def named(self, headings: tuple[str, ...], as_of: date) -> tuple[Passage, ...]:
        return self.index.named(headings, as_of)

    def passage(self, passage_id: str) -> Passage | None:
        return self.index.passage(passage_id)

    def _look(self) -> None:
        """Start loading a newer version in the background, at most one at a time."""
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY:
            return
        self._looked = now
        current = self._store.current()
        if current and self._index and current not in (self._index.version, self._refused):
            threading.Thread(target=self._swap, args=(current,), daemon=True, name="index-swap").start()

    def _swap(self, version: str) -> None:
        if not self._loading.acquire(blocking=False):
            return
        try:
            self._index = self._store.load(self._encoder, version)
            log.info("index version in use", extra={"version": version})
        except AssistantError as error:
            self._refused = version
            log.error("index version refused", extra={"version": version, "reason": str(error)})
        finally:
            self._loading.release()
