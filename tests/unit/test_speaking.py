"""Speaking phrase by phrase, with engines that fail, are slow, or are not asked twice."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import BadInput, Unavailable
from speech.clip_cache import ClipCache
from speech.pool import AudioPool
from speech.speakable import phrases, speakable
from speech.speaking import Speaker, render_prompts
from speech.values import Clip, Speaking

TEXT = "累计缴费满15年的人可以按月领取基本养老金。缴费不足15年的，可以延长缴费到满15年。"
SAID = phrases(speakable(TEXT))


class Tones:
    """A voice that hums a tenth of a second for each character, at its own rate."""

    version = "1"

    def __init__(self, name: str, rate: int, fails_from: int = 10_000) -> None:
        self.name, self.rate, self.voices = name, rate, ("low", "high")
        self.fails_from = fails_from
        self.asked: list[tuple[str, str, float]] = []
        self.slow = threading.Event()
        self.slow.set()

    def render(self, text: str, voice: str, speed: float) -> Clip:
        self.asked.append((text, voice, speed))
        self.slow.wait(5)
        if len(self.asked) > self.fails_from:
            raise RuntimeError("out of memory")
        pitch = {"kokoro": 300, "espeak": 150}[self.name]
        samples = 0.1 * np.sin(2 * np.pi * pitch * np.arange(round(len(text) * 0.1 * self.rate / speed)) / self.rate)
        return Clip((samples * 32767).astype("<i2").tobytes(), self.rate)


@pytest.fixture
async def pool() -> AsyncIterator[AudioPool]:
    pool = AudioPool(2)
    yield pool
    pool.close()


def speaker(
    pool: AudioPool, folder: Path, first: Tones | None = None, megabytes: float = 5
) -> tuple[Speaker, Tones, Tones]:
    first, other = first or Tones("kokoro", 24_000), Tones("espeak", 22_050)
    return Speaker(first, other, ClipCache(folder, megabytes), pool), first, other


async def test_a_text_is_spoken_phrase_by_phrase(pool: AudioPool, tmp_path: Path) -> None:
    speaks, engine, _ = speaker(pool, tmp_path)
    clips = [clip async for clip in speaks.stream(TEXT, Speaking("high", 1.0), 16_000)]
    assert [text for text, _, _ in engine.asked] == list(SAID)
    assert len(clips) == len(SAID) >= 3
    assert {clip.rate for clip in clips} == {16_000}
    assert sum(clip.seconds for clip in clips) > 0.1 * sum(map(len, SAID))


async def test_the_next_phrase_is_rendered_while_one_is_played(pool: AudioPool, tmp_path: Path) -> None:
    speaks, engine, _ = speaker(pool, tmp_path)
    stream = speaks.stream(TEXT, Speaking())
    await anext(stream)
    for _ in range(200):
        if len(engine.asked) == 2:
            break
        await asyncio.sleep(0.01)
    assert len(engine.asked) == 2, "one ahead and no more"
    await stream.aclose()  # type: ignore[attr-defined]


async def test_what_was_said_once_is_not_rendered_again(pool: AudioPool, tmp_path: Path) -> None:
    speaks, engine, _ = speaker(pool, tmp_path)
    first = await speaks.whole(TEXT, Speaking(), 8_000)
    asked = len(engine.asked)
    assert await speaks.whole(TEXT, Speaking(), 8_000) == first
    later, other, _ = speaker(pool, tmp_path)
    assert await later.whole(TEXT, Speaking(), 8_000) == first
    assert (len(engine.asked), other.asked) == (asked, [])


async def test_a_phrase_the_engine_fails_on_is_spoken_by_the_other_one(
    pool: AudioPool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    speaks, engine, other = speaker(pool, tmp_path, Tones("kokoro", 24_000, fails_from=2))
    with caplog.at_level(logging.WARNING):
        clips = [clip async for clip in speaks.stream(TEXT, Speaking("high"), 8_000)]
    assert len(clips) == len(SAID)
    assert [text for text, _, _ in other.asked] == list(SAID[2:])
    assert {voice for _, voice, _ in other.asked} == {""}
    assert len(caplog.records) == 1
    engine.fails_from = 10_000
    await speaks.whole(TEXT, Speaking("high"), 8_000)
    assert len(other.asked) == len(SAID) - 2, "what the other one said is not kept as the first one's"


async def test_when_both_fail_it_is_told(pool: AudioPool, tmp_path: Path) -> None:
    broken = Tones("espeak", 22_050, fails_from=0)
    with pytest.raises(RuntimeError):
        await Speaker(broken, broken, ClipCache(tmp_path, 1), pool).whole("您好。", Speaking())


async def test_closing_the_stream_stops_the_work(pool: AudioPool, tmp_path: Path) -> None:
    speaks, engine, _ = speaker(pool, tmp_path)
    stream = speaks.stream(TEXT, Speaking())
    await anext(stream)
    engine.slow.clear()
    closing = asyncio.create_task(stream.aclose())  # type: ignore[attr-defined]
    await asyncio.wait_for(closing, 2)
    engine.slow.set()
    await asyncio.sleep(0.05)
    assert len(engine.asked) <= 2


async def test_a_caller_who_hangs_up_while_waiting_takes_no_place(pool: AudioPool, tmp_path: Path) -> None:
    speaks, engine, _ = speaker(pool, tmp_path)
    engine.slow.clear()
    waiting = asyncio.create_task(speaks.whole(TEXT, Speaking()))
    while not engine.asked:
        await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    engine.slow.set()
    deadline = time.monotonic() + 2
    while pool.running and time.monotonic() < deadline:
        await asyncio.sleep(0.01)
    assert len(engine.asked) == 1


@pytest.mark.parametrize(
    ("speaking", "rate", "told"),
    [
        (Speaking(speed=0.5), 24_000, "0.7 到 1.2"),
        (Speaking(speed=1.3), 24_000, "0.7 到 1.2"),
        (Speaking(speed=float("nan")), 24_000, "0.7 到 1.2"),
        (Speaking(voice="tenor"), 24_000, "low、high"),
        (Speaking(), 11_025, "8000"),
    ],
)
async def test_what_cannot_be_had_is_refused_with_what_can(
    pool: AudioPool, tmp_path: Path, speaking: Speaking, rate: int, told: str
) -> None:
    speaks, engine, _ = speaker(pool, tmp_path)
    with pytest.raises(BadInput) as refused:
        await speaks.whole("您好。", speaking, rate)
    assert told in refused.value.remedy
    assert engine.asked == []


@pytest.mark.parametrize("text", ["", "。。。", "😀", "-----"])
async def test_a_text_without_words_is_no_sound(pool: AudioPool, tmp_path: Path, text: str) -> None:
    speaks, engine, _ = speaker(pool, tmp_path)
    assert await speaks.whole(text, Speaking(), 8_000) == Clip(b"", 8_000)
    assert engine.asked == []


async def test_too_much_at_once_is_told_and_not_spoken_by_the_other_voice(tmp_path: Path) -> None:
    pool = AudioPool(1, most_waiting=0)
    speaks, engine, other = speaker(pool, tmp_path)
    engine.slow.clear()
    waiting = asyncio.create_task(speaks.whole("您好。", Speaking()))
    while not engine.asked:
        await asyncio.sleep(0.01)
    with pytest.raises(Unavailable) as busy:
        await speaks.whole("再见。", Speaking())
    engine.slow.set()
    await waiting
    pool.close()
    assert busy.value.retry
    assert other.asked == []


async def test_prompts_are_rendered_into_the_cache_once(pool: AudioPool, tmp_path: Path) -> None:
    speaks, engine, _ = speaker(pool, tmp_path)
    told: list[tuple[int, int]] = []
    speakings = (Speaking("low", 1.0), Speaking("low", 0.85))
    seconds = await render_prompts(
        speaks, ("您好。", "请稍等。", "您好。"), speakings, (8_000, 24_000), lambda done, of: told.append((done, of))
    )
    assert seconds > 0
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert len(engine.asked) == 4
    await speaks.whole("请稍等。", Speaking("low", 0.85), 8_000)
    assert len(engine.asked) == 4
