"""The form in which a question is looked up."""

from __future__ import annotations

import pytest

from assistant.dialogue.query_form import query_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("公司代缴社保怎么查询", "公司代缴社保怎么查询？"),
        ("养老保险停了十年，还可以继续交吗？", "养老保险停了10年 还可以继续交吗。"),
        ("三千五百块钱的基数，每个月交多少？", "3500块钱的基数 每个月交多少"),
        ("断了两年还能补吗", "断了2年还能补吗"),
        ("交了三年", "交了3年"),
        ("一万二的工资", "12000的工资"),
    ],
)
def test_the_same_question_has_one_form(one: str, other: str) -> None:
    assert query_form(one) == query_form(other)


@pytest.mark.parametrize(
    "text",
    [
        "一次性补缴",
        "第2条",
        "1.5倍",
        "2026年计发基数",
        "千万别上当",
        "三险一金",
        "五十多岁",
        "12333",
        "3月5日",
        "十几年",
    ],
)
def test_what_is_no_plain_number_stays(text: str) -> None:
    assert query_form(text) == text


@pytest.mark.parametrize("text", ["", "？？", " ， "])
def test_marks_alone_are_nothing(text: str) -> None:
    assert query_form(text) == ""
