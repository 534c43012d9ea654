"""Signing in and out, and changing one's own password."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from math import ceil

from assistant.desk.accounts import Accounts, AgentChange, Attempt, Credentials, plain_login
from assistant.desk.audit import AuditLog
from assistant.desk.passwords import Passwords, check_password
from assistant.desk.presence import Presence
from assistant.desk.refusals import Locked, SignInNeeded
from assistant.desk.sessions import Opened, Session, Sessions
from assistant.errors import BadInput

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
WRONG = "登录名或密码不对"


class SignIn:
    """Checks passwords. Nothing it does tells whether a login exists; a try counts before its password is compared."""

    def __init__(
        self, accounts: Accounts, sessions: Sessions, audit: AuditLog, passwords: Passwords, presence: Presence
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._audit = audit
        self._passwords = passwords
        self._presence = presence

    async def sign_in(self, login: str, password: str, now: datetime) -> Opened:
        """A new session; the agent starts as away. Raises ``SignInNeeded`` and ``Locked``."""
        login = plain_login(login)
        known = await self._accounts.credentials(login)
        if known is None:
            await self._stranger(login, password, now)
            raise SignInNeeded(WRONG)
        if not await self._right(known, password, now, WRONG):
            raise SignInNeeded(WRONG)
        agent = known.agent
        if not agent.active:
            await self._audit.note(agent.id, "sign_in_failed", agent.login, "账号已停用", now)
            raise SignInNeeded("账号已停用，请找管理员")
        if self._passwords.outdated(known.password_hash):
            better = await self._passwords.hash(password)
            await self._accounts.rehash(agent.id, known.password_hash, better)
        opened = await self._sessions.open(agent, now)
        await self._audit.note(agent.id, "sign_in", agent.login, "", now)
        await self._presence.set_status(agent.id, "away", now)
        return opened

    async def sign_out(self, session: Session, now: datetime) -> None:
        """End this session; the agent is away from now on."""
        await self._sessions.close(session)
        await self._presence.set_status(session.agent.id, "away", now)
        await self._audit.note(session.agent.id, "sign_out", session.agent.login, "", now)

    async def change_password(self, session: Session, old: str, new: str, now: datetime) -> Opened:
        """End every session of the agent and open another for this browser; its pages go on with their token.

        Raises ``BadInput`` for a wrong old or a weak new password, and ``Locked``.
        """
        known = await self._accounts.credentials(session.agent.login)
        if known is None:
            raise SignInNeeded
        if not await self._right(known, old, now, "改密码时原密码不对"):
            raise BadInput("原密码不对", "请重新输入现在用的密码")
        check_password(new, known.agent.login)
        if await self._passwords.fits(known.password_hash, new):
            raise BadInput("新密码和原来的一样", "请换一个")
        changed = await self._accounts.change(known.agent.id, AgentChange(password=await self._passwords.hash(new)))
        opened = await self._sessions.open(changed, now, session.csrf)
        await self._audit.note(changed.id, "password_changed", changed.login, "", now)
        await self._presence.tell()
        return opened

    async def _right(self, known: Credentials, password: str, now: datetime, failure: str) -> bool:
        """Whether it is their password; a failure is counted and written down. Raises ``Locked``."""
        agent = known.agent
        attempt = await self._accounts.attempt(agent.id, now, MOST_FAILURES, now + LOCKED_FOR)
        if not attempt.allowed:
            raise _locked(attempt, now)
        if await self._passwords.fits(known.password_hash, password):
            await self._accounts.passed(agent.id)
            return True
        await self._failed(agent.id, agent.login, failure, attempt.locked_until, now)
        return False

    async def _stranger(self, login: str, password: str, now: datetime) -> None:
        """The same for a login nobody has, by the audit log: being locked must not tell which logins exist.

        What was typed is not kept, as it may be a password in the wrong field.
        """
        subject = f"?{hashlib.sha256(login.encode(errors='replace')).hexdigest()[:8]}"
        failures = await self._accounts.failures_of(subject, now - LOCKED_FOR)
        if len(failures) >= MOST_FAILURES:
            raise _locked(Attempt(False, failures[-1] + LOCKED_FOR), now)
        await self._passwords.fits(None, password)
        last = len(failures) + 1 >= MOST_FAILURES
        await self._failed(None, subject, "没有这个登录名", now + LOCKED_FOR if last else None, now)

    async def _failed(
        self, agent_id: str | None, subject: str, reason: str, locked_until: datetime | None, now: datetime
    ) -> None:
        await self._audit.note(agent_id, "sign_in_failed", subject, reason, now)
        if locked_until:
            minutes = int((locked_until - now).total_seconds() // 60)
            await self._audit.note(agent_id, "locked", subject, f"连续{MOST_FAILURES}次，锁定{minutes}分钟", now)


def _locked(attempt: Attempt, now: datetime) -> Locked:
    until = attempt.locked_until or now + LOCKED_FOR
    return Locked(max(1, ceil((until - now).total_seconds())))
