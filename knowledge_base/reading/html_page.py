"""HTML: the article of a web page, without menus, scripts and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from assistant.errors import BadDocument
from knowledge_base.reading.decoding import decode
from knowledge_base.reading.read_text import Content, Line
from knowledge_base.reading.tables import row_sentences

_DROPPED = ["script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template", "button", "svg"]
_ARTICLE = ("article", "#UCAP-CONTENT", "#zoom", ".TRS_Editor", ".pages_content", ".article-content", "main")
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "center")
)
_ENOUGH = 40
_SITE = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]*$")


def read_html(data: bytes, file: str) -> Content:
    """Blocks of the page in order. Raises ``BadDocument`` when the page holds no text of its own."""
    soup = BeautifulSoup(decode(data, file), "lxml")
    title = _page_title(soup)
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    lines = tuple(_numbered(_body(soup)))
    if not lines:
        raise BadDocument(file, 0, "网页里没有正文", "正文可能由脚本生成：在浏览器里另存为文本或 PDF 后重试")
    if not any(line.heading for line in lines) and (heading := soup.find("h1")):
        lines = (Line(heading.get_text(" ", strip=True), 1, heading=1), *lines)
    return Content(lines, title=title)


def _page_title(soup: BeautifulSoup) -> str:
    text = soup.title.get_text(" ", strip=True) if soup.title else ""
    return _SITE.sub("", text) if len(_SITE.sub("", text)) >= 4 else text


def _body(soup: BeautifulSoup) -> Tag:
    for selector in _ARTICLE:
        found = soup.select_one(selector)
        if found is not None and len(found.get_text(strip=True)) >= _ENOUGH:
            return found
    return soup.body or soup


def _numbered(root: Tag) -> Iterator[Line]:
    number = 0
    for text, heading, row in _blocks(root):
        for part in text.split("\n"):
            plain = " ".join(part.replace("\xa0", " ").replace("\u200b", "").split())
            if plain:
                number += 1
                yield Line(plain, number, heading=heading, row=row)


def _blocks(tag: Tag) -> Iterator[tuple[str, int, bool]]:
    inline: list[str] = []
    for child in tag.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, PreformattedString):
                inline.append(re.sub(r"\s+", " ", str(child)))
        elif isinstance(child, Tag) and child.name == "br":
            inline.append("\n")
        elif isinstance(child, Tag) and _is_block(child):
            yield "".join(inline), 0, False
            inline = []
            yield from _block(child)
        elif isinstance(child, Tag):
            inline.append(_inline_text(child))
    yield "".join(inline), 0, False


def _block(tag: Tag) -> Iterator[tuple[str, int, bool]]:
    if tag.name == "table":
        yield from _table(tag)
    elif re.fullmatch(r"h[1-6]", tag.name):
        yield tag.get_text(" ", strip=True), int(tag.name[1]), False
    elif tag.name == "ol":
        start = int(str(tag.get("start", "1"))) if str(tag.get("start", "1")).isdigit() else 1
        for index, item in enumerate(tag.find_all("li", recursive=False), start=start):
            parts = [part for part in _blocks(item) if part[0].strip()]
            for position, (text, heading, row) in enumerate(parts):
                yield (text if position else f"{index}. {text.strip()}"), heading, row
    else:
        yield from _blocks(tag)


def _is_block(tag: Tag) -> bool:
    name = tag.name
    return name in _BLOCKS or name == "table" or bool(re.fullmatch(r"h[1-6]", name)) or _holds_block(tag)


def _holds_block(tag: Tag) -> bool:
    return tag.find([*_BLOCKS, "table", "h1", "h2", "h3"]) is not None


def _inline_text(tag: Tag) -> str:
    for line_break in tag.find_all("br"):
        line_break.replace_with("\n")
    return tag.get_text()


def _table(table: Tag) -> Iterator[tuple[str, int, bool]]:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    if max((len(row.find_all(["td", "th"], recursive=False)) for row in rows), default=0) <= 1:
        for row in rows:
            for cell in row.find_all(["td", "th"], recursive=False):
                yield from _blocks(cell)
        return
    for text in row_sentences(_grid(rows)):
        yield text, 0, True


def _grid(rows: list[Tag]) -> list[list[str]]:
    """Cells by position, a spanning cell repeated wherever it reaches."""
    grid: list[list[str]] = []
    pending: dict[tuple[int, int], str] = {}
    for y, row in enumerate(rows):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            while (y, len(cells)) in pending:
                cells.append(pending.pop((y, len(cells))))
            text, first = cell.get_text(" ", strip=True), len(cells)
            for x in range(first, first + _span(cell, "colspan")):
                cells.append(text)
                pending |= {(below, x): text for below in range(y + 1, y + _span(cell, "rowspan"))}
        while (y, len(cells)) in pending:
            cells.append(pending.pop((y, len(cells))))
        grid.append(cells)
    return grid


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(int(value), 100) if value.isdigit() and int(value) else 1
