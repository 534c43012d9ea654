"""Exactly one worker holds a lease, whatever the database."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import Unavailable
from assistant.store.database import make_engine
from assistant.store.leases import Leases
from assistant.store.working import Working
from tests.postgres_server import needs_postgres, prepared_database

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
LATER = NOW + timedelta(seconds=31)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with prepared_database(request.param, tmp_path_factory.mktemp("db")) as address:
        yield address


@pytest.fixture
async def workers(url: str) -> AsyncIterator[tuple[Leases, ...]]:
    """As four processes hold them, each with an engine of its own."""
    engines = [make_engine(url) for _ in range(4)]
    yield tuple(Leases(Working(engine)) for engine in engines)
    for engine in engines:
        await engine.dispose()


@pytest.fixture
def name() -> str:
    return f"sweep-{uuid.uuid4().hex}"


async def winners(workers: tuple[Leases, ...], name: str, now: datetime) -> list[int]:
    """Numbers of the workers that got it when all ask at once."""
    got = await asyncio.gather(*(one.hold(name, f"w{n}", 30, now) for n, one in enumerate(workers)))
    return [n for n, had in enumerate(got) if had]


async def test_of_workers_that_ask_at_once_exactly_one_gets_a_new_lease(workers: tuple[Leases, ...]) -> None:
    for _ in range(10):
        assert len(await winners(workers, f"sweep-{uuid.uuid4().hex}", NOW)) == 1


async def test_of_workers_that_ask_at_once_exactly_one_takes_over_an_expired_lease(
    workers: tuple[Leases, ...], name: str
) -> None:
    assert await workers[0].hold(name, "gone", 30, NOW)
    for round_ in range(1, 6):
        assert len(await winners(workers, name, NOW + round_ * timedelta(seconds=31))) == 1


async def test_the_holder_keeps_it_and_others_wait_until_its_end(workers: tuple[Leases, ...], name: str) -> None:
    first, second, *_ = workers
    assert await first.hold(name, "a", 30, NOW)
    assert await first.hold(name, "a", 30, NOW + timedelta(seconds=20))
    assert not await second.hold(name, "b", 30, LATER)
    assert await second.hold(name, "b", 30, NOW + timedelta(seconds=50))
    assert not await first.hold(name, "a", 30, NOW + timedelta(seconds=51))


async def test_a_lease_given_up_can_be_taken_at_once_but_only_by_its_holder_given_up(
    workers: tuple[Leases, ...], name: str
) -> None:
    first, second, *_ = workers
    assert await first.hold(name, "a", 30, NOW)
    await second.release(name, "b")
    assert not await second.hold(name, "b", 30, NOW)
    await first.release(name, "a")
    assert await second.hold(name, "b", 30, NOW)


async def test_leases_of_different_names_do_not_touch_each_other(workers: tuple[Leases, ...], name: str) -> None:
    assert await workers[0].hold(name, "a", 30, NOW)
    assert await workers[1].hold(f"{name}2", "b", 30, NOW)


async def test_the_zone_of_the_clock_does_not_matter(workers: tuple[Leases, ...], name: str) -> None:
    local = NOW.astimezone(datetime.strptime("+0800", "%z").tzinfo)
    assert await workers[0].hold(name, "a", 30, local)
    assert not await workers[1].hold(name, "b", 30, NOW + timedelta(seconds=29))
    assert await workers[1].hold(name, "b", 30, local + timedelta(seconds=30))


async def test_a_database_that_is_not_there_is_called_unavailable(tmp_path: Path) -> None:
    engine = make_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable):
        await Leases(Working(engine)).hold("sweep", "a", 30, NOW)
    await engine.dispose()
