"""What is measured of one case: how long things took, and how it ended. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from assistant.handoff.states import WAITING, Case, Event, State

DURABLE = timedelta(days=7)
"""A resolution holds when the same conversation needs nobody for so long."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One case with its times in whole seconds; None where it did not come to that."""

    case: Case
    agent: str | None
    """Who talked with the citizen last."""
    wait: int | None
    """From the queue to the first acceptance, or to the leaving of the queue for good."""
    pick_up: int | None
    """From the last assignment before the agent's first words to these."""
    handling: int | None
    """From the first acceptance to the end of the talk; what a call-back takes afterwards is not in it."""
    called_back: bool
    """Whether the citizen left a number or a message."""
    came: bool = True
    """Whether an agent ended the wait; False for who left the queue for a call-back and was answered later."""

    @property
    def accepted(self) -> bool:
        """Whether an agent talked with the citizen."""
        return self.case.accepted_at is not None

    @property
    def abandoned(self) -> bool:
        """Whether the citizen waited, nobody came, and they did not leave a number either."""
        ended = self.case.state in (State.LEFT, State.RETURNED, State.OFFERED)
        return self.case.queued_at is not None and not self.accepted and ended

    def served(self, within: int, now: datetime) -> bool | None:
        """Whether an agent came in ``within`` seconds; None for who did not wait, or not yet that long."""
        if self.case.queued_at is None:
            return None
        if self.accepted:
            return None if self.wait is None else self.came and self.wait <= within
        still = self.case.state in WAITING and seconds(self.case.queued_at, now) <= within
        return None if still else False


def wanted(case: Case) -> bool:
    """Whether the citizen took up a person: a case that was only offered, and declined, is none."""
    return case.queued_at is not None or case.state in (State.CALL_BACK, State.RESOLVED)


def measured(case: Case, events: Iterable[Event]) -> Measured:
    """The measures of a case from its events, whose order does not matter."""
    ordered = sorted(events, key=lambda event: event.seq)
    return Measured(
        case, _last_agent(case, ordered), _wait(case, ordered), _pick_up(case, ordered), _handling(case, ordered),
        any(event.after is State.CALL_BACK for event in ordered) or case.state is State.CALL_BACK,
        came=_left_queue(ordered) is None,
    )  # fmt: skip


def reopened(case: Case, openings: Mapping[str, Collection[datetime]]) -> bool:
    """Whether its conversation needed a person again in time. ``openings``: when its cases began, by conversation."""
    closed = case.closed_at
    return closed is not None and any(
        closed <= at <= closed + DURABLE for at in openings.get(case.conversation, ()) if at > case.opened_at
    )


def seconds(start: datetime, end: datetime) -> int:
    """Whole seconds between, never less than none."""
    return max(0, int((end - start).total_seconds()))


def _wait(case: Case, events: list[Event]) -> int | None:
    if case.queued_at is None:
        return None
    if case.accepted_at is not None:
        came = _left_queue(events) or case.accepted_at
        return seconds(case.queued_at, came) if came >= case.queued_at else None  # queued after the talk only
    if case.state in WAITING:
        return None
    leaving = [event.at for event in events if event.before in WAITING and event.after not in WAITING]
    return seconds(case.queued_at, leaving[-1] if leaving else case.state_at)


def _left_queue(events: list[Event]) -> datetime | None:
    """When the citizen left the queue, of whom a call-back was taken up in the conversation; None for all others."""
    before = list(takewhile(lambda event: event.after is not State.WITH_AGENT, events))
    begun = next((event for event in reversed(before) if event.before not in WAITING), None)
    if begun is None or begun.after is not State.ASSIGNED:
        return None
    left = (event.at for event in reversed(before) if event.before in WAITING and event.after not in WAITING)
    return next(left, None)


def _pick_up(case: Case, events: list[Event]) -> int | None:
    first = case.first_reply_at
    if first is None:
        return None
    given = [event.at for event in events if event.after is State.ASSIGNED and event.at <= first]
    start = given[-1] if given else case.queued_at
    return None if start is None else seconds(start, first)


def _handling(case: Case, events: list[Event]) -> int | None:
    if case.accepted_at is None or case.state in (*WAITING, State.WITH_AGENT):
        return None
    ends = [event.at for event in events if event.before is State.WITH_AGENT]
    end = ends[-1] if ends else case.closed_at
    return None if end is None else seconds(case.accepted_at, end)


def _last_agent(case: Case, events: list[Event]) -> str | None:
    """A case that went on to a call-back holds nobody any more: then who accepted it last."""
    if case.accepted_at is None:
        return None
    talked = [event.actor.id for event in events if event.after is State.WITH_AGENT and event.actor.id]
    return talked[-1] if talked else case.agent
