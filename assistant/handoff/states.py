"""Who has a conversation, and every way this may change: one table of transitions, nothing beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from assistant.errors import BadInput


class State(StrEnum):
    """Who has the conversation. A conversation without an open case is with the assistant."""

    WITH_ASSISTANT = "none"
    OFFERED = "offered"
    QUEUED = "queued"
    ASSIGNED = "assigned"
    WITH_AGENT = "with_agent"
    CALL_BACK = "call_back"
    RESOLVED = "resolved"
    RETURNED = "returned"
    LEFT = "left"


CLOSED = frozenset({State.RESOLVED, State.RETURNED, State.LEFT})
"""States that end a case; the conversation is with the assistant again."""

PERSON = frozenset({State.ASSIGNED, State.WITH_AGENT})
"""States in which the assistant is silent."""

WAITING = frozenset({State.QUEUED, State.ASSIGNED})
"""States in which the citizen waits for an agent's first word."""

TRANSITIONS: dict[State, frozenset[State]] = {
    State.WITH_ASSISTANT: frozenset({State.OFFERED, State.QUEUED}),
    State.OFFERED: frozenset({State.QUEUED, State.CALL_BACK, State.RETURNED, State.LEFT}),
    State.QUEUED: frozenset({State.QUEUED, State.OFFERED, State.ASSIGNED, State.CALL_BACK, State.RETURNED, State.LEFT}),
    State.ASSIGNED: frozenset({State.WITH_AGENT, State.QUEUED, State.ASSIGNED, State.RETURNED, State.LEFT}),
    State.WITH_AGENT: frozenset(
        {State.RESOLVED, State.RETURNED, State.LEFT, State.QUEUED, State.ASSIGNED, State.CALL_BACK}
    ),
    State.CALL_BACK: frozenset({State.RESOLVED, State.QUEUED, State.ASSIGNED}),
    State.RESOLVED: frozenset(),
    State.RETURNED: frozenset(),
    State.LEFT: frozenset(),
}
"""What may follow what. A closed case stays closed: the next wish for a person opens a new one."""


DROPPED = 5
"""Priority of somebody who waited before and was passed on or lost: before those who came later."""


class Reason(StrEnum):
    """Why a state changed. The first group is also why a case was opened."""

    REQUESTED = "requested"
    MISUNDERSTOOD = "misunderstood"
    MY_CASE = "my_case"
    DISPUTE = "dispute"
    COMPLAINT = "complaint"
    DISTRESS = "distress"
    LOW_CONFIDENCE = "low_confidence"
    FORM_GIVEN_UP = "form_given_up"
    OPERATOR_RULE = "operator_rule"

    OFFER_ACCEPTED = "offer_accepted"
    OFFER_DECLINED = "offer_declined"
    OFFER_LAPSED = "offer_lapsed"
    TAKEN = "taken"
    ASSIGNED_BY_SUPERVISOR = "assigned_by_supervisor"
    TRANSFERRED_TO_AGENT = "transferred_to_agent"
    TRANSFERRED_TO_GROUP = "transferred_to_group"
    AGENT_DECLINED = "agent_declined"
    ASSIGNMENT_LAPSED = "assignment_lapsed"
    AGENT_GONE = "agent_gone"
    OFFICE_CLOSED = "office_closed"
    NOBODY_ONLINE = "nobody_online"
    WAITED_TOO_LONG = "waited_too_long"
    CITIZEN_CANCELLED = "citizen_cancelled"
    CITIZEN_GONE = "citizen_gone"
    CALL_BACK_WANTED = "call_back_wanted"
    MESSAGE_LEFT = "message_left"
    ANSWERED = "answered"
    HANDED_BACK = "handed_back"
    REACHED = "reached"
    NOT_REACHED = "not_reached"


OPENING = tuple(Reason)[: tuple(Reason).index(Reason.OFFER_ACCEPTED)]
"""Why a person was wanted."""

ACTORS = ("citizen", "assistant", "agent", "supervisor", "system")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who made a change: ``kind`` is one of ``ACTORS``, ``id`` the agent's."""

    kind: str
    id: str | None = None


SYSTEM, CITIZEN, ASSISTANT = Actor("system"), Actor("citizen"), Actor("assistant")


@dataclass(frozen=True, slots=True)
class Case:
    """One handover of a conversation, from the offer to its end. Times are in UTC."""

    id: str
    conversation: str
    channel: str
    state: State
    reason: Reason
    """Why a person was wanted."""
    skill: str
    """The group that should take it."""
    opened_at: datetime
    state_at: datetime
    priority: int = 0
    """Higher comes first; among equals the longest waiting."""
    agent: str | None = None
    queued_at: datetime | None = None
    """When the citizen began to wait; kept when the case goes back to the queue."""
    accepted_at: datetime | None = None
    """When an agent first accepted it."""
    first_reply_at: datetime | None = None
    """When an agent first said something to the citizen."""
    closed_at: datetime | None = None
    resolution: str | None = None
    """Code of the closing, one of ``RESOLUTIONS``."""
    steps: int = 0
    """How many events it has."""

    @property
    def open(self) -> bool:
        """Whether it still needs somebody."""
        return self.state not in CLOSED


