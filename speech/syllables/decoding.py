"""From scores of single frames to sequences, by connectionist temporal classification. Pure.

Graves et al., "Connectionist Temporal Classification", 2006: output 0 is the blank, a run of one output is one unit, and a
sequence is worth the sum over all ways to lay it along the frames.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
"""Natural-log probability of each output in each frame; shape ``[frames, outputs]``."""
_NEVER = -math.inf
_LEAST = -9.0
"""Outputs less likely than this in a frame do not begin there."""
_Ending = tuple[float, float]
"""Of a sequence so far: the log-probability that it ends in a blank, and that it ends in its last unit."""


def likeliest(scores: Scores, allowed: Collection[int], width: int = 16) -> list[tuple[tuple[int, ...], float]]:
    """Up to ``width`` sequences of ``allowed`` outputs with their log-probabilities, likeliest first (beam search)."""
    beam: dict[tuple[int, ...], _Ending] = {(): (0.0, _NEVER)}
    inside = np.array(sorted(set(allowed) - {0}), dtype=np.int64)
    for frame in scores:
        begun = [(int(i), float(frame[i])) for i in inside[frame[inside] > _LEAST]]
        blank = float(frame[0])
        found: dict[tuple[int, ...], _Ending] = {}
        for sequence, (rested, sounded) in beam.items():
            total = _sum(rested, sounded)
            _add(found, sequence, total + blank, _NEVER)
            if sequence:
                _add(found, sequence, _NEVER, sounded + float(frame[sequence[-1]]))
            for output, score in begun:
                again = bool(sequence) and sequence[-1] == output
                _add(found, (*sequence, output), _NEVER, (rested if again else total) + score)
        kept = sorted(found.items(), key=lambda each: -_sum(*each[1]))[:width]
        beam = dict(kept)
    return [(sequence, _sum(*ending)) for sequence, ending in beam.items()]


def score(scores: Scores, sequence: Sequence[int]) -> float:
    """Natural-log probability that exactly ``sequence`` was said; ``-inf`` where the frames are too few for it."""
    states = np.zeros(2 * len(sequence) + 1, dtype=np.int64)
    states[1::2] = sequence
    skips = np.zeros(len(states), dtype=bool)
    skips[3::2] = states[3::2] != states[1:-2:2]
    at = np.full(len(states), _NEVER)
    at[0] = 0.0
    for frame in scores.astype(np.float64):
        one, two = np.full_like(at, _NEVER), np.full_like(at, _NEVER)
        one[1:], two[2:] = at[:-1], at[:-2]
        at = np.logaddexp(np.logaddexp(at, one), np.where(skips, two, _NEVER)) + frame[states]
    return float(np.logaddexp(at[-1], at[-2])) if len(states) > 1 else float(at[-1])


def _add(found: dict[tuple[int, ...], _Ending], sequence: tuple[int, ...], rested: float, sounded: float) -> None:
    if rested == sounded == _NEVER:
        return
    there = found.get(sequence)
    found[sequence] = (_sum(there[0], rested), _sum(there[1], sounded)) if there else (rested, sounded)


def _sum(one: float, other: float) -> float:
    high, low = (one, other) if one > other else (other, one)
    return high if low == _NEVER else high + math.log1p(math.exp(low - high))
