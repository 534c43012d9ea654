"""Whisper behind the ``Transcriber`` port: sound is gathered, and decoded when a text is asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import BadAudio
from speech.syllables.decoding import Scores
from speech.syllables.reader import SyllableReader, load_reader
from speech.transcribers.suggestions import Suggest
from speech.transcribers.whisper_choice import Choice, choose
from speech.transcribers.whisper_model import LONGEST_SECONDS, Encoded, WhisperDecoder
from speech.transcribers.whisper_numbers import NumberReader
from speech.transcribers.whisper_sound import RATE, Samples, has_speech, pieces, samples_of, spoken_frames
from speech.transcribers.whisper_text import Reading, invented, prompt_for, prompt_with
from speech.transcribers.whisper_views import VIEWS
from speech.values import BYTES_PER_SAMPLE, NO_HINTS, Hints, Hypothesis, Transcript

_BEAM, _READINGS, _MOST_ALTERNATIVES = 5, 5, 8
_LEAST_SECONDS = 0.2
_LONGEST_PIECE = LONGEST_SECONDS - 2.0
_NOBODY, _UNSURE = 0.6, -1.0
"""No text when the chance that nobody spoke is above the one and the mean log probability of a token under the other."""
_SCORED_AT_ONCE = 8
_BY_SYLLABLES, _AMONG_READINGS = 0.5, 0.2
"""What the log-probability of a text's syllables weighs beside the one of its tokens; less among what Whisper wrote itself."""
_SYLLABLE_READINGS = 4
_LEAST_LIKELY = -200.0


def open_whisper(model_dir: Path, threads: int = 2, *, own: bool = True) -> WhisperTranscriber:
    """Load the model in ``model_dir``; ``own``: it is the packaged one, which the syllable reader was made for.

    Raises ``Unavailable``.
    """
    return WhisperTranscriber(WhisperDecoder(model_dir, threads), load_reader() if own else None)


