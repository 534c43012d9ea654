"""Answers of the voice calls as the contract gives them."""

from __future__ import annotations

from channels.api.answers import Answer, ReplyOut


class PaceOut(Answer):
    """How one of a profile is spoken with: ``speed`` where none is chosen, ``pause`` seconds between two parts,
    ``longest_seconds`` of one utterance.
    """

    speed: float
    pause: float
    longest_seconds: float


class SpeechOut(Answer):
    """``GET /speech``: what there is of voice now."""

    listening: bool
    speaking: bool
    rate: int
    formats: list[str]
    longest_seconds: float
    recordings_days: int
    profiles: dict[str, PaceOut]


class PartOut(Answer):
    """One thing said at a time; ``sentence`` counts from 0 into the reply's sentences."""

    index: int
    text: str
    kind: str
    sentence: int | None


class SpokenOut(Answer):
    """``GET …/spoken``."""

    seq: int
    parts: list[PartOut]


class HeardOut(Answer):
    """What was understood of a recording; ``raw`` as the recogniser wrote it."""

    text: str
    raw: str
    confidence: float


class RecordingOut(Answer):
    """``POST …/recordings``."""

    heard: HeardOut
    reply: ReplyOut
