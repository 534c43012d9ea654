"""Markdown: front matter, headings, tables and emphasis. Code blocks are kept as plain lines."""

from __future__ import annotations

import re

from assistant.errors import BadDocument
from knowledge_base.document import split_front_matter
from knowledge_base.front_fields import Fields, fields_from
from knowledge_base.reading.decoding import decode
from knowledge_base.reading.read_text import Content, Line
from knowledge_base.reading.tables import row_sentences

_HEADING = re.compile(r"^(#{1,6})\s*(.*?)\s*#*$")
_RULE = re.compile(r"^([-*_=]\s*){3,}$")
_TABLE_RULE = re.compile(r"^\|?[\s:|-]*-[\s:|-]*\|?$")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"</?(?:br|p|div|span|b|i|u|strong|em|font|center|sup|sub|a)\b[^>]*>", re.I)
_NAME = re.compile(r"^[A-Za-z_]+\s*[:：]")
_KEY = re.compile(r"^[A-Za-z_]+:(\s|$)|^\s+-?\s*\S|^\s*$|^#")


def read_markdown(data: bytes, file: str) -> Content:
    """Lines, headings and declared front matter. Raises ``BadDocument`` with the line of a bad front matter."""
    return content_of(decode(data, file), file)


def content_of(text: str, file: str) -> Content:
    """The same for text already decoded."""
    hidden = _COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
    raw = hidden.split("\n")
    declared, start, end = _front_matter(raw, file)
    kept = ["" if start <= index < end else line for index, line in enumerate(raw)]
    return Content(tuple(_lines(kept)), declared=declared)


def _front_matter(raw: list[str], file: str) -> tuple[Fields, int, int]:
    filled = [index for index, line in enumerate(raw) if line.strip()][:2]
    start = next((index for index in filled if raw[index].strip() == "---"), None)
    if start is None:
        return Fields(), 0, 0
    block = _block(raw, start)
    first = start == filled[0] and any(map(_NAME.match, block or raw[start + 1 : start + 4]))
    if not first and not (block and all(map(_KEY.match, block))):
        return Fields(), 0, 0
    try:
        loaded, length = split_front_matter([raw[start].strip(), *raw[start + 1 :]], file)
    except BadDocument as error:
        raise BadDocument(file, error.line + start, error.problem, error.remedy) from error
    return fields_from(loaded), start, start + length


def _block(raw: list[str], start: int) -> list[str] | None:
    for end in range(start + 1, len(raw)):
        if raw[end].strip() == "---":
            return raw[start + 1 : end]
    return None


def _lines(raw: list[str]) -> list[Line]:
    lines: list[Line] = []
    fenced, index = False, 0
    while index < len(raw):
        text = raw[index].strip()
        if text.startswith(("```", "~~~")):
            fenced = not fenced
        elif fenced:
            lines.append(Line(text, index + 1))
        elif _starts_table(raw, index):
            end = _table_end(raw, index)
            lines.extend(_table(raw, index, end))
            index = end - 1
        elif text and not _RULE.match(text):
            lines.append(_line(text, index + 1))
        index += 1
    return [line for line in lines if line.text]


def _line(text: str, number: int) -> Line:
    heading = _HEADING.match(text)
    level = len(heading.group(1)) if heading and not text.startswith("#" * 7) else 0
    return Line(_inline(heading.group(2) if heading and level else text), number, heading=level)


def _inline(text: str) -> str:
    plain = _TAG.sub(" ", _LINK.sub(r"\1", text)).replace("\xa0", " ").replace("\u200b", "")
    plain = re.sub(r"^(>\s*)+|^[-*+]\s+", "", plain)
    plain = re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", plain)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", plain).replace("**", "").strip()


def _starts_table(raw: list[str], index: int) -> bool:
    following = raw[index + 1].strip() if index + 1 < len(raw) else ""
    return "|" in raw[index] and "|" in following and bool(_TABLE_RULE.match(following))


def _table_end(raw: list[str], start: int) -> int:
    end = start + 2
    while end < len(raw) and "|" in raw[end]:
        end += 1
    return end


def _table(raw: list[str], start: int, end: int) -> list[Line]:
    cells = {index: [_inline(cell) for cell in _cells(raw[index])] for index in range(start, end) if index != start + 1}
    lines: list[Line] = []
    for index in range(start + 2, end):
        lines.extend(Line(text, index + 1, row=True) for text in row_sentences([cells[start], cells[index]]))
    return lines or [Line(text, start + 1, row=True) for text in row_sentences([cells[start]])]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))]
