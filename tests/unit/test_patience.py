"""How long a silence may last after what was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.patience import identity_begun, number_is_whole, says_stop, silence_allowed
from speech.values import Listening

LISTENING = Listening(end=0.8, end_digits=1.5, end_unfinished=1.6)
WHOLE = "11010519491231002X"


@pytest.mark.parametrize("text", [
    "怎么查个人账户余额？", "我要转人工。", "灵活就业人员怎么参保", "社保卡丢了怎么补办", "我今年五十八岁", "好的。", "对", "是不是", "还是不是",
    "不知道", "万一", "这个政策全国统一", "今年", "我收到", "养老金什么时候发", "三千块", "三月五日", "",
])  # fmt: skip
def test_an_ordinary_sentence_ends_soon(text: str) -> None:
    assert silence_allowed(text, "", LISTENING) == 0.8


@pytest.mark.parametrize("text", [
    "我交了十五", "一九六五年", "1965年3月", "一二零", "我的身份证号码是110105", "三千", "身份证一一零一零五一九四九", "工资4500", "110105 1949，",
    "我一九六五年三", "交到二零二零年十二月", "六二二二零二",
])  # fmt: skip
def test_a_number_or_a_date_is_waited_for(text: str) -> None:
    assert silence_allowed(text, "", LISTENING) >= 1.5


@pytest.mark.parametrize("text", [
    "我想问一下那个", "就是", "然后", "我今年六十，因为", "如果", "我想问。", "嗯", "呃……", "你好，请问", "断交了两年的话", "还有，", "我的身份正好是",
])  # fmt: skip
def test_a_sentence_plainly_unfinished_is_waited_for(text: str) -> None:
    assert silence_allowed(text, "", LISTENING) == 1.6


@pytest.mark.parametrize(
    "asked", ["请问您的身份证号码是多少？", "您的出生年月是？", "您一共缴费多少年？", "请说您的手机号"]
)
def test_what_was_asked_makes_patient_before_a_word_is_known(asked: str) -> None:
    assert silence_allowed("", asked, LISTENING) == 1.5
    assert silence_allowed("夜夜零五", asked, LISTENING) == 1.5


def test_figures_in_an_explanation_ask_for_nothing() -> None:
    told = "您的缴费年限是多少年，退休时的年龄是多少岁，就决定了能领多少养老金的比例。"
    assert silence_allowed("怎么办", told, LISTENING) == 0.8
    assert silence_allowed("", told + "请说您的出生年月。", LISTENING) == 1.5


@given(st.integers(1, 17))
def test_an_identity_number_is_not_whole_before_its_last_digit(length: int) -> None:
    assert silence_allowed(f"我的身份证号是{WHOLE[:length]}", "", LISTENING) >= 1.5
    assert identity_begun(WHOLE[:length], "请说身份证号")


@pytest.mark.parametrize("text", [
    f"我的身份证号是{WHOLE}。", "110105 19491231 002x", "幺幺零幺零五幺九四九幺二三幺零零二X", "13800138000", "手机一三八零零一三八零零零",
])  # fmt: skip
def test_after_a_whole_number_nothing_is_waited_for(text: str) -> None:
    assert silence_allowed(text, "请说身份证号码", LISTENING) == 0.8


@given(st.integers(0, 17), st.integers(1, 9))
def test_a_digit_misheard_makes_no_whole_number(place: int, more: int) -> None:
    """Any single wrong digit is found out by the check digit, so somebody is not cut off for it."""
    value = 10 if WHOLE[place] == "X" else int(WHOLE[place])
    digits = WHOLE[:place] + str((value + more) % 10) + WHOLE[place + 1 :]
    assert digits == WHOLE or not number_is_whole(digits)


@pytest.mark.parametrize(
    "text",
    [
        "停",
        "停。",
        "停停停！",
        "等一下",
        "哎，等一下。",
        "别说了",
        "好了好了，别说了"[4:],
        "不用说了",
        "等等",
        "停一下吧",
        "你先停下",
    ],
)
def test_words_that_stop_the_assistant(text: str) -> None:
    assert says_stop(text)


@pytest.mark.parametrize(
    "text", ["", "停缴了两年怎么办", "等一下，我想问养老金停发", "停发养老金", "我停保了", "好的", "嗯", "等待期多久"]
)
def test_words_that_do_not(text: str) -> None:
    assert not says_stop(text)
