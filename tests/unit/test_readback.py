"""What was understood is said back so that an old person can say yes or no to it, typed and aloud."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.readback import (
    number_words,
    read_back,
    say_amount,
    say_duration,
    say_month,
    say_percent,
)
from assistant.dialogue.spoken import contribution_months, number
from tests.unit._numerals import in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [("0", "零"), ("2", "二"), ("10", "十"), ("12", "十二"), ("20", "二十"), ("100", "一百"), ("110", "一百一十"), ("200", "二百"), ("1005", "一千零五"),
     ("1050", "一千零五十"), ("2000", "两千"), ("2200", "两千二百"), ("3500", "三千五百"), ("10050", "一万零五十"), ("12000", "一万二千"), ("20000", "两万"),
     ("22222", "两万二千二百二十二"), ("100010", "十万零一十"), ("101000", "十万一千"), ("1000000", "一百万"), ("100000005", "一亿零五"), ("0.6", "零点六"),
     ("1.20", "一点二")],
)  # fmt: skip
def test_a_number_is_written_as_it_is_said(value: str, words: str) -> None:
    assert number_words(Decimal(value)) == words


@pytest.mark.parametrize("value", ["-1", "1e16"])
def test_a_number_nobody_says_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a number to be said"):
        number_words(Decimal(value))


@given(st.integers(1, 99_999_999))
def test_the_words_are_those_a_person_would_write_and_read_back_to_the_number(value: int) -> None:
    assert number_words(Decimal(value)).replace("两", "二") == in_words(value, liang=False)
    assert number(f"{number_words(Decimal(value))}元") == value


@given(st.integers(1, 9_999_999), st.integers(0, 99))
def test_an_amount_said_back_reads_back_to_the_cent(yuan: int, cents: int) -> None:
    value = Decimal(yuan) + Decimal(cents) / 100
    assert number(say_amount(value)) == number(say_amount(value, aloud=True)) == value


@pytest.mark.parametrize(
    ("value", "typed", "aloud"),
    [("3500", "3500元", "三千五百元"), ("3253.23", "3253.23元", "三千二百五十三元二角三分"), ("85000.00", "85000元", "八万五千元"), ("2", "2元", "两元"),
     ("12.05", "12.05元", "十二元零五分"), ("0.6", "0.6元", "六角"), ("0", "0元", "零元")],
)  # fmt: skip
def test_an_amount_is_said_in_yuan(value: str, typed: str, aloud: str) -> None:
    assert (say_amount(Decimal(value)), say_amount(Decimal(value), aloud=True)) == (typed, aloud)


@pytest.mark.parametrize(
    ("year", "month", "typed", "aloud"),
    [(2038, 12, "2038年12月", "二零三八年十二月"), (1975, 6, "1975年6月", "一九七五年六月"), (2000, 10, "2000年10月", "二零零零年十月"), (1965, None, "1965年", "一九六五年")],
)  # fmt: skip
def test_a_month_is_said_digit_by_digit(year: int, month: int | None, typed: str, aloud: str) -> None:
    assert (say_month(year, month), say_month(year, month, aloud=True)) == (typed, aloud)


@pytest.mark.parametrize(
    ("months", "typed", "aloud"),
    [(364, "30年4个月", "三十年零四个月"), (24, "2年", "两年"), (2, "2个月", "两个月"), (216, "18年", "十八年"), (14, "1年2个月", "一年零两个月"), (0, "0个月", "零个月")],
)  # fmt: skip
def test_a_length_is_said_in_years_and_months(months: int, typed: str, aloud: str) -> None:
    assert (say_duration(months), say_duration(months, aloud=True)) == (typed, aloud)


@given(st.integers(1, 600), st.booleans())
def test_a_length_said_back_is_understood_again(months: int, aloud: bool) -> None:
    found = contribution_months(f"交了{say_duration(months, aloud)}")
    assert found is not None
    assert (found.months, found.exact) == (months, True)


def test_a_percentage_is_said_as_one() -> None:
    assert (say_percent(Decimal("0.6")), say_percent(Decimal("0.6"), aloud=True)) == ("60%", "百分之六十")
    assert (say_percent(Decimal("0.6732")), say_percent(Decimal(1))) == ("67.32%", "100%")


def test_what_was_understood_is_read_back_in_one_sentence() -> None:
    collected = {"缴费年限": "216", "性别": "女", "参保地": "湖南/长沙", "出生年月": "1975-06"}
    assert read_back(collected) == "我听到的是：1975年6月出生，女，在湖南长沙参保，交了18年。对吗？"
    assert read_back(collected, aloud=True) == "我听到的是：一九七五年六月出生，女，在湖南长沙参保，交了十八年。对吗？"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("出生年月", "1975", "1975年出生"), ("出生年月", "1975年6月出生", "1975年6月出生"), ("出生年月", "不知道", "不知道"), ("岗位", "干部", "管理或技术岗位"),
        ("岗位", "灵活就业", "灵活就业"), ("参保地", "北京", "在北京参保"), ("参保地", "四川", "在四川参保"), ("参保地", "老家", "在老家参保"),
        ("缴费年限", "18年4个月", "交了18年4个月"), ("视同缴费年限", "144", "其中视同缴费12年"), ("缴费水平", "指数:0.6", "缴费水平是平均工资的60%"),
        ("缴费水平", "基数:4588", "缴费基数4588元"), ("缴费水平", "最低", "按最低档交"), ("个人账户余额", "85000", "个人账户里有85000元"),
        ("个人账户余额", "85000元", "个人账户里有85000元"), ("退休地计发基数", "8500", "退休地计发基数8500元"), ("以后不交", "是", "以后不再交"), ("险种", "职工养老", "险种职工养老"),
    ],
)  # fmt: skip
def test_each_thing_understood_has_its_words(name: str, value: str, said: str) -> None:
    assert read_back({name: value}) == f"我听到的是：{said}。对吗？"


def test_nothing_understood_is_not_read_back() -> None:
    assert read_back({}) == ""
    assert read_back({"性别": ""}) == ""
