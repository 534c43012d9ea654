"""When a person is called or offered, and to which group the case goes. Pure rules; what is heard in words is ``said``."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.handoff.floor import GENERAL
from assistant.handoff.said import asks_for_person, clauses, wants_to_complain
from assistant.handoff.said_next import (
    accepts_offer,
    asks_call_back,
    asks_how_long,
    cancels_waiting,
    declines_offer,
    leaves_message,
    wants_call_back,
)
from assistant.handoff.states import Reason
from assistant.messages import Outcome

__all__ = [
    "GENERAL", "GROUPS", "GROUP_OF_TOPIC", "OperatorRules", "Signs", "Wish", "accepts_offer", "asks_call_back", "asks_for_person", "asks_how_long",
    "cancels_waiting", "declines_offer", "group_of", "leaves_message", "wants_call_back", "wants_to_complain", "wish",
]  # fmt: skip

AMOUNTS, TRANSFERS, CONTRIBUTIONS, COMPLAINTS = "待遇核定", "转移接续", "缴费", "投诉"
GROUPS = (GENERAL, AMOUNTS, TRANSFERS, CONTRIBUTIONS, COMPLAINTS)
GROUP_OF_TOPIC = {
    **dict.fromkeys(
        ("退休年龄", "最低缴费年限", "养老金计算", "待遇资格认证", "待遇领取申领", "病残津贴", "遗属待遇", "特殊工种", "退休金调整"), AMOUNTS
    ),
    **dict.fromkeys(("转移接续", "城乡衔接"), TRANSFERS),
    **dict.fromkeys(("灵活就业缴费", "补缴断缴", "缴费基数费率", "个人账户", "城乡居民养老"), CONTRIBUTIONS),
    **dict.fromkeys(("个人养老金", "企业年金", "机关事业", "社保卡", "经办流程查询", "其他社保险种", "超范围"), GENERAL),
}  # fmt: skip
"""Topics of the corpus by group; a new one belongs to ``GENERAL`` until it is listed."""
URGENT = 10
"""Priority of somebody in danger."""
TWICE = 2
"""Turns in a row that were not understood before a person is offered."""
_QUIET = (
    Outcome.ANSWERED_SMALL_TALK, Outcome.ANSWERED_REPEAT, Outcome.ERROR_EMPTY, Outcome.GUARDED_INJECTION,
    Outcome.GUARDED_TOO_LONG, Outcome.GUARDED_PERSONAL_DATA, Outcome.CLARIFY_HEARD,
)  # fmt: skip
"""Endings that say nothing about what the citizen needs."""
_ASKING = (Outcome.CLARIFY_FORM, Outcome.CLARIFY_IDENTITY)
"""Endings that wait for an answer of their own: 好 is not for a person then."""


@dataclass(frozen=True, slots=True)
class OperatorRules:
    """Who is put through without being asked: from an age on, on a topic, or with a profile (``elderly``)."""

    straight_age: int | None = None
    straight_topics: tuple[str, ...] = ()
    straight_profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signs:
    """What one answered message shows. ``declined`` are reasons for which no person was wanted lately."""

    text: str
    intent: str
    outcome: Outcome
    complaint: bool
    """Whether it tells of a dispute or a complaint, about whomever."""
    personal_case: bool
    age: int | None
    profile: str
    topic: str | None
    misunderstandings: int
    """In a row, this turn included."""
    form_given_up: bool
    offered: bool
    """Whether the reply itself already suggests a person."""
    channel: str
    declined: tuple[Reason, ...] = ()
    rules: OperatorRules = OperatorRules()


@dataclass(frozen=True, slots=True)
class Wish:
    """A person is called (``straight``) or offered, for the group ``skill``. Higher ``priority`` comes first."""

    reason: Reason
    straight: bool
    skill: str
    priority: int


def wish(signs: Signs) -> Wish | None:
    """The wish for a person, or None.

    Who asks is put through. A reason that was declined is not brought up again, nor a lesser one in its stead.
    """
    reason = _straight(signs)
    straight = reason is not None
    if reason is None:
        reason = _offered(signs)
    declined = reason in signs.declined and reason is not Reason.DISTRESS  # danger is always met with one
    if reason is None or (declined and not _asked(signs)):
        return None
    complaining = reason is Reason.COMPLAINT or wants_to_complain(signs.text)
    skill = COMPLAINTS if complaining else group_of(signs.topic)
    return Wish(reason, straight, skill, URGENT if reason is Reason.DISTRESS else 0)


def group_of(topic: str | None) -> str:
    """The group for a topic of the corpus; ``GENERAL`` for none and for one that is not known."""
    return GROUP_OF_TOPIC.get(topic or "", GENERAL)


def _asked(signs: Signs) -> bool:
    """Whether the citizen asked in this very message; 0 in a form is a figure."""
    if signs.outcome is Outcome.HANDOVER_REQUESTED:
        return True
    answers_form = signs.outcome in (Outcome.CLARIFY_FORM, Outcome.ESTIMATED) and clauses(signs.text) == ("0",)
    return not answers_form and asks_for_person(signs.text)


def _straight(signs: Signs) -> Reason | None:
    if _asked(signs):
        if signs.outcome is Outcome.GUARDED_DISTRESS:
            return Reason.DISTRESS
        return Reason.COMPLAINT if wants_to_complain(signs.text) else Reason.REQUESTED
    if signs.outcome in _QUIET or Reason.OPERATOR_RULE in signs.declined or not _by_rule(signs):
        return None
    return Reason.DISTRESS if signs.outcome is Outcome.GUARDED_DISTRESS else Reason.OPERATOR_RULE


def _by_rule(signs: Signs) -> bool:
    rules = signs.rules
    old = rules.straight_age is not None and signs.age is not None and signs.age >= rules.straight_age
    return old or signs.topic in rules.straight_topics or signs.profile in rules.straight_profiles


def _offered(signs: Signs) -> Reason | None:
    """The weightiest reason to offer a person."""
    outcome = signs.outcome
    if outcome is Outcome.GUARDED_DISTRESS:
        return Reason.DISTRESS
    if signs.form_given_up:
        return Reason.FORM_GIVEN_UP
    if outcome in _QUIET:
        return None
    if signs.intent == "complaint":
        return Reason.COMPLAINT
    if outcome in _ASKING:
        return None
    if signs.complaint:
        return (
            Reason.COMPLAINT
            if any("投诉" in part or "举报" in part for part in clauses(signs.text))
            else Reason.DISPUTE
        )
    if outcome is Outcome.UNANSWERABLE_NO_RECORDS:
        return Reason.MY_CASE
    if outcome.startswith("unanswerable") or outcome is Outcome.ERROR_INTERNAL:
        return Reason.LOW_CONFIDENCE
    if outcome is Outcome.CLARIFY:
        return Reason.MISUNDERSTOOD if signs.misunderstandings >= TWICE else None
    if outcome is Outcome.ANSWERED_BOUNDARY and signs.personal_case:
        return Reason.MY_CASE
    if signs.misunderstandings >= TWICE:
        return Reason.MISUNDERSTOOD
    return Reason.MY_CASE if signs.offered else None
