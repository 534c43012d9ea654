"""What the voice routes and the socket share: the speech part, recordings, and how an utterance becomes a message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assistant.errors import AssistantError
from assistant.messages import HeardAs, InboundMessage, Misheard
from assistant.recordings import Recordings, Sound
from assistant.records import ConversationRecord
from speech.audio.files import write_audio
from speech.parts import Speech
from speech.values import Clip, Transcript

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


def heard_as(found: Transcript) -> HeardAs:
    """What the recogniser was unsure of, as the dialogue takes it."""
    return HeardAs(found.confidence, tuple(Misheard(doubt.taken, doubt.others) for doubt in found.doubts))


def of_utterance(record: ConversationRecord, utterance: str, text: str, heard: HeardAs) -> InboundMessage:
    """A spoken message as the core takes it."""
    return InboundMessage(
        id=utterance, channel=record.channel, conversation=record.id, text=text, region=record.region,
        profile=record.profile, heard=heard,
    )  # fmt: skip
