"""One utterance on its way to a text: its sound, its recognition, and one piece of engine work at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ParamSpec, Protocol, TypeVar

from speech.audio.resample import Resampler
from speech.ports import Mender, Recognition, Rescoring, Transcriber
from speech.values import BYTES_PER_SAMPLE, Clip, Hints, Transcript

P = ParamSpec("P")
T = TypeVar("T")
_SILENT_FRAMES = 8
"""Detector frames kept of the beginning of a silence, and as many of its end: a quarter of a second each."""
_TAIL_SECONDS = 0.1
"""Silence put after the last sound, so that the resampler gives all of it out."""


class Pool(Protocol):
    """Where engines compute; ``speech.pool.AudioPool``."""

    @property
    def waiting(self) -> int:
        """Pieces of work that wait for a thread."""
        ...

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of ``work``. Raises ``Unavailable`` when too much is waiting."""
        ...


@dataclass(frozen=True, slots=True)
class Engines:
    """What turns sound into text."""

    transcriber: Transcriber
    mender: Mender | None
    pool: Pool


class Utterance:
    """Sound comes in by ``add``; ``partial``, ``read`` and ``mend`` compute in the pool and wait for each other."""

    def __init__(self, engines: Engines, rate: int, hints: Hints, sound: Iterable[bytes] = ()) -> None:
        self._engines, self._rate, self._hints = engines, rate, hints
        self._sound = bytearray(b"".join(sound))
        self._given = 0
        self._recognition: Recognition | None = None
        self._resampler = Resampler(rate, engines.transcriber.rate)
        self._turn = asyncio.Lock()
        self._read: tuple[int, Transcript] | None = None
        self._mended: tuple[int, Transcript] | None = None
        self._silence = deque[bytes](maxlen=_SILENT_FRAMES)
        self._silent = 0
        self.open = True
        """Whether it is still being said."""
        self.voice_length = len(self._sound)
        """Bytes of sound up to where the voice was last heard."""
        self.partial_text = ""
        """The last live text reported."""

    @property
    def busy(self) -> bool:
        """Whether the engine is at work on it."""
        return self._turn.locked()

    @property
    def clip(self) -> Clip:
        """All of its sound."""
        return Clip(bytes(self._sound), self._rate)

    def add(self, pcm: bytes, *, voiced: bool) -> None:
        """More sound; ``voiced``: the voice goes on in it. Of a long silence only both its ends are kept.

        Engines read digits said one by one better that way, and sooner.
        """
        if not voiced and self._silent >= _SILENT_FRAMES:
            self._silence.append(pcm)
            return
        self._silent = 0 if voiced else self._silent + 1
        self._sound += b"".join(self._silence) + pcm
        self._silence.clear()
        if voiced:
            self.voice_length = len(self._sound)

    async def partial(self) -> Transcript:
        """A quick reading of what has been heard. Raises ``Unavailable``."""
        async with self._turn:
            return await self._engines.pool.run(self._compute, len(self._sound), final=False)

    async def read(self, *, up_to: int | None = None, closed: bool = False) -> Transcript | None:
        """The full reading of all sound; the last one again if that heard all of the voice.

        ``up_to``: None is returned if by the time the engine is free the voice has gone on beyond that many bytes.
        ``closed``: no sound will follow. Raises ``Unavailable``.
        """
        async with self._turn:
            if up_to is not None and (self.voice_length != up_to or not self.open):
                return None
            if self._read is None or self._read[0] < self.voice_length:
                length = len(self._sound)
                told = await self._engines.pool.run(self._compute, length, final=True, closed=closed)
                self._read = (length, told)
            return self._read[1]

    async def mend(self) -> Transcript:
        """The last full reading, mended; computed once for each. Raises ``Unavailable``."""
        async with self._turn:
            if self._read is None:
                raise ValueError("nothing was read yet")
            length, heard = self._read
            if self._engines.mender is None or not heard.text:
                return heard
            if self._mended is None or self._mended[0] != length:
                fits = self._recognition if isinstance(self._recognition, Rescoring) else None
                mended = await self._engines.pool.run(self._engines.mender.mend, heard, fits, self._hints)
                self._mended = (length, mended)
            return self._mended[1]

    def _compute(self, length: int, *, final: bool, closed: bool = False) -> Transcript:
        """In a thread of the pool, never two at once."""
        if self._recognition is None:
            self._recognition = self._engines.transcriber.begin(self._hints)
        if self._given < length:
            pcm = bytes(self._sound[self._given : length])
            self._given = length
            tail = bytes(BYTES_PER_SAMPLE * int(self._rate * _TAIL_SECONDS)) if closed else b""
            self._recognition.accept(self._resampler.feed(pcm + tail))
        return self._recognition.final() if final else self._recognition.partial()
