"""Signed-in browsers: a secret in a cookie, of which only the digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from assistant.desk.agents import Agent

TOKEN_BYTES = 32
USED_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept; more exactly would be a write with every request."""


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser. ``digest`` is the SHA-256 of its token in hex, ``csrf`` what its changes must carry."""

    digest: str
    csrf: str
    agent: Agent
    created_at: datetime
    used_at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session. ``token`` is told once, to the browser."""

    token: str
    session: Session


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a session lasts: unused, and at all."""

    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=12)


class KeptSessions(Protocol):
    """Keeps sessions; they go with a changed password and with an agent who is disabled (``Accounts.change``)."""

    async def open_session(self, session: Session) -> None: ...

    async def session(self, digest: str) -> Session | None:
        """With its agent as they are now."""
        ...

    async def session_used(self, digest: str, now: datetime) -> None: ...

    async def close_session(self, digest: str) -> None: ...

    async def sweep_sessions(self, created_before: datetime, used_before: datetime) -> None:
        """Forget sessions that ended."""
        ...


class Sessions:
    """Opens sessions, finds them by their token, and lets them end."""

    def __init__(self, kept: KeptSessions, lasting: Lasting | None = None) -> None:
        self._kept = kept
        self._lasting = lasting or Lasting()

    async def open(self, agent: Agent, now: datetime, csrf: str = "") -> Opened:
        """A new session; ``csrf`` when the page that is open shall go on with the one it knows."""
        await self._kept.sweep_sessions(now - self._lasting.longest, now - self._lasting.idle)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        session = Session(digest_of(token), csrf or secrets.token_urlsafe(TOKEN_BYTES), agent, now, now)
        await self._kept.open_session(session)
        return Opened(token, session)

    async def of(self, token: str, now: datetime, *, used: bool = True) -> Session | None:
        """The session of a cookie, if it is still good and its agent still works here. ``used`` prolongs it."""
        session = await self._kept.session(digest_of(token)) if token else None
        if session is None or not session.agent.active or not self._lasts(session, now):
            return None
        if used and now - session.used_at >= USED_EVERY:
            await self._kept.session_used(session.digest, now)
        return session

    async def agent_of_cookie(self, token: str, now: datetime, *, used: bool = False) -> Agent | None:
        """Whose cookie it is. For a socket that asks again and again: looking does not prolong the session."""
        session = await self.of(token, now, used=used)
        return session.agent if session else None

    async def close(self, session: Session) -> None:
        """End it; ending it twice is no mistake."""
        await self._kept.close_session(session.digest)

    def _lasts(self, session: Session, now: datetime) -> bool:
        return now - session.used_at < self._lasting.idle and now - session.created_at < self._lasting.longest


def digest_of(token: str) -> str:
    """SHA-256 in hex. The token is random, so nothing slower is needed."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
