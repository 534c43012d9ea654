"""What stands before every route: body size, security headers, a time limit, and no exception passes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels.api.problems import problem

log = logging.getLogger(__name__)


class _TooLarge(HTTPException):
    """An ``HTTPException``, because FastAPI turns anything else raised while it reads a body into a 400."""

    def __init__(self) -> None:
        super().__init__(413)


class Gate:
    """ASGI middleware: bounded bodies, security headers on every answer, a time limit on every request."""

    def __init__(
        self, app: ASGIApp, *, max_body: int, seconds: float, headers: Mapping[str, str],
        larger: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        self._app = app
        self._max_body = max_body
        self._larger = dict(larger or {})
        """Largest bodies of addresses that end so, such as recorded sound."""
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

        status = await self._served(scope, receive, guarded_send)
        if status and not started:
            await problem(status)(scope, receive, guarded_send)

    async def _served(self, scope: Scope, receive: Receive, send: Send) -> int:
        """0, or the status to answer with when the app gave no answer."""
        try:
            most = next((most for end, most in self._larger.items() if scope["path"].endswith(end)), self._max_body)
            if _announced(scope) > most:
                raise _TooLarge
            async with asyncio.timeout(self._seconds):
                await self._app(scope, self._bounded(receive, most), send)
        except _TooLarge:
            return 413
        except TimeoutError:
            return 503
        except Exception as error:
            log.error("unexpected error", extra={"error": type(error).__name__, "path": scope["path"]})
            return 500
        return 0

    def _bounded(self, receive: Receive, most: int) -> Receive:
        seen = 0

        async def bounded() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise _TooLarge
            return message

        return bounded


def _announced(scope: Scope) -> int:
    """The body's length as the caller announced it; 0 when it did not."""
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0
