"""A listening session with engines that answer at once, late or never; the detector hears loud as voice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from assistant.errors import Unavailable
from speech.pool import AudioPool
from speech.ports import Rescoring
from speech.session import ListeningSession
from speech.utterance import Pool
from speech.values import NO_HINTS, Heard, Hints, Listening, Transcript

from .listening import RATE, AtOnce, Engine, LoudIsVoice, silence, voice

STEP = 640 * 2
AT_ONCE = AtOnce()
LISTENING = Listening()


@pytest.fixture
async def pool() -> AsyncIterator[AudioPool]:
    made = AudioPool(2, most_waiting=2)
    yield made
    made.close(wait=True)


def session(engine: Engine, pool: Pool, listening: Listening = LISTENING, **more: object) -> ListeningSession:
    return ListeningSession(engine, LoudIsVoice(), pool, listening, **more)  # type: ignore[arg-type]


async def say(listening: ListeningSession, *sounds: bytes) -> None:
    """Feed in pieces of 40 ms, giving the engine's tasks their turns as real time would."""
    pcm = b"".join(sounds)
    for start in range(0, len(pcm), STEP):
        await listening.feed(pcm[start : start + STEP])
        await asyncio.sleep(0.001)


async def everything(listening: ListeningSession) -> list[Heard]:
    return [heard async for heard in listening.events()]


def kinds(heard: list[Heard]) -> list[str]:
    return [each.kind for each in heard]


async def test_an_utterance_from_the_first_sound_to_the_text() -> None:
    engine = Engine()
    listening = session(engine, AT_ONCE)
    await say(listening, silence(1), voice(2), silence(1.2))
    await listening.finish()
    heard = await everything(listening)
    assert [kind for kind in kinds(heard) if kind != "partial"] == ["speech_started", "final"]
    assert "partial" in kinds(heard)
    final = heard[-1]
    assert final.transcript and final.transcript.text == "怎么查余额？"
    assert 3.8 <= final.at <= 4.0
    assert 0 <= final.waited < 1


async def test_the_sound_before_the_voice_is_kept_and_the_silence_after_it_is_not() -> None:
    engine = Engine()
    listening = session(engine, AT_ONCE, Listening(lead=0.3))
    await say(listening, silence(3), voice(1), silence(1.2))
    await listening.finish()
    clip = (await everything(listening))[-1].clip
    assert clip is not None
    assert clip.rate == RATE
    assert 1.3 <= clip.seconds <= 1.9
    assert not any(clip.pcm[: int(0.25 * RATE) * 2])


async def test_the_text_worked_out_in_the_pause_is_the_final_one() -> None:
    engine = Engine()
    listening = session(engine, AT_ONCE, Listening(partial_every=60))
    await say(listening, voice(1), silence(0.4))
    assert engine.calls == ["final"]
    await say(listening, silence(0.8))
    await listening.finish()
    assert kinds(await everything(listening)) == ["speech_started", "final"]
    assert engine.calls == ["final"]


async def test_a_pause_that_was_none_is_read_again() -> None:
    engine = Engine()
    listening = session(engine, AT_ONCE, Listening(partial_every=60))
    await say(listening, voice(1), silence(0.5), voice(1), silence(1))
    await listening.finish()
    assert kinds(await everything(listening)) == ["speech_started", "final"]
    assert engine.calls == ["final", "final"]
    (sound,) = engine.sounds
    assert 2.4 <= len(sound) / 2 / RATE <= 3.2


async def test_of_a_long_silence_within_an_utterance_only_the_ends_are_kept() -> None:
    engine = Engine(text="身份证号一一零")
    listening = session(engine, AT_ONCE)
    await say(listening, voice(1), silence(1.4), voice(1), silence(2))
    await listening.finish()
    heard = await everything(listening)
    assert kinds(heard).count("final") == 1
    assert heard[-1].clip is not None
    assert heard[-1].clip.seconds < 3.2


