"""Text spoken: made speakable, cut into phrases, each from the cache or the engine, all at one loudness."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from itertools import product

from assistant.errors import BadInput
from speech import clip_shape
from speech.audio.resample import resample
from speech.clip_cache import ClipCache, ClipKey
from speech.clip_shape import join, shaped, silence
from speech.pool import AudioPool
from speech.ports import Synthesizer
from speech.speakable import phrases, speakable
from speech.synthesizers.voices import chosen
from speech.values import Clip, Speaking

SLOWEST, FASTEST = 0.7, 1.2
RATES = (8_000, 16_000, 24_000, 48_000)
_PAUSES = {"，": 0.16, "、": 0.08, "：": 0.22, "；": 0.28, "。": 0.34, "！": 0.34, "？": 0.34, "…": 0.34}
"""Seconds after a phrase by the mark that ends it, at speed 1; the engine's own silences are taken away before."""
_NO_MARK = 0.05

log = logging.getLogger(__name__)

__all__ = ["FASTEST", "RATES", "SLOWEST", "Speaker", "join", "render_prompts"]


class Speaker:
    """Speaks with ``synthesizer``; a phrase it fails on is spoken by ``fallback``. Shared by every session."""

    def __init__(self, synthesizer: Synthesizer, fallback: Synthesizer, cache: ClipCache, pool: AudioPool) -> None:
        self._engine = synthesizer
        self._fallback = fallback
        self._cache = cache
        self._pool = pool
        self._warned = False

    @property
    def name(self) -> str:
        """The engine that speaks."""
        return self._engine.name

    @property
    def voices(self) -> tuple[str, ...]:
        """Names it can speak with, the default first."""
        return self._engine.voices

    async def stream(self, text: str, speaking: Speaking, rate: int = 24_000) -> AsyncIterator[Clip]:
        """``text`` phrase by phrase at ``rate`` Hz; while one is played the next is rendered. Nothing for no words.

        Every clip ends with the pause its punctuation asks for, the last one without. Closing the iterator stops the
        work. Raises ``BadInput`` for a speed, rate or voice that cannot be had, ``Unavailable`` when too much waits.
        """
        voice = self._checked(speaking, rate)
        said = phrases(_ended(speakable(text)))
        coming: asyncio.Task[Clip] | None = None
        try:
            for index, phrase in enumerate(said):
                clip = await (coming or self._clip(phrase, voice, speaking.speed))
                last = index + 1 == len(said)
                coming = None if last else asyncio.create_task(self._clip(said[index + 1], voice, speaking.speed))
                if clip.pcm:
                    pause = 0.0 if last else _PAUSES.get(phrase.rstrip()[-1:], _NO_MARK) / speaking.speed
                    yield resample(join((clip, silence(pause, clip.rate)), 0.0), rate)
        finally:
            if coming is not None:
                coming.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await coming

    async def whole(self, text: str, speaking: Speaking, rate: int = 24_000) -> Clip:
        """All of ``text`` as one clip; an empty one when there is no word in it. Raises as ``stream`` does."""
        clips = [clip async for clip in self.stream(text, speaking, rate)]
        return join(clips, 0.0) if clips else Clip(b"", rate)

    def _checked(self, speaking: Speaking, rate: int) -> str:
        if not SLOWEST <= speaking.speed <= FASTEST:
            raise BadInput(f"语速 {speaking.speed:g} 太快或太慢", f"语速要在 {SLOWEST} 到 {FASTEST} 之间")
        if rate not in RATES:
            raise BadInput(f"不能按 {rate} 赫兹出声", f"可用：{'、'.join(map(str, RATES))}")
        return chosen(speaking.voice, self._engine.voices)

    async def _clip(self, phrase: str, voice: str, speed: float) -> Clip:
        engine = self._engine
        version = f"{engine.version}/{clip_shape.VERSION}"
        key = ClipKey(engine.name, version, voice, round(float(speed), 3), phrase)  # 1 and 1.0 are one speed
        if clip := self._cache.recent(key):
            return clip
        kept: Clip | None = await asyncio.to_thread(self._cache.get, key)
        return await self._pool.run(self._render, key) if kept is None else kept

    def _render(self, key: ClipKey) -> Clip:
        try:
            clip = shaped(self._engine.render(key.text, key.voice, key.speed))
        except BadInput:
            raise
        except Exception as error:
            if self._fallback is self._engine:
                raise
            if not self._warned:
                self._warned = True
                log.warning("speech engine failed, the other one speaks", extra={"reason": str(error)}, exc_info=error)
            return shaped(self._fallback.render(key.text, "", key.speed))
        self._cache.put(key, clip)
        return clip


def _ended(text: str) -> str:
    """With a mark at the end, so that the voice falls there."""
    return f"{text}。" if text and text[-1] not in _PAUSES else text


async def render_prompts(
    speaker: Speaker,
    texts: Iterable[str],
    speakings: Iterable[Speaking],
    rates: Iterable[int] = (24_000,),
    progress: Callable[[int, int], None] | None = None,
) -> float:
    """Render what is said often into the cache; ``progress`` is told how many of how many are done.

    Clips are kept at the engine's rate, so further ``rates`` cost next to nothing. Returns the seconds of sound.
    """
    work = list(product(dict.fromkeys(texts), dict.fromkeys(speakings)))
    every = tuple(rates)
    seconds = 0.0
    for done, (text, speaking) in enumerate(work, 1):
        for rate in every:
            clip = await speaker.whole(text, speaking, rate)
        seconds += clip.seconds if every else 0.0
        if progress is not None:
            progress(done, len(work))
    return seconds
