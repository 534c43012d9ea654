"""Chinese text as sentences that can be quoted one by one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge_base.cut_marks import ITEMS, mark_of
from knowledge_base.cut_values import Paragraph

_ENDS = "。；！？"
_CLOSERS = "”’」』）)》"
_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "「": "」", "【": "】"}
LIST_LIMIT = 160
_LEAD_LIMIT = 14


def split_sentences(text: str) -> tuple[str, ...]:
    """``text`` cut after 。；！？ outside brackets and quotes; nothing but blanks at the joints is lost."""
    pieces = _split(text, nested=True)
    if max(map(len, pieces), default=0) > 2 * LIST_LIMIT:
        pieces = tuple(part for piece in pieces for part in _split(piece, nested=False))
    return pieces


def _split(text: str, *, nested: bool) -> tuple[str, ...]:
    pieces: list[str] = []
    start, open_until = 0, ""
    for at, char in enumerate(text):
        if nested and open_until and char == open_until[-1]:
            open_until = open_until[:-1]
        elif nested and char in _PAIRS:
            open_until += _PAIRS[char]
        ended = text[at - 1] in _ENDS if char in _CLOSERS and at else char in _ENDS
        closing_next = at + 1 < len(text) and text[at + 1] in _CLOSERS
        if ended and not open_until and not closing_next:
            pieces.append(text[start : at + 1].strip())
            start = at + 1
    return tuple(piece for piece in (*pieces, text[start:].strip()) if piece)


def sentences_of(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """The sentences of an article. A short list stays in one sentence with its lead; a table row is one sentence."""
    sentences: list[str] = []
    for paragraph in paragraphs:
        parts = (paragraph.text,) if paragraph.kind == "行" else split_sentences(paragraph.text)
        for index, part in enumerate(parts):
            before = sentences[-1] if sentences and paragraph.kind != "行" else ""
            if before and _belongs(before, part, inside=index > 0) and len(before) + len(part) <= LIST_LIMIT:
                sentences[-1] = before + part
            else:
                sentences.append(part)
    return tuple(sentences)


def _belongs(before: str, part: str, *, inside: bool) -> bool:
    """Whether ``part`` goes on the list or the numbered heading ``before`` began."""
    if inside and len(before) <= _LEAD_LIMIT and _item(before):
        return True
    return _item(part) and before[-1] in "：:；"


def _item(text: str) -> bool:
    mark = mark_of(text)
    return mark is not None and mark.kind in ITEMS


def gist(text: str, limit: int = 30) -> str:
    """The first clause of ``text``, at most ``limit`` characters, without its closing mark."""
    mark = mark_of(text)
    body = mark.rest if mark is not None and mark.kind in ITEMS and mark.rest else text
    clause = ""
    for part in re.split(r"(?<=[，。；：！？])", body.split("\n")[0]):
        clause += part
        if len(clause) >= 8:
            break
    clause = clause.rstrip("，。；：！？ ")
    return clause if len(clause) <= limit else clause[: limit - 1] + "…"
