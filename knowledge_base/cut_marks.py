"""The marks that number a Chinese official text: 第一章, 第十六条, 一、, （一）, 1., （1）, ①. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge_base.numerals import NUMERAL, from_numeral, to_chinese

_HAN = "[一二三四五六七八九十百零〇]"
_NUMBER = rf"{NUMERAL}(?:\s*{NUMERAL})*"
_ARTICLE = re.compile(rf"第\s*({_NUMBER})\s*条(?:\s*之\s*({_HAN}+|\d+))?")
_DIVISION = re.compile(rf"第\s*({_NUMBER})\s*(分编|编|章|节)")
_BODY = (
    ("一、", re.compile(rf"({_HAN}{{1,4}})、(?!{_HAN}+(?:[、级等类档种项条款次]|\s*$))")),
    ("（一）", re.compile(rf"[（(]\s*({_HAN}{{1,4}})\s*[）)]")),
    ("（1）", re.compile(r"[（(]\s*(\d{1,3})\s*[）)]")),
    ("1.", re.compile(r"(\d{1,3})\s*(?:[.．](?![\d])|、)")),
    ("①", re.compile(r"([①-⑳])")),
)
_POINTS_ON = re.compile(
    rf"第\s*{_NUMBER}\s*[款项目条]|[、，,和及与至或所的中之后前；。”’》」）)]|规定|以及|修改|确定|已|有关|情形|列|明确|要求"
)
_SPACED_POINTS_ON = re.compile(rf"第\s*{_NUMBER}\s*[款项条]|[、，,；。和及至]|(?:所|的)?规定的|之规定")
_CLAUSE_ENDS = re.compile(r"[。；，：？！]")

DIVISIONS = ("编", "分编", "章", "节")
SECTIONS = ("一、", "（一）", "1.", "（1）")
ITEMS = ("（一）", "1.", "（1）", "①")


@dataclass(frozen=True, slots=True)
class Mark:
    """The number at the start of a line. ``label`` is the number as cited; ``rest`` the text after it."""

    kind: str
    number: int
    label: str
    rest: str
    end: int
    extra: int = 0
    """之一, 之二 … after an article's number; 0 when there is none."""


def mark_of(text: str) -> Mark | None:
    """The mark ``text`` starts with, or None. A reference such as 第十六条规定的 is no mark."""
    return _article(text) or _division(text) or _section(text)


def _article(text: str) -> Mark | None:
    found = _ARTICLE.match(text)
    if not found:
        return None
    after = text[found.end() :]
    spaced = not after or after[0] in " \t\u3000:：【（("
    rest = after.lstrip(" \t\u3000:：")
    if (_SPACED_POINTS_ON if spaced else _POINTS_ON).match(rest):
        return None
    extra = from_numeral(found.group(2)) if found.group(2) else 0
    number = "".join(found.group(1).split())
    label = f"第{number}条" + (f"之{found.group(2)}" if extra else "")
    return Mark("条", from_numeral(number), label, rest, found.end(), extra)


def _division(text: str) -> Mark | None:
    found = _DIVISION.match(text)
    if not found:
        return None
    after = text[found.end() :]
    rest = after.strip(" \t\u3000:：")
    joined = after[:1] not in ("", " ", "\t", "\u3000", ":", "：")
    if len(rest) > 40 or _CLAUSE_ENDS.search(rest) or (joined and _POINTS_ON.match(rest)):
        return None
    name = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", rest)
    number = "".join(found.group(1).split())
    return Mark(found.group(2), from_numeral(number), f"第{number}{found.group(2)}", name, found.end())


def _section(text: str) -> Mark | None:
    for kind, pattern in _BODY:
        found = pattern.match(text)
        if found:
            written = found.group(1)
            number = ord(written) - 0x2460 + 1 if kind == "①" else from_numeral(written)
            rest = text[found.end() :].strip()
            return Mark(kind, number, _label(kind, number), rest, found.end()) if number else None
    return None


def _label(kind: str, number: int) -> str:
    if not number:
        return ""
    if kind in ("一、", "（一）"):
        return kind.replace("一", to_chinese(number))
    return kind.replace("1", str(number)) if kind in ("1.", "（1）") else chr(0x2460 + number - 1)
