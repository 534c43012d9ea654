"""Starts Chromium and does with the page what a citizen does."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Request, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
PHONE = (375, 740)
DESKTOP = (1280, 800)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """One browser, with ``more`` flags, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *more])
        try:
            yield browser
        finally:
            browser.close()


def open_page(browser: Browser, url: str, size: tuple[int, int] = DESKTOP, *, touch: bool = False) -> Page:
    """A page with its greeting on it, in a context of its own."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", has_touch=touch, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(url)
    page.locator(".greeting").wait_for()
    return page


def write(page: Page, text: str) -> None:
    """Type into the box and send."""
    page.get_by_label("您想问的事").fill(text)
    page.get_by_role("button", name="发送").click()


def ask(page: Page, text: str) -> Locator:
    """Ask and wait for the answer; the answer's card."""
    before = answers(page).count()
    write(page, text)
    card = answers(page).nth(before)
    card.wait_for()
    return card


def answers(page: Page) -> Locator:
    """Cards of answers, without the greeting."""
    return page.locator(".reply:not(.greeting)")


def own_messages(page: Page) -> Locator:
    """What the citizen said."""
    return page.locator(".mine .said")


def choose(page: Page, *labels: str) -> None:
    """Tick settings by their words."""
    page.get_by_role("button", name="设置").click()
    for label in labels:
        page.locator("#settings label.choice", has_text=label).first.click()
    page.get_by_role("button", name="关上").click()


def stored_messages(page: Page) -> list[dict[str, Any]]:
    """Every message of the conversation, from the service's own record."""
    session = page.evaluate("JSON.parse(sessionStorage.getItem('pension-conversation'))")
    address = f"{page.url}api/v1/conversations/{session['id']}/messages?after=0"
    answer = page.request.get(address, headers={"Authorization": f"Bearer {session['token']}"})
    messages: list[dict[str, Any]] = answer.json()["messages"]
    return messages


def sent_body(request: Request) -> dict[str, Any]:
    """What the page posted."""
    body: dict[str, Any] = json.loads(request.post_data or "{}")
    return body
