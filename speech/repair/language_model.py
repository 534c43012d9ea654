"""A character n-gram model with back-off: how likely a text is among what citizens say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from speech.repair.numerals import folded

BEGIN, END, NUMBER_SIGN = "^", "$", "N"
ORDER = 4
STEP = 0.1
"""Log-probabilities are kept in steps of this many nats."""

_UNSEEN = -16.0


class LanguageModel:
    """Natural-log probabilities of characters in context. Numbers count as one sign, whatever they say."""

    def __init__(self, grams: Sequence[str], steps: npt.NDArray[np.uint8], backoff: npt.NDArray[np.int8]) -> None:
        """``grams`` with ``-log p / STEP`` and ``log back-off / STEP`` (0 for those nothing follows), in one order."""
        levels = [-STEP * step for step in range(256)]  # shared, so that an n-gram costs no float of its own
        self._known: dict[str, float] = dict(zip(grams, map(levels.__getitem__, steps.tolist()), strict=True))
        contexts = np.flatnonzero(backoff).tolist()
        self._backoff: Mapping[str, float] = {grams[i]: round(int(backoff[i]) * STEP, 1) for i in contexts}

    def following(self, history: str, sign: str) -> float:
        """Log-probability of one ``sign`` after ``history`` (its last three signs count)."""
        owed = 0.0
        history = history[1 - ORDER :]
        while True:
            found = self._known.get(history + sign)
            if found is not None:
                return owed + found
            if not history:
                return owed + _UNSEEN
            owed += self._backoff.get(history, 0.0)
            history = history[1:]

    def extend(self, history: str, signs: str) -> tuple[float, str]:
        """Log-probability of ``signs`` after ``history``, and the history after them."""
        total = 0.0
        for sign in signs:
            total += self.following(history, sign)
            history = (history + sign)[1 - ORDER :]
        return total, history

    def score(self, text: str) -> float:
        """Log-probability of the words of ``text``, its punctuation left out."""
        signs = "".join(c for c in folded(text) if c.isalnum())
        total, history = self.extend(BEGIN * (ORDER - 1), signs)
        return total + self.following(history, END)
