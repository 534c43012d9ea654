"""Recordings over a real database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import delete, select

from assistant.errors import BadSettings, NotFound
from assistant.recordings import Sound
from assistant.store.encryption import FernetSecrets
from assistant.store.recordings import StoredRecordings
from assistant.store.tables import ConversationRow, RecordingRow
from assistant.store.working import Working

from ._ledger import KEY, NOW, a_conversation, url, workers

__all__ = ["url", "workers"]
Workers = tuple[Working, Working]
SOUND = Sound(b"OggS" + bytes(range(256)) * 40)


def kept_for(working: Working, days: int, key: str = KEY) -> StoredRecordings:
    return StoredRecordings(working, FernetSecrets(key), days)


async def test_a_recording_comes_back_as_it_was_and_lies_sealed(workers: Workers) -> None:
    talk = await a_conversation(workers[0])
    await kept_for(workers[0], 30).keep(talk, "u-1", SOUND, 3.2, NOW)
    (one,) = await kept_for(workers[1], 30).listed(talk)
    assert (one.message, one.at, one.seconds, one.expires) == ("u-1", NOW, 3.2, NOW + timedelta(days=30))
    assert await kept_for(workers[1], 30).sound(one.id) == SOUND
    async with workers[0].session() as session:
        sealed = (await session.scalars(select(RecordingRow.sealed))).one()
    assert SOUND.data[:20] not in sealed and b"OggS" not in sealed


async def test_nothing_is_kept_unless_the_operator_says_for_how_long(workers: Workers) -> None:
    talk = await a_conversation(workers[0])
    await kept_for(workers[0], 0).keep(talk, "u-1", SOUND, 3.2, NOW)
    assert await kept_for(workers[0], 0).listed() == ()


async def test_what_has_expired_is_deleted_and_nothing_else(workers: Workers) -> None:
    talk = await a_conversation(workers[0])
    kept = kept_for(workers[0], 7)
    await kept.keep(talk, "old", SOUND, 1.0, NOW - timedelta(days=7))
    await kept.keep(talk, "young", SOUND, 1.0, NOW - timedelta(days=6))
    assert await kept.purge(NOW) == 1
    assert [one.message for one in await kept.listed()] == ["young"]
    assert await kept.purge(NOW) == 0


async def test_a_recording_goes_with_its_conversation(workers: Workers) -> None:
    talk = await a_conversation(workers[0])
    await kept_for(workers[0], 7).keep(talk, "u-1", SOUND, 1.0, NOW)
    async with workers[0].session() as session:
        await session.execute(delete(ConversationRow).where(ConversationRow.id == talk))
    assert await kept_for(workers[0], 7).listed() == ()


async def test_another_key_opens_nothing_and_says_what_to_do(workers: Workers) -> None:
    talk = await a_conversation(workers[0])
    await kept_for(workers[0], 7).keep(talk, "u-1", SOUND, 1.0, NOW)
    (one,) = await kept_for(workers[0], 7).listed()
    with pytest.raises(BadSettings, match="录音解不开") as wrong:
        await kept_for(workers[0], 7, Fernet.generate_key().decode()).sound(one.id)
    assert "secret.key" in wrong.value.remedy


async def test_a_recording_that_is_gone_is_not_found(workers: Workers) -> None:
    with pytest.raises(NotFound, match="没有录音"):
        await kept_for(workers[0], 7).sound("none")
