"""``IdentityCheck`` over an agency's interface. The agency keeps challenges, sends codes and sets the limits."""

from __future__ import annotations

from assistant.business.agency import Agency
from assistant.business.asker_key import asker_key
from assistant.business.wire_identity import challenge_of, confirmation_of
from assistant.business_ports import Asker, Challenge, Refused, Verified
from assistant.errors import TooMany, Unavailable

WAIT = 60
"""Seconds to wait when the agency does not say how long."""


class AgencyIdentity:
    """Sends ``POST /identity/challenges`` and ``POST /identity/confirmations``, each once."""

    def __init__(self, agency: Agency) -> None:
        self._agency = agency

    async def start(self, asker: Asker, id_number: str) -> Challenge:
        """Ask for a code to be sent. Raises ``TooMany`` and ``Unavailable``."""
        body = {"conversation": asker_key(asker), "id_number": id_number}
        return challenge_of(await self._written("/identity/challenges", body))

    async def confirm(self, asker: Asker, code: str) -> Verified | Refused:
        """Have the code compared. Raises ``TooMany`` and ``Unavailable``."""
        body = {"conversation": asker_key(asker), "code": code}
        return confirmation_of(await self._written("/identity/confirmations", body))

    async def _written(self, path: str, body: dict[str, str]) -> bytes:
        answer = await self._agency.write(path, body)
        if answer.status == 429:
            raise TooMany("验证码要得太频繁了", answer.retry_after or WAIT)
        if answer.status != 200:
            raise Unavailable("业务系统没有这个接口", retry=False)
        return answer.body