async def test_live_texts_come_at_most_as_often_as_wanted_and_only_when_they_changed() -> None:
    engine = Engine(text="我今年")
    listening = session(engine, AT_ONCE, Listening(partial_every=0.5))
    await say(listening, voice(3))
    assert 4 <= engine.calls.count("partial") <= 6
    listening.cancel()
    other = session(engine, AT_ONCE, Listening(partial_every=0.5))
    await say(other, voice(3), silence(1))
    await other.finish()
    assert kinds(await everything(other)) == ["speech_started", "partial", "final"]


async def test_no_live_texts_while_the_engine_has_other_work(pool: AudioPool) -> None:
    engine, other = Engine(), Engine()
    other.gate.clear()
    busy = [asyncio.create_task(pool.run(other.begin().final)) for _ in range(3)]
    await asyncio.sleep(0.02)
    listening = session(engine, pool, Listening(partial_every=0.2))
    await say(listening, voice(2))
    assert engine.calls == []
    other.gate.set()
    await asyncio.gather(*busy)
    listening.cancel()


async def test_feeding_never_waits_for_the_engine(pool: AudioPool) -> None:
    engine = Engine()
    engine.gate.clear()
    listening = session(engine, pool)
    began = time.monotonic()
    await say(listening, voice(2), silence(2), voice(2))
    assert time.monotonic() - began < 5
    engine.gate.set()
    await listening.finish()
    assert kinds(await everything(listening)).count("final") == 2


async def test_one_recognition_is_never_used_by_two_threads(pool: AudioPool) -> None:
    engine = Engine()
    listening = session(engine, pool, Listening(partial_every=0.1))
    for _ in range(3):
        await say(listening, voice(0.6), silence(0.35))
    await say(listening, silence(1))
    await listening.finish()
    await everything(listening)
    assert engine.most_inside == 1


async def test_finals_come_in_the_order_of_the_utterances() -> None:
    first, listening = Engine(text="第一句。"), None
    listening = session(first, AT_ONCE)
    await say(listening, voice(1), silence(1.2))
    first.text = "第二句。"
    await say(listening, voice(1), silence(1.2))
    await listening.finish()
    texts = [h.transcript.text for h in await everything(listening) if h.kind == "final" and h.transcript]
    assert texts == ["第一句。", "第二句。"]


async def test_nobody_speaks() -> None:
    listening = session(Engine(), AT_ONCE, Listening(no_input=2))
    await say(listening, silence(2.2))
    heard = await listening.next_event()
    assert heard is not None
    assert (heard.kind, heard.transcript, listening.why(heard)) == ("nothing", None, "silence")


async def test_a_noise_in_which_nothing_is_understood() -> None:
    listening = session(Engine(text=""), AT_ONCE)
    await say(listening, voice(1), silence(2))
    await listening.finish()
    heard = await everything(listening)
    assert kinds(heard) == ["speech_started", "nothing"]
    assert listening.why(heard[-1]) == "unclear"


