"""``python -m eval.retrieval FILE.json``: how well the index finds the articles that answer laypeople's queries.

FILE holds ``{"articles": {name: text}, "queries": [{"id", "query", "relevant": [name]}]}``. The articles go through
the same building and the same index as the corpus of the service; the line that counts is the shipped default.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.errors import AssistantError, BadInput
from assistant.messages import NATIONAL, Passage, Query, Source
from assistant.settings import load_settings
from knowledge_base.building import vectors_of
from knowledge_base.encoders import Encoder, SentenceEncoder
from knowledge_base.index import KnowledgeIndex
from knowledge_base.ranking import Mix
from knowledge_base.vector_cache import VectorCache

DEPTH = 10
ANY_DAY = date(2000, 1, 1)
WAYS: dict[str, Mix | None] = {
    "BM25": Mix(dense=0.0, lexical=1.0),
    "dense": Mix(dense=1.0, lexical=0.0),
    "default": None,
}
"""Ways of ranking; None is the mix the service uses for this corpus."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query and the names of the articles that answer it."""

    query: str
    relevant: frozenset[str]


def main(argv: list[str] | None = None) -> int:
    """Measure and print; exit code 2 when the file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval", description="量一量检索：法条是否找得到")
    parser.add_argument("file", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("out/cache"), help="向量缓存目录，第二次运行会快")
    args = parser.parse_args(argv)
    try:
        passages, wanted = read_file(args.file)
        settings = load_settings()
        encoder = SentenceEncoder(settings.encoder, settings.encoder_threads)
    except (AssistantError, OSError) as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n")
        return 2
    name = encoder.name.replace("/", "_")
    index = build(passages, encoder, args.cache / f"{args.file.stem}-{name}.npz")
    rows = {way: measure(index, wanted, mix) for way, mix in WAYS.items()}
    _print_table(rows)
    print(json.dumps({**rows["default"], "articles": len(passages), "queries": len(wanted)}))
    return 0


def read_file(file: Path) -> tuple[tuple[Passage, ...], tuple[Wanted, ...]]:
    """Articles as clauses, and the queries. Raises ``BadInput``."""
    try:
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        passages = tuple(article(name, text) for name, text in data["articles"].items())
        wanted = tuple(Wanted(q["query"], frozenset(q["relevant"])) for q in data["queries"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{file} 读不出来：{error!r}", "文件应为 {articles: {名称: 正文}, queries: [...]}") from error
    if not passages or not wanted or not all(w.relevant for w in wanted):
        raise BadInput(f"{file} 缺少法条、问题或答案", "每个问题都要有 relevant")
    return passages, wanted


def article(name: str, text: str) -> Passage:
    """A bare national clause: a heading and paragraphs, no questions."""
    paragraphs = tuple(line.strip() for line in text.splitlines() if line.strip())
    return Passage(
        id=name, source=Source(name, "", "", "", None, None, ""), heading=name, section="", sentences=paragraphs,
        asks=(), kind="规则", topic="", region=NATIONAL, schemes=("通用",), effective_from=date.min, effective_to=None,
        confidence="primary",
    )  # fmt: skip


def build(passages: tuple[Passage, ...], encoder: Encoder, cache_file: Path) -> KnowledgeIndex:
    """The index of these clauses; vectors are kept in ``cache_file``."""
    cache = VectorCache(cache_file)
    before = len(cache)
    vectors = vectors_of(passages, encoder, cache, _show_progress)
    if len(cache) > before:
        cache.save(cache_file)
    return KnowledgeIndex(passages, vectors, encoder)


def measure(index: KnowledgeIndex, wanted: tuple[Wanted, ...], mix: Mix | None) -> dict[str, float]:
    """Means over the queries, each encoded and looked up on its own as the service does."""
    index.search(Query(wanted[0].query, ANY_DAY, limit=DEPTH), mix)  # loads what is loaded on first use
    started = time.perf_counter()
    found = [
        [hit.passage.id for hit in index.search(Query(w.query, ANY_DAY, limit=DEPTH), mix)] for w in wanted
    ]  # fmt: skip
    seconds = time.perf_counter() - started
    pairs = list(zip(found, (w.relevant for w in wanted), strict=True))
    return {
        "hit@1": _mean([float(bool(names) and names[0] in relevant) for names, relevant in pairs]),
        "recall@5": _mean([recall(names[:5], relevant) for names, relevant in pairs]),
        "recall@10": _mean([recall(names, relevant) for names, relevant in pairs]),
        "mrr@10": _mean([reciprocal_rank(names, relevant) for names, relevant in pairs]),
        "queries_per_second": round(len(wanted) / seconds, 1),
    }


def recall(names: list[str], relevant: frozenset[str]) -> float:
    """Share of the relevant articles among ``names``."""
    return len(relevant.intersection(names)) / len(relevant)


def reciprocal_rank(names: list[str], relevant: frozenset[str]) -> float:
    """1 over the place of the first relevant article, 0 when there is none."""
    return next((1 / place for place, name in enumerate(names, start=1) if name in relevant), 0.0)


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 4)


def _show_progress(done: int, of: int) -> None:
    sys.stderr.write(f"\r编码 {done}/{of}" + ("\n" if done >= of else ""))


def _print_table(rows: dict[str, dict[str, float]]) -> None:
    names = list(rows["default"])
    table = Table("", *names)
    for way, figures in rows.items():
        table.add_row(way, *(f"{figures[name]:g}" for name in names))
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
