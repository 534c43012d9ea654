"""Small parts the readers of spoken Chinese share: alternatives as words, and the clause around a place in the text. Pure."""

from __future__ import annotations

import re

_STOPS = re.compile(r"[，。；？！、,;?!\n]|\s+")
_TYPED_DECIMAL = re.compile(r"(?<=\d)，(?=\d)")


def either(words: str) -> str:
    """A regex group of the words, which are written apart: ``交 缴`` -> ``(?:交|缴)``. The first that fits wins."""
    return "(?:" + "|".join(words.split()) + ")"


def clause_before(text: str, at: int) -> str:
    """From the last stop to ``at``; a comma between digits is no stop."""
    return _STOPS.split(_TYPED_DECIMAL.sub("_", text[:at]))[-1]


def clause_after(text: str, at: int) -> str:
    """From ``at`` to the next stop."""
    return _STOPS.split(text[at:], maxsplit=1)[0]


def clauses(text: str) -> tuple[str, ...]:
    """The clauses of the text in order, empty ones left out."""
    return tuple(part for part in _STOPS.split(text) if part)
