"""A model's sentence must say what its clauses say."""

from __future__ import annotations

import pytest

from assistant.messages import Sentence
from assistant.models.grounding import supported
from tests.fakes import make_passage

CLAUSES = (
    make_passage(
        "gap",
        "养老保险断缴了，以前交的会不会清零",
        "不会清零，养老保险断缴以后，已经缴的年限和个人账户都保留。",
        "断缴期间没缴的月份不计年限，但个人账户里的钱继续计息。",
    ),
    make_passage("resume", "断了好几年，还能不能接着交", "能接着交，不用从头开始，以前的年限照样累计。"),
)


@pytest.mark.parametrize(
    "text",
    [
        "您放心，养老保险断缴不会清零。",
        "以前缴的年限和个人账户里的钱都保留。",
        "断了好几年都能接着交，不用从头开始。",
    ],
)
def test_a_plain_rewording_stays(text: str) -> None:
    sentence = Sentence(text, (1, 2))
    assert supported((sentence,), CLAUSES) == (sentence,)


@pytest.mark.parametrize(
    "text",
    ["断缴会清零。", "断缴以后个人账户不保留。", "断缴期间的月份计年限。", "断了就不能接着交。", "必须从头开始交。"],
)
def test_a_turned_rule_spoils_the_answer(text: str) -> None:
    assert supported((Sentence("不会清零。", (1,)), Sentence(text, (1, 2))), CLAUSES) == ()


@pytest.mark.parametrize("text", ["您要先给客服转账。", "结账时，应在答题的开头写出。"])
def test_marked_talk_of_something_else_spoils_the_answer(text: str) -> None:
    assert supported((Sentence("不会清零。", (1,)), Sentence(text, (1,))), CLAUSES) == ()


def test_a_clause_supports_only_the_sentence_that_names_it() -> None:
    assert supported((Sentence("能接着交，不用从头开始。", (1,)),), CLAUSES) == ()


def test_unmarked_chatter_is_left_out_and_unmarked_rules_are_left_to_the_check() -> None:
    marked, rule = Sentence("不会清零。", (1,)), Sentence("已经缴的年限都保留。")
    assert supported((Sentence("祝您生活愉快！"), marked, rule), CLAUSES) == (marked, rule)
