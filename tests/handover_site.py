"""A desk over a real database with a clock of its own: citizens who write, agents who answer, time that passes when told."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from assistant.bootstrap import cited_from, steps_of_a_turn
from assistant.changes import Changes
from assistant.conversation import Conversations, MemoriesInProcess
from assistant.desk.agents import Agent
from assistant.desk.call_back_values import CallBack
from assistant.desk_parts import DeskServices, make_desk
from assistant.exchange import Exchange, Exchanged
from assistant.handoff.states import Case, State
from assistant.handoff.states import Event as CaseEvent
from assistant.handoff.wishes import OperatorRules
from assistant.handover import Handovers
from assistant.messages import InboundMessage, Versions
from assistant.records import ConversationRecord, MessageRecord, Standing
from assistant.settings import Settings
from assistant.signals import SignalsInProcess
from assistant.store.accounts import StoredAccounts
from assistant.store.case_rows import CaseRows
from assistant.store.database import Database, make_engine
from assistant.store.desk_tables import AgentRow
from assistant.store.migrate import upgrade
from assistant.tools.registry import Toolbox
from assistant.turns import Turns
from knowledge_base.parameter_files import load_parameters
from tests.fakes import ListRetriever
from tests.unit._clauses import CLAUSES, TODAY

MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday, ten o'clock in China."""
HOURS = "周一至周五 09:00-12:00,13:00-17:00"
toolbox = cache(lambda: Toolbox(load_parameters()))


class Clock:
    """Time that passes when told to."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **length: float) -> datetime:
        """Later by that much; the new time."""
        self.now += timedelta(**length)
        return self.now


@dataclass
class Site:
    """Everything of one desk."""

    desk: DeskServices
    exchange: Exchange
    database: Database
    clock: Clock
    talk: Conversations
    on_duty: list[Agent] = field(default_factory=list)

    def rules(self, rules: OperatorRules) -> None:
        """From now on these are the operator's."""

        async def ruled() -> OperatorRules:
            return rules

        handovers = Handovers(self.exchange.handovers.changes, replace(self.desk.handovers.desk, rules=ruled))
        self.exchange = Exchange(handovers, Turns(self.talk, handovers))

    async def citizen(self, profile: str = "ordinary", channel: str = "web") -> Citizen:
        """Somebody who opens a conversation."""
        opened = await self.exchange.open(channel, None, profile)
        return Citizen(self, await self.exchange.enter(opened.id, opened.token))

    async def agent(
        self, name: str, *skills: str, role: str = "agent", online: bool = True, most: int = 3, active: bool = True
    ) -> Agent:
        """Somebody who works here, and is at the desk now when ``online``."""
        status, seen = ("online", self.clock()) if online else ("away", None)
        made = Agent(str(uuid.uuid4()), f"l{uuid.uuid4().hex[:8]}", name, role, skills, most, active, status, seen)
        await StoredAccounts(self.database.working).add(made, "no password", self.clock())
        if online:
            self.on_duty.append(made)
        return made

    async def beat(self, *agents: Agent) -> None:
        """Their pages are open now; those of everybody on duty when none is named."""
        await self._seen(self.clock(), *(agents or self.on_duty))

    async def goes(self, *agents: Agent) -> None:
        """Their pages are closed, and have not been heard of for long."""
        self.on_duty = [one for one in self.on_duty if one not in agents]
        await self._seen(None, *agents)

    async def _seen(self, at: datetime | None, *agents: Agent) -> None:
        ids = [one.id for one in agents]
        async with self.database.working.session() as session:
            await session.execute(update(AgentRow).where(AgentRow.id.in_(ids)).values(seen_at=at))

    async def passes(self, **length: float) -> None:
        """Time goes by while everybody on duty stays."""
        self.clock.passes(**length)
        await self.beat()

    async def sweep(self) -> int:
        """What happens by itself, once."""
        return await self.desk.sweeper.sweep(self.clock())

    async def ahead(self, count: int) -> list[Citizen]:
        """So many others who ask for a person, one second after another."""
        others = []
        for _ in range(count):
            others.append(await self.citizen())
            await others[-1].says("转人工")
            self.clock.passes(seconds=1)
        return others


