"""A citation as a person would say it: which document, which article, from when. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.voice import wording
from assistant.voice.plain import plain

MOST = 3
"""Citations that are said."""
ITEMS = 2
"""Documents or articles of one citation that are said."""
_NUMBER = re.compile(r"(?P<issuer>[\u4e00-\u9fff]{1,12}?)〔(?P<year>\d{4})〕(?P<number>\d+)号")
_DOCUMENT = re.compile(r"(?:意见|办法|通知|条例|法|决定|规定|公告|方案|细则|规则)(?:（[^）]*）|：.*)?$")
_UNCHECKED = re.compile(r"（[^（）]*(?:待核|待确认|记忆|转述|整理)[^（）]*）|[，、]?待核(?:原文)?")
_PRACTICE = re.compile(r"经办(?:实务|中的做法)|服务范围说明|防骗提示")
_PART = re.compile(
    r"(?<=文件)\s*(?P<parts>[一二三四五六七八九十]+(?:、[一二三四五六七八九十]+)*)(?:（(?P<item>[一二三四五六七八九十]+)）)?(?P<point>\d+)?$"
)


def said_basis(citations: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Sentences that name the first ``MOST`` citations (of the contract's JSON), one at a time."""
    lines: list[str] = []
    for one in citations:
        line = _said(one)
        if line not in lines:
            lines.append(line)
    said = [
        f"{wording.BASIS_NEXT if number else wording.BASIS_FIRST}{line}" for number, line in enumerate(lines[:MOST])
    ]
    left = len(lines) - MOST
    return (*said, wording.MORE_BASIS.format(count=left)) if left > 0 else tuple(said)


def _said(citation: dict[str, Any]) -> str:
    items = [item.strip() for item in str(citation["section"]).split("；") if item.strip()]
    checked = [item for item in items if not _PRACTICE.search(item)]
    names = [_item(item, citation) for item in checked[:ITEMS]]
    if not names:
        names = [wording.PRACTICE] if items else [_title(citation)]
    unsure = not checked or citation.get("confidence") in ("single", "memory") or bool(_UNCHECKED.search(checked[0]))
    said = "，和".join(dict.fromkeys(names))
    if unsure:  # its day is that of a theme, not of a document
        return plain(f"{said}，{wording.UNCHECKED}")
    return plain(f"{said}，{_days(citation, alone=len(checked) == 1)}。")


def _item(item: str, citation: dict[str, Any]) -> str:
    """社会保险法 第十六条 -> 社会保险法第十六条; 国发〔2014〕8号 四（一） by the document's name, or as 国发2014年8号文件."""
    item = _UNCHECKED.sub("", item).strip()
    if item.startswith("第"):
        return f"{_title(citation)}{item}"
    number = _NUMBER.match(item)
    if number is None:
        return _NUMBER.sub(_numbered, re.sub(r"\s+", "", item))
    rest = item[number.end() :].strip()
    own = str(citation.get("doc_no", "")).strip() == number.group() and _DOCUMENT.search(str(citation["title"]))
    name = _title(citation) if own else _numbered(number)
    return name + _PART.sub(_part, f"文件 {rest}").removeprefix("文件").strip() if rest else name


def _numbered(number: re.Match[str]) -> str:
    return f"{number['issuer']}{number['year']}年{number['number']}号文件"


def _part(found: re.Match[str]) -> str:
    """四（一） -> 第四部分第一项."""
    return f"第{found['parts']}部分" + (f"第{found['item']}项" if found["item"] else "")


def _title(citation: dict[str, Any]) -> str:
    return f"《{re.sub(r'（[^）]*）$|：.*$', '', plain(str(citation['title'])))}》"


def _days(citation: dict[str, Any], *, alone: bool) -> str:
    first, last = citation["effective_from"], citation.get("effective_to")
    said = (wording.IN_FORCE if alone else wording.HOLDS).format(day=_day(first))
    return said + (wording.UNTIL.format(day=_day(last)) if last else "")


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"
