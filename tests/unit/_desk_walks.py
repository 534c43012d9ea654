"""Cases as they may go: random ways through the table of transitions, and some written by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from assistant.handoff.states import (
    OPENING,
    RESOLUTIONS,
    TRANSITIONS,
    Actor,
    Case,
    Event,
    Reason,
    State,
    advance,
    opened,
)

NOON = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)
"""Noon in China."""
AGENTS = ("li", "wang")


@dataclass(frozen=True, slots=True)
class Step:
    """A transition so many seconds after the one before."""

    to: State
    after: int
    agent: str = ""


def walk(case: Case, *steps: Step) -> tuple[Case, tuple[Event, ...]]:
    """The case after these steps, with its events."""
    events: list[Event] = []
    for step in steps:
        at = case.state_at + timedelta(seconds=step.after)
        actor = Actor("agent", step.agent) if step.agent else Actor("citizen")
        case, event = advance(case, step.to, actor, Reason.TAKEN, at, agent=step.agent or None)
        events.append(event)
    return case, tuple(events)


def wished(case_id: str = "c1", at: datetime = NOON, *, talk: str = "", skill: str = "综合") -> Case:
    """A case about to be offered or queued."""
    return opened(case_id, talk or f"talk-{case_id}", "web", Reason.REQUESTED, skill, at)


def answered(
    case_id: str = "c1", at: datetime = NOON, *, talk: str = "", wait: int = 20, resolution: str = "answered"
) -> tuple[Case, tuple[Event, ...]]:
    """Waited, talked for five minutes with Li, resolved."""
    case, events = walk(
        wished(case_id, at, talk=talk), Step(State.QUEUED, 0), Step(State.ASSIGNED, wait, "li"),
        Step(State.WITH_AGENT, 0, "li"), Step(State.RESOLVED, 300, "li"),
    )  # fmt: skip
    return replace(case, resolution=resolution), events


@st.composite
def walks(draw: st.DrawFn, case_id: str) -> tuple[Case, tuple[Event, ...]]:
    """Any case: of some days, stopped anywhere."""
    at = NOON + timedelta(seconds=draw(st.integers(0, 4 * 86400)))
    talk, skill = f"talk-{draw(st.integers(0, 3))}", draw(st.sampled_from(("综合", "缴费")))
    case = opened(case_id, talk, draw(st.sampled_from(("web", "phone"))), draw(st.sampled_from(OPENING)), skill, at)
    events: list[Event] = []
    for _ in range(draw(st.integers(1, 8))):
        following = sorted(TRANSITIONS[case.state])
        if not following:
            break
        to = draw(st.sampled_from(following))
        agent = draw(st.sampled_from(AGENTS))
        when = case.state_at + timedelta(seconds=draw(st.integers(0, 5000)))
        case, event = advance(case, to, Actor("agent", agent), Reason.TAKEN, when, agent=agent)
        events.append(event)
        if to is State.WITH_AGENT and case.first_reply_at is None and draw(st.booleans()):
            case = replace(case, first_reply_at=when)
    if case.state is State.RESOLVED:
        case = replace(case, resolution=draw(st.sampled_from([None, *RESOLUTIONS])))
    return case, tuple(events)


@st.composite
def many(draw: st.DrawFn) -> tuple[tuple[Case, ...], tuple[Event, ...]]:
    """Some cases, their events all together."""
    made = [draw(walks(f"c{number}")) for number in range(draw(st.integers(0, 8)))]
    return tuple(case for case, _ in made), tuple(event for _, events in made for event in events)
