"""Listening to one person: sound comes in, ``Heard`` events go out.

Texts are worked out in the pool (``reader``): live ones when it is free, a full one in each pause, so that it is there
when the pause turns out to be the end. Everything kept is bounded: an utterance by ``longest``, events, utterances
being worked out, and sound that has not been looked at, because ``feed`` returns only when it has.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator

from speech.audio.pcm import rms_level
from speech.audio.resample import Resampler
from speech.endpointing import Endpointer, Signal
from speech.events import Events, Reason
from speech.ports import Mender, Transcriber, VoiceActivity
from speech.reader import Reader
from speech.recording import transcribe
from speech.utterance import Engines, Pool, Utterance
from speech.values import BYTES_PER_SAMPLE, NO_HINTS, Heard, Hints, Listening
from speech.voice_activity import probabilities

__all__ = ["ListeningSession", "Reason", "transcribe"]

_STREAMING_EVERY = 0.3
"""Seconds between live texts of an engine for which they cost next to nothing."""
_SLICE_SECONDS = 1.0
_FLUSH_SECONDS = 0.1


class ListeningSession:
    """One stream of sound from one person. For one event loop; ``feed`` may wait, and never blocks it."""

    def __init__(
        self, transcriber: Transcriber, activity: VoiceActivity, pool: Pool, listening: Listening, *,
        mender: Mender | None = None, rate: int = 16_000, hints: Hints = NO_HINTS, hold: bool = False,
    ) -> None:  # fmt: skip
        """Sound will come at ``rate`` Hz. ``hold``: ``finish`` ends the utterance, silence does not."""
        self._engines = Engines(transcriber, mender, pool)
        self._activity, self._listening, self._hints, self._hold = activity, listening, hints, hold
        self._rate, self._incoming = rate, Resampler(rate, activity.rate)
        self._frame_bytes = activity.frame * BYTES_PER_SAMPLE
        self._frame_seconds = activity.frame / activity.rate
        self._endpointer = Endpointer(listening, hold=hold)
        self._endpointer.expect(hints.asked)
        self._events = Events()
        self._reader = Reader(self._engines, self._endpointer, self._events, lambda: self.at)
        kept = listening.longest if hold else listening.lead + 4 * max(listening.start, listening.interrupt) + 1.0
        self._recent: deque[bytes] = deque(maxlen=int(kept / self._frame_seconds) + 1)
        self._walls: deque[tuple[float, float]] = deque(maxlen=256)
        self._partial_every = min(listening.partial_every, _STREAMING_EVERY if transcriber.streaming else 60.0)
        self._partial_at, self._partial_length = 0.0, 0
        self._rest = b""
        self._frames = 0
        self._utterance: Utterance | None = None
        self._feeding = asyncio.Lock()
        self._ending: asyncio.Task[None] | None = None
        self._finished = False

    @property
    def at(self) -> float:
        """Seconds of sound heard so far."""
        return self._frames * self._frame_seconds

    async def feed(self, pcm: bytes) -> None:
        """More sound, at the session's rate and of any length; after the end it is passed over."""
        step = int(self._rate * _SLICE_SECONDS) * BYTES_PER_SAMPLE
        async with self._feeding:
            for start in range(0, len(pcm), step):
                await self._hear(self._incoming.feed(pcm[start : start + step]))

    async def finish(self) -> None:
        """No more sound will come: what has been said is worked out now, then the events end."""
        async with self._feeding:
            await self._hear(self._incoming.feed(bytes(BYTES_PER_SAMPLE * int(self._rate * _FLUSH_SECONDS))))
            if self._finished:
                return
            if self._utterance is None and self._hold and self._endpointer.voiced >= self._listening.start / 2:
                self._utterance = self._gathered(0.0)
            if self._utterance is None and self._hold:
                self._events.tell_nothing(Heard("nothing", self.at), "silence")
            self._conclude(closed=True)
            self._finish()

    def cancel(self) -> None:
        """Stop at once: nothing more is reported. Engine work that has begun runs out and is dropped."""
        self._finished = True
        self._utterance = None
        self._reader.cancel()
        self._events.end(drop=True)

    async def close(self) -> None:
        """``cancel``, and wait until nothing of the session runs any more."""
        self.cancel()
        await self._reader.done()
        if self._ending is not None:
            await self._ending

    def speaking(self, on: bool) -> None:
        """The assistant begins or ends speaking. While it does, a voice is an interruption and silence is nothing."""
        self._endpointer.speaking(on)

    def expect(self, hints: Hints) -> None:
        """What is likely to be said from the next utterance on."""
        self._hints = hints
        self._endpointer.expect(hints.asked)

    def why(self, nothing: Heard) -> Reason:
        """Why that ``nothing`` was reported."""
        return self._events.reason(nothing)

    async def next_event(self) -> Heard | None:
        """What happened next; None once the session is over."""
        return await self._events.next()

    async def events(self) -> AsyncIterator[Heard]:
        """Everything that happens, until the session is over."""
        while (heard := await self.next_event()) is not None:
            yield heard

    async def _hear(self, pcm: bytes) -> None:
        self._rest += pcm
        whole = len(self._rest) // self._frame_bytes * self._frame_bytes
        frames = [self._rest[n : n + self._frame_bytes] for n in range(0, whole, self._frame_bytes)]
        self._rest = self._rest[whole:]
        for frame, probability in zip(frames, await probabilities(self._activity, frames), strict=True):
            if self._finished:
                return
            self._hear_frame(frame, probability)

    def _hear_frame(self, frame: bytes, probability: float) -> None:
        self._frames += 1
        self._recent.append(frame)
        self._walls.append((self.at, time.monotonic()))
        signal = self._endpointer.hear(self.at, probability, rms_level(frame))
        if self._utterance is not None:
            self._utterance.add(frame, voiced=self._endpointer.last_voice == self.at)
        if signal is not None:
            self._act(signal)
        if self._utterance is not None and self.at - self._partial_at >= self._partial_every:
            self._live(self._utterance)

    def _live(self, spoken: Utterance) -> None:
        if spoken.voice_length > self._partial_length:
            self._partial_at, self._partial_length = self.at, spoken.voice_length
            self._reader.partial(spoken)

    def _act(self, signal: Signal) -> None:
        if signal in ("started", "interrupted"):
            self._open()
            self._events.tell(Heard("interrupted" if signal == "interrupted" else "speech_started", self.at))
        elif signal == "pause" and self._utterance is not None:
            self._reader.pause(self._utterance)
        elif signal == "murmur" and self._reader.idle:
            self._reader.murmur(self._gathered(0.0))
        elif signal in ("end", "too_long"):
            self._conclude(closed=signal == "too_long")
            if self._hold:
                self._finish()
        elif signal == "no_input" and not self._reader.concluding:
            self._events.tell_nothing(Heard("nothing", self.at), "silence")

    def _open(self) -> None:
        if self._utterance is None:
            self._utterance = self._gathered((self._endpointer.began or 0.0) - self._listening.lead)
            self._partial_at, self._partial_length = self.at, 0

    def _gathered(self, since: float) -> Utterance:
        """What was heard lately, from ``since`` on."""
        wanted = max(0, round((self.at - since) / self._frame_seconds))
        frames = list(self._recent)[-wanted:] if wanted else []
        return Utterance(self._engines, self._activity.rate, self._hints, frames)

    def _conclude(self, *, closed: bool) -> None:
        if self._utterance is None:
            return
        due = self._now() if closed else self._wall_of(self._endpointer.last_voice + self._endpointer.silence_needed)
        self._reader.conclude(self._utterance, due, closed=closed)
        self._endpointer.over()
        self._utterance = None
        self._recent.clear()

    def _wall_of(self, at: float) -> float:
        """When the sound at that place had come in, in monotonic seconds."""
        return next((wall for heard, wall in self._walls if heard >= at), self._now())

    def _now(self) -> float:
        return time.monotonic()

    def _finish(self) -> None:
        self._finished = True
        self._ending = asyncio.create_task(self._end())

    async def _end(self) -> None:
        await self._reader.done()
        self._events.end()
