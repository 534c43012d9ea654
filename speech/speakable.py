"""Text as it is said aloud: numbers, dates, signs, letters and marks become Chinese words and plain pauses. Pure.

What comes out holds Chinese characters, single capital letters, and the marks ，、：；。！？… only; engines and
``phrases`` rely on it.
"""

from __future__ import annotations

from speech.speakable_dates import dates, documents, times
from speech.speakable_digits import hidden, identifiers
from speech.speakable_letters import addresses, letters, units
from speech.speakable_marks import paused, unmarked, without_sources
from speech.speakable_numbers import amounts, formulas
from speech.speakable_phrases import phrases

__all__ = ["phrases", "speakable"]

_STEPS = (
    hidden, unmarked, addresses, documents, dates, times, without_sources, identifiers, formulas, units, amounts, letters,
    paused,
)  # fmt: skip


def speakable(text: str) -> str:
    """``text`` as words; empty when nothing in it can be said. What has no sound (emoji, other scripts) is left out."""
    for step in _STEPS:
        text = step(text)
    return text
