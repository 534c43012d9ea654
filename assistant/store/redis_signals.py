"""``Signals`` between several processes and machines, over one Redis channel. Redis keeps nothing."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import uuid
from collections.abc import AsyncIterator
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from assistant.errors import BadSettings
from assistant.signals import EVERYTHING, Listener, LocalListeners, Signal

FIRST_DELAY, LONGEST_DELAY = 0.2, 5.0
"""Seconds to wait before connecting again; doubled after each failure."""
CONNECT, ANSWER = 2.0, 1.0
"""Seconds to wait for a connection, and for Redis to take a signal."""
LOOK = 1.0
"""Seconds between two looks whether the connection still stands."""
QUIET = 10
"""Looks without a word from Redis before it is asked for one; after twice as many the connection counts as dead."""
PATIENCE, ALONE = 60.0, 4.0
"""Seconds after which a listener looks at the database by itself: while Redis carries signals, and while it does not."""
LONGEST = 1_024
"""Bytes of a signal; anything longer on the channel is not ours."""

log = logging.getLogger(__name__)


class SignalsOverRedis:
    """Implements ``Signals``: listeners of this process at once, those of the others through Redis.

    While Redis is away listeners hear their own process only and look at the database every few seconds; when it goes
    and when it comes back everybody is told to look at everything. Installations that share a Redis need a ``prefix``
    each: the number of a Redis database does not separate channels.
    """

    def __init__(self, url: str, *, prefix: str = "pension", longest_delay: float = LONGEST_DELAY) -> None:
        self._url = url
        self._channel = f"{prefix}:signals"
        self._longest_delay = longest_delay
        self._me = uuid.uuid4().hex
        self._local = LocalListeners()
        self._sending = asyncio.Lock()
        self._link: Redis | None = None
        self._tried = asyncio.Event()
        self._said_down = False
        self._unsent = False
        self._task: asyncio.Task[None] | None = None
        self._new_client()  # an address that cannot be used is refused here, not at the first signal

    @property
    def healthy(self) -> bool:
        """Whether signals reach the other processes now."""
        return self._link is not None

    @property
    def patience(self) -> float:
        return PATIENCE if self.healthy else ALONE

    async def start(self) -> None:
        """Connect in the background; waits for the first try, and goes on alone when Redis does not answer."""
        self._task = asyncio.create_task(self._keep_connected(), name="signals over redis")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._tried.wait(), CONNECT + ANSWER)

    async def close(self) -> None:
        """Give the connections back. Local listeners go on hearing this process."""
        while self._task is not None and not self._task.done():
            self._task.cancel()  # again, because the client may swallow it while it connects
            await asyncio.wait([self._task], timeout=0.2)
        self._task = None

    @property
    def here(self) -> LocalListeners:
        """The listeners of this process."""
        return self._local

    def listening(self, *topics: str) -> contextlib.AbstractContextManager[Listener]:
        return self._local.listening(*topics)

    async def send(self, signal: Signal) -> None:
        self._local.tell(signal)
        async with self._sending:  # one at a time: when Redis hangs, only the first waits for it
            await self._publish(signal)

    async def _publish(self, signal: Signal) -> None:
        link = self._link
        if link is None:
            self._unsent = True
            return
        try:
            async with asyncio.timeout(ANSWER):
                await link.publish(self._channel, _encoded(self._me, signal))
        except Exception as error:  # whatever it was, the listeners here were told and nothing is lost
            self._unsent = True
            if self._link is link:  # the reader sees this at its next look and connects anew
                self._lost(error)

    async def _keep_connected(self) -> None:
        delay = FIRST_DELAY
        while True:
            client = self._new_client()
            try:
                async with client, client.pubsub() as channel, self._released():
                    await self._subscribe(channel)
                    await self._found(client)
                    delay = FIRST_DELAY
                    await self._read(channel, client)
            except Exception as error:  # a task that ended would leave this process deaf for good
                self._lost(error)
            await asyncio.sleep(delay)
            delay = min(delay * 2, self._longest_delay)

    async def _subscribe(self, channel: Any) -> None:
        async with asyncio.timeout(CONNECT + ANSWER):
            await channel.subscribe(self._channel)
            while (message := await channel.get_message(timeout=ANSWER)) is None or message["type"] != "subscribe":
                pass

    async def _found(self, client: Redis) -> None:
        self._link = client
        self._said_down = False
        self._tried.set()
        log.info("signals reach the other processes")
        self._local.tell(EVERYTHING)
        if self._unsent:
            self._unsent = False
            async with self._sending:
                await self._publish(EVERYTHING)

    @contextlib.asynccontextmanager
    async def _released(self) -> AsyncIterator[None]:
        """Nobody uses the connection any more when the block has ended."""
        try:
            yield
        finally:
            self._link = None
            async with self._sending:
                pass

    def _lost(self, error: Exception) -> None:
        self._link = None
        self._tried.set()
        if not self._said_down:
            self._said_down = True
            log.warning("signals stay in this process", extra={"error": type(error).__name__})
            self._local.tell(EVERYTHING)  # so that nobody goes on waiting with the patience of better times

    async def _read(self, channel: Any, client: Redis) -> None:
        """Tell listeners what comes, until the connection is lost."""
        quiet = 0
        while self._link is client:
            message = await channel.get_message(timeout=LOOK)
            quiet = 0 if message is not None else quiet + 1
            if message is not None and message["type"] == "message":
                self._heard(message["data"])
            elif quiet == QUIET:
                await channel.ping()
            elif quiet > 2 * QUIET:
                raise TimeoutError

    def _heard(self, data: bytes) -> None:
        sender, signal = _decoded(data)
        if signal is not None and sender != self._me:
            self._local.tell(signal)

    def _new_client(self) -> Redis:
        try:
            return Redis.from_url(
                self._url, retry=Retry(NoBackoff(), 0), socket_connect_timeout=CONNECT, socket_timeout=CONNECT,
                socket_keepalive=True,
            )  # fmt: skip
        except (ValueError, TypeError) as error:
            remedy = "写成 redis://:密码@主机:6379/0，加密的写 rediss://"
            raise BadSettings("设置 PENSION_REDIS_URL 不对，Redis 地址用不了", remedy) from error


def _encoded(sender: str, signal: Signal) -> str:
    return json.dumps([sender, signal.topic, signal.kind, signal.who])


def _decoded(data: bytes) -> tuple[str, Signal | None]:
    """Sender and signal; None for anything on the channel that is not a signal."""
    if len(data) > LONGEST:
        return "", None
    try:
        sender, *rest = json.loads(data)
        topic, kind, who = rest
    except (ValueError, TypeError, RecursionError):
        return "", None
    if not all(isinstance(part, str) for part in (sender, topic, kind, who)):
        return "", None
    return sender, Signal(topic, kind, who)
