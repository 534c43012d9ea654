"""Where another reading of the same utterance says something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from speech.repair.lexicon import Lexicon
from speech.repair.units import Unit

_GAP, _OTHER = 2.0, 2.4


@dataclass(frozen=True, slots=True)
class Segment:
    """The other reading has ``units`` where the first has ``[start, end)``."""

    start: int
    end: int
    units: tuple[Unit, ...]

    @property
    def text(self) -> str:
        """As written."""
        return "".join(unit.text for unit in self.units)

    @property
    def signs(self) -> str:
        """As the language model sees it."""
        return "".join(unit.sign for unit in self.units)


def aligned(one: Sequence[Unit], other: Sequence[Unit], lexicon: Lexicon) -> list[Segment]:
    """The stretches in which ``other`` differs, by the cheapest alignment of their sounds."""
    steps = _steps(one, other, lexicon)
    found: list[Segment] = []
    i = j = begun_i = begun_j = 0
    for across, down in [*steps, (1, 1)]:
        same = across and down and (i == len(one) or one[i].text == other[j].text)
        if same:
            if i > begun_i or j > begun_j:
                found.append(Segment(begun_i, i, tuple(other[begun_j:j])))
            begun_i, begun_j = i + 1, j + 1
        i, j = i + across, j + down
    return found


def _steps(one: Sequence[Unit], other: Sequence[Unit], lexicon: Lexicon) -> list[tuple[int, int]]:
    costs = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if i or j:
                costs[i][j] = min(
                    costs[i - 1][j] + _GAP if i else float("inf"),
                    costs[i][j - 1] + _GAP if j else float("inf"),
                    costs[i - 1][j - 1] + _differing(one[i - 1], other[j - 1], lexicon) if i and j else float("inf"),
                )
    steps, i, j = list[tuple[int, int]](), len(one), len(other)
    while i or j:
        if i and j and costs[i][j] == costs[i - 1][j - 1] + _differing(one[i - 1], other[j - 1], lexicon):
            step = (1, 1)
        else:
            step = (1, 0) if i and costs[i][j] == costs[i - 1][j] + _GAP else (0, 1)
        steps.append(step)
        i, j = i - step[0], j - step[1]
    return steps[::-1]


def _differing(one: Unit, other: Unit, lexicon: Lexicon) -> float:
    if one.text == other.text:
        return 0.0
    if not one.sounds or not other.sounds:
        return _OTHER
    return min(_OTHER, min(lexicon.distance(a, b) for a in one.sounds for b in other.sounds) + 0.1)
