"""The documents of identity checks in docs/agency-interface.md, turned into values."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from assistant.business.names import masked_name
from assistant.business.wire import Document, Words, document
from assistant.business_ports import Challenge, PersonRef, Refusal, Refused, Verified


def _no_id_number(value: str) -> str:
    if re.fullmatch(r"\d{15}|\d{17}[\dXx]", value):
        raise ValueError("an id number cannot be a reference")
    return value


def _with_zone(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time needs its zone")
    return value.astimezone(UTC)


Time = Annotated[datetime, AfterValidator(_with_zone)]
Reference = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9._~-]{8,128}$"), AfterValidator(_no_id_number)
]  # fmt: skip


class ChallengeDocument(Document):
    phone_tail: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
    expires_at: Time


class ConfirmationDocument(Document):
    verified: bool


class VerifiedDocument(ConfirmationDocument):
    person: Reference
    name: Words
    expires_at: Time


class RefusedDocument(ConfirmationDocument):
    verified: Literal[False]
    reason: Annotated[Refusal, Field(strict=False)]
    left: Annotated[int, Field(ge=0, le=20)]


def challenge_of(body: bytes) -> Challenge:
    """A sent challenge from its document. Raises ``Unavailable``."""
    found = document(ChallengeDocument, body)
    return Challenge(found.phone_tail, found.expires_at)


def confirmation_of(body: bytes) -> Verified | Refused:
    """The outcome of a confirmation from its document. Raises ``Unavailable``."""
    if document(ConfirmationDocument, body).verified:
        found = document(VerifiedDocument, body)
        return Verified(PersonRef(found.person), masked_name(found.name), found.expires_at)
    refused = document(RefusedDocument, body)
    return Refused(refused.reason, refused.left)
