"""Which of the ways to ask in the corpus sound most like a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from speech.repair.sounds import Syllable, syllable
from speech.repair.stored import TONES, Stored
from speech.repair.units import Cutter

_MERGED = {"n": "l", "h": "f", "zh": "z", "ch": "c", "sh": "s", "r": "l"}
_LEAST = 0.25
_BASE = 4096


class Suggestions:
    """An index of the ways to ask by pairs of syllables, accents merged. Safe to share between threads."""

    def __init__(self, stored: Stored, cutter: Cutter) -> None:
        self._asks, self._cutter = stored.asks, cutter
        merged: dict[Syllable, int] = {}
        self._class = np.array(
            [merged.setdefault(_merged(syllable(each)), len(merged)) for each in stored.syllables], dtype=np.int64
        )
        sounds = self._class[stored.ask_sounds // TONES]
        owners = np.repeat(np.arange(len(stored.asks)), stored.ask_lengths)
        inside = owners[1:] == owners[:-1]
        pairs, owners = (sounds[:-1] * _BASE + sounds[1:])[inside], owners[1:][inside]
        order = np.argsort(pairs, kind="stable")
        self._pairs, self._owners = pairs[order], owners[order].astype(np.int32)
        self._norms = np.sqrt(np.bincount(owners, minlength=len(stored.asks)) + 1.0)

    def suggest(self, text: str, count: int = 3) -> tuple[str, ...]:
        """Up to ``count`` ways to ask, most alike first; none when nothing comes near."""
        scores = np.zeros(len(self._asks))
        weighed = 0.0
        for pair, times in Counter(self._pairs_of(text)).items():
            left, right = np.searchsorted(self._pairs, [pair, pair + 1])
            rarity = float(np.log(len(self._asks) / (1.0 + right - left)))
            weighed += rarity * times
            found = self._owners[left:right]
            np.add.at(scores, np.unique(found), rarity * times)
        if not weighed:
            return ()
        ranked = scores / self._norms
        best = np.argsort(-ranked, kind="stable")[:count]
        return tuple(self._asks[i] for i in best.tolist() if scores[i] >= _LEAST * weighed)

    def _pairs_of(self, text: str) -> Iterable[int]:
        sounds = [self._class[unit.sounds[0] // TONES] for unit in self._cutter.cut(text)[1] if unit.sounds]
        return [int(a * _BASE + b) for a, b in zip(sounds, sounds[1:], strict=False)]


def _merged(one: Syllable) -> Syllable:
    return Syllable(
        _MERGED.get(one.initial, one.initial), one.medial, one.nucleus, "n" if one.coda == "ng" else one.coda
    )
