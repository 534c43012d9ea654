"""``IdentityCheck`` over our own tables: the code is shown to the operator, who plays the part of the text message."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update

from assistant.business.asker_key import asker_key
from assistant.business.embedded_records import ID_NUMBER
from assistant.business.names import masked_name
from assistant.business.tables import CHALLENGES, PEOPLE, SENDS, BusinessFile, digest, file_key, milliseconds, moment
from assistant.business_ports import Asker, Challenge, PersonRef, Refusal, Refused, Verified
from assistant.errors import TooMany

CODE_LASTS = timedelta(minutes=5)
VERIFIED_LASTS = timedelta(minutes=30)
MAX_TRIES = 5
MAX_SENDS = 3
"""In ``WINDOW``, for a conversation and for a person, whatever conversation it is asked from."""
WINDOW = timedelta(minutes=10)
FILL = "python -m assistant people fill"
LIST = "python -m assistant people list"


class EmbeddedIdentity:
    """Six-digit codes, kept as salted digests. ``show`` puts a text before the operator and nowhere else."""

    def __init__(self, file: BusinessFile, show: Callable[[str], None], clock: Callable[[], datetime]) -> None:
        self._file = file
        self._show = show
        self._clock = clock

    async def start(self, asker: Asker, id_number: str) -> Challenge:
        """A code for the person on file; for others the same work, the same answer and no code. Raises ``TooMany``."""
        now, key, code = self._clock(), asker_key(asker), f"{secrets.randbelow(1_000_000):06d}"
        salt = secrets.token_bytes(16)
        row = {"asker": key, "salt": salt, "digest": await asyncio.to_thread(_hashed, code, salt), "tries": 0}
        row["expires_at"] = milliseconds(now + CODE_LASTS)
        found = await self._file.write(lambda connection: _begun(connection, row, id_number, now))
        self._show(_told(found.name, found.phone, code) if found.name else _told_nobody(found.anybody))
        return Challenge(found.phone[-4:], now + CODE_LASTS, not found.anybody)

    async def confirm(self, asker: Asker, code: str) -> Verified | Refused:
        """Each try is counted before the code is compared, so that tries made at once count too."""
        now, key = self._clock(), asker_key(asker)
        taken, found = await self._file.write(lambda connection: _tried(connection, key, now))
        if found is None:
            return Refused(Refusal.NO_CHALLENGE, 0)
        if not taken:
            late = found.expires_at <= milliseconds(now)
            return Refused(Refusal.EXPIRED if late else Refusal.TOO_MANY_TRIES, 0)
        right = hmac.compare_digest(await asyncio.to_thread(_hashed, code, found.salt), found.digest)
        name = await self._file.write(lambda connection: _used_up(connection, found)) if right else None
        if name is None:
            return Refused(Refusal.WRONG_CODE, MAX_TRIES - found.tries)
        return Verified(PersonRef(found.person), masked_name(name), now + VERIFIED_LASTS)


@dataclass(frozen=True, slots=True)
class _Found:
    """Whom a number belongs to: no name, and a made-up phone that stays the same, when it is not on file."""

    name: str
    phone: str
    anybody: bool


def _begun(connection: Connection, row: dict[str, object], id_number: str, now: datetime) -> _Found:
    """Counts the send and keeps the challenge. Raises ``TooMany``."""
    key = file_key(connection)
    who, tail = digest(key, ID_NUMBER, id_number), digest(key, "phone tail", id_number)
    _count_send(connection, (f"asker {row['asker']}", f"who {who}"), now)
    columns = (PEOPLE.c.id, PEOPLE.c.name, PEOPLE.c.phone)
    person = connection.execute(select(*columns).where(PEOPLE.c.digest == who)).one_or_none()
    connection.execute(delete(CHALLENGES).where(CHALLENGES.c.asker == row["asker"]))
    connection.execute(insert(CHALLENGES).values(**row, person=person.id if person else None))
    if person:
        return _Found(person.name, person.phone, True)
    anybody = connection.execute(select(exists(select(PEOPLE.c.id)))).scalar_one()
    return _Found("", f"{int(tail[:12], 16) % 10_000:04d}", bool(anybody))


def _tried(connection: Connection, asker: str, now: datetime) -> tuple[bool, Row[Any] | None]:
    """Whether there was a try left, now used, and the challenge."""
    mine = CHALLENGES.c.asker == asker
    fresh = (CHALLENGES.c.tries < MAX_TRIES) & (CHALLENGES.c.expires_at > milliseconds(now))
    counted = connection.execute(update(CHALLENGES).where(mine & fresh).values(tries=CHALLENGES.c.tries + 1))
    return counted.rowcount > 0, connection.execute(select(CHALLENGES).where(mine)).one_or_none()


def _used_up(connection: Connection, found: Row[Any]) -> str | None:
    """The name of the person behind a challenge, which works once; None for nobody, or when it was used meanwhile."""
    name: str | None = connection.execute(select(PEOPLE.c.name).where(PEOPLE.c.id == found.person)).scalar_one_or_none()
    same = (CHALLENGES.c.asker == found.asker) & (CHALLENGES.c.digest == found.digest)
    if name is None or not connection.execute(delete(CHALLENGES).where(same)).rowcount:
        return None
    return name


def _count_send(connection: Connection, subjects: tuple[str, ...], now: datetime) -> None:
    """Counts one send for each subject. Raises ``TooMany``, which undoes the count, when one has had too many."""
    connection.execute(insert(SENDS), [{"subject": subject, "at": milliseconds(now)} for subject in subjects])
    connection.execute(delete(SENDS).where(SENDS.c.at <= milliseconds(now - WINDOW)))
    connection.execute(delete(CHALLENGES).where(CHALLENGES.c.expires_at <= milliseconds(now - WINDOW)))
    for subject in subjects:
        query = select(func.count(), func.min(SENDS.c.at)).where(SENDS.c.subject == subject)
        count, oldest = connection.execute(query).one()
        if count > MAX_SENDS:
            left = moment(oldest) + WINDOW - now
            raise TooMany("验证码要得太频繁了", max(1, int(left.total_seconds()) + 1))


def _told(name: str, phone: str, code: str) -> str:
    """What the operator reads to the person."""
    minutes = int(CODE_LASTS.total_seconds() // 60)
    return f"{masked_name(name)}（尾号{phone[-4:]}）的验证码：{code}，{minutes}分钟内有效"


def _told_nobody(anybody: bool) -> str:
    """What the operator reads when no code went out; the citizen is not told."""
    if anybody:
        return f"有人用不在册的身份证号申请核验，没有发验证码。可以试的人：{LIST}"
    return f"有人申请核验身份，但业务数据里一个人也没有。填入演示用的虚构人物：{FILL}"


def _hashed(code: str, salt: bytes) -> bytes:
    """Slow on purpose: there are only a million codes."""
    return hashlib.scrypt(code.encode(), salt=salt, n=2**13, r=8, p=1, dklen=32)
