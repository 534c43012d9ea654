"""``BusinessSystem`` over our own tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, text

from assistant.business.tables import PEOPLE, RECORDS, BusinessFile, digest, file_key
from assistant.business.wire import record_of
from assistant.business_ports import PersonRef, Record, RecordKind
from assistant.errors import NotFound

ID_NUMBER = "id number"
"""What the digest of a person is made for."""


@dataclass(frozen=True, slots=True)
class PersonOnFile:
    """A person as the tables hold one; ``documents`` are JSON by kind, ``situation`` says what there is to try."""

    id: str
    id_number: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)
    situation: str
    documents: Mapping[RecordKind, str] = field(repr=False, default_factory=dict)


class EmbeddedRecords:
    """Reads documents from a ``BusinessFile``."""

    def __init__(self, file: BusinessFile, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._clock = clock

    async def read(self, person: PersonRef, kind: RecordKind) -> Record:
        """The record, or ``NothingOnFile``. Raises ``NotFound`` and ``Unavailable``."""
        query = select(RECORDS.c.document).where(RECORDS.c.person == person.value, RECORDS.c.kind == kind.value)
        document = await self._file.read(lambda connection: connection.execute(query).scalar_one_or_none())
        if document is None:
            raise NotFound("业务数据里没有这个人")
        return record_of(kind, document.encode(), self._clock().date())


async def add_people(file: BusinessFile, people: tuple[PersonOnFile, ...]) -> bool:
    """Writes people into an empty file; False, and nothing written, when somebody is there already."""

    def work(connection: Connection) -> bool:
        if connection.execute(select(func.count()).select_from(PEOPLE)).scalar_one():
            return False
        key = file_key(connection)
        connection.execute(insert(PEOPLE), [_row(person, key) for person in people])
        records = [{"person": p.id, "kind": k.value, "document": d} for p in people for k, d in p.documents.items()]
        connection.execute(insert(RECORDS), records)
        return True

    return await file.write(work)


async def list_people(file: BusinessFile) -> tuple[PersonOnFile, ...]:
    """Everybody on file, in the order written, without their documents."""
    columns = (PEOPLE.c.id, PEOPLE.c.id_number, PEOPLE.c.name, PEOPLE.c.phone, PEOPLE.c.situation)
    query = select(*columns).order_by(text("rowid"))
    return await file.read(lambda connection: tuple(PersonOnFile(*row) for row in connection.execute(query)))


def _row(person: PersonOnFile, key: bytes) -> dict[str, str]:
    return {
        "id": person.id, "digest": digest(key, ID_NUMBER, person.id_number), "id_number": person.id_number,
        "name": person.name, "phone": person.phone, "situation": person.situation,
    }  # fmt: skip
