"""Two workers over one database, with cases, agents and what call-backs, tickets and answers set going elsewhere."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, update

from assistant.desk.agents import Agent
from assistant.desk.call_back_values import CallBack
from assistant.desk.call_backs import CallBackEffects, CallBacks
from assistant.desk.held import Held
from assistant.desk.ledger import LedgerEffects
from assistant.handoff.states import CITIZEN, Actor, Case, Reason, State, advance, opened
from assistant.store.call_backs import StoredCallBacks
from assistant.store.case_rows import row_values
from assistant.store.database import make_engine
from assistant.store.desk_tables import AgentRow, AuditRow, CallBackRow, HeldAnswerRow, TicketRow
from assistant.store.encryption import FernetSecrets
from assistant.store.tables import CaseRow, ConversationRow
from assistant.store.working import Working
from tests.postgres_server import needs_postgres, prepared_database

NOW = datetime(2026, 11, 20, 8, 30, 0, 123000, tzinfo=UTC)
"""A Friday afternoon in China."""
FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
KEY = Fernet.generate_key().decode()


def working_days(day: date, count: int) -> date:
    """Weekends are free, and nothing else."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


@dataclass(frozen=True, slots=True)
class Effects:
    """Written down instead of done; a name in ``failing`` fails."""

    concluded: list[tuple[str, Reason, Actor, str]] = field(default_factory=list)
    notes: list[tuple[str | None, str, str, str]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    delivered: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)

    async def conclude(self, case: str, reason: Reason, actor: Actor, detail: str, now: datetime) -> None:
        self._may_fail("conclude")
        self.concluded.append((case, reason, actor, detail))

    async def note(self, agent_id: str | None, action: str, subject: str, reason: str, now: datetime) -> None:
        self._may_fail("note")
        self.notes.append((agent_id, action, subject, reason))

    async def tell(self, conversation: str, text: str, now: datetime) -> None:
        self._may_fail("tell")
        self.told.append((conversation, text))

    async def deliver(self, held: Held, decision: str, text: str, agent: Agent | None, now: datetime) -> None:
        self._may_fail("deliver")
        self.delivered.append((held.id, decision, text, agent.id if agent else None))

    async def look_again(self, what: str) -> None:
        self.changed.append(what)

    def call_backs(self, working: Working) -> CallBacks:
        effects = CallBackEffects(self.conclude, self.note, self.look_again)
        return CallBacks(StoredCallBacks(working), FernetSecrets(KEY), working_days, effects)

    @property
    def of_ledger(self) -> LedgerEffects:
        return LedgerEffects(self.tell, self.note, self.look_again)

    def _may_fail(self, name: str) -> None:
        if name in self.failing:
            raise RuntimeError(name)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with prepared_database(request.param, tmp_path_factory.mktemp("db")) as address:
        yield address


@pytest.fixture
async def workers(url: str) -> AsyncIterator[tuple[Working, Working]]:
    """As two processes hold them, over tables without rows."""
    first, second = make_engine(url), make_engine(url)
    async with Working(first).session() as session:
        for table in (CallBackRow, TicketRow, HeldAnswerRow, CaseRow, ConversationRow, AgentRow, AuditRow):
            await session.execute(table.__table__.delete())  # type: ignore[attr-defined]
    yield Working(first), Working(second)
    await first.dispose()
    await second.dispose()


@pytest.fixture
def effects() -> Effects:
    return Effects()


@pytest.fixture
async def agents(workers: tuple[Working, Working]) -> tuple[Agent, Agent, Agent]:
    """Two agents and a supervisor."""
    people = (agent("li", "李敏"), agent("wang", "王强"), agent("chen", "陈班长", "supervisor"))
    async with workers[0].session() as session:
        session.add_all(
            AgentRow(
                id=one.id, login=one.login, name=one.name, password_hash="x", role=one.role, skills=[], created_at=NOW
            )
            for one in people
        )
    return people


def agent(login: str, name: str, role: str = "agent") -> Agent:
    return Agent(f"agent-{login}", login, name, role, ("综合",), 3, True, "online", NOW)


async def a_conversation(working: Working) -> str:
    conversation = str(uuid.uuid4())
    async with working.session() as session:
        session.add(
            ConversationRow(id=conversation, token_digest="d" * 64, channel="web", profile="ordinary", created_at=NOW)
        )
    return conversation


async def a_case(working: Working, *path: State, conversation: str = "") -> Case:
    """A stored case that went the way of ``path``."""
    conversation = conversation or await a_conversation(working)
    case = opened(str(uuid.uuid4()), conversation, "web", Reason.REQUESTED, "综合", NOW)
    for state in path:
        case, _ = advance(case, state, CITIZEN, Reason.REQUESTED, NOW, agent="agent-li")
    async with working.session() as session:
        await session.execute(insert(CaseRow).values(**row_values(case)))
    return case


async def in_state(working: Working, case: Case, state: State) -> None:
    async with working.session() as session:
        await session.execute(update(CaseRow).where(CaseRow.id == case.id).values(state=state.value))


def later(**length: float) -> datetime:
    return NOW + timedelta(**length)


def stored_columns(row: Any) -> str:
    """Everything a row holds, as somebody who has the database sees it."""
    return " ".join(str(getattr(row, column.key)) for column in row.__table__.columns)


def known(call_back: CallBack | None) -> CallBack:
    assert call_back is not None
    return call_back
