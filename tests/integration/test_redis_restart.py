"""Signals when Redis dies, comes back, hangs, wants a password or speaks TLS: each with a redis-server of its own."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from assistant.signals import EVERYTHING, Listener, Signal
from assistant.store.redis_signals import SignalsOverRedis
from tests.integration.test_agency_tls import made_pair
from tests.redis_server import PROGRAM, RedisServer

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="没有装 redis-server，断开重连没有检查")
MESSAGES = Signal("c1", "messages")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    made = RedisServer(tmp_path)
    made.start()
    yield made
    made.kill()


@asynccontextmanager
async def carrying(url: str) -> AsyncIterator[SignalsOverRedis]:
    carrier = SignalsOverRedis(url, longest_delay=0.4)
    await carrier.start()
    try:
        yield carrier
    finally:
        await carrier.close()


@pytest.fixture
async def pair(server: RedisServer) -> AsyncIterator[tuple[SignalsOverRedis, SignalsOverRedis]]:
    async with carrying(server.url) as first, carrying(server.url) as second:
        yield first, second


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


async def next_of(listener: Listener) -> Signal:
    return await asyncio.wait_for(listener.get(), 3)


def links_said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.name.endswith("redis_signals")]


async def test_when_redis_is_killed_and_when_it_comes_back_everybody_looks_at_everything_and_signals_flow(
    server: RedisServer, pair: tuple[SignalsOverRedis, SignalsOverRedis]
) -> None:
    first, second = pair
    with first.listening("c1") as near, second.listening("c1") as far:
        for _ in range(2):
            server.kill()
            await until(lambda: not first.healthy and not second.healthy)
            assert await next_of(near) == await next_of(far) == EVERYTHING
            assert first.patience < 5
            await first.send(MESSAGES)
            assert await next_of(near) == MESSAGES  # who is in the same process hears it all the same
            server.start()
            await until(lambda: first.healthy and second.healthy)
            assert await next_of(near) == await next_of(far) == EVERYTHING
            assert first.patience > 5
            await first.send(MESSAGES)
            assert await next_of(near) == MESSAGES
            while (heard := await next_of(far)) == EVERYTHING:  # again, for what could not be sent
                pass
            assert heard == MESSAGES


async def test_one_that_could_not_send_tells_the_others_afterwards(server: RedisServer) -> None:
    async with carrying(server.url) as second:
        with second.listening("c1") as far:
            first = SignalsOverRedis(server.url)
            await first.send(MESSAGES)  # not connected yet
            await first.start()
            assert await next_of(far) == EVERYTHING
            await first.close()


async def test_a_service_starts_and_answers_without_redis_and_finds_it_later(
    server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.kill()
    caplog.set_level(logging.INFO)
    async with carrying(server.url) as carrier:
        assert not carrier.healthy
        with carrier.listening("c1") as listener:
            await carrier.send(MESSAGES)
            assert await next_of(listener) == MESSAGES
            server.start()
            await until(lambda: carrier.healthy)
            assert await next_of(listener) == EVERYTHING
    assert links_said(caplog) == ["signals stay in this process", "signals reach the other processes"]


async def test_a_redis_that_hangs_holds_nobody_up_for_long(
    server: RedisServer, pair: tuple[SignalsOverRedis, SignalsOverRedis]
) -> None:
    first, second = pair
    assert server.pid is not None
    os.kill(server.pid, signal.SIGSTOP)
    begun = time.monotonic()
    with first.listening("c1") as listener:
        await asyncio.gather(*(first.send(MESSAGES) for _ in range(50)))
        assert time.monotonic() - begun < 2
        assert await next_of(listener) == MESSAGES
        assert not first.healthy
        os.kill(server.pid, signal.SIGCONT)
        await until(lambda: first.healthy)
    with second.listening("c1") as far:
        await first.send(MESSAGES)
        while await next_of(far) != MESSAGES:
            pass


async def test_a_connection_that_somebody_cut_is_made_again(
    server: RedisServer, pair: tuple[SignalsOverRedis, SignalsOverRedis]
) -> None:
    first, second = pair
    with second.listening("c1") as far:
        async with Redis.from_url(server.url) as operator:
            await operator.client_kill_filter(_type="pubsub")
        assert await next_of(far) == EVERYTHING
        await until(lambda: first.healthy and second.healthy)
        await first.send(MESSAGES)
        while await next_of(far) != MESSAGES:
            pass


async def test_a_password_is_used_and_a_wrong_one_is_said_without_showing_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = RedisServer(tmp_path, ("--port", "{port}", "--requirepass", "gu te:nacht"))
    server.start()
    try:
        async with carrying(f"redis://:gu%20te%3Anacht@127.0.0.1:{server.port}/0") as right:
            assert right.healthy
        async with carrying(f"redis://:falsch@127.0.0.1:{server.port}/0") as wrong:
            await asyncio.sleep(0.5)
            assert not wrong.healthy
    finally:
        server.kill()
    (warning,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert vars(warning)["error"] == "AuthenticationError"
    assert not [word for word in ("falsch", "nacht") if word in caplog.text]


async def test_signals_go_over_tls_and_a_certificate_nobody_signed_is_refused(tmp_path: Path) -> None:
    ours = made_pair(tmp_path, "ours")
    own = made_pair(tmp_path, "redis", ours)
    options = ("--port", "0", "--tls-port", "{port}", "--tls-cert-file", str(own.cert_file), "--tls-key-file",
               str(own.key_file), "--tls-ca-cert-file", str(ours.cert_file), "--tls-auth-clients", "no")  # fmt: skip
    server = RedisServer(tmp_path, options)
    server.start()
    url = f"rediss://127.0.0.1:{server.port}/0"
    try:
        trusting = f"{url}?ssl_ca_certs={ours.cert_file}"
        async with carrying(trusting) as first, carrying(trusting) as second:
            with second.listening("c1") as far:
                await first.send(MESSAGES)
                assert await next_of(far) == MESSAGES
        async with carrying(url) as unsure:
            assert not unsure.healthy
    finally:
        server.kill()
