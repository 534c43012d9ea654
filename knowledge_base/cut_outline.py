"""What is cleared away, and decided, before a document is cut. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge_base.cut_marks import DIVISIONS, SECTIONS, mark_of
from knowledge_base.front_fields import iso_date
from knowledge_base.reading.read_text import Line

_CONTENTS = re.compile(r"^目\s*[录次]$")
_LEADER = re.compile(r"[.…·．]{3,}\s*\d*$|\t\d+$")
_SENTENCE = re.compile(r"[。；]|：$")
_ORGAN = re.compile(r"^[^，。；：]{2,30}(部|厅|局|委|会|院|府|办公室|署)$")
_FOOTER = re.compile(r"^[（(]?(此件|联系人|抄送|主动公开|依申请公开|公开方式)")
_LISTED = 60


def drop_contents(lines: Sequence[Line]) -> tuple[Line, ...]:
    """``lines`` without the table of contents: a run of headings that all come again further down."""
    keys = [_key(line) for line in lines]
    kept = list(range(len(lines)))
    for first, key in enumerate(keys):
        if key is None:
            continue
        again = next((at for at in range(first + 1, len(lines)) if keys[at] == key), None)
        if again is not None and all(_listed(line) for line in lines[first:again]):
            kept = [at for at in kept if not first <= at < again]
        break
    return tuple(
        lines[at] for at in kept if not _CONTENTS.match(lines[at].text) and not _LEADER.search(lines[at].text)
    )  # fmt: skip


def _key(line: Line) -> tuple[str, int] | None:
    mark = None if line.row else mark_of(line.text)
    return (mark.kind, mark.number) if mark is not None and mark.kind in ("条", "一、", *DIVISIONS) else None


def _listed(line: Line) -> bool:
    return not line.row and len(line.text) <= _LISTED and not _SENTENCE.search(line.text)


def drop_signature(lines: Sequence[Line]) -> tuple[Line, ...]:
    """``lines`` without the issuer, date and 此件公开发布 that close an official letter."""
    end = len(lines)
    while end > 1 and not lines[end - 1].row and _closes(lines[end - 1].text):
        end -= 1
    return tuple(lines[:end])


def _closes(text: str) -> bool:
    return bool(iso_date(text.strip("（）()")) or _ORGAN.match(text) or _FOOTER.match(text)) and mark_of(text) is None


def section_kind(lines: Sequence[Line]) -> str:
    """Which mark starts a section outside 条: the highest in use; "" when there is none worth cutting by.

    Arabic numbers count only when they run 1, 2, 3 and the text has no headings of its own.
    """
    marks = [mark for line in lines if not line.row and (mark := mark_of(line.text)) is not None]
    kinds = [mark.kind for mark in marks]
    if "条" in kinds or "一、" in kinds:
        return "一、"
    if kinds.count("（一）") >= 2:
        return "（一）"
    headed = sum(1 for line in lines if line.heading) > 1
    for kind in SECTIONS[2:]:
        numbers = [mark.number for mark in marks if mark.kind == kind]
        if numbers[:3] == [1, 2, 3] and not headed:
            return kind
    return ""