@dataclass
class Citizen:
    """One conversation from the citizen's side."""

    site: Site
    record: ConversationRecord

    async def says(self, text: str, message_id: str = "") -> dict[str, Any]:
        """The reply."""
        return (await self.sends(text, message_id)).reply

    async def sends(self, text: str, message_id: str = "") -> Exchanged:
        """What a message led to."""
        message = InboundMessage(
            message_id or uuid.uuid4().hex, self.record.channel, self.record.id, text, profile=self.record.profile
        )
        return await self.site.exchange.say(self.record, message)

    async def standing(self) -> Standing:
        return await self.site.exchange.handovers.changes.transcripts.standing(self.record.id)

    async def case(self) -> Case | None:
        """The open case."""
        return (await self.standing()).case

    async def open_case(self) -> Case:
        """The case there must be."""
        found = await self.case()
        assert found is not None
        return found

    async def state(self) -> State:
        """Who has the conversation, as the contract says it."""
        return State((await self.site.exchange.handovers.current(self.record))[0].state)

    async def messages(self) -> tuple[MessageRecord, ...]:
        return await self.site.exchange.after(self.record, 0)

    async def told(self) -> str:
        """What was said to the citizen last, by whomever."""
        return [m for m in await self.messages() if m.sender != "citizen"][-1].text

    async def events(self, case: str) -> tuple[CaseEvent, ...]:
        return await CaseRows(self.site.database.working).events(case)

    async def with_agent(self, agent: Agent, wish: str = "转人工") -> Case:
        """Asks for a person, and the agent takes it."""
        await self.says(wish)
        return await self.site.desk.work.accept((await self.open_case()).id, agent)

    async def left(self) -> CallBack | None:
        """What is kept to be answered in this conversation."""
        for done in (False, True):
            for one in await self.site.desk.call_backs.listed(done=done):
                if one.conversation == self.record.id:
                    return one
        return None


def text_of(reply: dict[str, Any]) -> str:
    """What a citizen reads or hears, without citation marks."""
    return "".join(sentence["text"] for sentence in reply["sentences"])


def template(folder: Path) -> Path:
    """An empty SQLite database, to be copied."""
    file = folder / "empty.db"
    upgrade(f"sqlite+aiosqlite:///{file}")
    return file


@asynccontextmanager
async def site_at(empty: Path, folder: Path, **settings: Any) -> AsyncIterator[Site]:
    """A desk over a copy of ``empty``; ``settings`` as ``Settings`` takes them."""
    file = folder / "assistant.db"
    shutil.copy(empty, file)
    async with site_over(f"sqlite+aiosqlite:///{file}", folder, **settings) as site:
        yield site


@asynccontextmanager
async def site_over(url: str, folder: Path, clock: Clock | None = None, **settings: Any) -> AsyncIterator[Site]:
    """A desk over the database at ``url``, as one worker has it."""
    clock = clock or Clock()
    database = Database(make_engine(url))
    changes = Changes(database, SignalsInProcess())
    retriever = ListRetriever(CLAUSES)
    talk = Conversations(
        steps_of_a_turn(retriever, toolbox()), MemoriesInProcess(), Versions, today=lambda: TODAY
    )  # fmt: skip
    made = Settings(data_dir=folder, **{"desk_hours": HOURS, **settings})
    desk = make_desk(made, database.working, changes, talk, cited_from(retriever), _nobody_verified, clock)
    exchange = Exchange(desk.handovers, Turns(talk, desk.handovers))
    yield Site(desk, exchange, database, clock, talk)
    await database.close()


async def _nobody_verified(channel: str, conversation: str) -> str | None:
    return None


SiteWith = Callable[..., Awaitable[Site]]


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database every site of these tests is a copy of."""
    return template(tmp_path_factory.mktemp("empty"))


@pytest.fixture
async def site(empty: Path, tmp_path: Path) -> AsyncIterator[Site]:
    """A desk on a Monday morning; nobody works there yet."""
    async with site_at(empty, tmp_path) as one:
        yield one


@pytest.fixture
async def site_with(empty: Path, tmp_path: Path) -> AsyncIterator[SiteWith]:
    """A desk with settings of the test's own."""
    async with AsyncExitStack() as opened:

        async def made(**settings: Any) -> Site:
            return await opened.enter_async_context(site_at(empty, tmp_path, **settings))

        yield made


@pytest.fixture
async def wang(site: Site) -> Agent:
    """The one agent who is there."""
    return await site.agent("王敏", "综合")
