"""The shipped evaluation cases: readable, unique, and able to judge a reply."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.messages import Outcome
from knowledge_base.document import TOPICS

FOLDER = Path(__file__).parents[2] / "eval" / "cases"
LEAST = {
    "policy": 110, "regions": 20, "dates": 20, "schemes": 20, "numbers": 20, "safety": 35, "boundary": 25, "dialogues": 25,
}  # fmt: skip
KINDS = {"answer", "conditional", "boundary", "out_of_scope"}
EXPECT_KEYS = {"kind", "facts", "forbid", "handoff", "outcome", "confidence"}


def cases(name: str) -> list[dict[str, Any]]:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def turns(case: dict[str, Any]) -> list[dict[str, Any]]:
    if "turns" in case:
        return list(case["turns"])
    return [{**case, "user": case["question"]}]


ALL = [case for name in LEAST for case in cases(name)]
TURNS = [pytest.param(turn, id=f"{case['id']}-{n}") for case in ALL for n, turn in enumerate(turns(case), 1)]


def test_there_are_enough_cases_of_each_sort() -> None:
    assert len(ALL) >= 200
    assert {name: len(cases(name)) >= least for name, least in LEAST.items()} == dict.fromkeys(LEAST, True)


def test_no_id_or_question_is_used_twice() -> None:
    ids = [case["id"] for case in ALL]
    assert len(ids) == len(set(ids))
    asked = [(c["question"], c.get("as_of"), c.get("region")) for c in ALL if "question" in c]
    assert len(asked) == len(set(asked))


def test_every_topic_is_known_and_every_service_topic_is_asked() -> None:
    used = {case["topic"] for case in ALL}
    assert used <= {*TOPICS, "安全", "对话"}
    assert {case["topic"] for case in cases("policy")} == set(TOPICS)


def test_dialogues_have_two_to_five_turns() -> None:
    assert all(2 <= len(case["turns"]) <= 5 for case in cases("dialogues"))


@pytest.mark.parametrize("turn", TURNS)
def test_a_turn_can_be_judged(turn: dict[str, Any]) -> None:
    expect = turn["expect"]
    assert isinstance(turn["user"], str)
    assert set(expect) <= EXPECT_KEYS
    assert expect["kind"] in KINDS
    assert expect["confidence"] in {"high", "medium", "low"}
    assert expect["facts"] or expect["forbid"] or "outcome" in expect
    if "as_of" in turn:
        date.fromisoformat(turn["as_of"])


@pytest.mark.parametrize("turn", TURNS)
def test_patterns_compile_and_an_empty_reply_never_decides(turn: dict[str, Any]) -> None:
    expect = turn["expect"]
    assert all(group for group in expect["facts"])
    for pattern in [p for group in expect["facts"] for p in group] + expect["forbid"]:
        assert not re.search(pattern, ""), pattern
        assert " " not in pattern, "spaces are removed from a reply before it is searched"
    if "outcome" in expect:
        assert any(re.search(expect["outcome"], outcome.value) for outcome in Outcome)
