"""The real service in a process of its own, and a browser."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .browsing import chromium, open_page
from .desk_browsing import Watched
from .desk_site import BOSS, LI, MANY, WANG, data_folder, desk_site, running


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running service; PENSION_E2E_URL names one that runs already."""
    given = os.environ.get("PENSION_E2E_URL")
    if given:
        yield given
        return
    folder = tmp_path_factory.mktemp("service")
    with running(folder, {**MANY, "PENSION_DATA_DIR": str(data_folder(folder))}) as address:
        yield address


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
