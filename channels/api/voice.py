"""What the voice routes and the socket share: the speech part, recordings, and how an utterance becomes a message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from assistant.errors import AssistantError
from assistant.messages import HeardAs, InboundMessage, Misheard
from assistant.recordings import Recordings, Sound
from assistant.records import ConversationRecord, MessageRecord
from assistant.voice.expecting import as_answered, kind_named, number_expected
from speech.audio.files import write_audio
from speech.parts import Speech
from speech.values import NO_HINTS, Clip, Hints, Transcript

_ASKED = 80
"""Characters of what was said last that tell what is asked."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Voice:
    """Listening and speaking for channels; ``recordings`` None keeps none."""

    speech: Speech
    recordings: Recordings | None
    now: Callable[[], datetime]

    @property
    def recordings_days(self) -> int:
        """Days for which what citizens say is kept; 0: it is not."""
        return self.recordings.days if self.recordings else 0

    async def keep(self, conversation: str, message: str, clip: Clip | None) -> None:
        """Keep an utterance if the operator wants that. A recording that cannot be kept is logged, nothing more."""
        if clip is None or self.recordings is None or not self.recordings.days:
            return
        try:
            data = await asyncio.to_thread(write_audio, clip, "opus")
            await self.recordings.keep(conversation, message, Sound(data), clip.seconds, self.now())
        except AssistantError as error:
            log.error("recording not kept", extra={"error": type(error).__name__, "conversation": conversation})


def hints_after(message: MessageRecord) -> Hints:
    """What an answer to ``message`` is likely to be: what it asked last, and the kind of number if it asked for one."""
    if message.sender == "citizen":
        return NO_HINTS
    open_ones = [s["text"] for s in (message.reply or {}).get("sentences", ()) if not s["detail"]]
    asked = open_ones[-1] if open_ones else message.text[-_ASKED:]
    return Hints(asked=asked, number=number_expected(asked, message.reply) or "")


@dataclass(frozen=True, slots=True)
class Taken:
    """An utterance as the dialogue takes it: its text, and what the recogniser was unsure of."""

    text: str
    heard: HeardAs


def taken(found: Transcript, hints: Hints, today: date) -> Taken:
    """What was said; where a number had been asked for, the number."""
    rows = [[(each.text, each.score) for each in row] for row in found.numbers]
    answer = as_answered(found.text, rows, kind_named(hints.number), today)
    if answer.belief is not None:
        return Taken(answer.text, HeardAs(answer.belief))
    doubts = tuple(Misheard(doubt.taken, doubt.others) for doubt in found.doubts)
    return Taken(found.text, HeardAs(found.confidence, doubts))


def of_utterance(record: ConversationRecord, utterance: str, text: str, heard: HeardAs) -> InboundMessage:
    """A spoken message as the core takes it."""
    return InboundMessage(
        id=utterance, channel=record.channel, conversation=record.id, text=text, region=record.region,
        profile=record.profile, heard=heard,
    )  # fmt: skip
