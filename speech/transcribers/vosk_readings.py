"""What Vosk's n-best lists say: the text, how sure each word is, and what else it may have been. No I/O.

Vosk gives word confidences or alternatives, not both; here confidences come from the alternatives: a word is as
likely as the readings that have it at that time, each weighing the softmax of its log score.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from speech.values import Doubt, Hypothesis, Transcript

MOST = 5
"""Readings that are passed on."""
_DOUBTFUL = 0.5
_HOPELESS = 100.0
"""Readings whose log score is that far behind are dropped; their probability would not be a number any more."""
_MARKS = frozenset({"[unk]", "<unk>", "<eps>", "[noise]", "[laughter]", "[spn]", "[sil]", "!sil"})
_HAN = ("一", "鿿")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a stretch of speech; ``probability`` among the readings of that stretch."""

    words: tuple[Word, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class _Surely:
    word: str
    confidence: float
    others: tuple[str, ...]


Stretch = tuple[Reading, ...]
"""Between two pauses: its readings, likeliest first."""


def stretch_of(result: dict[str, Any]) -> Stretch:
    """The readings in one result of the engine; none when nothing was said."""
    told = result.get("alternatives", [])
    top = max((each["confidence"] for each in told), default=0.0)
    told = [each for each in told if each["confidence"] > top - _HOPELESS]
    weights = [math.exp(each["confidence"] - top) for each in told]
    total = sum(weights)
    found: dict[tuple[str, ...], Reading] = {}
    for each, weight in zip(told, weights, strict=True):
        words = tuple(
            Word(word["word"], word["start"], word["end"])
            for word in each.get("result", [])
            if word["word"].lower() not in _MARKS
        )
        key = tuple(word.text for word in words)
        before = found.get(key)
        found[key] = Reading(words, (before.probability if before else 0.0) + weight / total)
    readings = tuple(sorted(found.values(), key=lambda reading: -reading.probability))
    return readings if readings and readings[0].words else ()


def spaced(words: list[str]) -> str:
    """The words as one text: Chinese runs together, other scripts keep their spaces."""
    text = ""
    for word in words:
        gap = " " if text and not (_is_han(text[-1]) and _is_han(word[0])) else ""
        text += gap + word
    return text


def transcript_of(stretches: tuple[Stretch, ...], engine: str) -> Transcript:
    """The final transcript of an utterance."""
    sure = [each for stretch in stretches for each in _sureness(stretch)]
    text = spaced([each.word for each in sure])
    letters = sum(len(each.word) for each in sure)
    confidence = sum(each.confidence * len(each.word) for each in sure) / letters if letters else 0.0
    return Transcript(text, text, confidence, _whole_readings(stretches), _doubts(sure), True, engine)


def _sureness(stretch: Stretch) -> list[_Surely]:
    """For each word of the likeliest reading."""
    total = sum(reading.probability for reading in stretch)
    found = []
    for word in stretch[0].words:
        confidence = 0.0
        others: dict[str, None] = {}
        for reading in stretch:
            there = [each for each in reading.words if _together(each, word)]
            if any(each.text == word.text for each in there):
                confidence += reading.probability / total
            elif there:
                others[spaced([each.text for each in there])] = None
        found.append(_Surely(word.text, min(1.0, confidence), tuple(others)))
    return found


def _together(one: Word, other: Word) -> bool:
    """Whether they share more than half of the shorter one's time."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0.5 * min(one.end - one.start, other.end - other.start)


def _doubts(sure: list[_Surely]) -> tuple[Doubt, ...]:
    found, text = [], ""
    for each in sure:
        text = spaced([text, each.word]) if text else each.word
        if each.confidence < _DOUBTFUL and each.others:
            found.append(Doubt(len(text) - len(each.word), len(text), each.word, each.others, each.confidence))
    return tuple(found)


def _whole_readings(stretches: tuple[Stretch, ...]) -> tuple[Hypothesis, ...]:
    """Readings of the whole utterance: the likeliest of every stretch, and those that differ in one stretch."""
    if not stretches:
        return ()
    scores: dict[str, float] = {}
    base = sum(math.log(stretch[0].probability) for stretch in stretches)
    for at, stretch in enumerate(stretches):
        for reading in stretch:
            chosen = [*stretches[:at], (reading,), *stretches[at + 1 :]]
            text = spaced([word.text for each in chosen for word in each[0].words])
            score = base + math.log(reading.probability) - math.log(stretch[0].probability)
            scores.setdefault(text, score)
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    return tuple(Hypothesis(text, score) for text, score in ranked[:MOST])


def _is_han(letter: str) -> bool:
    return _HAN[0] <= letter <= _HAN[1]
