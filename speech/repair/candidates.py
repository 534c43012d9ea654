"""Readings of an utterance as texts: written with the punctuation of what was heard."""

from __future__ import annotations

from dataclasses import dataclass

from speech.repair.language_model import LanguageModel
from speech.repair.lattice import Arc, Lattice, Weaver
from speech.repair.numerals import folded, numbers
from speech.repair.search import likeliest
from speech.repair.weights import Choosing, Proposing
from speech.values import Transcript


@dataclass(frozen=True, slots=True)
class Change:
    """``text[start:end]`` of a candidate stands where ``heard`` was recognised."""

    start: int
    end: int
    heard: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading. ``cost`` by sound in nats, ``model`` log-probability; ``changes`` against what was heard."""

    text: str
    cost: float
    model: float
    changes: tuple[Change, ...] = ()

    def total(self, weights: Choosing, fit: float) -> float:
        """All the evidence as one cost, less is better; ``fit`` is the log-probability given the sound."""
        likely = weights.model * self.model + weights.fit * fit + weights.length * len(_words(folded(self.text)))
        return weights.cost * self.cost - likely


class Proposer:
    """Proposes readings of a transcript."""

    def __init__(self, weaver: Weaver, model: LanguageModel, weights: Proposing) -> None:
        self._weaver, self._model, self._weights = weaver, model, weights

    def propose(self, heard: Transcript, count: int) -> tuple[Candidate, ...]:
        """What was heard first, then up to ``count`` other readings, likeliest first."""
        lattice = self._weaver.weave(heard.text, heard.alternatives)
        own = Candidate(heard.text, 0.0, self._model.score(heard.text))
        paths = likeliest(lattice, self._model, self._weights, count + 1)
        found = [_written(lattice, path.arcs, path.cost, path.model) for path in paths]
        known = {numbers(text) for text in (heard.text, *(each.text for each in heard.alternatives))}
        seen = {_words(own.text)}
        others = []
        for each in found:
            if each.text and _words(each.text) not in seen and numbers(each.text) in known:
                seen.add(_words(each.text))
                others.append(each)
        return (own, *others[:count])


def _written(lattice: Lattice, arcs: tuple[Arc, ...], cost: float, model: float) -> Candidate:
    text, changes = lattice.before, list[Change]()
    for arc in arcs:
        heard = "".join(unit.text for unit in lattice.units[arc.start : arc.end])
        if arc.text != heard:
            changes.append(Change(len(text), len(text) + len(arc.text), heard))
        text += arc.text
        mark = lattice.units[arc.end - 1].after
        if mark and (arc.text or (text and text[-1].isalnum())):
            text += mark
    return Candidate(text, cost, model, tuple(changes))


def _words(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
