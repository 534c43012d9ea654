"""What every keeper of conversations promises, over all of them: in process, SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text

from assistant.errors import BadSettings, NotFound, Unavailable
from assistant.handoff.states import CITIZEN, Case, Event, Reason, State, advance
from assistant.handoff.states import opened as new_case
from assistant.messages import Citation, Memory, Sentence
from assistant.pension.parameters import ParameterBook
from assistant.pension.retirement import Track
from assistant.records import Change, Conflict, ConversationRecord, Feedback, MessageRecord, Transcripts
from assistant.store.database import Database, make_engine
from assistant.store.in_process import TranscriptsInProcess
from assistant.store.migrate import upgrade
from assistant.tools.retirement_date import retirement_date

BOOK = ParameterBook((), "test")

HOST = os.environ.get("PENSION_TEST_POSTGRES_HOST", "127.0.0.1")
PORT = int(os.environ.get("PENSION_TEST_POSTGRES_PORT", "5432"))
NOW = datetime(2026, 11, 22, 8, 30, 0, 123000, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Keepers:
    """Two keepers as two workers would hold them; in process there is only one."""

    transcripts: Transcripts
    second: Transcripts


async def append(
    keeper: Transcripts, conversation: str, messages: tuple[MessageRecord, ...], memory: Memory | None = None
) -> tuple[MessageRecord, ...]:
    """Store messages on what stands now, again when somebody else was quicker."""
    while True:
        standing = await keeper.standing(conversation)
        try:
            return (await keeper.commit(standing, Change(messages, memory))).messages
        except Conflict:
            continue


def postgres_answers() -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, PORT)) == 0


needs_postgres = pytest.mark.skipif(
    not postgres_answers(),
    reason=f"没有 PostgreSQL 在 {HOST}:{PORT} 应答（免密用户 postgres），PostgreSQL 的约定没有检查",
)


async def run_as_admin(statement: str) -> None:
    connection = await asyncpg.connect(host=HOST, port=PORT, user="postgres", database="postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    """A database of its own, gone afterwards."""
    name = f"pension_test_{uuid.uuid4().hex[:12]}"
    asyncio.run(run_as_admin(f'CREATE DATABASE "{name}"'))
    url = f"postgresql+asyncpg://postgres@{HOST}:{PORT}/{name}"
    upgrade(url)
    yield url
    asyncio.run(run_as_admin(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(scope="module")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('db') / 'deep' / 'assistant.db'}"
    upgrade(url)
    return url


@pytest.fixture(params=["in process", "sqlite", pytest.param("postgres", marks=needs_postgres)])
def url(request: pytest.FixtureRequest) -> str:
    """Of the database; empty for the keeper that has none."""
    return "" if request.param == "in process" else str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def keepers(url: str) -> AsyncIterator[Keepers]:
    if not url:
        one = TranscriptsInProcess()
        yield Keepers(one, one)
        return
    first, second = Database(make_engine(url)), Database(make_engine(url))
    yield Keepers(first, second)
    await first.close()
    await second.close()


async def opened(keepers: Keepers) -> str:
    record = ConversationRecord(str(uuid.uuid4()), "d" * 64, "web", "广东/深圳", "elderly", NOW)
    await keepers.transcripts.open(record)
    return record.id


def queued(conversation: str) -> tuple[Case, Event]:
    """A case that waits, and the event of it."""
    case = new_case(str(uuid.uuid4()), conversation, "web", Reason.REQUESTED, "综合", NOW)
    return advance(case, State.QUEUED, CITIZEN, Reason.REQUESTED, NOW)


def said(message_id: str, text: str = "我1975年6月出生，𠮷") -> tuple[MessageRecord, ...]:
    """A citizen's message and the reply to it."""
    reply_id = str(uuid.uuid4())
    return (
        MessageRecord(0, NOW, "citizen", text, message_id),
        MessageRecord(0, NOW, "assistant", "答", message_id, reply_id, {"reply_id": reply_id, "seq": 0, "text": "答"}),
    )


