"""Databases for the desk's tests, SQLite and PostgreSQL alike, and cases to put into them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from assistant.desk.agents import Agent
from assistant.handoff.states import CITIZEN, Actor, Case, Event, Reason, State, advance, opened
from assistant.store.case_rows import event_row, row_values
from assistant.store.database import make_engine
from assistant.store.migrate import upgrade
from assistant.store.tables import CaseRow, ConversationRow, MessageRow, Table
from assistant.store.working import Working
from tests.postgres_server import empty_database, needs_postgres

NOW = datetime(2026, 11, 22, 1, 30, 0, 123000, tzinfo=UTC)
"""Half past nine in the morning in China."""
LI = Agent("agent-li", "li", "李梅", "agent", ("缴费",), 3, True, "online", NOW)
WANG = Agent("agent-wang", "wang", "王强", "supervisor", ("综合",), 3, True, "online", NOW)
ZHAO = Agent("agent-zhao", "zhao", "赵敏", "administrator", (), 3, True, "online", NOW)


@pytest.fixture(scope="module")
def desk_postgres() -> Iterator[str]:
    """A database of its own, gone afterwards."""
    with empty_database() as url:
        upgrade(url)
        yield url


@pytest.fixture(scope="module")
def desk_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('desk') / 'assistant.db'}"
    upgrade(url)
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def desk_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"desk_{request.param}"))


@pytest.fixture
async def working(desk_url: str) -> AsyncIterator[Working]:
    """An empty database."""
    engine = make_engine(desk_url)
    one = Working(engine)
    async with one.session() as session:
        for table in reversed(Table.metadata.sorted_tables):
            await session.execute(table.delete())
    yield one
    await engine.dispose()


@pytest.fixture
async def other_worker(desk_url: str) -> AsyncIterator[Working]:
    """Another process on the same database."""
    engine = make_engine(desk_url)
    yield Working(engine)
    await engine.dispose()


def queued(case_id: str, at: datetime = NOW, *, skill: str = "综合", priority: int = 0) -> tuple[Case, Event]:
    """A citizen asked for a person and waits."""
    case = opened(case_id, f"talk-{case_id}", "web", Reason.REQUESTED, skill, at, priority=priority)
    return advance(case, State.QUEUED, CITIZEN, Reason.REQUESTED, at)


def resolved(case_id: str, at: datetime = NOW) -> tuple[Case, *tuple[Event, ...]]:
    """Waited 21 seconds, answered after 30, resolved after five minutes."""
    case, first = queued(case_id, at)
    li = Actor("agent", LI.id)
    case, second = advance(case, State.ASSIGNED, li, Reason.TAKEN, at + timedelta(seconds=20), agent=LI.id)
    case, third = advance(case, State.WITH_AGENT, li, Reason.TAKEN, at + timedelta(seconds=21))
    case = replace(case, first_reply_at=at + timedelta(seconds=30), resolution="answered")
    case, fourth = advance(case, State.RESOLVED, li, Reason.ANSWERED, at + timedelta(minutes=5), detail="answered")
    return case, first, second, third, fourth


async def store(working: Working, case: Case, *events: Event) -> Case:
    """With the conversation it needs."""
    async with working.session() as session:
        if await session.get(ConversationRow, case.conversation) is None:
            session.add(
                ConversationRow(
                    id=case.conversation,
                    token_digest="d" * 64,
                    channel=case.channel,
                    profile="ordinary",
                    created_at=NOW,
                    memory="",
                    version=0,
                    last_seq=0,
                )  # fmt: skip
            )
            await session.flush()
        await session.execute(insert(CaseRow).values(**row_values(case)))
        session.add_all(event_row(event) for event in events)
    return case


async def say(working: Working, conversation: str, *said: tuple[str, str]) -> None:
    """Messages of a conversation: who and what."""
    async with working.session() as session:
        session.add_all(
            MessageRow(conversation_id=conversation, seq=seq, at=NOW, sender=sender, text=text)
            for seq, (sender, text) in enumerate(said, 1)
        )
