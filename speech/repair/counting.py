"""Estimates the language model; used when the data file is built, not while listening.

Two sources are mixed: what citizens ask (n-grams of the texts given) and ordinary words with their frequency. Where
the first has seen much of a context it decides, elsewhere the second. Smoothing is Witten-Bell.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby

import numpy as np
import numpy.typing as npt

from speech.repair.language_model import BEGIN, END, ORDER, STEP
from speech.repair.numerals import folded

_NOT_WORDS = re.compile(r"[^\w]+")
_DOMAIN_UNIGRAM = 0.8
_TRUST = (0.0, 15.0, 8.0, 4.0)
_LEAST_GAIN = (0.0, 0.0, 0.4, 0.8, 0.8)
"""An n-gram of so many signs is kept when it moves the log-probability by this much."""

_UNSEEN = -16.0


def signs(text: str) -> str:
    """The text as the language model sees it."""
    return _NOT_WORDS.sub("", folded(text))


class Counts:
    """Weighted n-gram counts of the field's texts."""

    def __init__(self) -> None:
        self.grams: Counter[str] = Counter()

    def add(self, texts: Iterable[str], weight: float) -> None:
        """Count ``texts``, each a whole utterance."""
        for text in texts:
            padded = BEGIN * (ORDER - 1) + signs(text) + END
            for end in range(ORDER - 1, len(padded)):
                for order in range(1, ORDER + 1):
                    self.grams[padded[end - order + 1 : end + 1]] += weight  # type: ignore[assignment]


class Mixture:
    """Smoothed probabilities from both sources."""

    def __init__(self, field: Mapping[str, float], words: Mapping[str, int]) -> None:
        self._field = field
        self._total, self._kinds = _contexts(field)
        self._general, self._room = _general(words)
        self.size = len({gram for gram in (*field, *self._general) if len(gram) == 1})

    def grams(self) -> list[str]:
        """Everything either source has seen, short ones first."""
        seen = set(self._field) | set(self._general)
        return sorted((gram for gram in seen if gram[-1] != BEGIN), key=lambda gram: (len(gram), gram))

    def probability(self, gram: str) -> float:
        """Of the last sign after those before it."""
        history, sign = gram[:-1], gram[-1]
        trust = self._total.get(history, 0.0)
        share = _DOMAIN_UNIGRAM if not history else trust / (trust + _TRUST[len(history)])
        return share * self._in_field(history, sign) + (1 - share) * self._in_general(history, sign)

    def _in_field(self, history: str, sign: str) -> float:
        lower = self._in_field(history[1:], sign) if history else 1.0 / self.size
        total = self._total.get(history, 0.0)
        if not total:
            return lower
        kinds = self._kinds[history]
        return (self._field.get(history + sign, 0.0) + kinds * lower) / (total + kinds)

    def _in_general(self, history: str, sign: str) -> float:
        history = history[-2:]
        if not history:
            return self._general.get(sign, 0.0) + 1e-7
        lower = self._in_general(history[1:], sign)
        room = self._room.get(history)
        return lower if room is None else self._general.get(history + sign, 0.0) + room * lower


class _Kept:
    """N-grams worth keeping, with their log-probabilities, and the back-off weights of their contexts."""

    def __init__(self) -> None:
        self.logs: dict[str, float] = {}
        self.weights: dict[str, float] = {}

    def backed(self, gram: str) -> float:
        """Log-probability as the model will tell it."""
        if gram in self.logs:
            return self.logs[gram]
        return self.weights.get(gram[:-1], 0.0) + self.backed(gram[1:]) if len(gram) > 1 else _UNSEEN

    def take(self, grams: Iterable[str], mixture: Mixture) -> None:
        """Keep those of ``grams``, all of one length, that shorter ones do not already tell."""
        under: defaultdict[str, list[str]] = defaultdict(list)
        for gram in grams:
            log = math.log(mixture.probability(gram))
            if len(gram) == 1 or abs(log - self.backed(gram[1:])) >= _LEAST_GAIN[len(gram)]:
                under[gram[:-1]].append(gram)
                self.logs[gram] = log
        for history, kept in under.items():
            if history:
                left = 1.0 - sum(math.exp(self.logs[gram]) for gram in kept)
                lower = 1.0 - sum(math.exp(self.backed(gram[1:])) for gram in kept)
                self.weights[history] = math.log(max(left, 1e-4) / max(lower, 1e-4))


def estimate(
    field: Mapping[str, float], words: Mapping[str, int]
) -> tuple[list[str], npt.NDArray[np.uint8], npt.NDArray[np.int8]]:
    """The n-grams worth keeping, sorted, with their quantised log-probabilities and back-off weights."""
    mixture, kept = Mixture(field, words), _Kept()
    for _, grams in groupby(mixture.grams(), key=len):
        kept.take(grams, mixture)
    for history in kept.weights:  # a context may itself have been too plain to keep
        kept.logs.setdefault(history, kept.backed(history))
    names = sorted(kept.logs)
    steps = np.clip(np.round([-kept.logs[name] / STEP for name in names]), 0, 255).astype(np.uint8)
    weights = np.clip(np.round([kept.weights.get(name, 0.0) / STEP for name in names]), -127, 127).astype(np.int8)
    return names, steps, weights


def _contexts(field: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    total: defaultdict[str, float] = defaultdict(float)
    kinds: defaultdict[str, float] = defaultdict(float)
    for gram, count in field.items():
        total[gram[:-1]] += count
        kinds[gram[:-1]] += min(1.0, count)
    return dict(total), dict(kinds)


def _general(words: Mapping[str, int]) -> tuple[dict[str, float], dict[str, float]]:
    """Probabilities inside words, and for each context how much of it goes to whatever begins next."""
    counts: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for word, times in words.items():
        for start in range(len(word)):
            for order in range(1, 4):
                if start + order <= len(word):
                    counts[word[start : start + order]] += times
        for end in range(1, len(word) + 1):
            for order in range(1, 3):
                if order <= end:
                    totals[word[end - order : end]] += times
    whole = sum(count for gram, count in counts.items() if len(gram) == 1)
    found = {gram: count / whole for gram, count in counts.items() if len(gram) == 1}
    inside: defaultdict[str, float] = defaultdict(float)
    for gram, count in counts.items():
        if len(gram) > 1:
            found[gram] = 0.95 * count / totals[gram[:-1]]
            inside[gram[:-1]] += found[gram]
    return found, {history: 1.0 - inside.get(history, 0.0) for history in totals}