class TestTranscripts:
    async def test_a_conversation_comes_back_as_it_was_opened(self, keepers: Keepers) -> None:
        conversation = await opened(keepers)
        found = await keepers.second.find(conversation)
        assert found == ConversationRecord(conversation, "d" * 64, "web", "广东/深圳", "elderly", NOW)

    async def test_an_unknown_conversation_is_nobody(self, keepers: Keepers) -> None:
        nobody = str(uuid.uuid4())
        assert await keepers.transcripts.find(nobody) is None
        assert await keepers.transcripts.said(nobody, "m1") == ()
        assert await keepers.transcripts.after(nobody, 0) == ()
        assert not await keepers.transcripts.rate(nobody, Feedback("r", "helpful", None, None))
        with pytest.raises(NotFound):
            await keepers.transcripts.standing(nobody)

    async def test_messages_get_consecutive_numbers_and_keep_every_character(self, keepers: Keepers) -> None:
        conversation = await opened(keepers)
        stored = await append(keepers.transcripts, conversation, said("m1"))
        more = await append(keepers.transcripts, conversation, (MessageRecord(99, NOW, "system", "转人工"),))
        assert [m.seq for m in (*stored, *more)] == [1, 2, 3]
        assert await keepers.second.after(conversation, 0) == (*stored, *more)
        assert stored[0].text == "我1975年6月出生，𠮷"
        assert stored[1].reply == {"reply_id": stored[1].reply_id, "seq": 2, "text": "答"}

    async def test_only_later_messages_are_read_and_a_limit_keeps_the_oldest_of_them(self, keepers: Keepers) -> None:
        conversation = await opened(keepers)
        for number in range(3):
            await append(keepers.transcripts, conversation, said(f"m{number}"))
        assert [m.seq for m in await keepers.transcripts.after(conversation, 2)] == [3, 4, 5, 6]
        assert [m.seq for m in await keepers.transcripts.after(conversation, 2, limit=2)] == [3, 4]
        assert await keepers.transcripts.after(conversation, 6) == ()

    async def test_what_was_said_under_a_message_id_is_found_in_its_own_conversation_only(
        self, keepers: Keepers
    ) -> None:
        mine, other = await opened(keepers), await opened(keepers)
        stored = await append(keepers.transcripts, mine, said("m1"))
        await append(keepers.transcripts, mine, (MessageRecord(0, NOW, "agent", "坐席的", "m1"),))
        assert await keepers.second.said(mine, "m1") == stored
        assert await keepers.transcripts.said(mine, "m2") == ()
        assert await keepers.transcripts.said(other, "m1") == ()

    async def test_a_message_id_stored_again_gives_what_was_stored_first(self, keepers: Keepers) -> None:
        conversation = await opened(keepers)
        first = await append(keepers.transcripts, conversation, said("m1"))
        assert await append(keepers.second, conversation, said("m1")) == first
        assert len(await keepers.transcripts.after(conversation, 0)) == 2

    async def test_twenty_messages_at_once_get_unique_consecutive_numbers(self, keepers: Keepers) -> None:
        conversation = await opened(keepers)
        both = (keepers.transcripts, keepers.second)
        await asyncio.gather(*(append(both[i % 2], conversation, said(f"m{i}")) for i in range(20)))
        kept = await keepers.transcripts.after(conversation, 0)
        assert [m.seq for m in kept] == list(range(1, 41))
        assert all(a.client_message_id == b.client_message_id for a, b in zip(kept[::2], kept[1::2], strict=True))

    async def test_one_message_id_stored_by_two_workers_at_once_has_one_answer(self, keepers: Keepers) -> None:
        for _ in range(5):
            conversation = await opened(keepers)
            one, two = await asyncio.gather(
                append(keepers.transcripts, conversation, said("m1")), append(keepers.second, conversation, said("m1"))
            )
            assert one == two
            assert await keepers.transcripts.after(conversation, 0) == one

    async def test_only_a_reply_of_the_conversation_can_be_rated(self, keepers: Keepers) -> None:
        mine, other = await opened(keepers), await opened(keepers)
        reply_id = str((await append(keepers.transcripts, mine, said("m1")))[1].reply_id)
        feedback = Feedback(reply_id, "unhelpful", "看不懂", "再简单点")
        assert await keepers.transcripts.rate(mine, feedback)
        assert await keepers.second.rate(mine, replace(feedback, verdict="helpful"))
        assert not await keepers.transcripts.rate(other, feedback)

    async def test_a_case_and_its_events_are_kept_with_the_messages_that_tell_of_them(self, keepers: Keepers) -> None:
        conversation = await opened(keepers)
        case, event = queued(conversation)
        standing = await keepers.transcripts.standing(conversation)
        told = MessageRecord(0, NOW, "system", "正在转人工", handover={"state": "queued"})
        stored = await keepers.transcripts.commit(standing, Change((told,), None, case, (event,)))
        assert stored.fresh
        after = await keepers.second.standing(conversation)
        assert (after.case, after.version, after.last_seq) == (case, 1, 1)
        assert after.record.handover_state == "queued"
        assert await keepers.second.case(case.id) == case
        assert (await keepers.second.after(conversation, 0))[0].handover == {"state": "queued"}

    async def test_a_closed_case_leaves_the_conversation_to_the_assistant(self, keepers: Keepers) -> None:
        conversation = await opened(keepers)
        case, event = queued(conversation)
        await keepers.transcripts.commit(
            await keepers.transcripts.standing(conversation), Change((), None, case, (event,))
        )
        closed, ending = advance(case, State.RETURNED, CITIZEN, Reason.CITIZEN_CANCELLED, NOW)
        standing = await keepers.second.standing(conversation)
        await keepers.second.commit(standing, Change((), None, closed, (ending,)))
        after = await keepers.transcripts.standing(conversation)
        assert (after.case, after.record.handover_state) == (None, "none")
        assert await keepers.transcripts.case(case.id) == closed

    async def test_what_was_decided_on_an_older_standing_is_refused_whole(self, keepers: Keepers) -> None:
        conversation = await opened(keepers)
        old = await keepers.transcripts.standing(conversation)
        await append(keepers.second, conversation, said("m1"), Memory(focus="新"))
        case, event = queued(conversation)
        with pytest.raises(Conflict):
            await keepers.transcripts.commit(old, Change(said("m2"), Memory(focus="旧"), case, (event,)))
        after = await keepers.transcripts.standing(conversation)
        assert (after.case, after.memory.focus, after.last_seq) == (None, "新", 2)
        assert await keepers.transcripts.case(case.id) is None

    async def test_of_two_decisions_at_once_one_counts(self, keepers: Keepers) -> None:
        for _ in range(5):
            conversation = await opened(keepers)
            standing = await keepers.transcripts.standing(conversation)
            both = (keepers.transcripts, keepers.second)
            cases = [queued(conversation) for _ in both]
            results = await asyncio.gather(
                *(k.commit(standing, Change((), None, c, (e,))) for k, (c, e) in zip(both, cases, strict=True)),
                return_exceptions=True,
            )
            assert sorted(type(r).__name__ for r in results) == ["Conflict", "Stored"]
            kept = (await keepers.transcripts.standing(conversation)).case
            assert kept in [c for c, _ in cases]

    async def test_it_says_that_it_works(self, keepers: Keepers) -> None:
        await keepers.transcripts.ping()


