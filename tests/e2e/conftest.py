"""The real service in a process of its own, and a browser."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .browsing import chromium, open_page
from .desk_browsing import Watched
from .desk_site import BOSS, LI, MANY, SILENT, SPEAKING, WANG, data_folder, desk_site, running
from .speaking import listening_service, microphone_browser, recorded


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running service in writing; PENSION_E2E_URL names one that runs already."""
    with service(tmp_path_factory.mktemp("service"), SILENT) as address:
        yield address


@pytest.fixture(scope="session")
def voice_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of one that listens and speaks; the same where one runs already."""
    with service(tmp_path_factory.mktemp("voice"), SPEAKING) as address:
        yield listening_service(address)


@contextmanager
def service(folder: Path, voice: Mapping[str, str]) -> Iterator[str]:
    if given := os.environ.get("PENSION_E2E_URL"):
        yield given
        return
    with running(folder, {**MANY, **voice, "PENSION_DATA_DIR": str(data_folder(folder))}) as address:
        yield address


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a microphone hears; made before a browser starts, because both run an event loop."""
    return recorded(tmp_path_factory.mktemp("sound") / "citizen.wav")


@pytest.fixture(scope="session")
def desk_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a service of its own, open day and night, with two agents, a supervisor and an administrator."""
    with desk_site(tmp_path_factory.mktemp("desk"), WANG, LI, BOSS) as address:
        yield address


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """Opens pages in contexts of their own; closes them, and nothing may have been written to their consoles."""
    pages = Watched(browser)
    yield pages
    pages.close()
    assert pages.troubles == []


# One browser a module, not a session: its event loop must not run while asynchronous tests elsewhere do.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def voice_browser(sound: Path) -> Iterator[Browser]:
    """A browser whose microphone hears the same words each time it is opened."""
    with microphone_browser(sound) as started:
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
