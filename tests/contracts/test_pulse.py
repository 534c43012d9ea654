"""A change whose signal was lost is heard all the same: on SQLite and PostgreSQL, with another process changing things."""

from __future__ import annotations

import pytest

from assistant.records import Change
from assistant.signals import LocalListeners
from assistant.store.database import Database, make_engine
from assistant.store.pulse import Pulse

from .test_transcripts import Keepers, needs_postgres, opened, postgres_url, said, sqlite_url

__all__ = ["postgres_url", "sqlite_url"]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


async def test_a_change_nobody_told_of_is_told_once_to_those_who_listen(url: str) -> None:
    mine, other = Database(make_engine(url)), Database(make_engine(url))
    here = await opened(Keepers(mine, other))
    elsewhere = await opened(Keepers(mine, other))
    listeners = LocalListeners()
    pulse = Pulse(mine.working, listeners)
    with listeners.listening(here) as listener:
        await pulse.look()
        assert listener.empty
        for conversation in (here, elsewhere):
            await other.commit(await other.standing(conversation), Change(said("m1")))
        await pulse.look()
        assert (await listener.get()).topic == here
        await pulse.look()
        assert listener.empty
    await mine.close()
    await other.close()
