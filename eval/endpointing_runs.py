"""One run of the listening session over prepared sound, with the real detector."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from eval.endpointing_sound import LINE, PREFACE
from speech.models.locate import silero
from speech.ports import Mender, Recognition, Transcriber
from speech.session import ListeningSession
from speech.utterance import Pool
from speech.values import BYTES_PER_SAMPLE, NO_HINTS, Heard, Hints, Listening, Transcript
from speech.voice_activity import SileroVoiceActivity

P = ParamSpec("P")
T = TypeVar("T")
_PIECE = 0.02
"""Seconds of sound in a packet."""


@dataclass(frozen=True, slots=True)
class Knowing:
    """Stands for an engine where only the detector is measured: it answers at once, knows how the number begins, and
    makes nothing of its digits."""

    preface_seconds: float = 0.0
    name: str = "none"
    rate: int = LINE
    streaming: bool = False

    def begin(self, hints: Hints = NO_HINTS) -> Recognition:
        """Start on one utterance."""
        return _Knowing(self.preface_seconds * self.rate * BYTES_PER_SAMPLE)


class _Knowing:
    def __init__(self, preface: float) -> None:
        self._preface, self._length = preface, 0

    def accept(self, pcm: bytes) -> None:
        self._length += len(pcm)

    def partial(self) -> Transcript:
        return self.final()

    def final(self) -> Transcript:
        text = PREFACE if self._length < self._preface else "夜"
        return Transcript(text, text, 1.0, engine="none")


class AtOnce:
    """A pool for engines that answer at once, so that the machine's load is not measured where none is computed."""

    waiting = 0

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Compute here and now."""
        return work(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Engine:
    """What the session is given beside the detector, and whether it has to keep up with real time."""

    transcriber: Transcriber = Knowing()
    mender: Mender | None = None
    pool: Pool = AtOnce()
    real_time: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What was heard. ``walls`` are seconds after the sound began at which each event could be acted on; without real
    time, what the computing of the piece of sound took comes on top of the time the sound itself took."""

    heard: tuple[Heard, ...]
    walls: tuple[float, ...]

    def first(self, *kinds: str) -> float | None:
        """When the first event of these kinds came."""
        found = zip(self.heard, self.walls, strict=True)
        return next((wall for heard, wall in found if heard.kind in kinds), None)

    def count(self, kind: str) -> int:
        """How many events of that kind there were."""
        return sum(heard.kind == kind for heard in self.heard)


async def run(pcm: bytes, engine: Engine, listening: Listening, *, asked: str = "", interrupting: bool = False) -> Run:
    """Feed the sound as a line would and gather what the session reports."""
    session = ListeningSession(
        engine.transcriber, SileroVoiceActivity(LINE, silero()), engine.pool, listening,
        mender=engine.mender, rate=LINE, hints=Hints(asked=asked),
    )  # fmt: skip
    session.speaking(interrupting)
    heard: list[Heard] = []
    walls: list[float] = []
    clock = _Clock(engine.real_time)

    async def gather() -> None:
        async for each in session.events():
            heard.append(each)
            walls.append(clock.now())

    gathering = asyncio.create_task(gather())
    size = int(_PIECE * LINE) * BYTES_PER_SAMPLE
    for start in range(0, len(pcm), size):
        await clock.sound(_PIECE)
        await session.feed(pcm[start : start + size])
        await asyncio.sleep(0)
    await session.finish()
    await gathering
    await session.close()
    return Run(tuple(heard), tuple(walls))


class _Clock:
    """Seconds since the sound began: those of the wall, or of the sound plus those since its last piece came."""

    def __init__(self, real: bool) -> None:
        self._real, self._begun = real, time.monotonic()
        self._heard, self._last = 0.0, self._begun

    async def sound(self, seconds: float) -> None:
        """A piece of sound is complete."""
        self._heard += seconds
        if self._real:
            await asyncio.sleep(max(0.0, self._begun + self._heard - time.monotonic()))
        self._last = time.monotonic()

    def now(self) -> float:
        """Where the caller is."""
        now = time.monotonic()
        return now - self._begun if self._real else self._heard + now - self._last
