"""Word (.docx): paragraphs and tables in body order, with the numbers Word itself draws."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from assistant.errors import BadDocument
from knowledge_base.reading.read_text import Content, Line
from knowledge_base.reading.tables import row_sentences
from knowledge_base.reading.word_numbering import Numbering

_UNPACKED_LIMIT = 500 * 1024 * 1024
_CONTENTS_STYLE = re.compile(r"^(toc|目录)", re.I)
_SKIPPED = frozenset(
    (qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)

Element = etree._Element


def read_word(data: bytes, file: str) -> Content:
    """Lines with heading levels. Raises ``BadDocument`` for damaged, encrypted and oversized files."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadDocument(file, 0, "文件加了密码，或其实是旧版 .doc", "去掉密码，另存为 .docx 后重试")
    document = _open(data, file)
    try:
        return Content(tuple(_Body(document).lines()), title=document.core_properties.title or "")
    except (KeyError, ValueError, AttributeError) as error:
        raise BadDocument(file, 0, "Word 文件内容已损坏", "用 Word 打开并修复，另存为 .docx 后重试") from error


def _open(data: bytes, file: str) -> WordDocument:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _UNPACKED_LIMIT:
                raise BadDocument(file, 0, "Word 文件解开后太大", "去掉图片和附件，另存后重试")
        return Document(io.BytesIO(data))
    except BadDocument:
        raise
    except Exception as error:  # python-docx lets zipfile, KeyError and lxml errors through on damaged files
        raise BadDocument(file, 0, "Word 文件已损坏，打不开", "用 Word 打开并修复，另存为 .docx 后重试") from error


class _Body:
    """One walk over the body; list counters advance as paragraphs pass."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._numbering = Numbering.of(document)
        self._styles = {style.style_id: style.name or "" for style in document.styles}
        self._count = 0

    def lines(self) -> Iterator[Line]:
        yield from self._inside(self._document.element.body)

    def _inside(self, parent: Element) -> Iterator[Line]:
        for child in parent:
            if child.tag == qn("w:p"):
                self._count += 1
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag == qn("w:sdt") and not _is_contents(child):
                content = child.find(qn("w:sdtContent"))
                yield from self._inside(content) if content is not None else ()

    def _paragraph(self, paragraph: Element) -> Iterator[Line]:
        style = _value(paragraph, "w:pPr/w:pStyle")
        name = self._styles.get(style, "")
        if _CONTENTS_STYLE.match(name):
            return
        text = _text(paragraph)
        if not text.strip():
            return
        label = self._numbering.label(paragraph, style)
        heading = _heading(name, _value(paragraph, "w:pPr/w:outlineLvl"))
        for index, part in enumerate(text.split("\n")):
            plain = " ".join(part.replace("\xa0", " ").split())
            if plain:
                yield Line(label + plain if index == 0 else plain, self._count, heading=heading)

    def _table(self, table: Element) -> Iterator[Line]:
        rows = [[cell for cell in row.iter(qn("w:tc")) if _owner(cell) is table] for row in table.iter(qn("w:tr"))
                if _owner(row) is table]  # fmt: skip
        if max((len(row) for row in rows), default=0) <= 1:
            for row in rows:
                for cell in row:
                    yield from self._inside(cell)
            return
        self._count += 1
        for text in row_sentences(_grid(rows)):
            yield Line(text, self._count, row=True)


def _owner(element: Element) -> Element | None:
    parent = element.getparent()
    while parent is not None and parent.tag != qn("w:tbl"):
        parent = parent.getparent()
    return parent


def _grid(rows: list[list[Element]]) -> list[list[str]]:
    """Cell texts by grid column; a merged cell is repeated wherever it reaches."""
    grid: list[list[str]] = []
    for row in rows:
        cells: list[str] = []
        for cell in row:
            text = " ".join(filter(None, (_text(paragraph) for paragraph in cell.iter(qn("w:p")))))
            span = int(_value(cell, "w:tcPr/w:gridSpan") or 1)
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val")) != "restart" and grid and len(cells) < len(grid[-1]):
                text = grid[-1][len(cells)]
            cells.extend([text] * span)
        grid.append(cells)
    return grid


def _text(paragraph: Element) -> str:
    parts: list[str] = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        above = {ancestor.tag for ancestor in node.iterancestors()}
        if above & _SKIPPED or qn("w:tabs") in above:
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        else:
            parts.append({qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}.get(str(node.tag), "\n"))
    return "".join(parts)


def _value(element: Element, path: str) -> str:
    found = element.find("/".join(qn(step) for step in path.split("/")))
    return str(found.get(qn("w:val")) or "") if found is not None else ""


def _heading(style: str, outline: str) -> int:
    if style.lower() in ("title", "标题"):
        return 1
    found = re.match(r"(?:heading|标题)\s*([1-6])", style, re.I)
    if found:
        return int(found.group(1))
    return int(outline) + 1 if outline.isdigit() and int(outline) < 6 else 0


def _is_contents(block: Element) -> bool:
    return any("Table of Contents" in (_v.get(qn("w:val")) or "") for _v in block.iter(qn("w:docPartGallery")))
