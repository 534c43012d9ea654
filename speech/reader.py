"""Getting the text of utterances from the engines, at the moments the session says, and reporting it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

from assistant.errors import Unavailable
from speech.endpointing import Endpointer
from speech.events import Events, Reason
from speech.patience import says_stop
from speech.utterance import Engines, Utterance
from speech.values import Heard, Transcript

MOST_CONCLUDING = 3
"""Utterances of one person that may be worked out at the same time; what is said beyond that is not understood."""

log = logging.getLogger(__name__)


class Reader:
    """The engine work of one session. Nothing here waits: each call starts a task that ends by itself."""

    def __init__(self, engines: Engines, endpointer: Endpointer, events: Events, clock: Callable[[], float]) -> None:
        """``clock`` tells the seconds of sound heard so far."""
        self._engines, self._endpointer, self._events, self._clock = engines, endpointer, events, clock
        self._tasks: set[asyncio.Task[None]] = set()
        self._concluding: list[asyncio.Task[None]] = []

    @property
    def idle(self) -> bool:
        """Whether nothing of this session, and not too much of others, is being computed."""
        return not self._tasks and not self._engines.pool.waiting

    @property
    def concluding(self) -> bool:
        """Whether an utterance that is over is still being worked out."""
        return any(not task.done() for task in self._concluding)

    def partial(self, spoken: Utterance) -> None:
        """A live text, unless the engine has other things to do."""
        if not spoken.busy and not self._engines.pool.waiting:
            self._spawn(self._partial(spoken))

    def pause(self, spoken: Utterance) -> None:
        """This may be the end: work out the whole text. Until it is there, the endpointer has patience."""
        self._endpointer.pending(True)
        self._spawn(self._pause(spoken, spoken.voice_length))

    def murmur(self, spoken: Utterance) -> None:
        """Too short for an interruption, unless the words ask for one."""
        self._spawn(self._murmur(spoken))

    def conclude(self, spoken: Utterance, due: float, *, closed: bool) -> None:
        """It is over since ``due`` (monotonic seconds): report the final text, after those of earlier utterances."""
        spoken.open = False
        self._concluding = [task for task in self._concluding if not task.done()]
        if len(self._concluding) >= MOST_CONCLUDING:
            self._nothing("busy", spoken, due)
            return
        before = self._concluding[-1] if self._concluding else None
        self._concluding.append(self._spawn(self._conclude(spoken, self._clock(), due, closed, before)))

    async def done(self) -> None:
        """Wait until everything begun is reported."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cancel(self) -> None:
        """Report nothing more of what has begun."""
        for task in self._tasks:
            task.cancel()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _partial(self, spoken: Utterance) -> None:
        try:
            told = await spoken.partial()
        except Exception as error:
            _note(error)
            return
        self._take(spoken, told, live=True)

    def _take(self, spoken: Utterance, told: Transcript, *, live: bool) -> None:
        if not spoken.open or not told.text:
            return
        self._endpointer.read(told.text)
        if live and told.text != spoken.partial_text:
            spoken.partial_text = told.text
            self._events.tell(Heard("partial", self._clock(), told))

    async def _pause(self, spoken: Utterance, voice_length: int) -> None:
        try:
            if self._engines.transcriber.streaming:
                self._take(spoken, await spoken.partial(), live=True)
            elif told := await spoken.read(up_to=voice_length):
                self._take(spoken, told, live=False)
                if spoken.voice_length == voice_length:
                    await spoken.mend()
        except Exception as error:
            _note(error)
        finally:
            if spoken.open and spoken.voice_length == voice_length:
                self._endpointer.pending(False)

    async def _murmur(self, spoken: Utterance) -> None:
        try:
            told = await spoken.read()
        except Exception as error:
            _note(error)
            return
        if told and says_stop(told.text):
            self._events.tell(Heard("interrupted", self._clock()))
            self._events.tell(Heard("final", self._clock(), told, spoken.clip))

    async def _conclude(
        self, spoken: Utterance, at: float, due: float, closed: bool, before: asyncio.Task[None] | None
    ) -> None:
        told: Transcript | None = None
        reason: Reason = "unclear"
        try:
            await spoken.read(closed=closed)
            told = await spoken.mend()
        except Exception as error:
            _note(error)
            reason = "busy" if isinstance(error, Unavailable) and error.retry else "unavailable"
        if before is not None:
            await asyncio.wait([before])
        if told and told.text:
            self._events.tell(Heard("final", at, told, spoken.clip, _since(due)))
        else:
            self._nothing(reason, spoken, due, told)

    def _nothing(self, reason: Reason, spoken: Utterance, due: float, told: Transcript | None = None) -> None:
        self._events.tell_nothing(Heard("nothing", self._clock(), told, spoken.clip, _since(due)), reason)


def _since(due: float) -> float:
    return max(0.0, time.monotonic() - due)


def _note(error: Exception) -> None:
    """An engine that is busy is nothing special; anything else belongs in the log."""
    if not isinstance(error, Unavailable):
        log.error("speech engine failed", exc_info=error)
