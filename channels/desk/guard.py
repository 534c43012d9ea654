"""Who may call: the session cookie, the token every change must carry, and roles, as FastAPI dependencies.

A route takes ``Annotated[Visitor, Depends(signed_in)]`` or ``Annotated[Visitor, Depends(at_least("supervisor"))]``.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse

from assistant.desk.agents import Agent
from assistant.desk.refusals import Locked, NotAllowed, SignInNeeded
from assistant.desk.sessions import Session, Sessions

COOKIE, COOKIE_PATH, CSRF_HEADER = "desk_session", "/desk", "X-CSRF-Token"
PASSIVE = frozenset({"/desk/api/state", "/desk/api/board"})
"""Calls an open page makes by itself: they do not keep an idle session alive."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who calls. ``csrf`` is the token of their session, ``session`` its digest."""

    agent: Agent
    csrf: str
    session: str


@dataclass(frozen=True, slots=True)
class Guard:
    """What the dependencies need. ``secure`` keeps the cookie to https."""

    sessions: Sessions
    clock: Callable[[], datetime]
    secure: bool = False

    async def session(self, request: Request) -> Session:
        """The caller's session. Raises ``SignInNeeded``, and ``NotAllowed`` for a change without its token."""
        found = await self.sessions.of(
            request.cookies.get(COOKIE, ""), self.clock(), used=request.url.path not in PASSIVE
        )
        if found is None:
            raise SignInNeeded
        shown = request.headers.get(CSRF_HEADER, "")
        if request.method not in READING and not hmac.compare_digest(shown.encode(), found.csrf.encode()):
            raise NotAllowed("页面已过期，请刷新后再试")
        return found

    def set_cookie(self, response: Response, token: str) -> None:
        """Give the browser its secret: no script reads it, no other site sends it, other paths do not see it."""
        response.set_cookie(
            COOKIE, token, path=COOKIE_PATH, secure=self.secure, httponly=True, samesite="strict"
        )  # fmt: skip

    def drop_cookie(self, response: Response) -> None:
        """Have the browser forget it."""
        response.delete_cookie(COOKIE, path=COOKIE_PATH, secure=self.secure, httponly=True, samesite="strict")


def install_guard(app: FastAPI, guard: Guard) -> None:
    """Make ``signed_in`` and ``at_least`` work in ``app``; what the desk refuses says so in its own words."""
    app.state.desk_guard = guard

    @app.exception_handler(SignInNeeded)
    async def sign_in_needed(request: Request, error: SignInNeeded) -> JSONResponse:
        return _problem(401, str(error), {"WWW-Authenticate": "Session"})

    @app.exception_handler(NotAllowed)
    async def not_allowed(request: Request, error: NotAllowed) -> JSONResponse:
        return _problem(403, str(error), {})

    @app.exception_handler(Locked)
    async def locked(request: Request, error: Locked) -> JSONResponse:
        return _problem(429, str(error), {"Retry-After": str(error.retry_after)})


def _problem(status: int, title: str, headers: dict[str, str]) -> JSONResponse:
    body = {"type": "about:blank", "status": status, "title": title}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def guard_of(request: Request) -> Guard:
    """What ``install_guard`` was given."""
    guard: Guard = request.app.state.desk_guard
    return guard


async def session_of(request: Request, response: Response) -> Session:
    """The caller's session. What is answered is for this browser now, and kept nowhere."""
    response.headers["Cache-Control"] = "no-store"
    return await guard_of(request).session(request)


async def signed_in(session: Annotated[Session, Depends(session_of)]) -> Visitor:
    """Who calls, whatever their role."""
    return Visitor(session.agent, session.csrf, session.digest)


def at_least(role: str) -> Callable[..., Awaitable[Visitor]]:
    """A dependency: who calls, if their role includes ``role``; otherwise ``NotAllowed``."""

    async def allowed(visitor: Annotated[Visitor, Depends(signed_in)]) -> Visitor:
        if not visitor.agent.may(role):
            raise NotAllowed
        return visitor

    return allowed


def same_origin(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a page of this very address: its ``Origin`` names the ``Host`` asked.

    False without an ``Origin``: a browser always sends one when it opens a socket or posts.
    """
    scheme, _, place = headers.get("origin", "").strip().lower().partition("://")
    host = headers.get("host", "").strip().lower()
    port = _PORTS.get(scheme)
    return bool(port and host) and place.removesuffix(port or "") == host.removesuffix(port or "")
