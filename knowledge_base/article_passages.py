"""Articles as the passages the assistant retrieves and quotes. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.messages import Passage
from knowledge_base.cut_values import Article
from knowledge_base.document import FrontMatter
from knowledge_base.sentences import gist, sentences_of

KIND = "规则"


def passages_of(articles: Sequence[Article], front: FrontMatter) -> tuple[Passage, ...]:
    """One passage an article, ids counting from 1 after the source's id."""
    return tuple(_passage(article, front, number) for number, article in enumerate(articles, start=1))


def _passage(article: Article, front: FrontMatter, number: int) -> Passage:
    label = article.label or "正文"
    inner = "" if article.part in ("", label) else quoted(article.part)
    title = inner or quoted(front.source.title)
    section = inner + label
    first = article.paragraphs[0].text
    return Passage(
        id=f"{front.source.id}#{number}", source=front.source,
        heading=f"{title}{label} {_about(article, first)}", section=section,
        sentences=sentences_of(article.paragraphs), asks=(), kind=KIND, topic=front.topic, region=front.region,
        schemes=front.schemes, effective_from=front.effective_from, effective_to=front.effective_to,
        confidence=front.confidence,
    )  # fmt: skip


def _about(article: Article, first: str) -> str:
    """A section's own title says what it is about; elsewhere the first clause does."""
    if article.kind == "节" and article.path and article.path[-1].startswith(article.number):
        title = article.path[-1].removeprefix(article.number)
        return title if title in first else f"{title}：{gist(first)}"
    return gist(first)


def quoted(title: str) -> str:
    """The title in 《》, inner ones written 〈〉."""
    return "《" + re.sub(r"《([^》]*)》", r"〈\1〉", title) + "》"
