"""Request bodies of call-backs, tickets and held answers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2100, 12, 31)
Printable = r"^[^\x00]*$"
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-]{1,36}$")]
Words = Annotated[str, StringConstraints(max_length=4000, pattern=Printable)]
"""Bounded here so that nothing huge comes in; the core says in words what is too long."""
Code = Annotated[str, StringConstraints(max_length=32, pattern=Printable)]
PathId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_\-]{1,36}$")]
TicketId = Annotated[int, Path(ge=1, le=2**31 - 1)]


class Body(BaseModel):
    """Base of the bodies: nothing unknown is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Revealing(Body):
    """``POST /call_backs/{id}/reveal``."""

    reason: Words


class CallBackOutcome(Body):
    """``POST /call_backs/{id}/outcome``."""

    outcome: Code
    text: Words = ""


class NewTicket(Body):
    """``POST /tickets``."""

    conversation_id: Id | None = None
    reply_id: Id | None = None
    category: Code
    text: Words
    owner_id: Id | None = None


class TicketChange(Body):
    """``PATCH /tickets/{id}``."""

    owner_id: Id | None = None
    category: Code | None = None
    due_on: date | None = Field(default=None, ge=FIRST_DAY, le=LAST_DAY)


class NewEntry(Body):
    """``POST /tickets/{id}/entries``."""

    text: Words


class Closing(Body):
    """``POST /tickets/{id}/close``; ``tell`` puts the outcome in the citizen's conversation."""

    outcome: Words
    tell: bool = False


class Deciding(Body):
    """``POST /held/{id}``; ``text`` is what is sent instead, or said to a citizen whose answer was refused."""

    decision: Literal["approve", "edit", "reject"]
    text: Words = ""
