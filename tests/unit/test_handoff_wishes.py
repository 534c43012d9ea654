"""When a person is called or offered, for which group, and when not again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.handoff.states import OPENING, Reason
from assistant.handoff.wishes import (
    GROUP_OF_TOPIC,
    GROUPS,
    URGENT,
    OperatorRules,
    Signs,
    Wish,
    asks_how_long,
    group_of,
    wish,
)
from assistant.messages import Outcome
from knowledge_base.document import TOPICS

PLAIN = Signs(
    text="断缴了怎么办", intent="policy", outcome=Outcome.ANSWERED, complaint=False, personal_case=False, age=None,
    profile="ordinary", topic="补缴断缴", misunderstandings=0, form_given_up=False, offered=False, channel="web",
)  # fmt: skip


def test_an_answered_question_calls_nobody() -> None:
    assert wish(PLAIN) is None


def test_who_asks_is_put_through() -> None:
    assert wish(replace(PLAIN, text="转人工")) == Wish(Reason.REQUESTED, True, "缴费", 0)
    assert wish(replace(PLAIN, text="找个真人", topic=None)) == Wish(Reason.REQUESTED, True, "综合", 0)


def test_what_the_assistant_took_for_a_request_is_one() -> None:
    found = wish(replace(PLAIN, text="叫个懂的来", outcome=Outcome.HANDOVER_REQUESTED))
    assert found is not None and found.straight and found.reason is Reason.REQUESTED


def test_a_complaint_is_put_through_to_its_group() -> None:
    assert wish(replace(PLAIN, text="我要投诉", intent="complaint")) == Wish(Reason.COMPLAINT, True, "投诉", 0)


@pytest.mark.parametrize(
    ("signs", "reason", "skill"),
    [
        (replace(PLAIN, text="你们就会踢皮球", intent="complaint"), Reason.COMPLAINT, "投诉"),
        (replace(PLAIN, text="我想问投诉公司归谁管", complaint=True), Reason.COMPLAINT, "投诉"),
        (replace(PLAIN, text="单位不给补合理吗", complaint=True), Reason.DISPUTE, "缴费"),
        (replace(PLAIN, outcome=Outcome.CLARIFY, misunderstandings=2), Reason.MISUNDERSTOOD, "缴费"),
        (replace(PLAIN, outcome=Outcome.UNANSWERABLE_NOTHING_FOUND), Reason.LOW_CONFIDENCE, "缴费"),
        (replace(PLAIN, outcome=Outcome.UNANSWERABLE_UNVERIFIED), Reason.LOW_CONFIDENCE, "缴费"),
        (replace(PLAIN, outcome=Outcome.UNANSWERABLE_NO_RECORDS), Reason.MY_CASE, "缴费"),
        (replace(PLAIN, outcome=Outcome.ERROR_INTERNAL), Reason.LOW_CONFIDENCE, "缴费"),
        (replace(PLAIN, outcome=Outcome.ANSWERED_BOUNDARY, personal_case=True), Reason.MY_CASE, "缴费"),
        (replace(PLAIN, form_given_up=True, topic="养老金计算"), Reason.FORM_GIVEN_UP, "待遇核定"),
        (replace(PLAIN, offered=True), Reason.MY_CASE, "缴费"),
    ],
)
def test_a_person_is_offered_for_each_reason(signs: Signs, reason: Reason, skill: str) -> None:
    assert wish(signs) == Wish(reason, False, skill, 0)


def test_distress_is_offered_before_everything_and_first_in_the_queue() -> None:
    found = wish(replace(PLAIN, outcome=Outcome.GUARDED_DISTRESS, complaint=True, misunderstandings=3))
    assert found == Wish(Reason.DISTRESS, False, "缴费", URGENT)
    asked = wish(replace(PLAIN, text="不想活了，转人工", outcome=Outcome.GUARDED_DISTRESS))
    assert asked is not None and asked.straight and asked.priority == URGENT
    others = (replace(PLAIN, text="转人工"), replace(PLAIN, text="我要投诉"), replace(PLAIN, complaint=True))
    assert all(one is not None and one.priority < URGENT for one in map(wish, others))


@pytest.mark.parametrize(
    "signs",
    [
        replace(PLAIN, outcome=Outcome.CLARIFY, misunderstandings=1, offered=True),
        replace(PLAIN, outcome=Outcome.ANSWERED_BOUNDARY),
        replace(PLAIN, outcome=Outcome.CLARIFY_FORM, misunderstandings=4, offered=True),
        replace(PLAIN, outcome=Outcome.CLARIFY_IDENTITY, misunderstandings=2, offered=True),
        replace(PLAIN, text="谢谢", outcome=Outcome.ANSWERED_SMALL_TALK, complaint=True, offered=True),
        replace(PLAIN, text="0", outcome=Outcome.CLARIFY_FORM),
        replace(PLAIN, text="0", outcome=Outcome.ESTIMATED),
        replace(PLAIN, outcome=Outcome.GUARDED_INJECTION, offered=True),
    ],
)
def test_nobody_is_offered_without_need(signs: Signs) -> None:
    assert wish(signs) is None


def test_the_key_zero_is_for_a_person_outside_of_a_form() -> None:
    found = wish(replace(PLAIN, text="0", channel="phone", outcome=Outcome.CLARIFY))
    assert found is not None and found.straight


def test_danger_is_met_with_a_person_though_one_was_declined_before() -> None:
    found = wish(replace(PLAIN, outcome=Outcome.GUARDED_DISTRESS, declined=(Reason.DISTRESS,)))
    assert found is not None and found.reason is Reason.DISTRESS


@pytest.mark.parametrize("declined", [reason for reason in OPENING if reason is not Reason.DISTRESS])
def test_what_was_declined_is_not_offered_again_unless_asked(declined: Reason) -> None:
    signs = (
        replace(PLAIN, outcome=Outcome.GUARDED_DISTRESS), replace(PLAIN, complaint=True), replace(PLAIN, offered=True),
        replace(PLAIN, outcome=Outcome.UNANSWERABLE_NOTHING_FOUND, misunderstandings=3),
        replace(PLAIN, outcome=Outcome.CLARIFY, misunderstandings=3), replace(PLAIN, form_given_up=True),
        replace(PLAIN, age=80, rules=OperatorRules(straight_age=75)), replace(PLAIN, text="滚", intent="complaint"),
    )  # fmt: skip
    for one in signs:
        found = wish(replace(one, declined=(declined,)))
        assert found is None or found.reason is not declined
    again = wish(replace(PLAIN, text="还是转人工吧", declined=(declined,)))
    assert again == Wish(Reason.REQUESTED, True, "缴费", 0)


def test_after_a_declined_offer_nothing_lesser_is_offered_in_its_stead() -> None:
    weak = replace(PLAIN, outcome=Outcome.UNANSWERABLE_NOTHING_FOUND, misunderstandings=2)
    assert wish(replace(weak, declined=(Reason.LOW_CONFIDENCE,))) is None


@pytest.mark.parametrize(
    ("signs", "rules"),
    [
        (replace(PLAIN, age=75), OperatorRules(straight_age=75)),
        (PLAIN, OperatorRules(straight_topics=("补缴断缴",))),
        (replace(PLAIN, profile="elderly"), OperatorRules(straight_profiles=("elderly",))),
    ],
)
def test_an_operator_puts_some_through_unasked(signs: Signs, rules: OperatorRules) -> None:
    assert wish(signs) is None
    assert wish(replace(signs, rules=rules)) == Wish(Reason.OPERATOR_RULE, True, "缴费", 0)
    assert wish(replace(signs, rules=rules, outcome=Outcome.ANSWERED_SMALL_TALK)) is None
    assert wish(replace(signs, rules=rules, declined=(Reason.OPERATOR_RULE,))) is None


def test_an_unknown_age_and_a_younger_one_are_not_put_through() -> None:
    rules = OperatorRules(straight_age=75)
    assert wish(replace(PLAIN, rules=rules)) is None
    assert wish(replace(PLAIN, age=74, rules=rules)) is None


def test_every_topic_of_the_corpus_has_a_group() -> None:
    assert set(GROUP_OF_TOPIC) == set(TOPICS)
    assert set(GROUP_OF_TOPIC.values()) <= set(GROUPS)
    assert group_of(None) == group_of("没见过的") == "综合"


@pytest.mark.parametrize(
    "text", ["还要等多久", "什么时候轮到我啊", "前面还有几个人", "排到第几了", "怎麼還沒人", "多久才能接通"]
)
def test_who_waits_may_ask_how_long(text: str) -> None:
    assert asks_how_long(text)


@pytest.mark.parametrize(
    "text", ["还要交多久才能退休", "我等着退休，什么时候能领", "前面交的年限算不算", "几个人一起参保可以吗"]
)
def test_other_questions_about_time_are_not_about_the_queue(text: str) -> None:
    assert not asks_how_long(text)
