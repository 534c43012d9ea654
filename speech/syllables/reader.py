"""The network itself, in numpy: Whisper's encoder output in, scores of syllables out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from speech.repair.confusion import distance
from speech.speakable import speakable
from speech.syllables import decoding
from speech.syllables.decoding import Scores
from speech.syllables.stored import Array, Layer, Stored, read
from speech.syllables.units import units
from speech.values import Hypothesis

_FIGURE = re.compile(r"[0-9０-９%％]")
JOINED = 2
"""Encoder frames (50 a second) that are read together."""
_BEYOND = 12
"""Encoder frames read after the sound has ended."""


class SyllableReader:
    """Immutable once made; every session shares one. About 30 ms on one core for 5 s of sound."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self._index = {name: i for i, name in enumerate(stored.names)}

    @property
    def names(self) -> tuple[str, ...]:
        """The units it tells apart."""
        return self._stored.names[1:]

    def read(self, encoded: npt.NDArray[np.float32], seconds: float) -> Scores:
        """Scores of every output for frames of 40 ms; ``encoded`` is ``[1, frames, width]``, the sound ``seconds`` long."""
        net = self._stored
        inner: Array = np.asarray((pairs(encoded, seconds) - net.mean) @ net.projection, dtype=np.float32)
        first, *middle, last = net.layers
        inner = _rectified(_convolved(inner, first))
        for layer in middle:
            inner = inner + _rectified(_convolved(inner, layer))
        raw = _convolved(inner, last)
        raw = raw - raw.max(axis=1, keepdims=True)
        return np.asarray(raw - np.log(np.exp(raw).sum(axis=1, keepdims=True)), dtype=np.float32)

    def likeliest(self, scores: Scores, names: Sequence[str] | None = None, width: int = 16) -> tuple[Hypothesis, ...]:
        """Readings of nothing but the units ``names`` (all, when not given), written one after the other."""
        allowed = [self._index[name] for name in names or self.names if name in self._index]
        found = decoding.likeliest(scores, allowed, width)
        return tuple(Hypothesis(self.written(sequence), log) for sequence, log in found)

    def score(self, scores: Scores, text: str) -> float:
        """Natural-log probability that ``text`` was said, its tones and marks aside; figures as they are read aloud."""
        said = speakable(text) if _FIGURE.search(text) else text
        return decoding.score(scores, [self._output(unit) for unit in units(said)])

    def _output(self, unit: str) -> int:
        """The output of a unit; of a syllable the network has never met, of the one that sounds most like it."""
        if unit not in self._index:
            known = [name for name in self.names if name.isascii()]
            spelled = unit.replace("ü", "v")
            self._index[unit] = self._index[min(known, key=lambda name: distance(spelled, name))]
        return self._index[unit]

    def written(self, sequence: Sequence[int]) -> str:
        """Characters as they are, syllables in spaces."""
        names = (self._stored.names[output] for output in sequence)
        return " ".join("".join(n if not n.isascii() else f" {n} " for n in names).split())


def pairs(encoded: npt.NDArray[np.float32], seconds: float) -> Array:
    """Neighbouring encoder frames side by side, as far as the sound goes; ``[frames / 2, 2 · width]``."""
    frames = min(encoded.shape[1], int(seconds * 50) + _BEYOND)
    frames -= frames % JOINED
    return np.asarray(encoded[0, :frames].reshape(frames // JOINED, -1), dtype=np.float32)


def _rectified(values: Array) -> Array:
    return np.asarray(np.maximum(values, 0.0), dtype=np.float32)


def _convolved(inner: Array, layer: Layer) -> Array:
    """``inner`` ``[frames, inputs]`` under the layer; silence before the first frame and after the last."""
    taps = len(layer.weights)
    beside = taps // 2 * layer.apart
    padded = np.pad(inner, ((beside, beside), (0, 0)))
    parts = (padded[tap * layer.apart :][: len(inner)] @ layer.weights[tap] for tap in range(taps))
    return np.asarray(sum(parts) + layer.bias, dtype=np.float32)


@lru_cache(maxsize=1)
def load_reader() -> SyllableReader:
    """The reader on the shipped data, made once. Raises ``Unavailable``."""
    return SyllableReader(read())
