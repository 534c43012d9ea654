"""PDF with a text layer: page furniture dropped, lines broken mid-sentence joined."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter

from pypdf import PdfReader
from pypdf.errors import DependencyError

from assistant.errors import BadDocument
from knowledge_base.cut_marks import mark_of
from knowledge_base.reading.read_text import Content, Line

_PAGE_NUMBER = re.compile(r"^[-—–·\s]*(第\s*)?\d{1,4}(\s*页)?(\s*[/，,]?\s*共?\s*\d{1,4}\s*页?)?[-—–·\s]*$")
_TERMINAL = "。；：！？”」』"
_EDGE = 2
_FULL = 0.8

Pages = list[list[str]]


def read_pdf(data: bytes, file: str) -> Content:
    """Paragraphs with their page. Raises ``BadDocument`` for encrypted, damaged and scanned files."""
    if b"%PDF" not in data[:1024]:
        raise BadDocument(file, 0, "内容不是 PDF，与扩展名不符", "把扩展名改对，或重新导出 PDF")
    pages = _without_furniture(_pages(data, file))
    return Content(tuple(_paragraphs(pages)))


def _pages(data: bytes, file: str) -> Pages:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not _opened(reader):
            raise BadDocument(file, 0, "PDF 加了密码", "去掉密码后另存，再重试")
        pages = [_lines_of(page.extract_text()) for page in reader.pages]
        pictures = [number for number, page in enumerate(reader.pages, 1) if not pages[number - 1] and page.images]
    except BadDocument:
        raise
    except Exception as error:  # pypdf raises KeyError, TypeError and others on damaged files
        raise BadDocument(file, 0, "PDF 已损坏，读不出来", "用阅读器打开确认，重新导出 PDF 后重试") from error
    if not any(pages):
        raise BadDocument(file, 0, "PDF 里没有文字，像是扫描件", "先做文字识别（OCR），或改用 Word、网页版原文")
    if pictures:
        raise BadDocument(file, 0, f"PDF 第 {pictures[0]} 页只有图片没有文字", "对这一页做文字识别（OCR）后重试")
    return pages


def _opened(reader: PdfReader) -> bool:
    """Whether the empty password opens it, as it does for files that only forbid printing."""
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        return False


def _lines_of(text: str) -> list[str]:
    cleaned = text.replace("\x00", "").replace("\xa0", " ").replace("\u3000", " ")
    return [_tight(line) for line in cleaned.split("\n") if line.strip()]


def _tight(line: str) -> str:
    """Without the blanks justified setting leaves between Chinese characters, save after a number like 第一条."""
    plain = " ".join(line.split())
    mark = mark_of(plain)
    head = plain[: mark.end] if mark else ""
    rest = plain[len(head) :]
    gap = " " if head and rest.startswith(" ") else ""
    return head + gap + re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", rest.strip())


def _without_furniture(pages: Pages) -> Pages:
    repeated = _repeated(pages)
    return [[line for at, line in enumerate(page) if not _furniture(page, at, repeated)] for page in pages]


def _furniture(page: list[str], at: int, repeated: frozenset[str]) -> bool:
    if _EDGE <= at < len(page) - _EDGE:
        return False
    return bool(_PAGE_NUMBER.match(page[at])) or _shape(page[at]) in repeated


def _repeated(pages: Pages) -> frozenset[str]:
    if len(pages) < 2:
        return frozenset()
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_shape(line) for line in (*page[:_EDGE], *page[-_EDGE:]) if not mark_of(line)})
    return frozenset(shape for shape, count in edges.items() if count >= max(2, len(pages) / 2))


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", "".join(line.split()))


def _paragraphs(pages: Pages) -> list[Line]:
    widest = _usual_width(pages)
    paragraphs: list[Line] = []
    number, last_width = 0, 0
    for page_number, page in enumerate(pages, start=1):
        for text in page:
            number += 1
            before = paragraphs[-1] if paragraphs else None
            if before is not None and _goes_on(before.text, last_width, text, widest):
                paragraphs[-1] = Line(_joined(before.text, text), before.number, page=before.page)
            else:
                paragraphs.append(Line(text, number, page=page_number))
            last_width = _width(text)
    return paragraphs


def _goes_on(before: str, last_width: int, text: str, widest: int) -> bool:
    if before[-1] in _TERMINAL or mark_of(text) is not None:
        return False
    return last_width >= _FULL * widest or before[-1] in "，、（" or text[0] in "，。；、）”》"


def _joined(before: str, text: str) -> str:
    both_latin = before[-1].isascii() and text[0].isascii() and before[-1].isalpha() and text[0].isalpha()
    return f"{before} {text}" if both_latin else before + text


def _usual_width(pages: Pages) -> int:
    widths = sorted(_width(line) for page in pages for line in page)
    return widths[int(len(widths) * 0.9) - 1] if len(widths) > 1 else (widths[0] if widths else 0)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
