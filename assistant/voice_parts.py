"""Listening and speaking for the service: engines as the operator chose them, and where recordings are kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from assistant.errors import AssistantError
from assistant.recordings import Recordings
from assistant.settings import Settings
from assistant.store.encryption import make_secrets
from assistant.store.recordings import StoredRecordings
from assistant.store.working import Working
from channels.api.voice import Voice
from speech.parts import SpeechChoices, make_speech

PURGE_EVERY = 3600.0
"""Seconds between two looks for recordings that have expired."""

log = logging.getLogger(__name__)


def speech_choices(settings: Settings) -> SpeechChoices:
    """The settings that concern speech."""
    return SpeechChoices(
        settings.data_dir, settings.transcriber,
        settings.whisper_model if settings.transcriber == "whisper" else settings.vosk_model,
        settings.synthesizer, settings.voice, settings.speech_threads,
        Path(settings.speech_profiles) if settings.speech_profiles else None, settings.speech_cache_mb,
    )  # fmt: skip


def make_voice(settings: Settings, working: Working, clock: Callable[[], datetime]) -> Voice | None:
    """Voice as the operator chose it, not yet loaded; None when it is off. Raises ``BadSettings``."""
    if settings.speech == "off":
        return None
    recordings = StoredRecordings(
        working, make_secrets(settings.data_dir, settings.secret_key), settings.recordings_days
    )
    return Voice(make_speech(speech_choices(settings)), recordings, clock)


async def purge_expired(recordings: Recordings, clock: Callable[[], datetime]) -> None:
    """Delete what has expired, again and again until cancelled; also what was kept under an earlier setting."""
    while True:
        try:
            if gone := await recordings.purge(clock()):
                log.info("recordings deleted", extra={"count": gone})
        except AssistantError as error:
            log.warning("recordings not purged", extra={"error": type(error).__name__})
        await asyncio.sleep(PURGE_EVERY)
