"""Which clause leads: nobody is condoled with who lost nobody, and a figure makes no general question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.dialogue.selection import choose
from assistant.messages import Hit, Understanding
from tests.unit._clauses import FUNERAL, LAPSE, LAW, MINIMUM

OVERVIEW = replace(
    MINIMUM, id="o-x#1", source=replace(LAW, id="o-base"), heading="缴费基数是什么", topic="缴费基数费率"
)


def lead(focus: str, *hits: Hit, **known: object) -> str:
    found = Understanding(focus=focus, **known)  # type: ignore[arg-type]
    return choose((hits,), found)[0].passage.topic


@pytest.mark.parametrize(
    "focus", ["我儿子结婚了，要接我去北京住，社保怎么办", "女儿嫁到外地，我的养老保险怎么办", "我老伴退休了怎么认证"]
)
def test_clauses_for_survivors_stand_back_where_nobody_died(focus: str) -> None:
    assert lead(focus, Hit(FUNERAL, 0.077, 0.4), Hit(LAPSE, 0.071, 0.4)) == "补缴断缴"


@pytest.mark.parametrize(
    "focus",
    [
        "我儿子去世了，社保怎么办", "老头子上个月走了，社保卡里的钱怎么办", "我妈没了，养老保险能退吗", "遗属能领多少", "丧葬费去哪里领", "人不在了，养老保险怎么处理",
        "抚恤金和丧葬费是一回事吗",
    ],
)  # fmt: skip
def test_they_lead_where_somebody_did(focus: str) -> None:
    assert lead(focus, Hit(FUNERAL, 0.077, 0.4), Hit(LAPSE, 0.071, 0.4)) == "遗属待遇"


def test_they_go_on_leading_in_a_talk_about_a_death() -> None:
    hits = Hit(FUNERAL, 0.077, 0.4), Hit(LAPSE, 0.071, 0.4)
    assert lead("社保卡怎么办", *hits, follow_up=True) == "遗属待遇"
    assert lead("社保卡怎么办", *hits, topic="遗属待遇") == "遗属待遇"


@pytest.mark.parametrize("marks", ["缴费基数每个月交多少", "缴费基数，每个月交多少？！。。。，，"])
def test_an_overview_answers_short_general_questions_whatever_their_marks(marks: str) -> None:
    assert lead(marks, Hit(OVERVIEW, 0.093, 0.4), Hit(LAPSE, 0.103, 0.4)) == "缴费基数费率"


@pytest.mark.parametrize("focus", ["三千五百块钱的基数，每个月交多少？", "3500块钱的基数每个月交多少"])
def test_a_question_with_a_figure_is_not_general(focus: str) -> None:
    assert lead(focus, Hit(OVERVIEW, 0.093, 0.4), Hit(LAPSE, 0.103, 0.4)) == "补缴断缴"