class TestMemories:
    async def test_a_new_conversation_remembers_nothing(self, keepers: Keepers) -> None:
        assert (await keepers.transcripts.standing(await opened(keepers))).memory == Memory()

    async def test_everything_remembered_comes_back(self, keepers: Keepers) -> None:
        citation = Citation(
            1, "law#1", "社会保险法", "主席令第35号", "全国人大", "第十六条", "缴费年限", date(2011, 7, 1), None, "全国",
            "企业职工", "primary", "原文", "0123456789abcdef", "来源",
        )  # fmt: skip
        memory = Memory(
            focus="男的几岁退休", region="广东/深圳", place="深圳", schemes=("企业职工",), sex="女", birth=(1975, None),
            identity="工人", as_of=date(2024, 6, 1), topic="退休年龄", passages=("law#1",), last_outcome="estimated",
            last_sentences=(Sentence("十五年。", (1,), traced=True),), last_citations=(citation,),
            last_trace=retirement_date(BOOK, "1975-06", Track.MALE), last_tool="retirement_date", asked=("place",),
            traditional=True, misunderstandings=2,
        )  # fmt: skip
        conversation = await opened(keepers)
        await append(keepers.transcripts, conversation, said("m1"), memory)
        assert (await keepers.second.standing(conversation)).memory == memory

    async def test_the_last_one_saved_counts(self, keepers: Keepers) -> None:
        conversation = await opened(keepers)
        await append(keepers.transcripts, conversation, said("m1"), Memory(focus="一"))
        await append(keepers.transcripts, conversation, said("m2"), Memory(focus="二"))
        await append(keepers.second, conversation, said("m3"))
        assert (await keepers.transcripts.standing(conversation)).memory.focus == "二"