class WhisperTranscriber:
    """One loaded model for every session."""

    def __init__(
        self, decoder: WhisperDecoder, syllables: SyllableReader | None = None, suggest: Suggest | None = None
    ) -> None:
        self._decoder, self._syllables, self._suggest = decoder, syllables, suggest

    @property
    def name(self) -> str:
        """``whisper``."""
        return "whisper"

    @property
    def rate(self) -> int:
        """16 kHz."""
        return RATE

    @property
    def streaming(self) -> bool:
        """Each partial text is a decoding of its own."""
        return False

    @property
    def decoder(self) -> WhisperDecoder:
        """The loaded model itself, for reading what is not a sentence."""
        return self._decoder

    def suggesting(self, suggest: Suggest) -> WhisperTranscriber:
        """The same model, reading once more with what ``suggest`` finds for the first reading as its prompt."""
        return WhisperTranscriber(self._decoder, self._syllables, suggest)

    def begin(self, hints: Hints = NO_HINTS) -> WhisperRecognition:
        """Start on one utterance; ``hints`` become part of the prompt."""
        return WhisperRecognition(self._decoder, self._syllables, prompt_for(hints), hints.number, self._suggest)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A full reading of the first ``length`` samples, and the encoded sound it is scored on."""

    length: int
    transcript: Transcript
    encoded: tuple[Encoded, ...]
    syllables: Scores | None = None


class WhisperRecognition:
    """One utterance. ``final`` may be asked in every pause: if only silence follows, its work is used again."""

    def __init__(
        self,
        decoder: WhisperDecoder,
        syllables: SyllableReader | None,
        prompt: str,
        number: str = "",
        suggest: Suggest | None = None,
    ) -> None:
        self._decoder, self._syllables, self._suggest = decoder, syllables, suggest
        self._prompt, self._number = prompt, number
        self._pcm = bytearray()
        self._heard: _Heard | None = None

    def accept(self, pcm: bytes) -> None:
        """More sound, PCM16 at 16 kHz. Raises ``BadAudio`` when it ends within a sample."""
        if len(pcm) % BYTES_PER_SAMPLE:
            raise BadAudio("声音数据不完整", "每个采样要有两个字节（16 位 PCM）")
        self._pcm.extend(pcm)

    def partial(self) -> Transcript:
        """A quick reading of the last half minute."""
        sound = self._sound()[-int(_LONGEST_PIECE * RATE) :]
        if not _worth_reading(sound):
            return _nothing(final=False)
        readings = self._decoder.read(self._decoder.encode(sound), self._prompt, beam=1)
        return _transcript(self._kept(readings), final=False)

    def final(self) -> Transcript:
        """The best reading of the whole sound, with others that nearly won."""
        sound = self._sound()
        if self._heard is None or not self._covers(self._heard, sound):
            self._heard = self._read(sound)
        return self._heard.transcript

    def score(self, texts: Sequence[str]) -> tuple[float, ...]:
        """Natural-log probability of each text given the sound of the last full reading, under the same prompt.

        Its syllables count as well where they can be read.
        """
        self.final()
        if self._heard is None or len(self._heard.encoded) != 1:
            return tuple(0.0 for _ in texts)
        told: list[float] = []
        for start in range(0, len(texts), _SCORED_AT_ONCE):
            told += self._decoder.score(self._heard.encoded[0], texts[start : start + _SCORED_AT_ONCE], self._prompt)
        return tuple(log + _BY_SYLLABLES * sound for log, sound in zip(told, self.glance(texts), strict=True))

    def syllables(self) -> tuple[Hypothesis, ...]:
        """What was heard as syllables, likeliest first; none of a sound read in pieces."""
        self.final()
        if self._syllables is None or self._heard is None or self._heard.syllables is None:
            return ()
        return self._syllables.likeliest(self._heard.syllables, width=_SYLLABLE_READINGS)

    def glance(self, texts: Sequence[str]) -> tuple[float, ...]:
        """Natural-log probability of each text's syllables; all 0 where they cannot be told."""
        if self._syllables is None or self._heard is None or self._heard.syllables is None:
            return tuple(0.0 for _ in texts)
        scores = self._heard.syllables
        return tuple(max(_LEAST_LIKELY, self._syllables.score(scores, text)) for text in texts)

    def _sound(self) -> Samples:
        return samples_of(bytes(self._pcm))

    @staticmethod
    def _covers(heard: _Heard, sound: Samples) -> bool:
        return heard.length == len(sound) or not has_speech(spoken_frames(sound)[heard.length * 50 // RATE :])

    def _read(self, sound: Samples) -> _Heard:
        if not _worth_reading(sound):
            return _Heard(len(sound), _nothing(final=True), ())
        told, encoded, scores = [], [], None
        for piece in pieces(sound, _LONGEST_PIECE):
            first = self._decoder.encode(piece)
            scores = self._syllables.read(first.array, first.seconds) if self._syllables else None
            told.append(_transcript(self._readings(piece, first, scores), final=True))
            encoded.append(first)
        if len(told) > 1:
            return _Heard(len(sound), _joined(told), tuple(encoded))
        return _Heard(len(sound), self._with_numbers(told[0], sound, encoded[0]), tuple(encoded), scores)

    def _with_numbers(self, told: Transcript, sound: Samples, encoded: Encoded) -> Transcript:
        """The same with readings as the number that was asked for."""
        if not self._number:
            return told
        found = NumberReader(self._decoder, self._syllables).readings(sound, encoded, self._number)
        return replace(told, numbers=found)

    def _readings(self, sound: Samples, first: Encoded, scores: Scores | None) -> Choice | None:
        """Every view of the sound read, and what those readings suggest read once more."""
        views = (first, *(self._decoder.encode(view(sound)) for view in VIEWS))
        found = [reading for each in views for reading in self._read_once(each, self._prompt)]
        choice = self._kept(found, scores)
        if (
            choice is None
            or self._number
            or self._suggest is None
            or not (asks := self._suggest(choice.readings[0].text))
        ):
            return choice
        asked = prompt_with(self._prompt, asks)
        again = [reading for each in views for reading in self._read_once(each, asked)]
        return self._kept([*found, *again], scores)

    def _read_once(self, encoded: Encoded, prompt: str) -> tuple[Reading, ...]:
        return self._decoder.read(encoded, prompt, _BEAM, _READINGS)

    def _kept(self, readings: Sequence[Reading], scores: Scores | None = None) -> Choice | None:
        """None when what was read was not said."""
        kept = [each for each in readings if not invented(each, self._prompt)]
        if not kept:
            return None
        choice = choose(kept, None if scores is None else lambda text: self._sounding(scores, text))
        likeliest = max(kept, key=lambda each: each.score)
        return None if likeliest.no_speech > _NOBODY and likeliest.mean < _UNSURE else choice

    def _sounding(self, scores: Scores, text: str) -> float:
        """What its syllables add to the score of a text."""
        assert self._syllables is not None
        return _AMONG_READINGS * max(_LEAST_LIKELY, self._syllables.score(scores, text))


def _worth_reading(sound: Samples) -> bool:
    return len(sound) >= _LEAST_SECONDS * RATE and has_speech(spoken_frames(sound))


def _transcript(choice: Choice | None, final: bool) -> Transcript:
    if choice is None:
        return _nothing(final)
    best = choice.readings[0]
    return Transcript(
        text=best.text, raw=best.text, confidence=choice.agreement * math.exp(min(0.0, best.mean)),
        alternatives=tuple(Hypothesis(each.text, each.score) for each in choice.readings[:_MOST_ALTERNATIVES]),
        final=final, engine="whisper",
    )  # fmt: skip


def _joined(told: Sequence[Transcript]) -> Transcript:
    """The pieces of a long sound as one text; other readings are only told of a single piece."""
    if len(told) == 1:
        return told[0]
    text = "".join(each.text for each in told)
    sure = sum(each.confidence * len(each.text) for each in told) / max(1, len(text))
    return Transcript(text, text, sure, engine="whisper")


def _nothing(final: bool) -> Transcript:
    return Transcript("", "", 0.0, final=final, engine="whisper")
