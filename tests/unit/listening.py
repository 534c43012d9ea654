"""Stand-ins for engines that answer at once, late or never, so that sessions can be tested without models."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

import numpy as np

from speech.audio.pcm import rms_level, to_pcm
from speech.values import NO_HINTS, Hints, Transcript

P = ParamSpec("P")
T = TypeVar("T")
RATE = 16_000
FRAME_SECONDS = 0.032


class LoudIsVoice:
    """A detector for which everything louder than -40 dBFS is a voice."""

    def __init__(self, rate: int = RATE) -> None:
        self.rate = rate
        self.frame = int(rate * FRAME_SECONDS)

    def probability(self, pcm: bytes) -> float:
        return 0.95 if rms_level(pcm) > -40 else 0.02


@dataclass
class Engine:
    """A transcriber whose text is given beforehand. ``gate`` holds its work up; ``calls`` says what was asked."""

    text: str = "怎么查余额？"
    rate: int = RATE
    streaming: bool = False
    failure: Exception | None = None
    name: str = "fake"
    gate: threading.Event = field(default_factory=threading.Event)
    calls: list[str] = field(default_factory=list)
    hints: list[Hints] = field(default_factory=list)
    sounds: list[bytearray] = field(default_factory=list)
    inside: int = 0
    most_inside: int = 0

    def told(self, seconds: float) -> str:
        """The text for so much sound."""
        return self.text

    def __post_init__(self) -> None:
        self.gate.set()

    def begin(self, hints: Hints = NO_HINTS) -> Recognition:
        self.hints.append(hints)
        self.sounds.append(bytearray())
        return Recognition(self, self.sounds[-1])


@dataclass
class Recognition:
    engine: Engine
    sound: bytearray

    def accept(self, pcm: bytes) -> None:
        self.sound += pcm

    def partial(self) -> Transcript:
        return self._tell("partial")

    def final(self) -> Transcript:
        return self._tell("final")

    def _tell(self, what: str) -> Transcript:
        engine = self.engine
        engine.calls.append(what)
        engine.inside += 1
        engine.most_inside = max(engine.most_inside, engine.inside)
        try:
            assert engine.gate.wait(10)
            if engine.failure is not None:
                raise engine.failure
            text = engine.told(len(self.sound) / 2 / engine.rate)
            return Transcript(text, text, 0.9, final=what == "final", engine=engine.name)
        finally:
            engine.inside -= 1


class AtOnce:
    """A pool that computes where it is called, so that what a test sees does not depend on the machine's load."""

    waiting = 0

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        await asyncio.sleep(0)
        return work(*args, **kwargs)


def voice(seconds: float, rate: int = RATE) -> bytes:
    return to_pcm(0.3 * np.sin(2 * np.pi * 220 * np.arange(int(seconds * rate)) / rate))


def silence(seconds: float, rate: int = RATE) -> bytes:
    return bytes(2 * int(seconds * rate))
