"""Usable by keyboard, on a small screen, enlarged, and with a screen reader."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import DESKTOP, PHONE, answers, ask, choose, open_page

pytestmark = pytest.mark.e2e

POLICY = "社保断缴了怎么办？"
ZOOMED = (640, 400)
"""What a 1280 × 800 window shows at 200%."""
SMALLEST_TARGET = 48

OVERFLOW = """() => [document.documentElement, document.body, document.querySelector('#talk')]
    .map(node => node.scrollWidth - node.clientWidth)"""
SMALL_TARGETS = f"""() => [...document.querySelectorAll('button, a[href]:not(.skip), textarea, select, label.choice')]
    .filter(node => node.checkVisibility())
    .map(node => [node.textContent, node.getBoundingClientRect()])
    .filter(([, box]) => box.width < {SMALLEST_TARGET} - 0.5 || box.height < {SMALLEST_TARGET} - 0.5)
    .map(([text, box]) => `${{text}} ${{box.width}}x${{box.height}}`)"""
FOCUSED = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"
OUTLINE = "() => getComputedStyle(document.activeElement).outlineStyle"


@lru_cache(maxsize=1)
def axe_source() -> str:
    """axe-core as npm installed it."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm and `npm install --no-save --no-package-lock --prefix . axe-core@4`")
    root = subprocess.run([npm, "root"], capture_output=True, text=True, check=True).stdout.strip()
    script = Path(root) / "axe-core" / "axe.min.js"
    if not script.exists():
        pytest.skip("needs `npm install --no-save --no-package-lock --prefix . axe-core@4`")
    return script.read_text(encoding="utf-8")


def violations(page: Page) -> list[dict[str, Any]]:
    """Serious and critical findings, AAA contrast (7:1) among them."""
    page.evaluate(axe_source())
    options = json.dumps({"rules": {"color-contrast-enhanced": {"enabled": True}}, "resultTypes": ["violations"]})
    found: list[dict[str, Any]] = page.evaluate(f"axe.run(document, {options}).then(result => result.violations)")
    return [
        {"rule": each["id"], "at": [node["html"] for node in each["nodes"]]}
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def open_clause(page: Page) -> None:
    answers(page).last.locator(".mark").first.click()
    expect(page.locator("#citation")).to_be_visible()


def unfold(page: Page) -> None:
    for fold in answers(page).last.locator(":scope > .folded > .fold").all():
        fold.click()


def ask_why(page: Page) -> None:
    answers(page).last.get_by_role("button", name="没用").click()


STATES: dict[str, Callable[[Page], None]] = {
    "default": lambda page: None,
    "large": lambda page: choose(page, "大字"),
    "extra": lambda page: choose(page, "特大字"),
    "contrast": lambda page: choose(page, "高对比度"),
    "clause": open_clause,
    "details": unfold,
    "reasons": ask_why,
    "settings": lambda page: page.get_by_role("button", name="设置").click(),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_serious(page: Page, state: str) -> None:
    ask(page, POLICY)
    STATES[state](page)
    assert violations(page) == []


def test_the_greeting_has_no_serious_finding(page: Page) -> None:
    assert violations(page) == []


@pytest.mark.parametrize("size", [PHONE, ZOOMED, (320, 640), DESKTOP], ids=str)
@pytest.mark.parametrize("look", ["标准", "大字", "特大字"])
def test_nothing_has_to_be_scrolled_sideways(browser: Browser, url: str, size: tuple[int, int], look: str) -> None:
    page = open_page(browser, url, size)
    choose(page, look)
    assert max(page.evaluate(OVERFLOW)) <= 0
    ask(page, POLICY)
    unfold(page)
    assert max(page.evaluate(OVERFLOW)) <= 0
    open_clause(page)
    assert page.locator("#citation .sheet-body").evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=str)
def test_help_and_the_box_are_always_in_sight(browser: Browser, url: str, size: tuple[int, int]) -> None:
    page = open_page(browser, url, size)
    choose(page, "特大字")
    ask(page, POLICY)
    for part in ("#person", "#hotline", "#question", "#send"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size[1]
    assert page.evaluate("document.documentElement.scrollTop + document.body.scrollTop") == 0
    page.context.close()


def test_everything_to_touch_is_large_enough(browser: Browser, url: str) -> None:
    page = open_page(browser, url, PHONE, touch=True)
    ask(page, POLICY)
    unfold(page)
    assert page.evaluate(SMALL_TARGETS) == []
    ask_why(page)
    page.get_by_role("button", name="设置").click()
    assert page.evaluate(SMALL_TARGETS) == []
    page.context.close()


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "跳到输入框"
    page.keyboard.press("Enter")
    expect(page.get_by_label("您想问的事")).to_be_focused()
    page.keyboard.type(POLICY)
    page.keyboard.press("Enter")
    answers(page).first.wait_for()
    expect(page.get_by_label("您想问的事")).to_be_focused()
    backwards = tab_until(page, "看详细说明", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(answers(page).first.get_by_role("button", name="收起详细说明")).to_be_focused()
    assert backwards
    while not page.evaluate("document.activeElement.matches('.mark')"):
        page.keyboard.press("Shift+Tab")
    mark = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    expect(page.locator("#citation")).to_be_visible()
    expect(page.locator("#citation").get_by_role("button", name="关上")).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == mark


def tab_until(page: Page, name: str, key: str = "Tab", limit: int = 40) -> list[str]:
    """Names of what was passed on the way to ``name``; every stop shows its focus."""
    passed: list[str] = []
    for _ in range(limit):
        page.keyboard.press(key)
        passed.append(page.evaluate(FOCUSED))
        assert page.evaluate(OUTLINE) != "none", passed[-1]
        if passed[-1] == name:
            return passed
    pytest.fail(f"{name} was not reached: {passed}")


def test_the_order_of_focus_is_the_order_of_reading(page: Page) -> None:
    ask(page, POLICY)
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    page.get_by_role("button", name="设置").focus()
    order = tab_until(page, "发送")
    wanted = ["看详细说明", "复制", "有用", "没用", "找人工", "打 12333"]
    places = [order.index(name) for name in wanted]
    assert places == sorted(places)
    assert any(name.startswith("依据1") for name in order[: places[0]])


def test_a_screen_reader_hears_answers_as_they_come(page: Page) -> None:
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    ask(page, POLICY)
    expect(log.get_by_role("article", name="回答")).to_be_visible()


def test_still_pictures_for_those_who_want_no_motion(page: Page) -> None:
    style = page.evaluate("""() => {
        const dot = document.createElement('i');
        const dots = document.createElement('span');
        dots.className = 'dots';
        dots.append(dot);
        document.querySelector('#log').append(dots);
        return getComputedStyle(dot).animationName;
    }""")
    assert style == "none"
