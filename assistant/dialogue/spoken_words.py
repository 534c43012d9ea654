"""Small parts the readers of spoken Chinese share: alternatives as words, and the clause around a place in the text. Pure."""

from __future__ import annotations

import re

_STOPS = re.compile(r"[，。；？！、,;?!\n]|\s+")
REACH = 48
_TYPED_DECIMAL = re.compile(r"(?<=\d)，(?=\d)")


_DIALECT = str.maketrans("嘅嘞哩咗喺冇唔攞嚟佢蚊", "的的的了在没不拿来他块")
"""Cantonese and Henan words that differ from the common ones by a character; as many characters as before."""
_CANTONESE_IS = re.compile(r"(?<=[我你他不])系|^系(?=[，。啊呀的]|$)")
_TWENTY, _THIRTY = re.compile(r"廿(?=[一二三四五六七八九几年个多])"), re.compile(r"卅(?=[一二三四五六七八九几年个多])")


def plainly(text: str) -> str:
    """The text with a few words of dialect in their common form; as long as before but for 廿 and 卅."""
    common = _CANTONESE_IS.sub("是", text.translate(_DIALECT))
    return _THIRTY.sub("三十", _TWENTY.sub("二十", common))


def either(words: str) -> str:
    """A regex group of the words, which are written apart: ``交 缴`` -> ``(?:交|缴)``. The first that fits wins."""
    return "(?:" + "|".join(words.split()) + ")"


def before(text: str, at: int) -> str:
    """The last ``REACH`` characters before ``at``: what stands further off says nothing about it."""
    return text[max(0, at - REACH) : at]


def clause_before(text: str, at: int) -> str:
    """From the last stop to ``at``, at most ``REACH`` characters; a comma between digits is no stop."""
    return _STOPS.split(_TYPED_DECIMAL.sub("_", before(text, at)))[-1]


def clause_after(text: str, at: int) -> str:
    """From ``at`` to the next stop, at most ``REACH`` characters."""
    return _STOPS.split(text[at : at + REACH], maxsplit=1)[0]


def clauses(text: str) -> tuple[str, ...]:
    """The clauses of the text in order, empty ones left out."""
    return tuple(part for part in _STOPS.split(text) if part)
