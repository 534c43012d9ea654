"""What cutting gives back."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_base.cut_marks import mark_of
from knowledge_base.reading.read_text import Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One 款, 项, 目 or table row (行), with the line it starts on."""

    text: str
    kind: str
    line: int


@dataclass(frozen=True, slots=True)
class Article:
    """One 条, section or group of paragraphs.

    ``path`` are the headings above it; ``number`` is 第十六条 or 三、 ("" where the text has none); ``label`` is how
    it is cited, such as 第十六条第二款. ``kind`` is 条, 节 (numbered 一、 or below), 题 (under a heading), 附 (attached
    part), 尾 (closing words) or 文 (neither). ``part`` names the attached text it belongs to, such as a 办法 after its
    决定.
    """

    path: tuple[str, ...]
    number: str
    label: str
    paragraphs: tuple[Paragraph, ...]
    line: int
    kind: str = "条"
    part: str = ""

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


def kind_of(line: Line) -> str:
    """款, 项, 目 or 行 by how the line starts."""
    if line.row:
        return "行"
    mark = mark_of(line.text)
    if mark is None or mark.kind in ("一、", "条", "编", "分编", "章", "节"):
        return "款"
    return "项" if mark.kind == "（一）" else "目"
