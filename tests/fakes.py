"""Small real implementations of the ports, for tests that need no index and no language model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.errors import Unavailable
from assistant.messages import NATIONAL, Hit, Passage, Query, Sentence, Source

_EVERYONE = {"通用", "边界"}


class ListRetriever:
    """A ``Retriever`` over given passages: the share of the question's character pairs a passage contains."""

    def __init__(self, passages: tuple[Passage, ...], version: str = "list-1") -> None:
        self._passages = passages
        self._version = version

    @property
    def version(self) -> str:
        return self._version

    def search(self, queries: tuple[Query, ...]) -> tuple[tuple[Hit, ...], ...]:
        return tuple(self._hits(query) for query in queries)

    def named(self, headings: tuple[str, ...], as_of: date) -> tuple[Passage, ...]:
        by_heading = {p.heading: p for p in self._passages if p.region == NATIONAL and p.in_force(as_of)}
        return tuple(by_heading[heading] for heading in headings if heading in by_heading)

    def passage(self, passage_id: str) -> Passage | None:
        return next((p for p in self._passages if p.id == passage_id), None)

    def _hits(self, query: Query) -> tuple[Hit, ...]:
        asked = _pairs(query.text)
        scored = [(_share(asked, passage), passage) for passage in self._passages if _fits(passage, query)]
        found = [Hit(passage, score=share, closeness=share) for share, passage in scored if share > 0]
        return tuple(sorted(found, key=lambda hit: -hit.score)[: query.limit])


@dataclass(frozen=True, slots=True)
class FixedWriter:
    """A ``Writer`` that always writes the same sentences."""

    sentences: tuple[Sentence, ...]
    name: str = "fixed"

    async def write(self, question: str, passages: tuple[Passage, ...]) -> tuple[Sentence, ...]:
        return self.sentences


@dataclass(frozen=True, slots=True)
class AbsentWriter:
    """A ``Writer`` whose model never answers."""

    name: str = "absent"

    async def write(self, question: str, passages: tuple[Passage, ...]) -> tuple[Sentence, ...]:
        raise Unavailable("模型没有应答", retry=True)


def make_passage(id: str, heading: str, *sentences: str, asks: tuple[str, ...] = ()) -> Passage:
    """A national clause about insured workers, in force since July 2011."""
    source = Source(
        id="law", title="中华人民共和国社会保险法", doc_no="主席令第35号", issuer="全国人民代表大会常务委员会",
        issued=date(2010, 10, 28), supersedes=None, source="社会保险法",
    )  # fmt: skip
    return Passage(
        id=id, source=source, heading=heading, section="社会保险法第十六条", sentences=sentences, asks=asks,
        kind="规则", topic="补缴断缴", region=NATIONAL, schemes=("企业职工", "灵活就业"),
        effective_from=date(2011, 7, 1), effective_to=None, confidence="primary",
    )  # fmt: skip


def _fits(passage: Passage, query: Query) -> bool:
    schemes = set(passage.schemes)
    of_scheme = not query.schemes or bool(schemes & {*query.schemes, *_EVERYONE})
    return of_scheme and passage.region in (query.regions or (NATIONAL,)) and passage.in_force(query.as_of)


def _share(asked: frozenset[str], passage: Passage) -> float:
    told = _pairs("\n".join((passage.heading, *passage.asks, *passage.sentences)))
    return len(asked & told) / max(1, len(asked))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