RESOLUTIONS: dict[str, str] = {
    "answered": "已解答",
    "guided": "已指引到窗口或其他渠道",
    "registered": "已登记，另行办理",
    "referred": "已转其他部门",
    "not_pension": "不属于养老保险",
    "no_answer": "市民没有回应",
    "abusive": "骚扰或无效",
    "other": "其他",
}
"""Codes an agent closes with, and how the desk shows them."""


@dataclass(frozen=True, slots=True)
class Event:
    """One transition as it is kept: nothing of it is ever changed."""

    case: str
    seq: int
    at: datetime
    actor: Actor
    before: State
    after: State
    reason: Reason
    detail: str = ""
    """For people: a group's or an agent's name, a resolution code."""


class Refused(BadInput):
    """The state does not allow this."""


def opened(
    case_id: str, conversation: str, channel: str, reason: Reason, skill: str, at: datetime, *, priority: int = 0
) -> Case:
    """A case about to be offered or queued; it is not one until its first transition is kept."""
    return Case(case_id, conversation, channel, State.WITH_ASSISTANT, reason, skill, at, at, priority)


def advance(
    case: Case, to: State, actor: Actor, reason: Reason, at: datetime, *, agent: str | None = None, detail: str = ""
) -> tuple[Case, Event]:
    """The case in its next state and the event that tells of it. Raises ``Refused`` for a transition not in the table.

    ``agent`` is who has it from now on; going back to the queue or to the assistant leaves nobody.
    """
    if to not in TRANSITIONS[case.state]:
        raise Refused(f"现在是“{LABELS[case.state]}”，不能变成“{LABELS[to]}”", "请刷新后看看现在是什么状态")
    if to in (State.ASSIGNED, State.WITH_AGENT) and not (agent or case.agent):
        raise Refused("没有说由谁接待", "请选一位坐席")
    event = Event(case.id, case.steps + 1, at, actor, case.state, to, reason, detail)
    holder = None if to in (State.QUEUED, State.OFFERED, State.CALL_BACK) else agent or case.agent
    return replace(
        case, state=to, state_at=at, agent=holder, steps=event.seq,
        queued_at=case.queued_at or (at if to is State.QUEUED else None),
        accepted_at=case.accepted_at or (at if to is State.WITH_AGENT else None),
        closed_at=at if to in CLOSED else None,
    ), event  # fmt: skip


LABELS: dict[State, str] = {
    State.WITH_ASSISTANT: "助手接待",
    State.OFFERED: "已提出转人工",
    State.QUEUED: "排队中",
    State.ASSIGNED: "已分派，等待接入",
    State.WITH_AGENT: "人工接待",
    State.CALL_BACK: "待回电或回复",
    State.RESOLVED: "已办结",
    State.RETURNED: "已交回助手",
    State.LEFT: "市民已离开",
}

REASON_LABELS: dict[Reason, str] = {
    Reason.REQUESTED: "市民要求",
    Reason.MISUNDERSTOOD: "连续没有听懂",
    Reason.MY_CASE: "要看个人情况",
    Reason.DISPUTE: "有争议",
    Reason.COMPLAINT: "投诉",
    Reason.DISTRESS: "情绪危急",
    Reason.LOW_CONFIDENCE: "没有可靠依据",
    Reason.FORM_GIVEN_UP: "测算没有做完",
    Reason.OPERATOR_RULE: "单位的规定",
    Reason.OFFER_ACCEPTED: "市民同意转人工",
    Reason.OFFER_DECLINED: "市民不要转人工",
    Reason.OFFER_LAPSED: "市民没有回应",
    Reason.TAKEN: "坐席接入",
    Reason.ASSIGNED_BY_SUPERVISOR: "班长分派",
    Reason.TRANSFERRED_TO_AGENT: "转给其他坐席",
    Reason.TRANSFERRED_TO_GROUP: "转到其他组",
    Reason.AGENT_DECLINED: "坐席退回",
    Reason.ASSIGNMENT_LAPSED: "分派后没有接入",
    Reason.AGENT_GONE: "坐席断线",
    Reason.OFFICE_CLOSED: "已下班",
    Reason.NOBODY_ONLINE: "没有坐席在线",
    Reason.WAITED_TOO_LONG: "等待太久",
    Reason.CITIZEN_CANCELLED: "市民不等了",
    Reason.CITIZEN_GONE: "市民没有回应",
    Reason.CALL_BACK_WANTED: "市民要回电",
    Reason.MESSAGE_LEFT: "市民留言",
    Reason.ANSWERED: "已解答",
    Reason.HANDED_BACK: "坐席交回助手",
    Reason.REACHED: "已联系上",
    Reason.NOT_REACHED: "没有联系上",
}
