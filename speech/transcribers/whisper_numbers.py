"""One number, of a kind that was asked for: whisper may write nothing but what such an answer is made of."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from assistant.errors import BadSettings
from speech.audio.pcm import to_float
from speech.audio.resample import resample
from speech.number_hints import MANNERS, Manner
from speech.ports import Transcriber
from speech.transcribers.whisper import WhisperTranscriber
from speech.transcribers.whisper_model import RATE, Encoded, WhisperDecoder
from speech.transcribers.whisper_text import simplified
from speech.values import Clip, Hypothesis

_BEAM = 8
_READINGS = 8
_LONGEST = 64
_NO_REPEAT = 9
"""Tokens that may not come again in the same order: a number has no such row, a loop of the engine has."""


def number_reader(transcriber: Transcriber) -> NumberReader:
    """Reads numbers with the transcriber's own model. Raises ``BadSettings`` for an engine that cannot."""
    if not isinstance(transcriber, WhisperTranscriber):
        raise BadSettings(f"{transcriber.name} 不能按种类听数字", "请把 PENSION_TRANSCRIBER 设成 whisper")
    return NumberReader(transcriber._decoder)


class NumberReader:
    """Reads numbers with a loaded model. Blocks while it computes; not for two threads at once."""

    def __init__(self, decoder: WhisperDecoder) -> None:
        self._decoder = decoder
        self._barred: dict[str, list[int]] = {}

    def read(self, clip: Clip, kind: str) -> tuple[tuple[Hypothesis, ...], ...]:
        """For each manner of ``kind`` up to 8 readings, likeliest first; scores compare within a manner only.

        ``clip`` lasts 30 s at most.
        """
        encoded = self._decoder.encode(to_float(resample(clip, RATE).pcm))
        return tuple(self._readings(encoded, manner) for manner in MANNERS[kind])

    def _readings(self, encoded: Encoded, manner: Manner) -> tuple[Hypothesis, ...]:
        tokens: Any = self._decoder._tokens
        start = [*self._decoder._start(manner.prompt), tokens.no_timestamps]
        found = self._decoder._whisper.model.generate(
            self._decoder._storage(encoded.array),
            [start],
            beam_size=_BEAM,
            num_hypotheses=_READINGS,
            return_scores=True,
            length_penalty=1.0,
            no_repeat_ngram_size=_NO_REPEAT,
            suppress_tokens=self._bar(manner.characters),
            max_length=len(start) + _LONGEST,
        )[0]
        return tuple(
            Hypothesis(simplified(tokens.decode(ids)), score * (len(ids) + 1))
            for ids, score in zip(found.sequences_ids, found.scores, strict=True)
        )

    def _bar(self, characters: str) -> list[int]:
        """Every token but those made of ``characters`` alone, the parts of such as take several, and the end."""
        if characters not in self._barred:
            tokens: Any = self._decoder._tokens
            let = {ids[0] for c in set(characters) if len(ids := tokens.encode(c)) == 1} | {tokens.eot}
            let |= {part for c in set(characters) if len(ids := tokens.encode(c)) > 1 for part in ids}
            let |= {number for number, text in self._vocabulary.items() if text and set(text) <= set(characters)}
            self._barred[characters] = [number for number in range(tokens.eot + 1) if number not in let]
        return self._barred[characters]

    @cached_property
    def _vocabulary(self) -> dict[int, str]:
        tokens: Any = self._decoder._tokens
        return {number: tokens.tokenizer.decode([number]) for number in range(tokens.eot)}
