"""Scores said in words, for channels without buttons."""

from __future__ import annotations

import pytest

from assistant.desk.satisfaction import parse_score


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ("5", 5), ("５分", 5), ("五分", 5), ("打5分", 5), ("给个五星", 5), ("好的，5分", 5), ("满分", 5),
        ("很满意", 5), ("非常满意！", 5), ("十分满意", 5), ("我很满意，谢谢你", 5), ("服务很好", 5), ("好评", 5),
        ("满意", 4), ("挺满意的", 4), ("比较满意。", 4), ("不错", 4), ("四分", 4),
        ("一般", 3), ("还行吧", 3), ("三星", 3), ("3", 3),
        ("不满意", 2), ("不太满意", 2), ("不是很满意", 2), ("二", 2), ("两分", 2), ("差", 2),
        ("很不满意", 1), ("非常不满意", 1), ("太差了", 1), ("差评", 1), ("一点都不满意", 1), ("1分", 1),
    ],
)  # fmt: skip
def test_a_score_is_understood_in_usual_words(said: str, score: int) -> None:
    assert parse_score(said) == score


@pytest.mark.parametrize(
    "said",
    [
        "", "。", "0", "6", "15", "5555", "5月退休", "我1975年5月出生", "满意吗", "不满意的话找谁", "一般几年能领",
        "还可以补缴吗", "转人工", "谢谢", "好的", "三年", "五险一金", "我要投诉", "1-5", "3000元",
    ],
)  # fmt: skip
def test_a_message_that_says_something_else_is_no_score(said: str) -> None:
    assert parse_score(said) is None
