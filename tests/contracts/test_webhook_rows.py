"""The outbox for an agency's own desk, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from assistant.desk.webhook import Delivery, EventName
from assistant.errors import Unavailable
from assistant.handoff.states import CITIZEN, Reason, State, advance, opened
from assistant.messages import Memory
from assistant.records import Change, ConversationRecord, MessageRecord, Standing
from assistant.store.database import make_engine
from assistant.store.desk_tables import DeliveryRow
from assistant.store.migrate import upgrade
from assistant.store.webhook_rows import Outbox, WebhookRows, add
from assistant.store.working import Working
from tests.contracts.test_transcripts import needs_postgres, postgres_url

__all__ = ["postgres_url"]

NOW = datetime(2026, 11, 22, 8, 30, 0, 123000, tzinfo=UTC)
TALK = "5d0c7a52-2f52-4a0e-8f43-0d1f6f2c9a10"


@dataclass(frozen=True, slots=True)
class Two:
    """Two workers over one database."""

    working: Working
    one: WebhookRows
    other: WebhookRows


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "postgres":
        yield str(request.getfixturevalue("postgres_url"))
        return
    made = f"sqlite+aiosqlite:///{tmp_path / 'assistant.db'}"
    upgrade(made)
    yield made


@pytest.fixture
async def two(url: str) -> AsyncIterator[Two]:
    first, second = make_engine(url), make_engine(url)
    working = Working(first)
    async with working.session() as session:
        await session.execute(delete(DeliveryRow))
    yield Two(working, WebhookRows(working), WebhookRows(Working(second)))
    await first.dispose()
    await second.dispose()


def delivery(conversation: str = "", at: datetime = NOW) -> Delivery:
    ident = str(uuid.uuid4())
    return Delivery(
        ident, EventName.MESSAGE_CREATED, conversation or ident, at, {"event": "message_created", "字": "𠮷"}
    )


async def put(two: Two, *deliveries: Delivery) -> None:
    async with two.working.session() as session:
        add(session, deliveries)


async def states(two: Two) -> list[str]:
    async with two.working.session() as session:
        return list((await session.scalars(select(DeliveryRow.state).order_by(DeliveryRow.id))).all())


async def test_what_was_put_in_comes_out_whole_and_oldest_first(two: Two) -> None:
    three = [delivery() for _ in range(3)]
    await put(two, *three)
    due = await two.one.claim(NOW, 2)
    assert [one.id for one in due] == [one.id for one in three[:2]]
    assert due[0].body == {"event": "message_created", "字": "𠮷"}
    assert (due[0].event, due[0].attempts, due[0].created_at) == ("message_created", 1, NOW)
    assert [one.id for one in await two.other.claim(NOW, 8)] == [three[2].id]


async def test_a_transaction_that_fails_tells_nothing(two: Two) -> None:
    with pytest.raises(RuntimeError):
        async with two.working.session() as session:
            add(session, [delivery()])
            await session.flush()
            raise RuntimeError
    assert await states(two) == []


async def test_two_workers_at_once_never_get_the_same(two: Two) -> None:
    everything = [delivery() for _ in range(40)]
    await put(two, *everything)
    got: list[str] = []

    async def worker(rows: WebhookRows) -> None:
        while due := await rows.claim(NOW, 5):
            got.extend(one.id for one in due)

    async def worker_until_empty(rows: WebhookRows) -> None:
        for _ in range(20):
            await worker(rows)

    await asyncio.gather(worker_until_empty(two.one), worker_until_empty(two.other))
    assert sorted(got) == sorted(one.id for one in everything)


async def test_a_conversation_is_told_in_order(two: Two) -> None:
    first, second = delivery(TALK), delivery(TALK)
    await put(two, first, second)
    (due,) = await two.one.claim(NOW, 8)
    assert due.id == first.id
    assert await two.other.claim(NOW, 8) == ()
    await two.one.delivered(due, NOW)
    assert [one.id for one in await two.other.claim(NOW, 8)] == [second.id]


async def test_one_that_waits_for_its_next_try_does_not_hold_up_the_others(two: Two) -> None:
    first, second = delivery(TALK), delivery(TALK)
    await put(two, first, second)
    (due,) = await two.one.claim(NOW, 8)
    assert not await two.one.failed(due, "HTTP 500", NOW)
    assert [one.id for one in await two.one.claim(NOW, 8)] == [second.id]


async def test_it_is_tried_again_later_and_given_up_after_a_day(two: Two) -> None:
    await put(two, delivery())
    now, tries = NOW, 0
    while True:
        (due,) = await two.one.claim(now, 8)
        tries += 1
        assert due.attempts == tries
        if await two.one.failed(due, "HTTP 500", now):
            break
        assert await two.other.claim(now + timedelta(seconds=4), 8) == ()
        now += timedelta(seconds=(5, 30, 120, 600, 3600)[min(tries, 5) - 1])
    assert await states(two) == ["given_up"]
    assert timedelta(hours=22) < now - NOW < timedelta(hours=24)
    assert await two.one.claim(now + timedelta(days=2), 8) == ()


async def test_what_a_dead_worker_was_sending_is_sent_by_another(two: Two) -> None:
    await put(two, delivery())
    (lost,) = await two.one.claim(NOW, 8)
    assert await two.other.claim(NOW + timedelta(seconds=59), 8) == ()
    (found,) = await two.other.claim(NOW + timedelta(seconds=61), 8)
    assert (found.id, found.attempts) == (lost.id, 2)
    await two.one.failed(lost, "timeout", NOW)
    assert await states(two) == ["sending"]
    await two.other.delivered(found, NOW)
    assert await states(two) == ["delivered"]


async def test_finished_ones_are_forgotten_when_old(two: Two) -> None:
    await put(two, delivery(), delivery())
    (first, _) = await two.one.claim(NOW, 8)
    await two.one.delivered(first, NOW)
    await two.one.forget(NOW + timedelta(seconds=1))
    assert await states(two) == ["sending"]


async def test_a_change_of_a_conversation_is_told_with_it(two: Two) -> None:
    record = ConversationRecord(TALK, "d" * 64, "web", None, "ordinary", NOW)
    case = opened("k" * 36, TALK, "web", Reason.REQUESTED, "综合", NOW)
    case, event = advance(case, State.QUEUED, CITIZEN, Reason.REQUESTED, NOW)
    standing = Standing(record, Memory(), 1, 0, None)
    outbox = Outbox(lambda standing, change: {"summary": "断缴怎么补"})
    async with two.working.session() as session:
        await outbox.keep(session, standing, Change(), (MessageRecord(1, NOW, "citizen", "几岁退休"),))
        await outbox.keep(
            session, standing, Change(case=case, events=(event,)), (MessageRecord(2, NOW, "citizen", "转人工"),)
        )
    (created,) = await two.one.claim(NOW, 8)
    assert (created.event, created.body["packet"]) == ("conversation_created", {"summary": "断缴怎么补"})
    await two.one.delivered(created, NOW)
    (message,) = await two.one.claim(NOW, 8)
    assert message.body["message"]["content"] == "转人工"


class TestReceived:
    async def test_a_delivery_is_taken_once_over_all_workers(self, two: Two) -> None:
        assert await two.one.begin("d-1", TALK, NOW)
        with pytest.raises(Unavailable):
            await two.other.begin("d-1", TALK, NOW)
        await two.one.done("d-1", NOW)
        assert not await two.other.begin("d-1", TALK, NOW)
        assert await two.other.begin("d-2", TALK, NOW)

    async def test_one_that_failed_is_a_first_one_again(self, two: Two) -> None:
        assert await two.one.begin("d-1", TALK, NOW)
        await two.one.undo("d-1")
        assert await two.other.begin("d-1", TALK, NOW)

    async def test_one_whose_worker_died_is_free_after_a_while(self, two: Two) -> None:
        assert await two.one.begin("d-1", TALK, NOW)
        assert await two.other.begin("d-1", TALK, NOW + timedelta(seconds=61))
        with pytest.raises(Unavailable):
            await two.one.begin("d-1", TALK, NOW + timedelta(seconds=62))

    async def test_it_never_is_something_to_send(self, two: Two) -> None:
        await two.one.begin("d-1", TALK, NOW)
        assert await two.one.claim(NOW + timedelta(hours=1), 8) == ()

    async def test_of_many_at_once_one_is_first(self, two: Two) -> None:
        both = (two.one, two.other)
        results = await asyncio.gather(*(both[i % 2].begin("d-1", TALK, NOW) for i in range(8)), return_exceptions=True)
        assert [r for r in results if r is True] == [True]
        assert all(r is True or isinstance(r, Unavailable) for r in results)
