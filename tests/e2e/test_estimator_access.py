"""The estimator page by keyboard, on a phone, enlarged, in high contrast and with a screen reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import DESKTOP, PHONE
from .estimating import LOOKS, MAN, UNSURE_WOMAN, heading, onward, open_estimator, work_out
from .test_access import SMALL_TARGETS, ZOOMED, tab_until, violations

pytestmark = pytest.mark.e2e

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SCREENS = {
    "出生年月": "您是哪年哪月出生的？",
    "性别": "您是男士还是女士？",
    "岗位": "您退休前做什么岗位？",
    "参保地": "您在哪里交养老保险？",
    "已缴年限": "到现在一共缴了多少年？",
    "缴费水平": "这些年大多按什么档次缴费？",
    "个人账户余额": "个人账户里现在有多少钱？",
    "以后缴费": "从现在到退休，怎么缴费？",
    "打算什么时候退": "您打算什么时候退休？",
    "特殊情况": "特殊情况（都可以不填）",
}


def unfold(page: Page) -> None:
    """Open everything that is folded, outermost first."""
    closed = page.locator(".fold[aria-expanded=false]:visible")
    while closed.count():
        closed.first.click()


def results(page: Page) -> None:
    work_out(page)
    unfold(page)


def late(page: Page) -> None:
    page.get_by_role("button", name="改打算什么时候退").click()
    page.get_by_role("radio", name="延后一些").check()
    page.locator(".told-dates p").first.wait_for()


def mistake(page: Page) -> None:
    page.get_by_role("button", name="改个人账户余额").click()
    page.get_by_role("radio", name="我知道").check()
    onward(page)
    expect(page.get_by_role("alert")).not_to_be_empty()


def all_but(page: Page) -> None:
    """The refusal of a place without a base."""
    page.get_by_role("button", name="改参保地").click()
    page.get_by_label("省、自治区、直辖市").select_option("湖北")
    page.get_by_role("radio", name="湖北的其他地方").check()
    onward(page)
    work_out(page)


STATES: dict[str, Callable[[Page], None]] = {
    "summary": lambda page: None,
    "results": results,
    "late": late,
    "mistake": mistake,
    "refusal": all_but,
    "settings": lambda page: page.get_by_role("button", name="设置").click(),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("look", ["normal", "contrast-extra"])
def test_axe_finds_nothing_serious(browser: Browser, url: str, state: str, look: str) -> None:
    page = open_estimator(browser, url, UNSURE_WOMAN, look=look)
    STATES[state](page)
    assert violations(page) == []
    page.context.close()


def test_axe_finds_nothing_serious_in_any_question(browser: Browser, url: str) -> None:
    page = open_estimator(browser, url, UNSURE_WOMAN, PHONE)
    for name, words in SCREENS.items():
        page.get_by_role("button", name=f"改{name}").click()
        expect(heading(page)).to_have_text(words)
        assert violations(page) == [], name
        page.get_by_role("button", name="不改了").click()
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, ZOOMED, (320, 640), DESKTOP], ids=str)
@pytest.mark.parametrize("look", [look for look in LOOKS if look != "contrast"])
def test_nothing_has_to_be_scrolled_sideways(browser: Browser, url: str, size: tuple[int, int], look: str) -> None:
    page = open_estimator(browser, url, UNSURE_WOMAN, size, look)
    assert page.evaluate(SIDEWAYS) <= 0
    late(page)
    assert page.evaluate(SIDEWAYS) <= 0
    page.go_back()
    results(page)
    assert page.evaluate(SIDEWAYS) <= 0
    page.context.close()


def test_everything_to_touch_is_large_enough(browser: Browser, url: str) -> None:
    page = open_estimator(browser, url, UNSURE_WOMAN, PHONE)
    assert page.evaluate(SMALL_TARGETS) == []
    late(page)
    assert page.evaluate(SMALL_TARGETS) == []
    page.go_back()
    results(page)
    assert page.evaluate(SMALL_TARGETS) == []
    page.context.close()


def test_the_keyboard_alone_is_enough(browser: Browser, url: str) -> None:
    page = open_estimator(browser, url)
    keys = page.keyboard
    page.get_by_label("哪一年").focus()
    keys.type("1975")
    keys.press("Tab")
    keys.type("6月")
    tab_until(page, "下一步")
    keys.press("Enter")
    expect(heading(page)).to_be_focused()
    keys.press("Tab")
    keys.press("Space")
    expect(page.get_by_role("radio", name="男")).to_be_checked()
    keys.press("Enter")
    expect(heading(page)).to_have_text("您在哪里交养老保险？")
    keys.press("Tab")
    for _ in range(4):
        keys.press("ArrowDown")
    expect(page.get_by_label("省、自治区、直辖市")).to_have_value("山西")
    tab_until(page, "下一步")
    keys.press("Enter")
    expect(heading(page)).to_have_text("到现在一共缴了多少年？")
    keys.press("Tab")
    keys.type("25")
    tab_until(page, "下一步")
    keys.press("Enter")
    expect(heading(page)).to_have_text("这些年大多按什么档次缴费？")
    keys.press("Tab")
    keys.press("Space")
    keys.press("ArrowDown")
    expect(page.get_by_role("radio", name="最低档（60%）")).to_be_checked()
    page.context.close()


def test_results_are_reached_and_unfolded_by_keyboard(browser: Browser, url: str) -> None:
    page = open_estimator(browser, url, MAN)
    page.get_by_role("button", name="改出生年月").focus()
    tab_until(page, "开始算")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("您的退休金测算")
    expect(heading(page)).to_be_focused()
    page.locator(".results[aria-busy=false]").wait_for()
    tab_until(page, "看每一步怎么算的")
    page.keyboard.press("Enter")
    expect(page.locator(".step").first).to_be_visible()
    while not page.evaluate("document.activeElement.matches('.months .range')"):
        page.keyboard.press("Tab")
    before = page.locator(".months .shift").inner_text()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".months .shift")).not_to_have_text(before)
    tab_until(page, "打印")
    page.context.close()


def test_a_screen_reader_hears_where_it_is_and_what_came_out(browser: Browser, url: str) -> None:
    page = open_estimator(browser, url, MAN)
    page.get_by_role("button", name="改性别").click()
    expect(page.get_by_role("radiogroup", name="您是男士还是女士？")).to_be_visible()
    assert page.title() == "您是男士还是女士？ · 算算退休金"
    page.get_by_role("button", name="改好了").click()
    page.get_by_role("button", name="改打算什么时候退").click()
    page.get_by_role("radio", name="延后一些").check()
    page.get_by_role("button", name="加1个月").click()
    slider = page.get_by_role("slider", name="差几个月")
    expect(slider).to_have_attribute("aria-valuetext", "延后13个月，2039年3月退休")
    page.get_by_role("button", name="改好了").click()
    work_out(page)
    expect(page.get_by_role("status").filter(has_text="算好了")).to_be_attached()
    page.context.close()


def test_large_type_and_contrast_chosen_here_hold_in_the_conversation(browser: Browser, url: str) -> None:
    page = open_estimator(browser, url)
    page.get_by_role("button", name="设置").click()
    page.locator("#settings label.choice", has_text="特大字").click()
    page.locator("#settings label.choice", has_text="高对比度").click()
    page.get_by_role("button", name="关上").click()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    page.get_by_role("link", name="问助手").click()
    page.locator(".greeting").wait_for()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    expect(page.locator("html")).to_have_attribute("data-contrast", "high")
    page.context.close()
