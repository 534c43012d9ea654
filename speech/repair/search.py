"""The likeliest ways through a lattice: cost by sound and language model together, by beam search."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import NamedTuple

from speech.repair.language_model import BEGIN, END, ORDER, LanguageModel
from speech.repair.lattice import Arc, Lattice
from speech.repair.weights import Proposing

_BEAM = 16
_ALIKE = 4
_WIDTH = 14.0


@dataclass(frozen=True, slots=True)
class Path:
    """A whole reading. ``cost`` by sound, ``model`` log-probability; ``arcs`` in order."""

    arcs: tuple[Arc, ...]
    cost: float
    model: float


class _State(NamedTuple):
    total: float
    text: str
    cost: float
    model: float
    history: str
    arc: Arc | None
    behind: _State | None


def likeliest(lattice: Lattice, model: LanguageModel, weights: Proposing, count: int) -> list[Path]:
    """Up to ``count`` readings with different words, best first."""
    nodes: list[list[_State]] = [[] for _ in range(len(lattice.units) + 1)]
    nodes[0].append(_State(0.0, "", 0.0, 0.0, BEGIN * (ORDER - 1), None, None))
    known: dict[tuple[str, str], tuple[float, str]] = {}
    for i, arcs in enumerate(lattice.arcs):
        for state in _pruned(nodes[i]):
            for arc in arcs:
                key = (state.history, arc.signs)
                if key not in known:
                    known[key] = model.extend(state.history, arc.signs)
                log, history = known[key]
                cost, said, text = state.cost + arc.cost, state.model + log, state.text + arc.text
                total = state.total + arc.cost - weights.model * log - weights.length * len(arc.signs)
                nodes[arc.end].append(_State(total, text, cost, said, history, arc, state))
    ends = [
        state._replace(total=state.total - weights.model * log, model=state.model + log)
        for state in _pruned(nodes[-1])
        for log in [model.following(state.history, END)]
    ]
    ends.sort(key=lambda each: each.total)
    return [Path(_arcs(state), state.cost, state.model) for state in ends[:count]]


def _pruned(states: list[_State]) -> list[_State]:
    """The best states: no text twice, few with the same history, none far behind."""
    kept: list[_State] = []
    texts: set[str] = set()
    histories: dict[str, int] = {}
    for state in heapq.nsmallest(_BEAM * 8, states, key=lambda each: each.total):
        alike = histories.get(state.history, 0)
        if state.text in texts or alike >= _ALIKE:
            continue
        if kept and state.total > kept[0].total + _WIDTH:
            break
        texts.add(state.text)
        histories[state.history] = alike + 1
        kept.append(state)
        if len(kept) == _BEAM:
            break
    return kept


def _arcs(state: _State) -> tuple[Arc, ...]:
    found: list[Arc] = []
    at: _State | None = state
    while at is not None and at.arc is not None:
        found.append(at.arc)
        at = at.behind
    return tuple(found[::-1])