async def test_a_memory_of_another_version_is_forgotten_instead_of_stopping_the_talk(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a.db'}"
    await asyncio.to_thread(upgrade, url)
    engine = make_engine(url)
    database = Database(engine)
    conversation = await opened(Keepers(database, database))
    async with engine.begin() as connection:
        await connection.execute(text("""UPDATE conversations SET memory = '{"birth": "新写法"}'"""))
    assert (await database.standing(conversation)).memory == Memory()
    await database.close()


async def test_a_database_that_is_not_there_is_called_unavailable() -> None:
    database = Database(make_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none"))
    for call in (database.ping(), database.find("x"), database.standing("x"), database.said("x", "m1")):
        with pytest.raises(Unavailable):
            await call
    await database.close()


@pytest.mark.parametrize("url", ["我的数据库", "mysql+none://x/y", "postgresql+psycopg2://postgres@127.0.0.1/x"])
def test_a_database_address_that_cannot_be_used_names_the_setting(url: str) -> None:
    with pytest.raises(BadSettings, match="PENSION_DATABASE_URL"):
        upgrade(url)


def test_a_database_of_a_newer_version_is_refused_with_a_reason(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'a.db'}"
    upgrade(url)

    async def from_the_future() -> None:
        engine = make_engine(url)
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await engine.dispose()

    asyncio.run(from_the_future())
    with pytest.raises(Unavailable, match="更新的版本"):
        upgrade(url)


async def test_values_do_not_show_in_what_the_database_complains_about(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(Exception, match="no such table") as caught:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:x)"), {"x": "13800138000"})
    assert "13800138000" not in str(caught.value)
    await engine.dispose()


@needs_postgres
async def test_workers_that_start_together_migrate_once() -> None:
    name = f"pension_test_{uuid.uuid4().hex[:12]}"
    await run_as_admin(f'CREATE DATABASE "{name}"')
    code = "import sys; from assistant.store.migrate import upgrade; upgrade(sys.argv[1])"
    url = f"postgresql+asyncpg://postgres@{HOST}:{PORT}/{name}"
    try:
        workers = [await asyncio.create_subprocess_exec(sys.executable, "-c", code, url) for _ in range(3)]
        assert [await worker.wait() for worker in workers] == [0, 0, 0]
    finally:
        await run_as_admin(f'DROP DATABASE "{name}" WITH (FORCE)')
