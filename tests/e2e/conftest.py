"""The real service in a process of its own, and a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .browsing import chromium, open_page

START_SECONDS = 1200
"""The first start in an empty data directory builds the index."""
INDEX = Path(__file__).parents[2] / "var" / "index"
"""An index built before is copied, which saves those minutes."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready(url):
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the service did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
        time.sleep(0.5)


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running service; PENSION_E2E_URL names one that runs already."""
    given = os.environ.get("PENSION_E2E_URL")
    if given:
        yield given
        return
    folder = tmp_path_factory.mktemp("service")
    if INDEX.exists():
        shutil.copytree(INDEX, folder / "var" / "index")
    port = free_port()
    limits = {
        "PENSION_MESSAGES_PER_ADDRESS_PER_MINUTE": "10000",
        "PENSION_CONVERSATIONS_PER_ADDRESS_PER_HOUR": "10000",
    }
    environment = {**os.environ, **limits, "PENSION_DATA_DIR": str(folder / "var")}
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
    log = folder / "service.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}/"
            wait_until_ready(process, address, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


# One browser a module, not a session: its event loop must not run while asynchronous tests elsewhere do.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """A fresh page with its greeting on it; nothing may be written to its console."""
    opened = open_page(browser, url)
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda line: troubles.append(line.text) if "Content Security Policy" in line.text else None)
    yield opened
    opened.context.close()
    assert not troubles
