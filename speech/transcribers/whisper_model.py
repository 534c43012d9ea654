"""Whisper as arithmetic: sound to features, features to readings with scores, and the score of any given text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.errors import Unavailable
from speech.transcribers.whisper_sound import RATE, Samples
from speech.transcribers.whisper_text import Reading, as_written, once, simplified
from speech.values import Hypothesis

__all__ = ["LONGEST_SECONDS", "RATE", "Encoded", "WhisperDecoder"]

LONGEST_SECONDS = 30
_FRAMES_PER_SECOND = 100
_MARGIN_SECONDS = 1.5
_FRAME_STEP = 100
_TOKENS_PER_SECOND, _TOKENS_AT_LEAST = 10, 12
"""No more than this is ever said: Mandarin runs to six characters a second, a character to two tokens."""
_LONGEST_TEXT = 224
_RESTRICTED = 8
_LONGEST_NUMBER = 64
_NO_REPEAT = 9
"""Tokens that may not come again in the same order: a number has no such row, a loop of the engine has."""
_FILES = ("model.bin", "config.json", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Encoded:
    """Encoder output of one stretch of sound. ``array`` has shape [1, frames/2, width]."""

    array: npt.NDArray[np.float32]
    frames: int
    seconds: float


class WhisperDecoder:
    """The model and its tokenizer, shared by every recognition. Blocks while it computes."""

    def __init__(self, model_dir: Path, threads: int) -> None:
        """Raises ``Unavailable`` when the directory holds no model that can be loaded."""
        if missing := [name for name in _FILES if not (model_dir / name).is_file()]:
            raise Unavailable(f"语音识别模型目录 {model_dir} 里缺少 {missing[0]}", retry=False)
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer

        try:
            self._whisper: Any = WhisperModel(str(model_dir), device="cpu", compute_type="int8", cpu_threads=threads)
        except (RuntimeError, ValueError, OSError) as error:
            raise Unavailable(f"语音识别模型 {model_dir} 装不起来，文件可能不完整", retry=False) from error
        self._tokens: Any = Tokenizer(self._whisper.hf_tokenizer, True, task="transcribe", language="zh")
        self._bars: dict[str, list[int]] = {}

    def encode(self, sound: Samples) -> Encoded:
        """At most 30 s at 16 kHz, floats in [-1, 1]. The context is the sound and a margin, not always 30 s."""
        features = self._whisper.feature_extractor(sound)
        wanted = int((len(sound) / RATE + _MARGIN_SECONDS) * _FRAMES_PER_SECOND)
        frames = min(LONGEST_SECONDS * _FRAMES_PER_SECOND, -(-wanted // _FRAME_STEP) * _FRAME_STEP)
        features = features[:, :frames]
        features = np.pad(features, ((0, 0), (0, frames - features.shape[1])))
        return Encoded(np.asarray(self._whisper.encode(features), dtype=np.float32), frames, len(sound) / RATE)

    def read(self, encoded: Encoded, prompt: str, beam: int, readings: int = 1) -> tuple[Reading, ...]:
        """Beam search; up to ``readings`` texts, likeliest first."""
        start = [*self._start(prompt), self._tokens.no_timestamps]
        found = self._whisper.model.generate(
            self._storage(encoded.array),
            [start],
            beam_size=beam,
            num_hypotheses=readings,
            return_scores=True,
            return_no_speech_prob=True,
            length_penalty=1.0,
            max_length=len(start) + min(_LONGEST_TEXT, _TOKENS_AT_LEAST + int(_TOKENS_PER_SECOND * encoded.seconds)),
        )[0]
        return tuple(
            Reading(
                once(simplified(self._tokens.decode(tokens))),
                len(tokens),
                score * (len(tokens) + 1),
                found.no_speech_prob,
            )
            for tokens, score in zip(found.sequences_ids, found.scores, strict=True)
        )

    def read_made_of(self, encoded: Encoded, prompt: str, characters: str) -> tuple[Hypothesis, ...]:
        """Up to 8 readings of nothing but ``characters``, likeliest first."""
        start = [*self._start(prompt), self._tokens.no_timestamps]
        found = self._whisper.model.generate(
            self._storage(encoded.array),
            [start],
            beam_size=_RESTRICTED,
            num_hypotheses=_RESTRICTED,
            return_scores=True,
            length_penalty=1.0,
            no_repeat_ngram_size=_NO_REPEAT,
            suppress_tokens=self._barred(characters),
            max_length=len(start) + _LONGEST_NUMBER,
        )[0]
        return tuple(
            Hypothesis(simplified(self._tokens.decode(ids)), score * (len(ids) + 1))
            for ids, score in zip(found.sequences_ids, found.scores, strict=True)
        )

    def _barred(self, characters: str) -> list[int]:
        """Every token but those made of ``characters`` alone, the parts of such as take several, and the end."""
        if characters not in self._bars:
            tokens = self._tokens
            let = {ids[0] for c in set(characters) if len(ids := tokens.encode(c)) == 1} | {tokens.eot}
            let |= {part for c in set(characters) if len(ids := tokens.encode(c)) > 1 for part in ids}
            let |= {number for number, text in self._vocabulary.items() if text and set(text) <= set(characters)}
            self._bars[characters] = [number for number in range(tokens.eot + 1) if number not in let]
        return self._bars[characters]

    @cached_property
    def _vocabulary(self) -> dict[int, str]:
        return {number: self._tokens.tokenizer.decode([number]) for number in range(self._tokens.eot)}

    def score(self, encoded: Encoded, texts: Sequence[str], prompt: str) -> tuple[float, ...]:
        """Natural-log probability of each text given the sound and the prompt, in one batch."""
        if not texts:
            return ()
        rows = [self._tokens.encode(as_written(text)) for text in texts]
        batch = self._storage(np.repeat(encoded.array, len(rows), axis=0))
        aligned = self._whisper.model.align(batch, self._start(prompt), rows, encoded.frames)
        return tuple(float(np.sum(np.log(np.maximum(1e-9, each.text_token_probs)))) for each in aligned)

    def _start(self, prompt: str) -> list[int]:
        before = [self._tokens.sot_prev, *self._tokens.encode(prompt)] if prompt else []
        return [*before, *self._tokens.sot_sequence]

    @staticmethod
    def _storage(array: npt.NDArray[np.float32]) -> Any:
        import ctranslate2

        return ctranslate2.StorageView.from_array(np.ascontiguousarray(array))
