"""A ``Writer`` over an OpenAI-compatible ``/chat/completions`` endpoint, in the cloud or on the agency's own machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict

import httpx
from pydantic import BaseModel, ValidationError

from assistant.errors import Unavailable
from assistant.messages import Passage, Sentence
from assistant.models.endpoint import checked_endpoint
from assistant.models.grounding import supported
from assistant.models.prompt import build_messages, parse_sentences
from assistant.settings import Settings

MAX_TOKENS = 1000
"""Room for three sentences and for models that think first."""
MAX_BYTES = 256_000
"""Bytes of a response that are read."""


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice]


class OpenAIWriter:
    """Asks ``model`` at ``url`` (the part before ``/chat/completions``), at most ``timeout`` seconds in all.

    Without ``client`` each call opens and closes its own connection, so nothing is left to close.
    """

    def __init__(self, url: str, model: str, key: str, timeout: float, client: httpx.AsyncClient | None = None) -> None:
        self._url = f"{url.rstrip('/').removesuffix('/chat/completions')}/chat/completions"
        self._model = model
        self._key = key
        self._timeout = timeout
        self._client = client

    @property
    def name(self) -> str:
        return f"openai:{self._model}"

    async def write(self, question: str, passages: tuple[Passage, ...]) -> tuple[Sentence, ...]:
        """Sentences with marks among the passages' numbers, none when they say something else. Raises ``Unavailable``."""
        try:
            async with asyncio.timeout(self._timeout):
                body = await self._ask(question, passages)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise Unavailable("语言模型没有按时应答", retry=True) from error
        except httpx.TransportError as error:
            raise Unavailable(f"连不上语言模型：{type(error).__name__}", retry=True) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unavailable(f"语言模型的地址不能用：{type(error).__name__}", retry=False) from error
        return supported(parse_sentences(_content(body), len(passages)), passages)

    async def _ask(self, question: str, passages: tuple[Passage, ...]) -> bytes:
        payload = {
            "model": self._model,
            "messages": [asdict(message) for message in build_messages(question, passages)],
            "temperature": 0,
            "max_tokens": MAX_TOKENS,
            "stream": False,
        }
        headers = {"Accept-Encoding": "identity"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        async with (
            self._connection() as client,
            client.stream("POST", self._url, json=payload, headers=headers) as response,
        ):
            _check_status(response.status_code)
            return await _bounded(response)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[httpx.AsyncClient]:
        if self._client is not None:
            yield self._client
            return
        async with httpx.AsyncClient(timeout=self._timeout) as client:
            yield client


def from_settings(settings: Settings) -> OpenAIWriter:
    """The writer the settings describe. Raises ``BadSettings`` naming the variable."""
    endpoint = checked_endpoint(settings.writer_url, settings.writer_model, settings.writer_key)
    return OpenAIWriter(endpoint.url, endpoint.model, endpoint.key, settings.writer_timeout)


def _check_status(status: int) -> None:
    """Anything but success is unavailable; waiting helps when the server is busy or broken, not when it refuses."""
    if not 200 <= status < 300:
        raise Unavailable(f"语言模型返回 HTTP {status}", retry=status in (408, 429) or status >= 500)


async def _bounded(response: httpx.Response) -> bytes:
    """The body; a compressed one was not asked for and is not unpacked, since it could grow without bound."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Unavailable("语言模型的应答是压缩的", retry=False)
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MAX_BYTES:
            raise Unavailable(f"语言模型的应答超过 {MAX_BYTES} 字节", retry=False)
    return bytes(body)


def _content(body: bytes) -> str:
    try:
        return _Completion.model_validate(json.loads(body)).choices[0].message.content
    except (ValueError, ValidationError, IndexError, RecursionError) as error:
        raise Unavailable("语言模型的应答看不懂", retry=False) from error
