"""The checklist on a small screen, enlarged, by keyboard, with a screen reader and on paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from .browsing import DESKTOP, PHONE
from .test_access import SMALLEST_TARGET, ZOOMED, violations
from .test_checklist import SIZES, open_list

pytestmark = pytest.mark.e2e

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = f"""() => [...document.querySelectorAll('button, a[href]:not(.skip), input[type=text], select, label')]
    .filter(node => node.checkVisibility() && !node.htmlFor)
    .map(node => [node.textContent, node.getBoundingClientRect()])
    .filter(([, box]) => box.width < {SMALLEST_TARGET} - 0.5 || box.height < {SMALLEST_TARGET} - 0.5)
    .map(([text, box]) => `${{text}} ${{box.width}}x${{box.height}}`)"""
FOCUSED = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"


@pytest.fixture
def sheet(browser: Browser, url: str) -> Iterator[Page]:
    """The checklist for moving to another province."""
    page = open_list(browser, url, "transfer")
    yield page
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, ZOOMED, (320, 640), DESKTOP], ids=str)
@pytest.mark.parametrize("look", SIZES)
@pytest.mark.parametrize("matter", ["", "arrears"])
def test_nothing_has_to_be_scrolled_sideways(
    browser: Browser, url: str, size: tuple[int, int], look: str, matter: str
) -> None:
    page = open_list(browser, url, matter, size, look)
    if matter:
        page.get_by_role("button", name="在每句话下面标出依据").click()
    assert page.evaluate(OVERFLOW) <= 0
    page.context.close()


@pytest.mark.parametrize("matter", ["", "transfer", "death_report"])
@pytest.mark.parametrize("look", SIZES)
def test_axe_finds_nothing_serious(browser: Browser, url: str, matter: str, look: str) -> None:
    page = open_list(browser, url, matter, PHONE, look)
    if matter:
        page.get_by_role("button", name="在每句话下面标出依据").click()
    assert violations(page) == []
    page.context.close()


def test_high_contrast_has_no_serious_finding(sheet: Page) -> None:
    sheet.get_by_role("button", name="设置").click()
    sheet.get_by_text("高对比度（黑白更分明）").click()
    sheet.get_by_role("button", name="关上").click()
    expect(sheet.locator("html")).to_have_attribute("data-contrast", "high")
    assert violations(sheet) == []


@pytest.mark.parametrize("matter", ["", "transfer"])
def test_everything_to_touch_is_large_enough(browser: Browser, url: str, matter: str) -> None:
    page = open_list(browser, url, matter, PHONE)
    assert page.evaluate(SMALL_TARGETS) == []
    page.context.close()


def test_the_keyboard_alone_is_enough(sheet: Page) -> None:
    passed: list[str] = []
    while "打 12333 找人问" not in passed:
        sheet.keyboard.press("Tab")
        passed.append(sheet.evaluate(FOCUSED))
        assert sheet.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", passed
        assert len(passed) < 40
    assert passed[0] == "跳到清单"
    first = sheet.get_by_role("checkbox").first
    first.focus()
    sheet.keyboard.press("Space")
    expect(first).to_be_checked()


def test_the_print_is_black_on_white_with_ticks_and_without_buttons(sheet: Page) -> None:
    sheet.get_by_role("checkbox", name=re.compile("居民身份证")).check()
    sheet.emulate_media(media="print")
    expect(sheet.get_by_role("button", name="打印这张清单")).to_be_hidden()
    expect(sheet.locator(".person-bar")).to_be_hidden()
    expect(sheet.get_by_text("有不清楚的，打 12333，有工作人员接听。")).to_be_visible()
    expect(sheet.get_by_role("checkbox").first).to_be_visible()
    colours = sheet.evaluate(
        "() => ['body', '.part', '.thing'].map(one => getComputedStyle(document.querySelector(one)))"
        ".map(style => [style.color, style.backgroundColor])"
    )
    assert {colour for colour, _ in colours} == {"rgb(0, 0, 0)"}
    assert {paper for _, paper in colours} <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


@pytest.mark.parametrize("matter", ["transfer", "arrears"])
def test_a_sheet_prints_on_one_or_two_pages_of_a4(browser: Browser, url: str, matter: str) -> None:
    page = open_list(browser, url, matter)
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert 1 <= len(printed.pages) <= 2
    assert [round(float(side) / 72 * 25.4) for side in printed.pages[0].mediabox[2:]] == [210, 297]
    page.context.close()


def test_printing_is_one_tap(sheet: Page) -> None:
    sheet.evaluate("window.print = () => { document.title = 'printed'; }")
    sheet.get_by_role("button", name="打印这张清单").click()
    expect(sheet).to_have_title("printed")


def test_the_address_answers_and_names_no_other_host(url: str, sheet: Page) -> None:
    answer = sheet.request.get(f"{url}checklist")
    assert answer.headers["content-type"].startswith("text/html")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert not re.search(r"""(src|href)=["'](https?:)?//""", answer.text())
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", answer.text())
