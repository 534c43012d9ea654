"""The listening side of one socket: frames that start and stop it, sound, and what becomes of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.errors import AssistantError, BadInput, TooMany, Unavailable
from assistant.messages import InboundMessage
from assistant.records import ConversationRecord, MessageRecord
from assistant.voice.rendering import spoken
from assistant.voice.talk import Talk
from channels.api.bodies_voice import ListenFrame
from channels.api.problems import title_of
from channels.api.voice import Voice, hints_after, of_utterance, taken
from speech.session import ListeningSession, Reason
from speech.values import BYTES_PER_SAMPLE, NO_HINTS, Heard, Hints

FRAMES = frozenset({"listen", "listen_end", "listen_cancel", "speaking"})
"""Types of the frames an ear takes."""
AHEAD = 5.0
"""Seconds by which sound may run ahead of the clock: what piled up while the line was bad, not a file."""
_TITLES: dict[Reason, str] = {
    "silence": "没有听到声音，请靠近话筒再说一遍",
    "unclear": "没听清，请再说一遍，或者打字告诉我",
    "busy": "现在说话的人太多，请稍等一会儿再说，或者打字告诉我",
    "unavailable": "现在听不了语音，请打字告诉我",
}

Send = Callable[[dict[str, Any]], Awaitable[None]]
Say = Callable[[InboundMessage], Awaitable[dict[str, Any]]]
"""Says a message in the conversation; the error frame's fields when that failed, else empty."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ear:
    """Listens for one socket, to one utterance or, hands free, to one after the other. Without ``voice`` it says so."""

    voice: Voice | None
    record: ConversationRecord
    send: Send
    say: Say
    clock: Callable[[], float] = time.monotonic
    _hints: Hints = NO_HINTS
    _talk: Talk = Talk()
    _listening: _Utterances | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _saying: set[asyncio.Future[dict[str, Any]]] = field(default_factory=set)

    def was_said(self, message: MessageRecord) -> None:
        """A message the citizen sees: what it asks tells how long to wait for an answer, and what 要 means."""
        if message.sender == "citizen":
            return
        self._hints = hints_after(message)
        if self._listening:
            self._listening.session.expect(self._hints)
        self._talk = self._talk.on_reply(spoken(message)).talk

    async def frame(self, kind: str, frame: dict[str, Any]) -> None:
        """One of ``FRAMES``. Raises ``ValueError`` for one that is not as documented."""
        if kind == "listen":
            await self._start(ListenFrame.model_validate(frame))
        elif kind == "speaking" and set(frame) == {"on"} and isinstance(frame["on"], bool):
            if self._listening:
                self._listening.session.speaking(frame["on"])
        elif frame or kind == "speaking":
            raise ValueError("unknown fields")
        elif self._listening and kind == "listen_end":
            await self._listening.session.finish()
        elif kind == "listen_cancel":
            await self.close()

    async def sound(self, pcm: bytes) -> None:
        """Sound of the utterance; dropped when nothing is listening."""
        listening = self._listening
        if listening is None:
            return
        if len(pcm) % BYTES_PER_SAMPLE or not listening.may_take(pcm, self.clock()):
            await self._stop("busy")
            return
        try:
            await listening.session.feed(pcm)
        except Unavailable:
            await self._stop("busy")

    async def close(self) -> None:
        """Stop listening; what was not finished is forgotten."""
        listening, self._listening = self._listening, None
        if listening:
            listening.session.cancel()
            await listening.session.close()
        for task in tuple(self._tasks):
            if task is not asyncio.current_task():
                task.cancel()

    async def _start(self, wanted: ListenFrame) -> None:
        await self.close()
        try:
            if self.voice is None:
                raise Unavailable("no voice")
            session = self.voice.speech.session(
                wanted.profile or self.record.profile, wanted.rate, self._hints, hold=wanted.mode == "hold"
            )
        except Unavailable:
            await self._not_heard(wanted.utterance_id, "unavailable")
            return
        self._listening = _Utterances(session, wanted, self.clock())
        await self.send({"type": "listening", "utterance_id": wanted.utterance_id})
        task = asyncio.create_task(self._follow(self._listening))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stop(self, reason: Reason) -> None:
        if listening := self._listening:
            await self._not_heard(listening.id, reason)
            await self.close()

    async def _follow(self, listening: _Utterances) -> None:
        """What the session hears, until it ends."""
        try:
            async for heard in listening.session.events():
                await self._tell(listening, heard)
                if listening.wanted.mode == "hold" and heard.kind in ("final", "nothing"):
                    break
        except AssistantError as error:
            log.warning("listening failed", extra={"error": type(error).__name__, "conversation": self.record.id})
            await self._not_heard(listening.id, "busy")
        except Exception as error:
            log.exception("listening failed", extra={"error": type(error).__name__, "conversation": self.record.id})
            with contextlib.suppress(Exception):
                await self._not_heard(listening.id, "unavailable")
        finally:
            if self._listening is listening:
                self._listening = None
            await listening.session.close()

    async def _tell(self, listening: _Utterances, heard: Heard) -> None:
        if heard.kind in ("speech_started", "interrupted"):
            await self.send({"type": heard.kind})
        elif heard.kind == "nothing":
            await self._not_heard(listening.id, listening.session.why(heard))
        elif heard.transcript is None:
            return
        elif heard.kind == "partial":
            await self.send({"type": "hearing", "utterance_id": listening.id, "text": heard.transcript.text})
        else:
            await self._final(listening, heard)

    async def _final(self, listening: _Utterances, heard: Heard) -> None:
        found, utterance = heard.transcript, listening.id
        listening.count += 1
        if found is None or not found.text.strip():
            await self._not_heard(utterance, "unclear")
            return
        if command := self._talk.command(found.raw) or self._talk.command(found.text):
            self._talk = self._talk.on_command(command).talk
            await self.send({"type": "command", "utterance_id": utterance, "command": command})
            return
        said = taken(found, self._hints, date.today())
        await self.send(
            {
                "type": "heard", "utterance_id": utterance, "text": said.text,
                "confidence": round(said.heard.confidence, 2),
            }
        )  # fmt: skip
        if self.voice:
            await self.voice.keep(self.record.id, utterance, heard.clip)
        saying = asyncio.ensure_future(self.say(of_utterance(self.record, utterance, said.text, said.heard)))
        self._saying.add(saying)
        saying.add_done_callback(self._saying.discard)
        if error := await asyncio.shield(saying):  # who speaks again before the answer is there loses nothing
            await self.send({"type": "error", **error})

    async def _not_heard(self, utterance: str, reason: Reason) -> None:
        await self.send({"type": "not_heard", "utterance_id": utterance, "reason": reason, "title": _TITLES[reason]})


@dataclass(slots=True)
class _Utterances:
    """One ``listen`` frame's session; hands free, every utterance after the first has a number behind its id."""

    session: ListeningSession
    wanted: ListenFrame
    began: float
    count: int = 0
    _seconds: float = 0.0

    @property
    def id(self) -> str:
        return f"{self.wanted.utterance_id}-{self.count + 1}" if self.count else self.wanted.utterance_id

    def may_take(self, pcm: bytes, now: float) -> bool:
        """Whether the sound came about as fast as it was spoken."""
        self._seconds += len(pcm) / BYTES_PER_SAMPLE / self.wanted.rate
        return self._seconds <= now - self.began + AHEAD


def failed(error: Exception) -> dict[str, Any]:
    """What an error frame says when a message could not be taken."""
    if isinstance(error, TooMany):
        return {"title": title_of(429), "retry_after": error.retry_after}
    if isinstance(error, BadInput):
        return {"title": f"{error}，{error.remedy}" if error.remedy else str(error)}
    return {"title": title_of(503 if isinstance(error, Unavailable) else 500)}
