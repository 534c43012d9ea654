"""What a reader gives back, whatever the format was."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge_base.front_fields import Fields


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or table row.

    ``number`` counts from 1: the line in text and Markdown, the paragraph in Word, the block in HTML, the line of
    the extracted text in PDF. ``page`` is the PDF page, 0 elsewhere. ``heading`` is 1 to 6 for headings, else 0.
    ``row`` is true for a table row, already written as "列名：值；列名：值。"
    """

    text: str
    number: int
    page: int = 0
    heading: int = 0
    row: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What one format's reader found: lines, a title the format itself names, and declared front matter."""

    lines: tuple[Line, ...]
    title: str = ""
    declared: Fields = Fields()


@dataclass(frozen=True, slots=True)
class ReadText:
    """A document as lines, with front matter the file declares and front matter guessed from its wording; ``original``
    are the bytes it was read from."""

    file: str
    lines: tuple[Line, ...]
    declared: Fields
    guessed: Fields
    original: bytes = field(repr=False)

    @property
    def title(self) -> str:
        """The declared title, else the guessed one."""
        return self.declared.title or self.guessed.title
