"""Numbers in what was heard: they are kept as one piece, and context never changes them."""

from __future__ import annotations

import re

NUMBER = re.compile(
    r"\d+(?:\.\d+)?[%％]?"
    r"|[〇零幺一二两三四五六七八九十][〇零幺一二两三四五六七八九十百千万点]+"
    r"|[一二两三四五六七八九十](?=[年岁月块元号档折])"
)
"""Digits, a run of numerals, or one numeral before a unit; 一次, 一样 and 万一 are words, not numbers."""

_VALUES = {
    "〇": 0,
    "零": 0,
    "幺": 1,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
NUMERALS = frozenset("〇零幺一二两三四五六七八九十百千万亿")


def numbers(text: str) -> tuple[str, ...]:
    """The numbers in ``text`` as written, in order."""
    return tuple(NUMBER.findall(text))


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """``text`` cut into whole numbers and single characters, and which of them are numbers."""
    found, at = list[tuple[str, bool]](), 0
    for number in NUMBER.finditer(text):
        found += [*((c, False) for c in text[at : number.start()]), (number.group(), True)]
        at = number.end()
    return (*found, *((c, False) for c in text[at:]))


def folded(text: str) -> str:
    """``text`` with every number as ``N``: a language model has no taste in numbers."""
    return NUMBER.sub("N", text)


def number_value(text: str) -> float | None:
    """What a whole number means, in digits or numerals; ``None`` when it is anything else."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    whole, dot, part = text.partition("点")
    if not whole or any(c not in _VALUES and c not in _PLACES for c in whole + part) or (dot and not part):
        return None
    if not any(c in _PLACES for c in text):
        return float(
            "".join(str(_VALUES[c]) for c in whole) + dot.replace("点", ".") + "".join(str(_VALUES[c]) for c in part)
        )
    return None if dot else float(_placed(whole))


def _placed(text: str) -> int:
    total = section = last = 0
    for c in text:
        if c in _VALUES:
            last = _VALUES[c]
        elif c == "万":
            total, section, last = (total + section + last) * 10_000, 0, 0
        else:
            section, last = section + (last or 1) * _PLACES[c], 0
    return total + section + last
