"""Cases and their events as the desk's pages get them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from assistant.desk.figures_measures import seconds
from assistant.handoff.states import LABELS, REASON_LABELS, RESOLUTIONS, WAITING, Case, Event
from assistant.records import MessageRecord

ACTOR_LABELS = {"citizen": "市民", "assistant": "助手", "agent": "坐席", "supervisor": "班长", "system": "系统"}


def case_json(
    case: Case, now: datetime, names: Mapping[str, str], last: MessageRecord | None = None, summary: str = ""
) -> dict[str, Any]:
    """A case. ``names`` are agents' by id, ``last`` what was said last; without ``summary`` it says why it is here."""
    return {
        "id": case.id,
        "conversation_id": case.conversation,
        "channel": case.channel,
        "state": case.state.value,
        "state_label": LABELS[case.state],
        "reason": case.reason.value,
        "reason_label": REASON_LABELS[case.reason],
        "skill": case.skill,
        "priority": case.priority,
        "agent_id": case.agent,
        "agent_name": names.get(case.agent) if case.agent else None,
        "opened_at": time_json(case.opened_at),
        "state_at": time_json(case.state_at),
        "queued_at": time_json(case.queued_at),
        "accepted_at": time_json(case.accepted_at),
        "first_reply_at": time_json(case.first_reply_at),
        "closed_at": time_json(case.closed_at),
        "resolution": case.resolution,
        "resolution_label": resolution_label(case),
        "waiting_seconds": waiting_seconds(case, now),
        "summary": summary or f"{REASON_LABELS[case.reason]}（{case.skill}）",
        "last_text": last.text if last else None,
        "last_from": last.sender if last else None,
        "last_at": time_json(last.at) if last else None,
    }


def cases_json(
    cases: Iterable[Case], now: datetime, names: Mapping[str, str], latest: Mapping[str, MessageRecord]
) -> list[dict[str, Any]]:
    """Many, in their order; ``latest`` is by conversation."""
    return [case_json(case, now, names, latest.get(case.conversation)) for case in cases]


def event_json(event: Event, names: Mapping[str, str]) -> dict[str, Any]:
    """One thing that happened to a case."""
    return {
        "seq": event.seq,
        "at": time_json(event.at),
        "actor": event.actor.kind,
        "actor_label": ACTOR_LABELS.get(event.actor.kind, event.actor.kind),
        "actor_name": names.get(event.actor.id) if event.actor.id else None,
        "before": event.before.value,
        "before_label": LABELS[event.before],
        "after": event.after.value,
        "after_label": LABELS[event.after],
        "reason": event.reason.value,
        "reason_label": REASON_LABELS[event.reason],
        "detail": event.detail,
    }


def waiting_seconds(case: Case, now: datetime) -> int | None:
    """How long the citizen has waited so far, or waited until an agent came; None for who does not wait.

    Who was passed on after talking with somebody waits since then.
    """
    if case.queued_at is None:
        return None
    if case.state in WAITING:
        return seconds(case.state_at if case.accepted_at else case.queued_at, now)
    return seconds(case.queued_at, case.accepted_at) if case.accepted_at else None


def resolution_label(case: Case) -> str | None:
    """The code of the closing in words."""
    return RESOLUTIONS.get(case.resolution, case.resolution) if case.resolution else None


def time_json(at: datetime | None) -> str | None:
    """ISO 8601 with milliseconds, as everywhere in the contract."""
    return at.isoformat(timespec="milliseconds") if at else None
