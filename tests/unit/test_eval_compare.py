"""What ``eval.compare`` says of two runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.compare import main


def turn(id: str, *, passed: bool, outcome: str = "answered", **others: Any) -> dict[str, Any]:
    checks = [
        {"name": "fact", "wanted": "63周岁", "passed": passed},
        {"name": "traced", "wanted": others.pop("fault", ""), "passed": others.pop("traced", True)},
    ]
    row = {"id": id, "turn": 1, "topic": "退休年龄", "question": "几岁退休", "reply": {"outcome": outcome}}
    return {**row, "passed": passed and checks[1]["passed"], "checks": checks, "confidence": "high", **others}


def run(folder: Path, *rows: dict[str, Any]) -> Path:
    folder.mkdir()
    (folder / "results.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def compared(a: Path, b: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, dict[str, Any]]:
    assert main([str(a), str(b)]) == 0
    printed = capsys.readouterr().out
    return printed, json.loads(printed.splitlines()[-1])


def test_better_worse_and_other_changes_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a = run(tmp_path / "a", turn("up", passed=False), turn("down", passed=True), turn("same", passed=True),
            turn("moved", passed=True))  # fmt: skip
    b = run(tmp_path / "b", turn("up", passed=True), turn("down", passed=False), turn("same", passed=True),
            turn("moved", passed=True, outcome="estimated"))  # fmt: skip
    printed, report = compared(a, b, capsys)
    assert (report["better"], report["worse"], report["other"]) == (["up#1"], ["down#1"], ["moved#1"])
    assert report["outcomes"] == {"answered -> estimated": 1}
    assert "same#1" not in printed


def test_the_checks_that_flipped_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a = run(tmp_path / "a", turn("up", passed=False), turn("loose", passed=True))
    b = run(tmp_path / "b", turn("up", passed=True), turn("loose", passed=True, traced=False, fault="untraced 67"))
    printed, report = compared(a, b, capsys)
    assert "+ fact: 63周岁" in printed
    assert "- traced: untraced 67" in printed
    assert report["worse"] == ["loose#1"]


def test_topics_count_shared_turns_without_low_confidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a = run(
        tmp_path / "a", turn("x", passed=False), turn("low", passed=False, confidence="low"), turn("gone", passed=True)
    )
    b = run(
        tmp_path / "b", turn("x", passed=True), turn("low", passed=True, confidence="low"), turn("new", passed=True)
    )
    _, report = compared(a, b, capsys)
    assert report["by_topic"] == {"退休年龄": {"turns": 1, "passed": [0, 1]}}
    assert (report["only_in_a"], report["only_in_b"]) == (["gone#1"], ["new#1"])


def test_a_folder_without_results_is_refused_with_a_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), str(tmp_path)]) == 2
    assert "eval.run" in capsys.readouterr().err
