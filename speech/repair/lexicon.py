"""Words and characters by sound: which of them could have been heard as a stretch of syllables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from speech.repair.confusion import TONE, matrix
from speech.repair.language_model import LanguageModel
from speech.repair.stored import TONES, Stored

Costs = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Match:
    """``text`` may have been said where ``length`` units were heard; ``cost`` is its distance by sound, in nats."""

    text: str
    length: int
    cost: float


@dataclass(frozen=True, slots=True)
class _Group:
    texts: tuple[str, ...]
    sounds: npt.NDArray[np.int64]
    prices: Costs


class Lexicon:
    """Finds what sounds like something. Immutable once built, so it may be shared by threads."""

    _KEPT = {1: 30, 2: 30, 3: 15, 4: 10}
    _WITHIN = {1: 2.0, 2: 1.5, 3: 1.2, 4: 1.1}
    _DROPPED = 2.0

    def __init__(self, stored: Stored, model: LanguageModel) -> None:
        self._plain = matrix(stored.syllables)
        self._groups = {length: _group(rows) for length, rows in _rows(stored, model).items()}

    def distance(self, one: int, other: int) -> float:
        """Cost of hearing one toned syllable for the other."""
        return float(self._plain[one // TONES, other // TONES]) + TONE * (one % TONES != other % TONES)

    def costs(self, options: Sequence[tuple[int, float]]) -> Costs | None:
        """Cost of every toned syllable where one of ``options`` (sound, penalty) was heard; ``None`` without any."""
        if not options:
            return None
        rows = np.stack([np.repeat(self._plain[sound // TONES], TONES) + penalty for sound, penalty in options])
        for row, (sound, _) in zip(rows, options, strict=True):
            row += TONE
            row[sound % TONES :: TONES] -= TONE
        return np.asarray(rows.min(axis=0), dtype=np.float32)

    def matches(self, heard: Sequence[Costs | None], at: int) -> list[Match]:
        """Words that may have been said from unit ``at`` on, cheapest by sound and rarity first in each length."""
        found: list[Match] = []
        for length, group in self._groups.items():
            window = heard[at : at + length]
            if len(window) == length and (whole := _filled(window)) is not None:
                cost = sum(whole[k][group.sounds[:, k]] for k in range(length))
                found += self._best(group, np.asarray(cost), length, length)
            short = heard[at : at + length - 1]
            if length >= 3 and len(short) == length - 1 and (whole := _filled(short)) is not None:
                found += self._best(group, _one_dropped(whole, group.sounds) + self._DROPPED, length, length - 1)
        return found

    def _best(self, group: _Group, cost: Costs, size: int, length: int) -> list[Match]:
        size = min(size, 4)
        near = np.flatnonzero(cost <= self._WITHIN[size] * length)
        worth = cost[near] * 2.0 + group.prices[near]
        if len(near) > self._KEPT[size]:
            near = near[np.argpartition(worth, self._KEPT[size])[: self._KEPT[size]]]
        return [Match(group.texts[i], length, float(cost[i])) for i in near.tolist()]


def _filled(window: Sequence[Costs | None]) -> list[Costs] | None:
    whole = [each for each in window if each is not None]
    return whole if len(whole) == len(window) else None


def _one_dropped(heard: Sequence[Costs], sounds: npt.NDArray[np.int64]) -> Costs:
    """The least cost when one syllable of each word was not heard."""
    length = sounds.shape[1]
    least = np.full(len(sounds), np.inf, dtype=np.float32)
    for dropped in range(length):
        kept = [k for k in range(length) if k != dropped]
        costs = [heard[at][sounds[:, k]] for at, k in enumerate(kept)]
        np.minimum(least, np.sum(costs, axis=0), out=least)
    return least


def _rows(stored: Stored, model: LanguageModel) -> dict[int, list[tuple[str, tuple[int, ...], float]]]:
    rows: defaultdict[int, list[tuple[str, tuple[int, ...], float]]] = defaultdict(list)
    for character, readings in zip(stored.characters, stored.readings, strict=True):
        price = -model.following("", character)
        if price < 11.5:
            rows[1] += [(character, (sound,), price) for sound in readings]
    at, sounds = 0, stored.word_sounds.tolist()
    for word in stored.words:
        rows[len(word)].append((word, tuple(sounds[at : at + len(word)]), -model.extend("", word)[0]))
        at += len(word)
    return dict(rows)


def _group(rows: Sequence[tuple[str, tuple[int, ...], float]]) -> _Group:
    return _Group(
        texts=tuple(row[0] for row in rows),
        sounds=np.array([row[1] for row in rows], dtype=np.int64),
        prices=np.array([row[2] for row in rows], dtype=np.float32),
    )
