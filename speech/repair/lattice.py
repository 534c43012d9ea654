"""Everything an utterance may have been: arcs between the units heard, each with its text and its cost by sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from speech.repair.alignment import Segment, aligned
from speech.repair.language_model import NUMBER_SIGN
from speech.repair.lexicon import Lexicon, Match
from speech.repair.numerals import NUMERALS, numbers
from speech.repair.units import Cutter, Unit
from speech.repair.weights import NEVER, Proposing
from speech.values import Hypothesis

_KEPT = frozenset("我你您他她不没未")
"""Never left out: who it is about, and whether."""

_MOST_LONGER = 2
"""Syllables by which another reading may differ in length; beyond that it is about something else."""

_PARTICLES = frozenset("吗嘛么吧呢啊呀哦哈啦呗")
"""One is as good as another; what was heard stays."""


@dataclass(frozen=True, slots=True)
class Arc:
    """From unit ``start`` up to ``end`` ``text`` was said, at this price in nats; ``signs`` is it for the model."""

    start: int
    end: int
    text: str
    signs: str
    cost: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """``arcs[i]`` leave from unit ``i``; ``before`` is punctuation before the first."""

    before: str
    units: tuple[Unit, ...]
    arcs: tuple[tuple[Arc, ...], ...]


@dataclass(frozen=True, slots=True)
class _Other:
    segment: Segment
    lost: float


class Weaver:
    """Makes lattices."""

    def __init__(self, cutter: Cutter, lexicon: Lexicon, weights: Proposing) -> None:
        self._cutter, self._lexicon, self._weights = cutter, lexicon, weights

    def weave(self, text: str, alternatives: Sequence[Hypothesis]) -> Lattice:
        """Arcs of ``text`` itself, of what the other readings say differently, and of words that sound alike."""
        before, units = self._cutter.cut(text)
        others = self._others(text, units, alternatives)
        rows: list[dict[tuple[int, str], Arc]] = [{} for _ in units]
        for arc in (*self._heard(units), *self._read(others), *self._alike(units, others)):
            row, key = rows[arc.start], (arc.end, arc.text)
            if arc.cost <= self._weights.dearest and (key not in row or arc.cost < row[key].cost):
                row[key] = arc
        return Lattice(before, units, tuple(tuple(row.values()) for row in rows))

    def _others(self, text: str, units: Sequence[Unit], alternatives: Sequence[Hypothesis]) -> list[_Other]:
        best = max((each.score for each in alternatives), default=0.0)
        return [
            _Other(segment, self._weights.reading * (best - each.score))
            for each in alternatives
            if each.text != text
            for segment in aligned(units, self._cutter.cut(each.text)[1], self._lexicon)
        ]

    def _heard(self, units: Sequence[Unit]) -> list[Arc]:
        arcs = [Arc(i, i + 1, unit.text, unit.sign, 0.0) for i, unit in enumerate(units)]
        skipping = [i for i, unit in enumerate(units) if unit.sounds and unit.text not in _KEPT]
        price = self._weights.skipped
        return arcs + [Arc(i, i + 1, "", "", price if i else self._weights.skipped_first) for i in skipping]

    def _read(self, others: Sequence[_Other]) -> list[Arc]:
        price = 0.5 * self._weights.changed
        return [
            Arc(each.segment.start, each.segment.end, each.segment.text, each.segment.signs, each.lost + price)
            for each in others
            if each.segment.start < each.segment.end
            and abs(len(each.segment.units) - each.segment.end + each.segment.start) <= _MOST_LONGER
        ]

    def _alike(self, units: Sequence[Unit], others: Sequence[_Other]) -> list[Arc]:
        options = [[(sound, 0.0) for sound in unit.sounds] for unit in units]
        for other in others:
            segment = other.segment
            if len(segment.units) == segment.end - segment.start:
                for offset, unit in enumerate(segment.units, start=segment.start):
                    if not units[offset].number:
                        options[offset] += [(sound, other.lost / self._weights.sound) for sound in unit.sounds]
        heard = [self._lexicon.costs(each) for each in options]
        written = "".join(unit.text if len(unit.text) == 1 else NUMBER_SIGN for unit in units)
        return [
            Arc(i, i + match.length, match.text, match.text, self._price(match, written[i : i + match.length]))
            for i in range(len(units))
            for match in self._lexicon.matches(heard, i)
            if match.text not in NUMERALS and not numbers(match.text)
        ]

    def _price(self, match: Match, there: str) -> float:
        if match.text in _PARTICLES and there in _PARTICLES:
            return NEVER
        if len(match.text) == len(there):
            changed = sum(a != b for a, b in zip(match.text, there, strict=True))
        else:
            changed = max(1, len(set(match.text) - set(there)))
        return self._weights.changed * changed + self._weights.sound * match.cost
