"""One JSON object a line, only named fields, and nothing a citizen wrote."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from assistant.logs import OURS, set_up_logs


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Puts the handlers and levels back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in OURS}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_says_when_who_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO")
    logging.getLogger("assistant.x").info("index in use", extra={"version": "v0001", "seconds": 1.5})
    (line,) = lines(capsys)
    assert datetime.fromisoformat(line.pop("at")).tzinfo is not None
    assert line == {
        "level": "INFO", "logger": "assistant.x", "message": "index in use", "version": "v0001", "seconds": 1.5,
    }  # fmt: skip


def test_fields_that_are_not_named_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO")
    logging.getLogger("assistant").info("said", extra={"text": "我身份证110105197506150027", "token": "secret"})
    assert not {"text", "token"} & set(lines(capsys)[0])


def test_an_exception_shows_its_name_only(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO")
    try:
        raise ValueError("13912345678")
    except ValueError:
        logging.getLogger("assistant").exception("failed")
    shown = capsys.readouterr().err
    assert json.loads(shown)["error"] == "ValueError"
    assert "13912345678" not in shown


def test_a_line_break_in_a_message_does_not_start_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO")
    logging.getLogger("assistant").info('one\n{"level": "INFO"}\r\ntwo')
    assert len(lines(capsys)) == 1


def test_half_a_character_does_not_break_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO")
    logging.getLogger("assistant").info("half", extra={"path": "/\ud800"})
    assert lines(capsys)[0]["message"] == "half"


@pytest.mark.parametrize(("level", "shown"), [("DEBUG", 3), ("INFO", 2), ("ERROR", 1)])
def test_the_level_holds_for_our_own_lines(capsys: pytest.CaptureFixture[str], level: str, shown: int) -> None:
    set_up_logs(level)
    for name in OURS:
        one = logging.getLogger(f"{name}.part")
        one.debug("d")
        one.info("i")
        one.error("e")
    assert len(lines(capsys)) == shown * len(OURS)


@pytest.mark.parametrize(
    "name", ["websockets.server", "aiosqlite", "sqlalchemy.engine.Engine", "httpx", "uvicorn.error", "asyncio"]
)
def test_other_libraries_do_not_show_frames_or_statements_even_when_debugging(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    set_up_logs("DEBUG")
    logging.getLogger(name).debug('< TEXT \'{"type": "auth", "token": "secret"}\'')
    logging.getLogger(name).info("WebSocket /api/v1/conversations/x/ws?token=secret [accepted]")
    logging.getLogger(name).warning("trouble")
    assert [line["message"] for line in lines(capsys)] == ["trouble"]


def test_lines_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO")
    logging.getLogger("assistant").info("x")
    assert capsys.readouterr().out == ""
    assert sys.stderr is not sys.stdout
