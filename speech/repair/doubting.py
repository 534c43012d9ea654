"""Where two readings stay close and mean different things, so that the dialogue can ask which was said."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from speech.repair.candidates import Candidate
from speech.repair.numerals import number_value, pieces
from speech.repair.weights import Asking
from speech.values import Doubt

_SAME = str.maketrans("交帐她它嘛么得地哪在作份", "缴账他他吗吗的的那再做分")
_PLAIN = frozenset("的了吗呢啊吧呀我你您就都也是有这那还个要会把给再")
_NOT = ("不", "没", "未")
_LONGEST_WORD = 4
_OTHERS = 2
_Piece = tuple[str, bool]


class Doubting:
    """Finds the doubts of a choice among readings."""

    def __init__(self, words: Collection[str], weights: Asking) -> None:
        self._words = frozenset(words)
        self._weights = weights

    def doubts(
        self, candidates: Sequence[Candidate], totals: Sequence[float], best: int
    ) -> tuple[tuple[Doubt, ...], float]:
        """The doubts of reading ``best``, in order, and the share of the belief that its words are right."""
        shares = _shares(totals, best, self._weights.warmth)
        taken = candidates[best].text
        against: defaultdict[tuple[int, int], defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        agreeing = 0.0
        for candidate, share in zip(candidates, shares, strict=True):
            spans = list(self._spans(taken, candidate.text))
            agreeing += 0.0 if spans else share
            for start, end, other in spans:
                against[start, end][other] += share
        found = [self._doubt(taken, *span, dict(others)) for span, others in sorted(against.items())]
        return _apart([doubt for doubt in found if doubt is not None]), agreeing

    def _doubt(self, text: str, start: int, end: int, others: dict[str, float]) -> Doubt | None:
        sure = 1.0 - sum(others.values())
        worth = self._weights.worth if sure < self._weights.sure else 1.0
        told = [
            other
            for other, share in sorted(others.items(), key=lambda each: -each[1])
            if self._says_something(other)
            and share >= (self._weights.grave if _grave(text[start:end], other) else worth)
        ]
        return Doubt(start, end, text[start:end], tuple(told[:_OTHERS]), round(max(0.0, sure), 3)) if told else None

    def _says_something(self, text: str) -> bool:
        """A word, a denial or a number: something one can ask about."""
        return text in self._words or number_value(text) is not None or (text.startswith(_NOT) and len(text) > 1)

    def _spans(self, text: str, other: str) -> Iterator[tuple[int, int, str]]:
        """Where ``other`` means something else: spans of ``text``, widened to words, and what stands there instead."""
        one, two = pieces(text), pieces(other)
        ends = [0, *accumulate(len(piece) for piece, _ in one)]
        for tag, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            left, right = self._widening(one, a, b, two, c, d)
            taken, instead = _joined(one[a - left : b + right]), _joined(two[c - left : d + right])
            if not _alike(taken, instead):
                yield ends[a - left], ends[b + right], "".join(char for char in instead if char.isalnum())

    def _widening(
        self, one: Sequence[_Piece], a: int, b: int, two: Sequence[_Piece], c: int, d: int
    ) -> tuple[int, int]:
        """How many pieces before and after make the difference a word in either text."""
        if any(number for _, number in (*one[a:b], *two[c:d])):
            return 0, 0
        for wide in range(_LONGEST_WORD - 1, -1, -1):
            for left in range(min(wide, a, c), -1, -1):
                right = wide - left
                if (
                    b + right <= len(one)
                    and d + right <= len(two)
                    and {_joined(one[a - left : b + right]), _joined(two[c - left : d + right])} & self._words
                ):
                    return left, right
        return 0, 0


def confidence(engine: float, share: float, likely: float) -> float:
    """How probable it is that at most 15% of the characters are wrong, in [0, 1].

    From the engine's own confidence, the ``share`` of the belief the words hold among the readings, and the language
    model's log-probability of a character. A logistic regression on 88 utterances (docs/speech-repair.md).
    """
    if engine <= 0.0:
        return 0.0
    odds = 5.3 + 4.2 * math.log(engine) + 0.74 * likely + 0.34 * math.log(max(share, 0.01))
    return round(1.0 / (1.0 + math.exp(-odds)), 3)


def _grave(one: str, other: str) -> bool:
    """Whether they differ in a number, or one denies what the other says."""
    values = number_value(one), number_value(other)
    return None not in values or one.startswith(_NOT) != other.startswith(_NOT)


def _joined(pieces: Sequence[_Piece]) -> str:
    return "".join(piece for piece, _ in pieces)


def _shares(totals: Sequence[float], best: int, warmth: float) -> list[float]:
    """Belief in each reading, from their totals in nats; the reading taken counts as the least of all."""
    least = min(totals)
    raised = [least if i == best else total for i, total in enumerate(totals)]
    weights = [math.exp((least - total) / warmth) for total in raised]
    return [weight / sum(weights) for weight in weights]


def _alike(one: str, other: str) -> bool:
    """Whether two stretches mean the same to the assistant: other writing, particles, punctuation."""
    if (value := number_value(one)) is not None and value == number_value(other):
        return True
    left, right = (
        "".join(c for c in text.translate(_SAME) if c.isalnum() and c not in _PLAIN) for text in (one, other)
    )
    return left == right


def _apart(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """Doubts that do not overlap, the least sure ones kept."""
    kept: list[Doubt] = []
    for doubt in sorted(doubts, key=lambda each: each.confidence):
        if doubt.end > doubt.start and all(doubt.end <= each.start or doubt.start >= each.end for each in kept):
            kept.append(doubt)
    return tuple(sorted(kept, key=lambda each: each.start))
