"""Hums and fillers of speech go; nothing that says something does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.dialogue.fillers import without_fillers

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("嗯，是的。", "是的。"), ("呃，那个，对的。", "对的。"), ("那个不对。", "不对。"), ("这个，是的。", "是的。"), ("啊，不是。", "不是。"), ("对？", "对。"),
        ("不是？", "不是。"), ("嗯…我断缴了三年", "我断缴了三年"), ("就是，我想问退休", "我想问退休"), ("嗯那个不是。", "不是。"), ("喂，退休要什么材料", "退休要什么材料"),
        ("嗯。", "嗯。"), ("那个。", "那个。"), ("那个政策是什么", "那个政策是什么"), ("这个怎么办", "这个怎么办"), ("就是断缴了", "就是断缴了"), ("退休？", "退休？"), ("", ""),
        ("唔系", "唔系"), ("嗯，七五年六月。", "七五年六月。"),
    ],
)  # fmt: skip
def test_only_what_says_nothing_goes(text: str, said: str) -> None:
    assert without_fillers(text) == said
    assert without_fillers(said) == said


def test_a_question_without_fillers_stays_as_it_is() -> None:
    changed = []
    for file in sorted((ROOT / "eval" / "cases").glob("*.jsonl")):
        for case in map(json.loads, filter(None, file.read_text(encoding="utf-8").split("\n"))):
            for text in [case["question"]] if "question" in case else [turn["user"] for turn in case["turns"]]:
                kept = without_fillers(text)
                assert text.endswith(kept) and len(text) - len(kept) <= 4
                changed += [text] if kept != text else []
    assert all(text[0] in "嗯呃额啊哦喔唉哎诶那这就" for text in changed)
