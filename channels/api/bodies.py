"""Request bodies of the contract."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
"""Days that may be asked about."""
Printable = r"^[^\x00]*$"
MessageId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:\-]{1,64}$")]
Region = Annotated[str, StringConstraints(max_length=40, pattern=Printable)]


class Body(BaseModel):
    """Base of the bodies: nothing unknown is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewConversation(Body):
    """``POST /conversations``."""

    channel: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_\-]{1,32}$")] = "web"
    region: Region | None = None
    profile: Literal["ordinary", "elderly"] = "ordinary"


class NewMessage(Body):
    """``POST /conversations/{id}/messages`` and the ``message`` frame."""

    client_message_id: MessageId
    text: Annotated[str, StringConstraints(max_length=20_000, pattern=Printable)]
    as_of: date | None = Field(default=None, ge=FIRST_DAY, le=LAST_DAY)
    region: Region | None = None


class NewFeedback(Body):
    """``POST /conversations/{id}/feedback``."""

    reply_id: MessageId
    verdict: Literal["helpful", "unhelpful"]
    reason: Annotated[str, StringConstraints(max_length=64, pattern=Printable)] | None = None
    text: Annotated[str, StringConstraints(max_length=1000, pattern=Printable)] | None = None


class HandoverRequest(Body):
    """``POST /conversations/{id}/handover``: ask for a person, or cancel (not wait, or decline an offer)."""

    reason: Annotated[str, StringConstraints(max_length=200, pattern=Printable)] | None = None
    action: Literal["request", "cancel", "decline"] = "request"


class NewCallBack(Body):
    """``POST /conversations/{id}/call_back``."""

    kind: Literal["call", "message"]
    contact: Annotated[str, StringConstraints(max_length=40, pattern=Printable)] | None = None
    wanted: Annotated[str, StringConstraints(max_length=40, pattern=Printable)] | None = None
    text: Annotated[str, StringConstraints(max_length=500, pattern=Printable)] | None = None


class NewSatisfaction(Body):
    """``POST /conversations/{id}/satisfaction``: 1 is worst, 5 best."""

    score: Annotated[int, Field(ge=1, le=5, strict=True)]
    text: Annotated[str, StringConstraints(max_length=500, pattern=Printable)] | None = None
