"""What the core needs from outside. Owned here, implemented elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Protocol

from assistant.messages import Hit, Memory, Passage, Query, Reply, Sentence, Turn


class Retriever(Protocol):
    """Finds clauses. Implementations: ``knowledge_base.live.LiveIndex``, ``tests.fakes.ListRetriever``."""

    def search(self, queries: tuple[Query, ...]) -> tuple[tuple[Hit, ...], ...]:
        """Hits for each query, best first."""
        ...

    def named(self, headings: tuple[str, ...], as_of: date) -> tuple[Passage, ...]:
        """The national clauses with these headings that are in force, in the given order."""
        ...

    def passage(self, passage_id: str) -> Passage | None:
        """The clause with this id."""
        ...

    @property
    def version(self) -> str:
        """The corpus version in use."""
        ...


class Writer(Protocol):
    """Words an answer from numbered passages (1-based marks). Raises ``Unavailable``."""

    @property
    def name(self) -> str: ...

    async def write(self, question: str, passages: tuple[Passage, ...]) -> tuple[Sentence, ...]: ...


class Memories(Protocol):
    """Keeps what each conversation remembers."""

    async def load(self, conversation: str) -> Memory: ...

    async def save(self, conversation: str, memory: Memory) -> None: ...


Step = Callable[[Turn], Awaitable[Turn | Reply]]
"""One step of a turn: returns a fuller turn, or the reply that ends it."""
