"""``BusinessSystem`` over an agency's interface."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from assistant.business.agency import Agency
from assistant.business.wire import ProblemDocument, document, record_of
from assistant.business_ports import PersonRef, Record, RecordKind
from assistant.errors import NotFound, Unavailable

UNKNOWN_PERSON = "unknown_person"


class AgencyRecords:
    """Reads records with ``POST /records/{kind}``."""

    def __init__(self, agency: Agency, clock: Callable[[], datetime]) -> None:
        self._agency = agency
        self._clock = clock

    async def read(self, person: PersonRef, kind: RecordKind) -> Record:
        """The record, or ``NothingOnFile``. Raises ``NotFound`` and ``Unavailable``.

        A 404 counts only with the contract's own code: a wrong address must not read as "nothing on file".
        """
        answer = await self._agency.read(f"/records/{kind}", {"person": person.value})
        if answer.status == 404 and document(ProblemDocument, answer.body).code == UNKNOWN_PERSON:
            raise NotFound("业务系统里没有这个人")
        if answer.status != 200:
            raise Unavailable("业务系统请我们稍后再查", retry=answer.status == 429)
        return record_of(kind, answer.body, self._clock().date())
