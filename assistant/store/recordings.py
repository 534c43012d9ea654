"""Recordings as sealed rows."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from assistant.errors import NotFound
from assistant.recordings import Recording, Sound
from assistant.store.encryption import FernetSecrets
from assistant.store.tables import RecordingRow
from assistant.store.working import Working, utc


class StoredRecordings:
    """Implements ``Recordings`` over ``working``; ``days`` 0 keeps none."""

    def __init__(self, working: Working, secrets: FernetSecrets, days: int) -> None:
        self._working = working
        self._secrets = secrets
        self.days = days

    async def keep(self, conversation: str, message: str, sound: Sound, seconds: float, now: datetime) -> None:
        if not self.days:
            return
        row = RecordingRow(
            id=str(uuid.uuid4()), conversation_id=conversation, message_id=message, at=now, seconds=seconds,
            media_type=sound.media_type, sealed=self._secrets.seal(sound.data),
            expires_at=now + timedelta(days=self.days),
        )  # fmt: skip
        async with self._working.session() as session:
            session.add(row)

    async def listed(self, conversation: str | None = None) -> tuple[Recording, ...]:
        columns = (
            RecordingRow.id, RecordingRow.conversation_id, RecordingRow.message_id, RecordingRow.at,
            RecordingRow.seconds, RecordingRow.expires_at,
        )  # fmt: skip
        query = select(*columns).order_by(RecordingRow.at, RecordingRow.id)
        if conversation is not None:
            query = query.where(RecordingRow.conversation_id == conversation)
        async with self._working.session() as session:
            rows = (await session.execute(query)).all()
        return tuple(
            Recording(id, owner, message, utc(at), seconds, utc(expires))
            for id, owner, message, at, seconds, expires in rows
        )

    async def sound(self, recording: str) -> Sound:
        async with self._working.session() as session:
            row = await session.get(RecordingRow, recording)
        if row is None:
            raise NotFound(f"没有录音 {recording}，可能已经到期删除")
        return Sound(self._secrets.unseal(row.sealed), row.media_type)

    async def purge(self, now: datetime) -> int:
        async with self._working.session() as session:
            gone = await session.execute(delete(RecordingRow).where(RecordingRow.expires_at <= now))
        return max(0, getattr(gone, "rowcount", 0))
