"""One number, of a kind that was asked for, read in several manners that err differently."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import soxr

from speech.number_hints import MANNERS, names_of
from speech.syllables.reader import SyllableReader
from speech.transcribers.whisper_model import Encoded, WhisperDecoder
from speech.transcribers.whisper_sound import Samples
from speech.transcribers.whisper_views import denoised
from speech.values import Hypothesis

_WIDTH = 24
_BESIDE = re.compile(r"[a-zü ]+")
"""Syllables of the words around a number, as the syllable reader writes them."""


class NumberReader:
    """Reads numbers with loaded models. Blocks while it computes; not for two threads at once."""

    def __init__(self, decoder: WhisperDecoder, syllables: SyllableReader | None) -> None:
        self._decoder, self._syllables = decoder, syllables

    def readings(self, sound: Samples, first: Encoded, kind: str) -> tuple[tuple[Hypothesis, ...], ...]:
        """By syllables first, then as Whisper writes each manner of ``kind``; scores compare within a row only.

        ``first`` is the ``sound`` encoded as it came. Syllables are read from it denoised, slower and faster as well, for
        what one misses another has.
        """
        written = tuple(self._decoder.read_made_of(first, each.prompt, each.characters) for each in MANNERS[kind])
        if self._syllables is None:
            return ((), *written)
        views = (first, *(self._decoder.encode(view(sound)) for view in (denoised, _slower, _faster)))
        names = names_of(kind, self._syllables.names)
        rows = [
            self._syllables.likeliest(self._syllables.read(each.array, each.seconds), names, _WIDTH) for each in views
        ]
        return (_together(rows), *written)


def _together(rows: Sequence[Sequence[Hypothesis]]) -> tuple[Hypothesis, ...]:
    """One row of many: each text with the logarithm of its mean share, likeliest first."""
    shares: dict[str, float] = {}
    for row in rows:
        best = max(each.score for each in row)
        whole = sum(math.exp(each.score - best) for each in row)
        for each in row:
            text = _number_in(each.text)
            shares[text] = shares.get(text, 0.0) + math.exp(each.score - best) / whole / len(rows)
    return tuple(Hypothesis(text, math.log(share)) for text, share in sorted(shares.items(), key=lambda one: -one[1]))


def _slower(sound: Samples) -> Samples:
    return np.asarray(soxr.resample(sound, 15, 16), dtype=np.float32)


def _faster(sound: Samples) -> Samples:
    return np.asarray(soxr.resample(sound, 17, 16), dtype=np.float32)


def _number_in(text: str) -> str:
    """What stands beside the number as a comma: ``wo jiao le 十年`` becomes ``十年``."""
    return _BESIDE.sub("，", text).strip("，")
