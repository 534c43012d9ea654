"""Which of many readings to believe: the one the others differ least from. Pure.

Minimum Bayes risk over characters: each reading weighs by its probability, and the one with the least expected number
of wrong characters wins (Stolcke et al., 1997; Goel and Byrne, 2000).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from speech.edits import distance
from speech.transcribers.whisper_text import Reading, bare

_TEMPERATURE = 1.0


@dataclass(frozen=True, slots=True)
class Choice:
    """Readings, the believed one first; ``agreement`` in [0, 1] is the share of its characters expected to be right."""

    readings: tuple[Reading, ...]
    agreement: float


def choose(readings: Sequence[Reading], besides: Callable[[str], float] | None = None) -> Choice:
    """The readings in order of expected errors, each text once. At least one is needed.

    ``besides`` is what else speaks for a text, in nats.
    """
    if besides is not None:
        more = {text: besides(text) for text in {each.text for each in readings}}
        readings = [replace(each, score=each.score + more[each.text]) for each in readings]
    best = max(each.score for each in readings)
    weighed: dict[str, float] = {}
    likeliest: dict[str, Reading] = {}
    for each in readings:
        words = bare(each.text)
        weighed[words] = weighed.get(words, 0.0) + math.exp((each.score - best) / _TEMPERATURE)
        if words not in likeliest or each.score > likeliest[words].score:
            likeliest[words] = each
    total = sum(weighed.values())
    risks = {one: sum(w * distance(one, other) for other, w in weighed.items()) / total for one in weighed}
    ordered = sorted(risks, key=lambda words: (risks[words], -likeliest[words].score))
    first = ordered[0]
    return Choice(tuple(likeliest[words] for words in ordered), max(0.0, 1 - risks[first] / max(1, len(first))))
