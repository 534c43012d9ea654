"""A person's own records: first find out who is asking, then look up. The only way to a record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant.business_ports import (
    Asker,
    BusinessSystem,
    Challenge,
    IdentityCheck,
    RecordKind,
    Refused,
    Verifications,
    Verified,
)
from assistant.errors import BadInput, NotFound, NotVerified
from assistant.personal_data import check_digit
from assistant.record_results import result_of
from assistant.traces import ToolResult

LASTS = timedelta(minutes=30)
"""How long a verification holds at most, whatever the identity check grants."""
_ID_NUMBER = re.compile(r"\d{17}[\dX]")
_CODE = re.compile(r"\d{6}")


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class Records:
    """Checks identities and looks up records, conversation by conversation."""

    def __init__(
        self,
        system: BusinessSystem,
        identity: IdentityCheck,
        verifications: Verifications,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._system = system
        self._identity = identity
        self._verifications = verifications
        self._clock = clock

    async def begin(self, asker: Asker, id_number: str) -> Challenge:
        """Send a code to the phone on file; who was verified here before is forgotten.

        Raises ``BadInput`` for what is no id number, ``TooMany`` and ``Unavailable``.
        """
        number = checked_id_number(id_number)
        await self._verifications.forget(asker)
        return await self._identity.start(asker, number)

    async def confirm(self, asker: Asker, code: str) -> Verified | Refused:
        """Compare the code and remember who it is. Raises ``BadInput`` for what is no code, and ``Unavailable``."""
        digits = re.sub(r"\s", "", unicodedata.normalize("NFKC", code))
        if not _CODE.fullmatch(digits):
            raise BadInput("验证码不对", "验证码是6位数字，请照收到的再说一遍")
        answer = await self._identity.confirm(asker, digits)
        if isinstance(answer, Refused):
            return answer
        verified = replace(answer, expires_at=min(answer.expires_at, self._clock() + LASTS))
        await self._verifications.keep(asker, verified)
        return verified

    async def verified(self, asker: Asker) -> Verified | None:
        """Who the asker is, or None when nobody was verified here or it has expired."""
        found = await self._verifications.find(asker)
        return found if found and found.expires_at > self._clock() else None

    async def forget(self, asker: Asker) -> None:
        """End the verification."""
        await self._verifications.forget(asker)

    async def look_up(self, asker: Asker, kind: RecordKind) -> ToolResult:
        """The record with its source and day as a trace. Raises ``NotVerified`` and ``Unavailable``."""
        found = await self._verifications.find(asker)
        if found is None or found.expires_at <= self._clock():
            raise NotVerified("还没有核验身份", expired=found is not None)
        try:
            return result_of(kind, await self._system.read(found.person, kind))
        except NotFound as error:
            await self._verifications.forget(asker)
            raise NotVerified("业务系统里没有这个人了，需要重新核验", expired=True) from error


def checked_id_number(text: str) -> str:
    """An 18-digit citizen id (GB 11643-1999) without spaces, X in capitals. Raises ``BadInput``, never naming it."""
    number = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not _ID_NUMBER.fullmatch(number) or check_digit(number[:17]) != number[17]:
        raise BadInput("身份证号不对", "请核对18位身份证号，再说一遍")
    return number
