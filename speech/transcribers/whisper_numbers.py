"""One number, of a kind that was asked for, read in several manners that err differently."""

from __future__ import annotations

import re

from speech.number_hints import MANNERS, names_of
from speech.syllables.decoding import Scores
from speech.syllables.reader import SyllableReader
from speech.transcribers.whisper_model import Encoded, WhisperDecoder
from speech.values import Hypothesis

_BESIDE = re.compile(r"[a-zü ]+")
"""Syllables of the words around a number, as the syllable reader writes them."""


class NumberReader:
    """Reads numbers with loaded models. Blocks while it computes; not for two threads at once."""

    def __init__(self, decoder: WhisperDecoder, syllables: SyllableReader | None) -> None:
        self._decoder, self._syllables = decoder, syllables

    def readings(self, encoded: Encoded, scores: Scores | None, kind: str) -> tuple[tuple[Hypothesis, ...], ...]:
        """By syllables first, then as Whisper writes each manner of ``kind``; scores compare within a row only.

        A row has up to 16 readings, likeliest first.
        """
        written = tuple(self._decoder.read_made_of(encoded, each.prompt, each.characters) for each in MANNERS[kind])
        if self._syllables is None or scores is None:
            return ((), *written)
        by_sound = self._syllables.likeliest(scores, names_of(kind, self._syllables.names))
        return (tuple(Hypothesis(_number_in(each.text), each.score) for each in by_sound), *written)


def _number_in(text: str) -> str:
    """What stands beside the number as a comma: ``wo jiao le 十年`` becomes ``十年``."""
    return _BESIDE.sub("，", text).strip("，")
