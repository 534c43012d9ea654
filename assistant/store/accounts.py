"""Accounts of the desk and who is at it, in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import case, delete, func, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assistant.desk.accounts import AgentChange, Attempt, Credentials
from assistant.desk.agents import Agent
from assistant.errors import BadInput, NotFound
from assistant.handoff.states import PERSON
from assistant.store.desk_tables import AgentRow, AgentSessionRow, AuditRow
from assistant.store.tables import CaseRow
from assistant.store.working import Working, utc, utc_or_none


class StoredAccounts:
    """Implements ``Accounts`` and ``Attendance``."""

    def __init__(self, working: Working) -> None:
        self._working = working

    async def agents(self) -> tuple[Agent, ...]:
        async with self._working.session() as session:
            rows = (await session.scalars(select(AgentRow).order_by(AgentRow.login))).all()
        return tuple(agent_of(row) for row in rows)

    async def agent(self, agent_id: str) -> Agent | None:
        async with self._working.session() as session:
            row = await session.get(AgentRow, agent_id)
        return agent_of(row) if row else None

    async def credentials(self, login: str) -> Credentials | None:
        async with self._working.session() as session:
            row = (await session.scalars(select(AgentRow).where(AgentRow.login == login))).first()
        return Credentials(agent_of(row), row.password_hash) if row else None

    async def add(self, agent: Agent, password_hash: str, now: datetime) -> None:
        row = AgentRow(
            id=agent.id, login=agent.login, name=agent.name, password_hash=password_hash, role=agent.role,
            skills=list(agent.skills), most=agent.most, active=agent.active, status=agent.status,
            seen_at=agent.seen_at, failures=0, locked_until=None, created_at=now,
        )  # fmt: skip
        try:
            async with self._working.session() as session:
                session.add(row)
        except IntegrityError as error:
            raise BadInput(f"登录名 {agent.login} 已经有人用了", "换一个登录名") from error

    async def change(self, agent_id: str, change: AgentChange) -> Agent:
        async with self._working.session() as session:
            await _lock_administrators(session)
            row = await session.get(AgentRow, agent_id)
            if row is None:
                raise NotFound("没有这位坐席")
            was = _administers(row)
            _apply(row, change)
            await session.flush()
            if was and not _administers(row) and not await _administrators(session):
                raise BadInput("这是最后一位管理员，不能停用，也不能改成别的角色", "请先添加一位管理员")
            if change.password is not None or not row.active:
                await session.execute(delete(AgentSessionRow).where(AgentSessionRow.agent_id == agent_id))
        return agent_of(row)

    async def rehash(self, agent_id: str, known: str, better: str) -> None:
        same = (AgentRow.id == agent_id, AgentRow.password_hash == known)
        async with self._working.session() as session:
            await session.execute(update(AgentRow).where(*same).values(password_hash=better))

    async def attempt(self, agent_id: str, now: datetime, most: int, until: datetime) -> Attempt:
        number = case((AgentRow.locked_until.is_not(None), 1), else_=AgentRow.failures + 1)
        lock = case((number >= most, literal(until, AgentRow.locked_until.type)), else_=None)
        counted = (
            update(AgentRow)
            .where(AgentRow.id == agent_id, or_(AgentRow.locked_until.is_(None), AgentRow.locked_until <= now))
            .values(failures=number, locked_until=lock)
            .returning(AgentRow.locked_until)
            .execution_options(synchronize_session=False)
        )
        async with self._working.session() as session:
            if found := (await session.execute(counted)).first():
                return Attempt(True, utc_or_none(found[0]))
            locked = await session.scalar(select(AgentRow.locked_until).where(AgentRow.id == agent_id))
        return Attempt(False, utc_or_none(locked))

    async def passed(self, agent_id: str) -> None:
        async with self._working.session() as session:
            await session.execute(update(AgentRow).where(AgentRow.id == agent_id).values(failures=0, locked_until=None))

    async def failures_of(self, subject: str, since: datetime) -> tuple[datetime, ...]:
        failed = (AuditRow.at > since, AuditRow.action == "sign_in_failed", AuditRow.subject == subject)
        async with self._working.session() as session:
            found = (await session.scalars(select(AuditRow.at).where(*failed).order_by(AuditRow.at))).all()
        return tuple(utc(at) for at in found)

    async def set_status(self, agent_id: str, status: str, now: datetime) -> bool:
        statement = update(AgentRow).where(AgentRow.id == agent_id).values(status=status, seen_at=now)
        async with self._working.session() as session:
            return (await session.execute(statement.returning(AgentRow.id))).first() is not None

    async def seen(self, agent_id: str, now: datetime, unless_since: datetime) -> None:
        before = or_(AgentRow.seen_at.is_(None), AgentRow.seen_at <= unless_since)
        async with self._working.session() as session:
            await session.execute(update(AgentRow).where(AgentRow.id == agent_id, before).values(seen_at=now))

    async def loads(self) -> Mapping[str, int]:
        query = (
            select(CaseRow.agent_id, func.count())
            .where(CaseRow.state.in_(tuple(PERSON)), CaseRow.agent_id.is_not(None))
            .group_by(CaseRow.agent_id)
        )
        async with self._working.session() as session:
            return {str(agent_id): count for agent_id, count in (await session.execute(query)).all()}


def agent_of(row: AgentRow) -> Agent:
    """The agent a row keeps."""
    return Agent(
        row.id, row.login, row.name, row.role, tuple(row.skills), row.most, row.active, row.status,
        utc_or_none(row.seen_at),
    )  # fmt: skip


def _administers(row: AgentRow) -> bool:
    return row.active and row.role == "administrator"


async def _lock_administrators(session: AsyncSession) -> None:
    """A write that changes nothing: two administrators who disable each other come one after the other."""
    same = update(AgentRow).where(AgentRow.role == "administrator").values(id=AgentRow.id)
    await session.execute(same.execution_options(synchronize_session=False))


async def _administrators(session: AsyncSession) -> int:
    query = select(func.count()).where(AgentRow.active.is_(True), AgentRow.role == "administrator")
    return (await session.scalar(query)) or 0


def _apply(row: AgentRow, change: AgentChange) -> None:
    if change.name is not None:
        row.name = change.name
    if change.role is not None:
        row.role = change.role
    if change.skills is not None:
        row.skills = list(change.skills)
    if change.most is not None:
        row.most = change.most
    if change.active is not None:
        row.active = change.active
    if change.password is not None:
        row.password_hash = change.password
    if change.password is not None or change.active:
        row.failures, row.locked_until = 0, None
    if not row.active:
        row.status = "away"
