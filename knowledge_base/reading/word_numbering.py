"""The list numbers Word draws but does not store in the text: 第一条, （一）, 1. and their like."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from knowledge_base.numerals import to_chinese

Element = etree._Element

_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how a number is written, and the text around it."""

    start: int
    form: str
    pattern: str


class Numbering:
    """Counters of every list of one document."""

    def __init__(self, levels: dict[tuple[str, int], Level], styles: dict[str, tuple[str, int]]) -> None:
        self._levels = levels
        self._styles = styles
        self._counts: dict[tuple[str, int], int] = {}

    @classmethod
    def of(cls, document: WordDocument) -> Numbering:
        """The lists the document defines; none when it has no numbering part."""
        styles = {
            str(style.element.get(qn("w:styleId"))): place
            for style in document.styles
            if (place := _place(style.element.find(qn("w:pPr")))) is not None
        }
        parts = [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")]
        root = etree.fromstring(parts[0].blob) if parts else None
        return cls(_definitions(root) if root is not None else {}, styles)

    def label(self, paragraph: Element, style: str) -> str:
        """The number drawn before this paragraph, with its blank, or ""; advances the list."""
        place = _place(paragraph.find(qn("w:pPr"))) or self._styles.get(style)
        if place is None or place not in self._levels:
            return ""
        number_id, depth = place
        level = self._levels[place]
        self._counts[place] = self._counts.get(place, level.start - 1) + 1
        for key in [key for key in self._counts if key[0] == number_id and key[1] > depth]:
            del self._counts[key]
        if level.form in ("bullet", "none"):
            return ""
        text = re.sub(r"%([1-9])", lambda found: self._written(number_id, int(found.group(1)) - 1), level.pattern)
        return text if text.endswith(("、", "）", ")")) else f"{text} "

    def _written(self, number_id: str, depth: int) -> str:
        level = self._levels.get((number_id, depth))
        if level is None:
            return ""
        return _FORMS.get(level.form, str)(self._counts.get((number_id, depth), level.start))


def _place(properties: Element | None) -> tuple[str, int] | None:
    numbered = properties.find(qn("w:numPr")) if properties is not None else None
    if numbered is None:
        return None
    number_id, depth = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
    if number_id is None:
        return None
    return str(number_id.get(qn("w:val"))), int(depth.get(qn("w:val")) or 0) if depth is not None else 0


def _definitions(root: Element) -> dict[tuple[str, int], Level]:
    abstract = {str(one.get(qn("w:abstractNumId"))): one for one in root.findall(qn("w:abstractNum"))}
    levels: dict[tuple[str, int], Level] = {}
    for number in root.findall(qn("w:num")):
        number_id = str(number.get(qn("w:numId")))
        base = abstract.get(_val(number, "w:abstractNumId", ""))
        starts = {
            int(one.get(qn("w:ilvl")) or 0): int(_val(one, "w:startOverride", "1"))
            for one in number.findall(qn("w:lvlOverride"))
        }
        for level in base.findall(qn("w:lvl")) if base is not None else ():
            depth = int(level.get(qn("w:ilvl")) or 0)
            start = starts.get(depth, int(_val(level, "w:start", "1")))
            levels[number_id, depth] = Level(start, _val(level, "w:numFmt", "decimal"), _val(level, "w:lvlText", ""))
    return levels


def _val(element: Element, name: str, default: str) -> str:
    found = element.find(qn(name))
    return str(found.get(qn("w:val")) or default) if found is not None else default


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            text, number = text + letters, number - value
    return text


_FORMS: dict[str, Callable[[int], str]] = dict.fromkeys(_CHINESE, to_chinese) | {
    "lowerLetter": _letters, "upperLetter": lambda number: _letters(number).upper(), "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(), "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
}  # fmt: skip
