"""A sentence in pieces that can be listened to, cut where a reader would breathe; joined they are the sentence again. Pure."""

from __future__ import annotations

import re

LONGEST = 40
"""Characters a piece has at most, where the sentence has a place to cut."""
SHORTEST = 6
"""A piece shorter than this stays with its neighbour."""
_OPENING, _CLOSING = "“‘《（(「『", "”’》）)」』"
_BRACKETS = str.maketrans("", "", "（()）")
_STRONG, _MIDDLE, _WEAK = "。！？!?\n", "；;：", "，,、"


def breaths(text: str, longest: int = LONGEST) -> tuple[str, ...]:
    """``text`` in pieces of at most ``longest`` characters, cut after 。；，、 and never inside quotes and titles, inside brackets
    only where they are longer themselves.

    Where no such place is near enough a piece is longer; nothing is added or left out.
    """
    pieces = [text]
    for marks in (_STRONG, _MIDDLE + _STRONG, _WEAK + _MIDDLE + _STRONG):
        pieces = [piece for whole in pieces for piece in _cut(whole, marks, longest)]
    within = _OPENING.translate(_BRACKETS), _CLOSING.translate(_BRACKETS)
    return tuple(piece for whole in pieces for piece in _cut(whole, _WEAK + _MIDDLE + _STRONG, longest, *within))


def _cut(text: str, marks: str, longest: int, opening: str = _OPENING, closing: str = _CLOSING) -> list[str]:
    """``text`` cut after ``marks`` and put together again as far as ``longest`` allows."""
    if len(text) <= longest:
        return [text]
    pieces: list[str] = []
    for unit in _units(text, marks, opening, closing):
        if pieces and (len(pieces[-1]) + len(unit) <= longest or len(pieces[-1]) < SHORTEST):
            pieces[-1] += unit
        else:
            pieces.append(unit)
    if len(pieces) > 1 and len(pieces[-1]) < SHORTEST:
        last = pieces.pop()
        pieces[-1] += last
    return pieces


def _units(text: str, marks: str, opening: str, closing: str) -> list[str]:
    units: list[str] = []
    depth = start = 0
    for at, character in enumerate(text, start=1):
        depth += (character in opening) - (character in closing)
        closes = at < len(text) and text[at] in _CLOSING + _STRONG  # what follows belongs to the piece
        if character in marks and depth <= 0 and not closes and not _in_number(text, at):
            units.append(text[start:at])
            start = at
    return [*units, text[start:]] if start < len(text) else units


def _in_number(text: str, at: int) -> bool:
    """Whether the mark before ``at`` stands inside a number: 1,234 and 9:30."""
    return bool(re.fullmatch(r"\d[,，:：]\d", text[max(0, at - 2) : at + 1]))
