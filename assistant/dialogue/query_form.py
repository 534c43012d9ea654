"""One form for a question that is looked up, however it was punctuated and its numbers were written. Pure.

The same words typed with a question mark, without one, or written by a recogniser have to find the same clauses.
"""

from __future__ import annotations

import re

from assistant.dialogue.spoken_numerals import value_of

_MARKS = re.compile(r"[，。？！、；：…~\s]+")
_SAID = re.compile(
    r"(?<![数几])(?!千万(?![\d一二三四五六七八九元块]))[一二三四五六七八九两十][零〇一二三四五六七八九两十百千万]*(?![几多来余])"
)
"""Numerals that may be above nine and name one figure: not 千万别, 十几, 五十多."""
_DIGIT = re.compile(r"(?<![\d.第])([1-9])(?=个|年|岁|次|倍|档|份|天|月(?!\d))")
_CHINESE = "零一二三四五六七八九"
_PAIR = frozenset("个年次份天倍")
"""What two are counted with 两."""


def query_form(text: str) -> str:
    """``text`` without marks, numbers above nine in digits, smaller ones before a measure word in words."""
    return _DIGIT.sub(_small, _SAID.sub(_large, _MARKS.sub(" ", text).strip()))


def _large(match: re.Match[str]) -> str:
    value = value_of(match[0]) if len(match[0]) > 1 or match[0] == "十" else None
    return f"{value[0]:f}" if value and value[0] == value[1] and value[0] >= 10 else match[0]


def _small(match: re.Match[str]) -> str:
    if match[1] == "2" and match.string[match.end() : match.end() + 1] in _PAIR:
        return "两"
    return _CHINESE[int(match[1])]
