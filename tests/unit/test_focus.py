"""Cutting the question out of what a person wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.focus import FOCUS_LENGTH, MAX_QUESTIONS, SHORT, focus, questions, strip_politeness

LETTER = (
    "尊敬的领导：您好！我是一名普通的下岗工人，家里生活一直比较困难，孩子还在上学，老人身体也不好。"
    "我从1995年起在县里的纺织厂上班，后来厂子改制，我就出来打零工，一直到处漂泊，十分辛苦。"
    "前几天天气很热，我骑着电动车跑了三趟大厅，都没有办成，心里很着急。"
    "请问我的养老保险断缴了五年，现在还能不能补缴？恳请领导在百忙之中给予答复，谢谢！此致敬礼！"
)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("您好，请问社保断了能补吗", "社保断了能补吗"),
        ("尊敬的领导：社保断了能补吗？谢谢！", "社保断了能补吗？"),
        ("社保断了能补吗", "社保断了能补吗"),
    ],
)
def test_greetings_and_thanks_come_off(text: str, rest: str) -> None:
    assert strip_politeness(text) == rest


def test_a_short_question_is_taken_whole() -> None:
    assert focus("社保断了能补吗") == "社保断了能补吗"


def test_the_question_of_a_letter_is_found() -> None:
    long = LETTER.replace("请问", "那天的天气真是热得不得了，路上的人也都走得很慢。" * 8 + "请问")
    for letter in (LETTER, long):
        found = focus(letter)
        assert "断缴了五年" in found and "能不能补缴" in found
    assert len(found) < len(long) / 2


def test_a_letter_of_several_questions_gives_the_last_few() -> None:
    asked = "转移要多久能办好？丧葬费怎么领？社保断了能补吗？退休年龄是多少岁？养老金怎么算？医保能报销多少？"
    found = questions(asked)
    assert len(found) == MAX_QUESTIONS
    assert found[-1].startswith("医保能报销多少")


def test_a_sentence_that_asks_nothing_is_no_question() -> None:
    assert questions("我交了十年社保。后来断了。") == []


def test_asking_the_same_thing_twice_is_one_question() -> None:
    assert len(questions("社保断了能补吗？社保断了能补吗？")) == 1


@given(st.text(alphabet="社保养老断缴补交退休吗呢，。？！我们的年月123 \n", max_size=600))
def test_the_focus_is_part_of_the_message_and_of_bounded_length(text: str) -> None:
    found = focus(text)
    assert len(found) <= max(SHORT, FOCUS_LENGTH + 120)
    assert set(found) <= {*text, "，"}


def test_a_letter_without_any_question_still_has_a_focus() -> None:
    assert focus("我在厂里上班，养老保险交了很久。" * 20)
