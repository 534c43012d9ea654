"""Calls to an agency's interface: bounded in time and size, reads repeated when the line breaks, writes never.

Personal data travel in the body only: addresses and headers are what proxies and servers write into their logs.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from assistant.errors import Unavailable

MAX_BYTES = 256_000
"""Bytes of an answer that are read."""
PAUSES = (0.2, 0.6)
"""Seconds before a read is tried again."""
AGAIN = frozenset({502, 503, 504})
"""Answers after which a read is tried again."""
CORRELATION = "X-Correlation-Id"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the logs know it: nothing in it is personal."""

    path: str
    correlation: str
    started: float
    body: Mapping[str, str] = field(repr=False)

    def unavailable(self, reason: str, *, retry: bool, status: int = 0) -> Unavailable:
        """Logs why, and gives the error to raise."""
        known = {"path": self.path, "correlation": self.correlation, "retry": retry, "reason": reason}
        seconds = round(time.monotonic() - self.started, 3)
        log.warning("agency unavailable", extra={**known, "status": status, "seconds": seconds})
        return Unavailable(f"业务系统没有给出应答：{reason}", retry=retry)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer below 500 that was no refusal of ourselves. ``retry_after`` is in seconds."""

    status: int
    body: bytes = field(repr=False)
    retry_after: int = 0


class Agency:
    """The interface at ``url``, over ``client``; ``timeout`` is in seconds and holds for a call with its repetitions."""

    def __init__(self, client: httpx.AsyncClient, url: str, token: str, timeout: float) -> None:
        self._client = client
        self._url = url.rstrip("/")
        self._headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._timeout = timeout

    async def read(self, path: str, body: Mapping[str, str]) -> Answer:
        """Ask something that changes nothing; tried again when the line breaks. Raises ``Unavailable``."""
        return await self._call(path, body, PAUSES)

    async def write(self, path: str, body: Mapping[str, str]) -> Answer:
        """Ask something that changes something: sent once, whatever becomes of it. Raises ``Unavailable``."""
        return await self._call(path, body, ())

    async def _call(self, path: str, body: Mapping[str, str], pauses: tuple[float, ...]) -> Answer:
        call = Call(path, uuid.uuid4().hex, time.monotonic(), body)
        try:
            async with asyncio.timeout(self._timeout):
                return await self._tried(call, pauses)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise call.unavailable("没有按时应答", retry=True) from error
        except httpx.TransportError as error:
            raise call.unavailable(f"连接不通（{type(error).__name__}）", retry=True) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise call.unavailable(f"地址不能用（{type(error).__name__}）", retry=False) from error

    async def _tried(self, call: Call, pauses: tuple[float, ...]) -> Answer:
        for pause in pauses:
            try:
                answer = await self._once(call)
                if answer.status not in AGAIN:
                    return _accepted(call, answer)
            except (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ConnectTimeout):
                pass  # the last try below says what is wrong
            await asyncio.sleep(pause)
        return _accepted(call, await self._once(call))

    async def _once(self, call: Call) -> Answer:
        headers = {**self._headers, CORRELATION: call.correlation}
        url = f"{self._url}{call.path}"
        async with self._client.stream("POST", url, json=dict(call.body), headers=headers) as response:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise call.unavailable("应答是压缩的", retry=False, status=response.status_code)
            found = bytearray()
            async for chunk in response.aiter_bytes():
                found += chunk
                if len(found) > MAX_BYTES:
                    raise call.unavailable(f"应答超过{MAX_BYTES}字节", retry=False, status=response.status_code)
            return Answer(response.status_code, bytes(found), _seconds(response.headers.get("Retry-After", "")))


def _accepted(call: Call, answer: Answer) -> Answer:
    """The answer, when it is one the contract names: 200, 404 or 429."""
    if answer.status in (200, 404, 429):
        return answer
    retry = answer.status == 408 or answer.status >= 500
    raise call.unavailable(f"HTTP {answer.status}", retry=retry, status=answer.status)


def _seconds(text: str) -> int:
    return min(int(text), 86_400) if text.isascii() and text.isdigit() and len(text) < 9 else 0