@pytest.mark.parametrize(("failure", "why"), [
    (Unavailable("太忙"), "busy"), (Unavailable("坏了", retry=False), "unavailable"), (RuntimeError("engine"), "unavailable"),
])  # fmt: skip
async def test_an_engine_that_fails_is_told_and_listening_goes_on(
    failure: Exception, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine = Engine(failure=failure)
    listening = session(engine, AT_ONCE)
    await say(listening, voice(1), silence(2))
    engine.failure = None
    await say(listening, voice(1), silence(2))
    await listening.finish()
    heard = await everything(listening)
    assert [kind for kind in kinds(heard) if kind != "partial"] == [
        "speech_started",
        "nothing",
        "speech_started",
        "final",
    ]
    assert listening.why(next(each for each in heard if each.kind == "nothing")) == why
    assert ("speech engine failed" in caplog.text) == isinstance(failure, RuntimeError)


async def test_a_pool_with_no_room_is_told_and_nothing_piles_up(pool: AudioPool) -> None:
    other = Engine()
    other.gate.clear()
    busy = [asyncio.create_task(pool.run(other.begin().final)) for _ in range(4)]
    await asyncio.sleep(0.02)
    listening = session(Engine(), pool)
    for _ in range(10):
        await say(listening, voice(0.5), silence(2))
    heard = [await listening.next_event() for _ in range(20)]
    assert [each.kind for each in heard if each] == ["speech_started", "nothing"] * 10
    assert all(listening.why(each) == "busy" for each in heard if each and each.kind == "nothing")
    other.gate.set()
    await asyncio.gather(*busy)
    await say(listening, voice(0.5), silence(1.2))
    await listening.finish()
    assert kinds(await everything(listening))[-1] == "final"


async def test_an_engine_that_hangs_does_not_pile_up_utterances(pool: AudioPool) -> None:
    engine = Engine()
    engine.gate.clear()
    listening = session(engine, pool)
    for _ in range(8):
        await say(listening, voice(0.5), silence(2))
    engine.gate.set()
    await listening.finish()
    heard = await everything(listening)
    assert kinds(heard).count("final") <= 3
    assert kinds(heard).count("final") + kinds(heard).count("nothing") == 8


async def test_interrupting_the_assistant(pool: AudioPool) -> None:
    engine = Engine()
    engine.gate.clear()
    listening = session(engine, pool)
    listening.speaking(True)
    await say(listening, silence(2), voice(0.32))
    heard = await asyncio.wait_for(listening.next_event(), 1)
    assert heard is not None and heard.kind == "interrupted"
    assert heard.at - 2 <= 0.3
    engine.gate.set()
    await say(listening, voice(1), silence(1.2))
    await listening.finish()
    assert kinds(await everything(listening))[-1] == "final"


@pytest.mark.parametrize(("text", "told"), [("停。", ["interrupted", "final"]), ("嗯。", [])])
async def test_a_short_word_interrupts_only_when_it_says_so(text: str, told: list[str]) -> None:
    listening = session(Engine(text=text), AT_ONCE, Listening(start=0.1, interrupt=0.3))
    listening.speaking(True)
    await say(listening, silence(1), voice(0.2), silence(1))
    await listening.finish()
    assert kinds(await everything(listening)) == told


async def test_a_held_button_says_when_it_is_over() -> None:
    engine = Engine()
    listening = session(engine, AT_ONCE, hold=True)
    await say(listening, silence(0.2), voice(1), silence(3), voice(0.5))
    began = time.monotonic()
    await listening.finish()
    heard = await everything(listening)
    assert [kind for kind in kinds(heard) if kind != "partial"] == ["speech_started", "final"]
    assert time.monotonic() - began < 2
    await listening.feed(voice(1))
    assert await listening.next_event() is None


async def test_a_button_held_for_a_very_short_word() -> None:
    engine = Engine(text="对。")
    listening = session(engine, AT_ONCE, hold=True)
    await say(listening, silence(0.3), voice(0.12))
    await listening.finish()
    assert kinds(await everything(listening))[-1] == "final"


async def test_a_button_held_in_silence() -> None:
    listening = session(Engine(), AT_ONCE, hold=True)
    await say(listening, silence(9))
    await listening.finish()
    (heard,) = await everything(listening)
    assert (heard.kind, listening.why(heard)) == ("nothing", "silence")


async def test_a_button_held_too_long_is_let_go_for_the_person() -> None:
    listening = session(Engine(), AT_ONCE, Listening(longest=3), hold=True)
    await say(listening, voice(5))
    heard = await everything(listening)
    assert kinds(heard)[-1] == "final"
    assert kinds(heard).count("final") == 1
    assert heard[-1].clip is not None and heard[-1].clip.seconds <= 3.5


async def test_cancelling_reports_nothing_and_leaves_nothing_running(pool: AudioPool) -> None:
    engine = Engine()
    engine.gate.clear()
    listening = session(engine, pool)
    await say(listening, voice(1), silence(1.2))
    waiting = asyncio.create_task(everything(listening))
    await asyncio.sleep(0)
    listening.cancel()
    await listening.feed(voice(1))
    await listening.finish()
    engine.gate.set()
    await listening.close()
    assert "final" not in kinds(await waiting)
    assert len(asyncio.all_tasks()) == 1


async def test_a_reader_that_was_cancelled_loses_nothing() -> None:
    listening = session(Engine(), AT_ONCE)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(listening.next_event(), 0.01)
    await say(listening, voice(1))
    heard = await listening.next_event()
    assert heard is not None and heard.kind == "speech_started"
    await listening.close()


async def test_hints_change_for_the_next_utterance() -> None:
    engine = Engine()
    listening = session(engine, AT_ONCE, hints=Hints(words=("参保",)))
    await say(listening, voice(1), silence(1.2))
    listening.expect(Hints(asked="请问您的身份证号码是多少？"))
    await say(listening, voice(1), silence(1.2))
    await listening.feed(silence(0.1))
    assert [hint.asked for hint in engine.hints] == ["", "请问您的身份证号码是多少？"]
    await listening.close()


@pytest.mark.parametrize("rate", [8000, 24_000, 44_100, 48_000])
async def test_any_rate_comes_to_the_engine_at_its_own(rate: int) -> None:
    engine = Engine()
    listening = session(engine, AT_ONCE, rate=rate)
    await say(listening, silence(0.5, rate), voice(1, rate), silence(1.5, rate))
    await listening.finish()
    assert kinds(await everything(listening))[-1] == "final"
    (sound,) = engine.sounds
    assert 1.2 <= len(sound) / 2 / RATE <= 2.0


@pytest.mark.parametrize("sizes", [[1], [3, 5, 7], [64_000], [640]])
async def test_the_pieces_sound_comes_in_do_not_matter(sizes: list[int]) -> None:
    pcm = silence(0.5) + voice(0.5) + silence(1.0) if sizes == [1] else silence(0.5) + voice(1) + silence(1.2)
    listening, place, turn = session(Engine(), AT_ONCE, Listening(end=0.5)), 0, 0
    while place < len(pcm):
        size = 2 * sizes[turn % len(sizes)] * (50 if sizes == [1] else 1)
        await listening.feed(pcm[place : place + size])
        place, turn = place + size, turn + 1
        await asyncio.sleep(0)
    await listening.finish()
    assert [kind for kind in kinds(await everything(listening)) if kind != "partial"] == ["speech_started", "final"]


class Mending:
    """Puts a mark on the text and remembers whether it was given something to weigh it by."""

    def __init__(self) -> None:
        self.fits: list[bool] = []

    def mend(self, heard: Transcript, fits: Rescoring | None = None, hints: Hints = NO_HINTS) -> Transcript:
        self.fits.append(fits is not None)
        return replace(heard, text=heard.text + "✓")


async def test_the_final_text_is_mended_once_and_live_ones_are_not() -> None:
    mender = Mending()
    listening = session(Engine(), AT_ONCE, mender=mender)
    await say(listening, voice(2), silence(1.2))
    await listening.finish()
    heard = await everything(listening)
    texts = {each.kind: each.transcript.text for each in heard if each.transcript}
    assert texts == {"partial": "怎么查余额？", "final": "怎么查余额？✓"}
    assert mender.fits == [False]


async def test_an_engine_that_decodes_as_it_goes_is_asked_for_the_final_once() -> None:
    engine = Engine(streaming=True)
    listening = session(engine, AT_ONCE)
    await say(listening, voice(2), silence(1.2))
    await listening.finish()
    assert kinds(await everything(listening))[-1] == "final"
    assert engine.calls.count("final") == 1
    assert engine.calls.count("partial") >= 4


async def test_many_at_once() -> None:
    async def one(number: int) -> str:
        engine = Engine(text=f"第{number}位。")
        listening = session(engine, roomy, Listening(partial_every=60))
        await say(listening, silence(0.2), voice(0.5), silence(1.7))
        await listening.finish()
        last = (await everything(listening))[-1]
        return last.transcript.text if last.transcript else last.kind

    roomy = AudioPool(2, most_waiting=64)
    texts = await asyncio.gather(*(one(number) for number in range(20)))
    roomy.close(wait=True)
    assert texts == [f"第{number}位。" for number in range(20)]
