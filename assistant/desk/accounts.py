"""Accounts of people at the desk: adding them, changing them, and the port that keeps them."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.desk.agents import ROLES, Agent
from assistant.desk.audit import AuditLog
from assistant.desk.passwords import Passwords, check_password
from assistant.errors import BadInput, NotFound
from assistant.signals import DESK, Signal, Signals

MOST_AT_ONCE = 20
"""Conversations one agent can be given at once, whatever is wished for."""
NAME, SKILL = 32, 32
"""Characters of a name and of a group."""
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@\-]{1,63}")
ROLE_LABELS = {"agent": "坐席", "supervisor": "班长", "administrator": "管理员"}


@dataclass(frozen=True, slots=True)
class NewAgent:
    """Somebody to be added."""

    login: str
    name: str
    role: str
    skills: tuple[str, ...]
    most: int
    password: str


@dataclass(frozen=True, slots=True)
class AgentChange:
    """What becomes of an agent; None leaves a thing as it is."""

    name: str | None = None
    role: str | None = None
    skills: tuple[str, ...] | None = None
    most: int | None = None
    active: bool | None = None
    password: str | None = None
    """As it was typed; whoever keeps accounts is given its hash."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """An agent and the hash of their password."""

    agent: Agent
    password_hash: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try at a password. Not ``allowed``: locked until then. Allowed and locked: it was the last one."""

    allowed: bool
    locked_until: datetime | None


class Accounts(Protocol):
    """Keeps the accounts."""

    async def agents(self) -> tuple[Agent, ...]:
        """Everybody, by login."""
        ...

    async def credentials(self, login: str) -> Credentials | None: ...

    async def add(self, agent: Agent, password_hash: str, now: datetime) -> None:
        """Raises ``BadInput`` when the login is taken."""
        ...

    async def change(self, agent_id: str, change: AgentChange) -> Agent:
        """All of it or nothing; ``change.password`` is a hash here.

        A new password, and being disabled, end every session at once; a new password, and being enabled, end a
        lock-out. Raises ``NotFound``, and ``BadInput`` when nobody would be left who may change accounts.
        """
        ...

    async def rehash(self, agent_id: str, known: str, better: str) -> None:
        """Replace the hash ``known`` by ``better``, unless the password was changed meanwhile."""
        ...

    async def attempt(self, agent_id: str, now: datetime, most: int, until: datetime) -> Attempt:
        """Count one more try, whoever else is counting; the one numbered ``most`` locks until ``until``."""
        ...

    async def passed(self, agent_id: str) -> None:
        """The password was right: no failures, not locked."""
        ...

    async def failures_of(self, subject: str, since: datetime) -> tuple[datetime, ...]:
        """When the audit log has failed sign-ins of ``subject``, the oldest first."""
        ...


class Staff:
    """Adds and changes agents; who did it is written down, and the desk is told to look."""

    def __init__(self, accounts: Accounts, audit: AuditLog, passwords: Passwords, signals: Signals) -> None:
        self._accounts = accounts
        self._audit = audit
        self._passwords = passwords
        self._signals = signals

    async def agents(self) -> tuple[Agent, ...]:
        """Everybody, by login, the disabled too."""
        return await self._accounts.agents()

    async def named(self, login: str) -> Agent:
        """Raises ``NotFound``."""
        found = await self._accounts.credentials(plain_login(login))
        if found is None:
            raise NotFound(f"没有登录名是 {login} 的坐席")
        return found.agent

    async def add(self, new: NewAgent, by: str | None, now: datetime) -> Agent:
        """``by`` is the administrator's id, None on the command line. Raises ``BadInput``."""
        login = plain_login(new.login)
        if not _LOGIN.fullmatch(login):
            raise BadInput("登录名不对", "用小写字母、数字和 . _ - @，2到64个字，以字母或数字开头")
        check_password(new.password, login)
        skills = _checked(AgentChange(new.name, new.role, new.skills, new.most))
        agent = Agent(
            str(uuid.uuid4()), login, new.name.strip(), new.role, skills or (), new.most, True, "away", None
        )  # fmt: skip
        await self._accounts.add(agent, await self._passwords.hash(new.password), now)
        await self._audit.note(by, "agent_added", login, f"{agent.name}，{ROLE_LABELS[agent.role]}", now)
        await self._signals.send(Signal(DESK, "presence"))
        return agent

    async def change(self, agent_id: str, change: AgentChange, by: str | None, now: datetime) -> Agent:
        """The agent as they are then. Raises ``BadInput`` and ``NotFound``."""
        known = next((one for one in await self._accounts.agents() if one.id == agent_id), None)
        if known is None:
            raise NotFound("没有这位坐席")
        skills = _checked(change)
        kept = None
        if change.password is not None:
            check_password(change.password, known.login)
            kept = await self._passwords.hash(change.password)
        name = change.name.strip() if change.name is not None else None
        changed = await self._accounts.change(
            agent_id, AgentChange(name, change.role, skills, change.most, change.active, kept)
        )
        await self._audit.note(by, "agent_changed", changed.login, _told(known, changed, kept is not None), now)
        await self._signals.send(Signal(DESK, "presence"))
        return changed


def plain_login(login: str) -> str:
    """A login as it is kept and compared."""
    return login.strip().lower()


def _checked(change: AgentChange) -> tuple[str, ...] | None:
    """The skills, each once. Raises ``BadInput`` for anything that cannot be kept or used."""
    if change.name is not None and not _shows(change.name, NAME):
        raise BadInput("姓名不对", f"写1到{NAME}个字，市民会看到")
    if change.role is not None and change.role not in ROLES:
        raise BadInput(f"没有这个角色：{change.role}", f"可用：{'、'.join(ROLES)}")
    if change.most is not None and not 1 <= change.most <= MOST_AT_ONCE:
        raise BadInput(f"同时接待的人数不对：{change.most}", f"填1到{MOST_AT_ONCE}")
    if change.skills is None:
        return None
    skills = tuple(dict.fromkeys(skill.strip() for skill in change.skills if skill.strip()))
    if not all(_shows(skill, SKILL) for skill in skills):
        raise BadInput("组名不对", f"写1到{SKILL}个字")
    return skills


def _shows(text: str, most: int) -> bool:
    return 1 <= len(text.strip()) <= most and text.strip().isprintable()


def _told(before: Agent, after: Agent, password: bool) -> str:
    """What was changed, for the audit log."""
    told = [] if before.name == after.name else [f"姓名：{before.name}→{after.name}"]
    if before.role != after.role:
        told.append(f"角色：{ROLE_LABELS[before.role]}→{ROLE_LABELS[after.role]}")
    if before.skills != after.skills:
        told.append(f"组：{'、'.join(before.skills) or '无'}→{'、'.join(after.skills) or '无'}")
    if before.most != after.most:
        told.append(f"同时接待：{before.most}→{after.most}")
    if before.active != after.active:
        told.append("启用" if after.active else "停用")
    if password:
        told.append("重设密码")
    return "；".join(told) or "没有变化"
