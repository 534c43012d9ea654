"""What is taken back and said anew counts as it was said last, with a form open or without one."""

from __future__ import annotations

import pytest

from assistant.dialogue import spoken
from assistant.messages import Outcome, Reply
from assistant.restatement import TAKEN_BACK
from assistant.steps.understand import says_again
from tests.unit._clauses import TODAY
from tests.unit._forms import BEGUN_FORM, Citizen, asking, seen
from tests.unit._heard import Speaker


def told(reply: Reply) -> str:
    """What the reply says at first."""
    return "".join(sentence.text for sentence in reply.sentences if not sentence.detail)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("六五年三月，不对，六六年三月", (1966, 3)), ("我65年3月，不对，66年3月生的，男，几岁退休", (1966, 3)), ("1965年3月，不对，1966年", (1966, 3)),
        ("我是1965年3月生的，不对，四月", (1965, 4)), ("男，65年3月的，说错了，是66年4月", (1966, 4)), ("我65年生的，哦不，66年3月", (1966, 3)),
        ("六五年三月生的，不对，六六年的，男，几岁退休", (1966, 3)), ("65年3月生女，不对不对，66年3月", (1966, 3)), ("1985年3月生的，不对，86年的，男", (1986, 3)),
        ("男，不是65年3月生的，是66年3月生的，几岁退休", (1966, 3)), ("我老婆70年生的，不对，71年生的", (1971, None)), ("六五年三月，重说一遍，六六年三月", (1966, 3)),
        ("我重说一遍，我是六六年三月生的", (1966, 3)), ("75年6月，说错了，7月", (1975, 7)), ("男1965年3月，哦不，1966年4月，多大退休", (1966, 4)),
    ],
)  # fmt: skip
def test_a_birth_put_right_is_the_one_said_last(text: str, born: tuple[int, int | None]) -> None:
    assert spoken.told_birth(text, TODAY) == born


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("我65年3月出生，85年3月，不对，86年3月参加工作", (1965, 3)), ("我65年3月生的，2003年，不对，2004年开始交社保", (1965, 3)),
        ("我65年3月生的，男的，不对，女的，什么时候退休", (1965, 3)), ("我1975年6月生的，交了20年，不对，21年", (1975, 6)),
        ("我65年3月生，男的，不对，女的，我老公66年5月生", (1965, 3)), ("我65年3月出生，身份证上写错了，写成66年3月，按哪个退休", (1965, 3)),
        ("我的出生年月是1965年3月，单位给我登记错了，登记成1966年3月，怎么办", (1965, 3)), ("我不是1965年3月生的吗，什么时候退休", (1965, 3)),
        ("我65年3月生，不对啊，单位说我要63岁才能退", (1965, 3)), ("我不是65年的", None), ("85年3月，不对，86年3月进厂", None),
        ("不是85年3月进厂，是86年3月", None), ("我1975年6月出生", (1975, 6)),
    ],
)  # fmt: skip
def test_another_date_put_right_leaves_the_birth(text: str, born: tuple[int, int | None] | None) -> None:
    assert spoken.told_birth(text, TODAY) == born


@pytest.mark.parametrize("text", ["75.6，不对，75.7", "七五年六月，不对，七月", "是六月，75年的，不对，75年7月"])
def test_a_bare_answer_to_the_question_can_be_put_right(text: str) -> None:
    assert spoken.told_birth(text, TODAY, asked=True) == (1975, 7)


def test_a_day_of_something_else_is_no_answer_to_the_question_of_birth() -> None:
    assert spoken.told_birth("我86年3月参加工作", TODAY, asked=True) is None


async def test_without_a_form_the_retirement_date_is_that_of_the_birth_said_last() -> None:
    right = told(await Citizen().say("我66年3月生的，男，几岁退休"))
    assert "1966年3月出生" in right
    assert told(await Citizen().say("我65年3月，不对，66年3月生的，男，几岁退休")) == right
    assert told(await Speaker().hear("我六五年三月生的，不对，六六年三月，男，几岁退休")) == right


async def test_in_a_form_the_birth_said_last_is_noted() -> None:
    for answer in ("六五年三月，不对，六六年三月", "六五年三月，重说一遍，六六年三月", "65.3，不对，66.3"):
        reply = await Speaker().say("帮我算养老金", answer)
        assert "1966年3月" in reply.text and "1965" not in reply.text, answer
        assert asking(reply) == "性别"


async def test_a_month_put_right_after_it_was_noted_keeps_the_year() -> None:
    reply = await Citizen().say("帮我算养老金", "1965年3月", "不对，四月")
    assert "1965年4月" in reply.text


async def test_sex_and_post_put_right_count_as_said_last() -> None:
    reply = await Citizen().say("我1975年6月生的，男的，不对，女的，不是工人是干部，什么时候退休")
    assert "女干部" in told(reply) or "55" in told(reply)
    assert "男职工" not in told(reply)


@pytest.mark.parametrize(
    "text",
    [
        "重说一遍，一三八一二三四五六七八", "再说一遍，六六年三月", "我再说一遍，二十年", "重新说一遍，四千三百元", "再说一遍，我是1966年3月生的", "再说一遍三十个月",
        "重说一次，430102", "再给你说一遍，8万", "再说一遍，【身份证号】", "我重讲一遍，60%",
    ],
)  # fmt: skip
def test_figures_said_once_more_are_the_citizens_own(text: str) -> None:
    assert says_again(text)


@pytest.mark.parametrize(
    "text",
    [
        "再说一遍", "重说一遍", "请再说一遍", "再说一遍吧，没听清", "15年那句再说一遍", "刚才说的20年再说一遍", "再说一遍那两个条件", "再讲一次第二条", "我交了20年",
        "没听清，再说一下", "能再说一遍吗，一句一句地说",
    ],
)  # fmt: skip
def test_without_figures_it_is_a_wish_to_hear_it_again(text: str) -> None:
    assert not says_again(text)


async def test_figures_said_once_more_answer_the_question_and_the_bare_wish_repeats_it() -> None:
    citizen = Citizen()
    await citizen.say("帮我算养老金")
    assert asking(await citizen.say("重说一遍")) == "出生年月"
    reply = await citizen.say("重说一遍，六六年三月")
    assert "1966年3月" in reply.text and asking(reply) == "性别"
    citizen = Citizen()
    reply = await citizen.say(*BEGUN_FORM, "四川", "十八年", "再说一遍，二十年")
    assert "20年" in reply.text


async def test_the_wish_repeats_the_answer_and_figures_ask_anew() -> None:
    citizen = Citizen()
    first = await citizen.say("我65年3月生的，男，几岁退休")
    again = await citizen.say("再说一遍")
    assert again.outcome == Outcome.ANSWERED_REPEAT and seen(again) == seen(first)
    assert "1966年3月出生" in told(await citizen.say("再说一遍，我是66年3月生的，几岁退休"))


@pytest.mark.parametrize("text", ["单位登记错了", "档案上写错了", "社保局弄错了", "身份证写错了", "户口本打错了"])
def test_somebody_elses_mistake_takes_nothing_back(text: str) -> None:
    assert not TAKEN_BACK.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "我说错了，20年",
        "记错了是20年",
        "我写错了",
        "重说一遍，20年",
        "再说一遍20年",
        "不对不对，20年",
        "不是不是，20年",
    ],
)
def test_ones_own_mistake_does(text: str) -> None:
    assert TAKEN_BACK.search(text)


def test_paying_some_years_more_takes_nothing_back() -> None:
    assert not TAKEN_BACK.search("我再来三年就够了")
