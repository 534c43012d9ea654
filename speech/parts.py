"""Listening and speaking as one part of the service: which engines, loaded once, shared by every channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from assistant.errors import AssistantError, Unavailable
from speech.clip_cache import ClipCache
from speech.models import silero
from speech.pool import AudioPool
from speech.ports import Mender, Synthesizer, Transcriber
from speech.profiles import ORDINARY, load_profiles
from speech.repair.mender import load_mender
from speech.session import ListeningSession, transcribe
from speech.speaking import Speaker
from speech.synthesizers import make_synthesizer
from speech.transcribers import first_working
from speech.transcribers.suggestions import with_suggestions
from speech.values import NO_HINTS, Clip, Hints, Profile, Speaking, Transcript
from speech.voice_activity import SileroVoiceActivity, activity_rate

FALLBACK, FALLBACK_TRANSCRIBER = "espeak", "whisper"
_REMEDY = "请管理员运行 python -m speech doctor 看缺什么"

Opened = TypeVar("Opened")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SpeechChoices:
    """What the operator chose; see ``.env.example``."""

    data_dir: Path
    transcriber: str = "whisper"
    transcriber_model: str = ""
    synthesizer: str = "kokoro"
    voice: str = ""
    threads: int = 2
    profiles: Path | None = None
    cache_mb: int = 200

    @property
    def models_dir(self) -> Path:
        """Where joined and downloaded models lie."""
        return self.data_dir / "models"


@dataclass(slots=True)
class Speech:
    """What channels listen and speak with. Loads in the background; until then, and when an engine cannot be had,
    ``listening`` or ``speaking`` is false and the calls raise ``Unavailable``.
    """

    choices: SpeechChoices
    profiles: dict[str, Profile]
    pool: AudioPool
    _ears: _Ears | None = None
    _speaker: Speaker | None = None
    problems: dict[str, str] = field(default_factory=dict)
    """Why ``listening`` or ``speaking`` cannot be had, for the operator."""
    loaded: bool = False

    @property
    def listening(self) -> bool:
        """Whether sound can be turned into text now."""
        return self._ears is not None

    @property
    def speaking(self) -> bool:
        """Whether text can be turned into sound now."""
        return self._speaker is not None

    @property
    def state(self) -> dict[str, str]:
        """How listening and speaking are, for readiness: the engine's name, ``loading`` or ``unavailable``."""
        absent = "unavailable" if self.loaded else "loading"
        return {
            "listening": self._ears.transcriber.name if self._ears else absent,
            "speaking": self._speaker.name if self._speaker else absent,
        }

    def load(self) -> None:
        """Load both engines; blocks for seconds. What cannot be had is logged, and the rest goes on."""
        self._ears = self._tried("listening", lambda: _open_ears(self.choices))
        self._speaker = self._tried("speaking", lambda: _open_speaker(self.choices, self.pool))
        self.loaded = True

    async def start(self) -> None:
        """Load without holding up the service. Runs as a background job until it has loaded."""
        await asyncio.to_thread(self.load)

    def session(self, profile: str, rate: int, hints: Hints = NO_HINTS, *, hold: bool = False) -> ListeningSession:
        """A session for sound at ``rate`` Hz; ``hold``: only ``finish`` ends an utterance. Raises ``Unavailable``."""
        ears = self._listening()
        return ListeningSession(
            ears.transcriber, ears.activity(rate), self.pool, self.profile(profile).listening,
            mender=ears.mender, rate=rate, hints=hints, hold=hold,
        )  # fmt: skip

    async def transcribe(self, clip: Clip, hints: Hints = NO_HINTS) -> Transcript:
        """The words of a whole recording. Raises ``Unavailable``."""
        ears = self._listening()
        return await transcribe(clip, ears.transcriber, ears.mender, self.pool, hints, ears.activity(clip.rate))

    async def clip(self, text: str, speaking: Speaking, rate: int = 24_000) -> Clip:
        """``text`` as sound. Raises ``Unavailable`` and ``BadInput``."""
        return await self._speaking().whole(text, speaking, rate)

    def stream(self, text: str, speaking: Speaking, rate: int = 24_000) -> AsyncIterator[Clip]:
        """``text`` as sound, piece by piece as it is made. Raises ``Unavailable`` and ``BadInput``."""
        return self._speaking().stream(text, speaking, rate)

    def profile(self, name: str) -> Profile:
        """The profile of that name, or the ordinary one."""
        return self.profiles.get(name, self.profiles[ORDINARY])

    def voice_of(self, profile: str, speed: float | None = None) -> Speaking:
        """How somebody of that profile is spoken to; ``speed`` as they chose it."""
        speaking = self.profile(profile).speaking
        chosen = replace(speaking, voice=speaking.voice or self.choices.voice)
        return chosen if speed is None else replace(chosen, speed=speed)

    def close(self) -> None:
        """Stop the threads."""
        self.pool.close()

    def _listening(self) -> _Ears:
        if self._ears is None:
            raise Unavailable(f"现在听不了语音，{_REMEDY}" if self.loaded else "语音正在准备，请稍后再试")
        return self._ears

    def _speaking(self) -> Speaker:
        if self._speaker is None:
            raise Unavailable(f"现在不能朗读，{_REMEDY}" if self.loaded else "语音正在准备，请稍后再试")
        return self._speaker

    def _tried(self, what: str, opened: Callable[[], Opened]) -> Opened | None:
        try:
            return opened()
        except AssistantError as error:
            self.problems[what] = str(error)
            log.error("speech part not available", extra={"part": what, "reason": str(error)})
        return None


@dataclass(frozen=True, slots=True)
class _Ears:
    transcriber: Transcriber
    mender: Mender
    silero: Path

    def activity(self, rate: int) -> SileroVoiceActivity:
        return SileroVoiceActivity(activity_rate(rate), self.silero)


def _open_ears(choices: SpeechChoices) -> _Ears:
    """The chosen engine; Whisper in its place when it cannot be opened."""
    wanted = [(choices.transcriber, choices.transcriber_model)]
    if choices.transcriber != FALLBACK_TRANSCRIBER:
        wanted.append((FALLBACK_TRANSCRIBER, ""))
    transcriber, _ = first_working(wanted, models_dir=choices.models_dir, threads=choices.threads)
    mender = load_mender()
    return _Ears(with_suggestions(transcriber, mender.suggest), mender, silero())


def _open_speaker(choices: SpeechChoices, pool: AudioPool) -> Speaker:
    cache = ClipCache(choices.data_dir / "clips", choices.cache_mb)

    def engine(name: str) -> Synthesizer:
        voice = choices.voice if name == choices.synthesizer else ""
        return make_synthesizer(name, voice, models_dir=choices.models_dir, threads=choices.threads)

    fallback = engine(FALLBACK)
    try:
        first = engine(choices.synthesizer) if choices.synthesizer != FALLBACK else fallback
    except Unavailable as error:
        log.warning("speech engine replaced", extra={"wanted": choices.synthesizer, "reason": str(error)})
        first = fallback
    return Speaker(first, fallback, cache, pool)


def make_speech(choices: SpeechChoices) -> Speech:
    """Speech as chosen, not yet loaded. Raises ``BadSettings`` for a profile file that is wrong."""
    return Speech(choices, load_profiles(choices.profiles), AudioPool(choices.threads))
