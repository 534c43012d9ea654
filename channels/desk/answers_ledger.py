"""Shapes of the answers about call-backs, tickets and held answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from assistant.desk import held as held_values
from assistant.desk.call_back_values import KINDS, OUTCOMES, CallBack
from assistant.desk.held import Held
from assistant.desk.ledger_values import CATEGORIES, ORIGINS, Ticket


class Answer(BaseModel):
    """Base of the answers: what is described is all there is."""

    model_config = ConfigDict(extra="forbid")


class CallBackOut(Answer):
    """What a citizen left; the number itself is shown by ``reveal`` only."""

    id: str
    case_id: str
    conversation_id: str
    kind: str
    kind_label: str
    contact_shown: str
    wanted: str
    text: str
    created_at: datetime
    due_on: date
    overdue: bool
    owner_id: str | None
    owner_name: str
    attempts: int
    outcome: str | None
    outcome_label: str
    outcome_text: str
    done_at: datetime | None


class Revealed(Answer):
    """A number to dial."""

    contact: str


class EntryOut(Answer):
    """What was done about a ticket."""

    at: datetime
    author: str
    text: str


class TicketOut(Answer):
    """One line of the ledger."""

    id: int
    number: str
    conversation_id: str | None
    reply_id: str | None
    origin: str
    origin_label: str
    category: str
    category_label: str
    text: str
    owner_id: str | None
    owner_name: str
    state: str
    created_at: datetime
    created_by: str
    due_on: date
    overdue: bool
    outcome: str
    told_at: datetime | None
    done_at: datetime | None
    entries: list[EntryOut]


class HeldOut(Answer):
    """An answer that waits for approval; ``reply`` is the contract's ``Reply``."""

    id: str
    conversation_id: str
    question: str
    topic: str
    reply: dict[str, Any]
    held_at: datetime
    state: str
    state_label: str


def call_back_out(one: CallBack, today: date) -> CallBackOut:
    """A call-back as the desk shows it."""
    return CallBackOut(
        id=one.id, case_id=one.case, conversation_id=one.conversation, kind=one.kind, kind_label=KINDS[one.kind],
        contact_shown=one.contact_shown, wanted=one.wanted, text=one.text, created_at=one.created_at,
        due_on=one.due_on, overdue=one.overdue(today), owner_id=one.owner, owner_name=one.owner_name,
        attempts=one.attempts, outcome=one.outcome, outcome_label=OUTCOMES.get(one.outcome or "", ""),
        outcome_text=one.outcome_text, done_at=one.done_at,
    )  # fmt: skip


def ticket_out(one: Ticket, today: date) -> TicketOut:
    """A ticket as the desk shows it."""
    return TicketOut(
        id=one.id, number=one.number, conversation_id=one.conversation,
        reply_id=one.about if one.origin != "survey" else None, origin=one.origin, origin_label=ORIGINS[one.origin],
        category=one.category, category_label=CATEGORIES[one.category], text=one.text, owner_id=one.owner,
        owner_name=one.owner_name, state=one.state, created_at=one.created_at, created_by=one.created_by,
        due_on=one.due_on, overdue=one.overdue(today), outcome=one.outcome, told_at=one.told_at, done_at=one.done_at,
        entries=[EntryOut(at=entry.at, author=entry.author, text=entry.text) for entry in one.entries],
    )  # fmt: skip


def held_out(one: Held) -> HeldOut:
    """A held answer as the desk shows it."""
    return HeldOut(
        id=one.id, conversation_id=one.conversation, question=one.question, topic=one.topic, reply=one.reply,
        held_at=one.held_at, state=one.state, state_label=held_values.LABELS[one.state],
    )  # fmt: skip
