"""What stands before every route: body size, security headers, a time limit."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels.api.problems import problem


class _TooLarge(Exception):
    pass


class Gate:
    """ASGI middleware: bounded bodies, security headers on every answer, a time limit on every request."""

    def __init__(self, app: ASGIApp, *, max_body: int, seconds: float, headers: Mapping[str, str]) -> None:
        self._app = app
        self._max_body = max_body
        self._seconds = seconds
        self._headers = [(k.lower().encode(), v.encode()) for k, v in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in self._headers if h[0] not in present)]
            await send(message)

        try:
            async with asyncio.timeout(self._seconds):
                await self._app(scope, self._bounded(receive), guarded_send)
        except _TooLarge:
            if not started:
                await problem(413)(scope, receive, guarded_send)
        except TimeoutError:
            if not started:
                await problem(503)(scope, receive, guarded_send)

    def _bounded(self, receive: Receive) -> Receive:
        seen = 0

        async def bounded() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._max_body:
                raise _TooLarge
            return message

        return bounded
