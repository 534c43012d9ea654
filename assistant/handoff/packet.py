"""What an agent receives with a case. Every line comes from what is stored; what is not known is 未说明. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.handoff.mood import Mood, mood
from assistant.handoff.packet_facts import UNSAID, Fact, Veil, facts, unmasked
from assistant.handoff.packet_summary import Known, Talk, line, summary
from assistant.handoff.packet_told import Asked, Said, Told, asked, collected, estimates, focus, told
from assistant.handoff.states import REASON_LABELS, Case, Reason
from assistant.messages import Memory

__all__ = ["UNSAID", "Packet", "packet", "packet_json", "summary_line", "unmasked"]


@dataclass(frozen=True, slots=True)
class Packet:
    """The whole of it; ``summary`` has five lines, ``masked`` names the fields that say less than is known."""

    case: str
    summary: tuple[str, ...]
    reason: Reason
    reason_label: str
    asked: tuple[Asked, ...]
    told: tuple[Told, ...]
    forms: tuple[Fact, ...]
    estimates: tuple[dict[str, Any], ...]
    """As the contract writes a tool's result."""
    verified: str | None
    """The masked name of who was verified in this conversation."""
    mood: Mood
    limits: tuple[str, ...]
    """What the citizen's channel cannot show."""
    masked: tuple[tuple[str, str], ...]


def packet(
    case: Case,
    memory: Memory,
    messages: Sequence[Said],
    profile: str,
    region: str | None,
    verified: str | None,
    limits: tuple[str, ...],
) -> Packet:
    """The packet of a case; ``region`` is the one the conversation was opened with."""
    said, veil = tuple(messages), Veil.over(memory)
    known = facts(memory, collected(said))
    questions, answers = asked(said, veil), told(said, veil)
    feeling = mood(tuple(one.text for one in said if one.sender == "citizen"))
    person = Known(known, region, profile, verified, case.channel)
    missing = memory.form.asked if memory.form and memory.form.open else ""
    return Packet(
        case=case.id,
        summary=summary(case, person, Talk(questions, answers, focus(memory.focus, veil)), feeling, missing),
        reason=case.reason,
        reason_label=REASON_LABELS[case.reason],
        asked=questions,
        told=answers,
        forms=known,
        estimates=estimates(said, veil),
        verified=verified,
        mood=feeling,
        limits=limits,
        masked=tuple((fact.field, fact.shown) for fact in known if fact.hidden),
    )


def summary_line(case: Case, memory: Memory, messages: Sequence[Said]) -> str:
    """One line for the queue: where, and what is asked."""
    said = tuple(messages)
    veil = Veil.over(memory)
    known = Known(facts(memory, collected(said)), None, "", None, case.channel)
    return line(known, Talk(asked(said, veil), (), focus(memory.focus, veil)))


def packet_json(found: Packet) -> dict[str, Any]:
    """The packet as the desk's contract writes it."""
    return {
        "case_id": found.case,
        "summary": list(found.summary),
        "reason": str(found.reason),
        "reason_label": found.reason_label,
        "asked": [{"seq": one.seq, "at": _moment(one), "text": one.text} for one in found.asked],
        "told": [
            {
                "seq": one.seq, "at": _moment(one), "text": one.text, "outcome": one.outcome,
                "outcome_label": one.label, "by": one.by, "citations": [asdict(cited) for cited in one.citations],
            }
            for one in found.told
        ],
        "forms": [{"field": fact.field, "value": fact.shown, "masked": fact.hidden} for fact in found.forms],
        "estimates": list(found.estimates),
        "verified": found.verified is not None,
        "verified_name": found.verified,
        "mood": {"name": found.mood.name, "words": list(found.mood.words)},
        "limits": list(found.limits),
        "masked": [{"field": field, "shown": shown} for field, shown in found.masked],
    }  # fmt: skip


def _moment(one: Asked | Told) -> str:
    return one.at.isoformat(timespec="milliseconds")
