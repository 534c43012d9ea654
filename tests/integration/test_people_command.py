"""``python -m assistant people`` as an operator runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.business.people import SITUATIONS
from assistant.cli import main

Say = Callable[..., str]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs the command in an empty data folder and gives what it printed."""
    for name in [name for name in os.environ if name.startswith("PENSION_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PENSION_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)

    def run(*words: str, code: int = 0) -> str:
        assert main(["people", *words]) == code
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return told.err if code else told.out

    return run


def test_an_operator_fills_in_people_once_and_lists_them(say: Say) -> None:
    assert "people fill" in say("list")
    assert "已填入10个虚构人物" in say("fill", "--count", "10", "--seed", "5")
    listed = say("list")
    assert [one.text for one in SITUATIONS if one.text not in listed] == []
    assert listed.count("449900") == 10
    again = say("fill", "--count", "10", "--seed", "6")
    assert "已经有10个人，没有重复填" in again
    assert say("list") == listed


def test_looking_makes_no_file(say: Say, tmp_path: Path) -> None:
    say("list")
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("count", ["0", "-1", "99999"])
def test_a_number_of_people_that_makes_no_sense_is_explained(say: Say, count: str) -> None:
    assert "--count 填 1 到 2000" in say("fill", f"--count={count}", code=2)


def test_it_says_when_the_service_would_not_use_them(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSION_BUSINESS", "none")
    assert "现在 PENSION_BUSINESS=none" in say("fill", "--count", "1")


def test_several_who_fill_at_once_fill_once(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PENSION_")}
    words = [sys.executable, "-m", "assistant", "people", "fill", "--count", "3"]
    started = [
        subprocess.Popen(
            words, env={**environment, "PENSION_DATA_DIR": str(tmp_path)}, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    told = [process.communicate(timeout=120)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert sum("已填入3个" in one for one in told) == 1
    assert sum("已经有3个人" in one for one in told) == 2
