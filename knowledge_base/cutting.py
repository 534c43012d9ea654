"""A document's lines cut into articles: by 条, else by 一、（一）, else by headings and length. Pure.

Three passes: ``cut_outline`` drops contents lists and signatures, ``_Cutter`` walks the lines once, ``cut_lengths``
splits what is too long and keeps 款 and 项 in the label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from knowledge_base.cut_lengths import split_article
from knowledge_base.cut_marks import DIVISIONS, Mark, mark_of
from knowledge_base.cut_outline import drop_contents, drop_signature, section_kind
from knowledge_base.cut_values import Article, Paragraph, kind_of
from knowledge_base.front_fields import iso_date
from knowledge_base.reading.read_text import Line, ReadText

__all__ = ["Article", "Paragraph", "cut", "cut_whole"]

_CLOSING = re.compile(r"^本[\u4e00-\u9fff]{1,6}自.{2,16}起[^。]{0,4}(施行|实施|执行)")
_NOTE = re.compile(r"^[【\[](注|备注|说明)[】\]]")
_ATTACHED = re.compile(r"^(附件|附表|附录|附)\s*[0-9一二三四五六七八九十]*\s*([:：]|$)")
_INSTRUMENT = re.compile(
    r"^[^，。；：、《]{4,45}(办法|规定|条例|细则|决定|意见|方案|表[一二三四五六七八九十\d]*)([（(][^）)]*[）)])?$"
)
_TITLE_LIMIT = 40
_STOPS = "。；：！？）)”"
_PLAIN_HEADING = 9
_SAID = 25


def cut(text: ReadText) -> tuple[Article, ...]:
    """The articles in order, none longer than about 500 characters. Empty when the text holds no sentence."""
    return tuple(piece for article in cut_whole(text) for piece in split_article(article))


def cut_whole(text: ReadText) -> tuple[Article, ...]:
    """The same before long articles are split: one value per 条 or section."""
    lines = drop_signature(drop_contents(text.lines))
    cutter = _Cutter(text.title, section_kind(lines))
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        cutter.take(line, following)
    return _with_preamble(cutter.finish())


@dataclass(frozen=True, slots=True)
class _Heading:
    """An open heading: ``rank`` orders 编章节 (0 an attached part), ``level`` Markdown and Word headings."""

    rank: int
    level: int
    text: str


@dataclass(slots=True)
class _Open:
    """The article being collected; ``title`` is its own heading, such as 三、参保范围."""

    kind: str
    number: str
    label: str
    line: int
    level: int = 0
    title: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)


class _Cutter:
    """One walk over the lines; its state is the open article and the open headings."""

    def __init__(self, title: str, section: str) -> None:
        self._title = _squeezed(title)
        self._section = section
        self._headings: list[_Heading] = []
        self._open = _Open("文", "", "", 1)
        self._articles: list[Article] = []
        self._last = (0, 0)
        self._numbered = False

    def take(self, line: Line, following: Line | None) -> None:
        mark = None if line.row else mark_of(line.text)
        if mark is not None and mark.kind == "条" and self._is_new_article(mark, line):
            self._start_article(mark, line)
        elif mark is not None and mark.kind in DIVISIONS:
            self._start_division(mark, line, following)
        elif mark is not None and mark.kind == self._section and self._open.kind != "条":
            self._start_section(mark, line, following)
        elif line.row or not self._start_other(line):
            self._open.paragraphs.append(Paragraph(line.text, kind_of(line), line.number))

    def finish(self) -> tuple[Article, ...]:
        self._close()
        return tuple(self._articles)

    def _is_new_article(self, mark: Mark, line: Line) -> bool:
        """A number that goes back is a quotation, unless it is a heading or starts again at 第一条."""
        return (mark.number, mark.extra) > self._last or line.heading > 0 or (mark.number, mark.extra) == (1, 0)

    def _start_article(self, mark: Mark, line: Line) -> None:
        self._close()
        self._last = (mark.number, mark.extra)
        self._begin(_Open("条", mark.label, mark.label, line.number, line.heading))
        if mark.rest:
            self._open.paragraphs.append(Paragraph(mark.rest, "款", line.number))

    def _start_division(self, mark: Mark, line: Line, following: Line | None) -> None:
        self._close()
        name = mark.rest
        if not name and following is not None and _is_short_name(following):
            name = _squeezed(following.text)
        self._push(_Heading(DIVISIONS.index(mark.kind) + 1, line.heading, f"{mark.label} {name}".strip()))
        self._begin(_Open("题", "", name, line.number))

    def _start_section(self, mark: Mark, line: Line, following: Line | None) -> None:
        self._close()
        short = len(mark.rest) <= _TITLE_LIMIT and not re.search(r"。.|[：:；]$", mark.rest)
        titled = line.heading > 0 or (short and not self._ends_section(following))
        title = mark.rest.rstrip("。") if titled else ""
        self._begin(_Open("节", mark.label, mark.label, line.number, line.heading, title))
        if mark.rest and not titled:
            self._open.paragraphs.append(Paragraph(mark.rest, "款", line.number))

    def _ends_section(self, following: Line | None) -> bool:
        if following is None:
            return True
        mark = mark_of(following.text)
        numbered = mark is not None and mark.kind in (self._section, "条", *DIVISIONS)
        return numbered or any(one.match(following.text) for one in (_CLOSING, _NOTE, _ATTACHED))

    def _start_other(self, line: Line) -> bool:
        """Titles, plain headings, attached parts and closing words; False when the line is ordinary text."""
        if self._repeats_title(line) or self._repeats_division(line):
            return True
        if line.heading:
            return self._start_heading(line)
        if self._numbered and _ATTACHED.match(line.text):
            return self._start_loose("附", "附件", line)
        if self._stands_alone(line.text):
            self._start_loose("附", _squeezed(line.text), line)
            self._headings, self._open.paragraphs = [_Heading(0, 0, _squeezed(line.text))], []
            return True
        if self._open.kind == "节" and _NOTE.match(line.text):
            return self._start_loose("尾", "注", line)
        return self._open.kind == "节" and bool(_CLOSING.match(line.text)) and self._start_loose("尾", "结尾", line)

    def _repeats_title(self, line: Line) -> bool:
        text = _squeezed(re.split(r"[｜|]", line.text)[0])
        early = not self._numbered or line.heading > 0
        same = text == self._title or (line.heading > 0 and text.endswith(self._title))
        return early and bool(self._title) and same

    def _repeats_division(self, line: Line) -> bool:
        opened = self._open
        return opened.kind == "题" and not opened.paragraphs and _squeezed(line.text) == opened.label

    def _stands_alone(self, text: str) -> bool:
        """Whether this is the title of a second text: after a sentence or a signature, and no sentence itself."""
        above = [paragraph.text for paragraph in self._open.paragraphs]
        if not self._numbered and not any(one.endswith("。") for one in above):
            return False
        follows = not above or above[-1][-1] in _STOPS or bool(iso_date(above[-1]))
        return follows and bool(_INSTRUMENT.match(text)) and mark_of(text) is None

    def _start_heading(self, line: Line) -> bool:
        inside = self._open
        if inside.kind in ("条", "节") and 0 < inside.level < line.heading:
            self._close(keep_empty=False)
            gap = "" if inside.number.endswith("、") else " "
            label = f"{inside.number}{gap}{line.text}"
            self._begin(_Open(inside.kind, inside.number, label, line.number, inside.level, inside.title))
            return True
        self._close()
        self._push(_Heading(_PLAIN_HEADING, line.heading, line.text))
        self._begin(_Open("题", "", line.text, line.number))
        self._last = (0, 0)
        return True

    def _start_loose(self, kind: str, label: str, line: Line) -> bool:
        self._close()
        self._headings = []
        self._last = (0, 0) if kind == "附" else self._last
        self._begin(_Open(kind, "", label, line.number))
        self._open.paragraphs.append(Paragraph(line.text, "款", line.number))
        return True

    def _begin(self, opened: _Open) -> None:
        self._numbered = self._numbered or opened.kind in ("条", "节")
        self._open = opened

    def _push(self, heading: _Heading) -> None:
        while self._headings and _closes(self._headings[-1], heading):
            self._headings.pop()
        self._headings.append(heading)

    def _close(self, *, keep_empty: bool = True) -> None:
        opened, path = self._open, tuple(heading.text for heading in self._headings)
        paragraphs = tuple(opened.paragraphs)
        if opened.kind == "节" and opened.title:
            path = (*path, opened.number + opened.title)
            if not paragraphs and keep_empty:
                paragraphs = (Paragraph(opened.title, "款", opened.line),)
        if paragraphs:
            label = path[-1] if opened.kind == "题" and path else opened.label
            part = next((heading.text for heading in self._headings if heading.rank == 0), "")
            self._articles.append(Article(path, opened.number, label, paragraphs, opened.line, opened.kind, part))


def _with_preamble(articles: tuple[Article, ...]) -> tuple[Article, ...]:
    """Of the words before the first numbered article only whole sentences stay, as 序言."""
    if not articles or articles[0].kind != "文" or not any(article.number for article in articles):
        return articles
    kept = tuple(one for one in articles[0].paragraphs if one.kind == "行" or one.text.endswith(("。", "；", "：")))
    said = any(len(one.text) >= _SAID for one in kept)
    return (replace(articles[0], label="序言", paragraphs=kept), *articles[1:]) if said else articles[1:]


def _closes(before: _Heading, after: _Heading) -> bool:
    if before.level and after.level:
        return before.level >= after.level
    if before.rank < _PLAIN_HEADING and after.rank < _PLAIN_HEADING:
        return before.rank >= after.rank
    return before.rank < _PLAIN_HEADING and before.rank > 0


def _is_short_name(line: Line) -> bool:
    return len(line.text) <= 20 and mark_of(line.text) is None and not re.search(r"[。；，：]", line.text)


def _squeezed(text: str) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text.strip())
