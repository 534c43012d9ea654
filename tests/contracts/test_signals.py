"""What every carrier of signals promises, over both: in process, and between processes over a real Redis."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from redis.asyncio import Redis

from assistant.errors import BadSettings
from assistant.signals import DESK, EVERYTHING, ROOM, Listener, Signal, Signals, SignalsInProcess
from assistant.store.redis_signals import SignalsOverRedis
from tests.redis_server import redis_answers, redis_url

needs_redis = pytest.mark.skipif(not redis_answers(), reason="没有 Redis 应答，进程之间的信号没有检查")
SOON = 0.1
"""Seconds in which a signal must have arrived."""


@dataclass(frozen=True, slots=True)
class Carriers:
    """Two as two workers hold them; in process there is only one."""

    first: Signals
    second: Signals


@pytest.fixture(params=["in process", pytest.param("redis", marks=needs_redis)])
async def carriers(request: pytest.FixtureRequest) -> AsyncIterator[Carriers]:
    if request.param == "in process":
        one = SignalsInProcess()
        yield Carriers(one, one)
        await one.close()
        return
    prefix = f"test-{uuid.uuid4().hex}"
    first, second = SignalsOverRedis(redis_url(), prefix=prefix), SignalsOverRedis(redis_url(), prefix=prefix)
    await first.start()
    await second.start()
    yield Carriers(first, second)
    await first.close()
    await second.close()


@pytest.fixture
async def pair() -> AsyncIterator[tuple[SignalsOverRedis, SignalsOverRedis, str]]:
    """Two processes and the name of their channel."""
    prefix = f"test-{uuid.uuid4().hex}"
    first, second = SignalsOverRedis(redis_url(), prefix=prefix), SignalsOverRedis(redis_url(), prefix=prefix)
    await first.start()
    await second.start()
    yield first, second, f"{prefix}:signals"
    await first.close()
    await second.close()


async def next_of(listener: Listener) -> Signal:
    return await asyncio.wait_for(listener.get(), 2)


async def nothing_more(listener: Listener) -> bool:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(listener.get(), 0.2)
        return False
    return True


class TestSignals:
    async def test_a_signal_reaches_listeners_of_its_topic_in_every_process(self, carriers: Carriers) -> None:
        with carriers.first.listening("c1") as near, carriers.second.listening("c1", DESK) as far:
            begun = time.monotonic()
            await carriers.first.send(Signal("c1", "messages"))
            assert await next_of(near) == await next_of(far) == Signal("c1", "messages")
            assert time.monotonic() - begun < SOON
            await carriers.second.send(Signal("c1", "typing", "agent"))
            assert await next_of(near) == await next_of(far) == Signal("c1", "typing", "agent")

    async def test_nobody_hears_a_signal_twice(self, carriers: Carriers) -> None:
        with carriers.first.listening("c1") as near, carriers.second.listening("c1") as far:
            await carriers.first.send(Signal("c1", "messages"))
            await next_of(near)
            await next_of(far)
            assert await nothing_more(near)
            assert await nothing_more(far)

    async def test_signals_of_other_topics_are_not_heard(self, carriers: Carriers) -> None:
        with carriers.second.listening("c1") as listener:
            await carriers.first.send(Signal("c2", "messages"))
            await carriers.first.send(Signal("c1", "messages", "坐席"))
            assert await next_of(listener) == Signal("c1", "messages", "坐席")

    async def test_signals_come_in_the_order_in_which_they_were_sent(self, carriers: Carriers) -> None:
        with carriers.second.listening("c1") as listener:
            for number in range(ROOM // 2):
                await carriers.first.send(Signal("c1", "typing", str(number)))
            heard = [(await next_of(listener)).who for _ in range(ROOM // 2)]
            assert heard == [str(number) for number in range(ROOM // 2)]

    async def test_a_listener_that_falls_behind_is_told_to_look_at_everything(self, carriers: Carriers) -> None:
        with carriers.second.listening("c1") as slow, carriers.second.listening("c1") as quick:
            for number in range(ROOM + 1):
                await carriers.first.send(Signal("c1", "typing", str(number)))
                await next_of(quick)
            assert await next_of(slow) == EVERYTHING
            assert await nothing_more(slow)

    async def test_everything_reaches_every_listener(self, carriers: Carriers) -> None:
        with carriers.first.listening("c1") as near, carriers.second.listening(DESK) as far:
            await carriers.first.send(EVERYTHING)
            assert await next_of(near) == await next_of(far) == EVERYTHING

    async def test_who_stopped_listening_is_told_nothing(self, carriers: Carriers) -> None:
        with carriers.second.listening("c1") as listener:
            pass
        await carriers.first.send(Signal("c1", "messages"))
        assert await nothing_more(listener)


@needs_redis
class TestOverRedis:
    @pytest.mark.parametrize(
        "garbage",
        [b"", b"\xff\xfe", b"{}", b"[]", b"1", b"null", b'["a","c1","messages"]', b'["a","c1","messages",7]',
         b'["a",["c1"],"messages",""]', b"[" * 1000, b'["a","c1","messages","' + b"x" * 5000 + b'"]'],
    )  # fmt: skip
    async def test_garbage_on_the_channel_is_ignored(
        self, pair: tuple[SignalsOverRedis, SignalsOverRedis, str], garbage: bytes
    ) -> None:
        first, second, channel = pair
        async with Redis.from_url(redis_url()) as stranger:
            with second.listening("c1") as listener:
                await stranger.publish(channel, garbage)
                await first.send(Signal("c1", "messages"))
                assert await next_of(listener) == Signal("c1", "messages")
                assert second.healthy

    async def test_installations_with_different_names_do_not_hear_each_other(
        self, pair: tuple[SignalsOverRedis, SignalsOverRedis, str]
    ) -> None:
        other = SignalsOverRedis(redis_url(), prefix=f"test-{uuid.uuid4().hex}")
        await other.start()
        with other.listening("c1") as listener:
            await pair[0].send(Signal("c1", "messages"))
            assert await nothing_more(listener)
        await other.close()

    async def test_a_hundred_signals_sent_at_once_all_arrive(
        self, pair: tuple[SignalsOverRedis, SignalsOverRedis, str]
    ) -> None:
        first, second, _ = pair
        with contextlib.ExitStack() as stack:
            listeners = [stack.enter_context(second.listening(f"c{n}")) for n in range(100)]
            await asyncio.gather(*(first.send(Signal(f"c{n}", "messages")) for n in range(100)))
            assert [(await next_of(one)).topic for one in listeners] == [f"c{n}" for n in range(100)]

    async def test_after_closing_only_this_process_is_told(
        self, pair: tuple[SignalsOverRedis, SignalsOverRedis, str]
    ) -> None:
        first, second, _ = pair
        await first.close()
        assert not first.healthy
        with first.listening("c1") as near, second.listening("c1") as far:
            await first.send(Signal("c1", "messages"))
            assert await next_of(near) == Signal("c1", "messages")
            assert await nothing_more(far)


@needs_redis
async def test_it_can_be_closed_at_any_moment_of_connecting() -> None:
    for step in range(40):
        carrier = SignalsOverRedis(redis_url(), prefix=f"test-{uuid.uuid4().hex}")
        await carrier.send(Signal("c1", "messages"))
        starting = asyncio.create_task(carrier.start())
        await asyncio.sleep(step * 0.0003)
        await asyncio.wait_for(carrier.close(), 3)
        starting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await starting
        assert not carrier.healthy


@pytest.mark.parametrize("url", ["", "127.0.0.1:6379", "http://:geheim@127.0.0.1", "redis://127.0.0.1:seis/0"])
async def test_an_address_that_cannot_be_used_names_the_setting_and_shows_no_password(url: str) -> None:
    with pytest.raises(BadSettings, match="PENSION_REDIS_URL") as refused:
        SignalsOverRedis(url)
    assert "geheim" not in str(refused.value)
