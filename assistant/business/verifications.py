"""``Verifications`` in our own tables, for all processes of one machine, and in a dictionary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from assistant.business.asker_key import asker_key
from assistant.business.tables import VERIFICATIONS, BusinessFile, milliseconds, moment
from assistant.business_ports import Asker, PersonRef, Verified


class StoredVerifications:
    """``realm`` names the system the references are of: after a change of system nobody counts as verified."""

    def __init__(self, file: BusinessFile, realm: str, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._realm = realm
        self._clock = clock

    async def keep(self, asker: Asker, verified: Verified) -> None:
        """Kept instead of what was there; what expired anywhere goes. Raises ``Unavailable``."""
        values = {
            "realm": self._realm, "person": verified.person.value, "name": verified.name,
            "expires_at": milliseconds(verified.expires_at),
        }  # fmt: skip
        statement = insert(VERIFICATIONS).values(asker=asker_key(asker), **values)
        statement = statement.on_conflict_do_update(index_elements=["asker"], set_=values)
        expired = delete(VERIFICATIONS).where(VERIFICATIONS.c.expires_at <= milliseconds(self._clock()))
        await self._file.write(lambda connection: (connection.execute(statement), connection.execute(expired)))

    async def find(self, asker: Asker) -> Verified | None:
        """What was kept last. Raises ``Unavailable``."""
        query = select(VERIFICATIONS).where(
            VERIFICATIONS.c.asker == asker_key(asker), VERIFICATIONS.c.realm == self._realm
        )
        row = await self._file.read(lambda connection: connection.execute(query).one_or_none())
        if row is None:
            return None
        return Verified(PersonRef(row.person), row.name, moment(row.expires_at))

    async def forget(self, asker: Asker) -> None:
        """Nobody is verified here any more. Raises ``Unavailable``."""
        statement = delete(VERIFICATIONS).where(VERIFICATIONS.c.asker == asker_key(asker))
        await self._file.write(lambda connection: connection.execute(statement).rowcount)


class VerificationsInProcess:
    """Forgets everything when the process ends."""

    def __init__(self) -> None:
        self._kept: dict[Asker, Verified] = {}

    async def keep(self, asker: Asker, verified: Verified) -> None:
        self._kept[asker] = verified

    async def find(self, asker: Asker) -> Verified | None:
        return self._kept.get(asker)

    async def forget(self, asker: Asker) -> None:
        self._kept.pop(asker, None)
