"""What a strict pass asks of a reply, and how a case file is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import BadInput
from assistant.messages import Outcome, Reply, Sentence
from eval.cases import Expectation, read_cases
from eval.score import bare, score
from tests.unit._replies import reply, result


def verdicts(made: Reply, expect: Expectation) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    for check in score(made, expect):
        found.setdefault(check.name, []).append(check.passed)
    return found


def test_marks_and_spaces_do_not_hide_a_fact() -> None:
    assert bare("延迟到 63 周岁[1][12]，\n从2025年起。") == "延迟到63周岁，从2025年起。"
    split = Reply((Sentence("延迟到", (1,)), Sentence(" 63 周岁", (1,))), Outcome.ANSWERED, citations=reply().citations)
    assert verdicts(split, Expectation(facts=(("到63周岁",),)))["fact"] == [True]


def test_one_alternative_of_a_group_is_enough_but_every_group_must_match() -> None:
    expect = Expectation(facts=(("六十三岁", "63(周)?岁"), ("2025年",)))
    assert verdicts(reply(), expect)["fact"] == [True, False]
    assert not result(reply(), expect).passed


def test_a_forbidden_claim_fails_a_reply_that_has_every_fact() -> None:
    expect = Expectation(facts=(("63周岁",),), forbid=("逐步延迟", "65周岁"))
    assert verdicts(reply(), expect) == {"fact": [True], "forbid": [False, True], "traced": [True]}
    assert not result(reply(), expect).passed


@pytest.mark.parametrize(
    ("text", "offered", "held"),
    [
        ("退休按规定办。", False, False),
        ("退休按规定办。", True, True),
        ("请拨打12333问问。", False, True),
        ("请到社保经办机构窗口办理。", False, True),
        ("您可以转人工。", False, True),
    ],
)
def test_a_hand_over_is_offered_in_words_or_by_the_reply(text: str, offered: bool, held: bool) -> None:
    assert verdicts(reply(text, offered=offered), Expectation(handoff=True))["handoff"] == [held]


def test_no_hand_over_is_asked_for_unless_expected() -> None:
    assert "handoff" not in verdicts(reply(), Expectation())


def test_the_outcome_is_searched_as_a_pattern() -> None:
    boundary = reply(outcome=Outcome.ANSWERED_BOUNDARY)
    assert verdicts(boundary, Expectation(outcome="^answered"))["outcome"] == [True]
    assert verdicts(boundary, Expectation(outcome="estimated|clarify"))["outcome"] == [False]


def test_a_figure_that_no_cited_clause_holds_fails() -> None:
    assert verdicts(reply("法定退休年龄是67周岁。"), Expectation())["traced"] == [False]
    assert verdicts(reply(), Expectation())["traced"] == [True]


def test_a_mark_without_its_citation_fails() -> None:
    loose = Reply((Sentence("延迟到63周岁。", (2,)),), Outcome.ANSWERED, citations=reply().citations)
    assert verdicts(loose, Expectation())["traced"] == [False]


def test_a_question_and_a_dialogue_read_as_turns(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    rows = [
        {"id": "a", "question": "几岁退休", "topic": "退休年龄", "as_of": "2024-05-01", "expect": {"facts": [["60"]]}},
        {"id": "b", "turns": [{"user": "你好", "expect": {}}, {"user": "再说说", "expect": {"handoff": True}}]},
    ]
    file.write_text("\n\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    one, two = read_cases(file)
    assert (one.asks[0].text, str(one.asks[0].as_of), one.asks[0].expect.facts) == (
        "几岁退休",
        "2024-05-01",
        (("60",),),
    )
    assert [ask.expect.handoff for ask in two.asks] == [False, True]


@pytest.mark.parametrize(
    "line", ["{", '{"question": "x"}', '{"id": "a", "question": "x", "expect": {"forbid": ["("]}}']
)
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": "ok", "question": "x"}\n' + line, encoding="utf-8")
    with pytest.raises(BadInput, match=r"cases\.jsonl:2"):
        read_cases(file)
