"""What the page remembers on the device."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .browsing import answers, ask, choose, own_messages, sent_body, write

pytestmark = pytest.mark.e2e


def font_size(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).fontSize"))


def test_large_type_and_contrast_are_remembered(page: Page) -> None:
    assert font_size(page) == "20px"
    choose(page, "大字", "高对比度")
    page.reload()
    page.locator(".greeting").wait_for()
    assert font_size(page) == "26px"
    expect(page.locator("html")).to_have_attribute("data-contrast", "high")
    page.get_by_role("button", name="设置").click()
    expect(page.get_by_label("大字", exact=True)).to_be_checked()
    expect(page.get_by_label("高对比度（黑白更分明）")).to_be_checked()


def test_the_largest_type_is_32_pixels(page: Page) -> None:
    choose(page, "特大字")
    assert font_size(page) == "32px"


def test_the_region_is_remembered_and_sent(page: Page) -> None:
    page.route_web_socket(re.compile("/ws"), lambda socket: socket.close())
    page.get_by_role("button", name="设置").click()
    page.get_by_label("您在哪里参保").select_option("广东")
    page.keyboard.press("Escape")
    page.reload()
    page.locator(".greeting").wait_for()
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/messages")) as sent:
        write(page, "社保断缴了怎么办？")
    assert sent_body(sent.value)["region"] == "广东"
    answers(page).first.wait_for()


def test_every_province_can_be_chosen(page: Page) -> None:
    page.get_by_role("button", name="设置").click()
    assert page.locator("#region option").count() == 32


def test_a_reload_brings_the_conversation_back_once(page: Page) -> None:
    question = "社保断缴了怎么办？"
    card = ask(page, question)
    answer = card.locator(".sentences").first.inner_text()
    page.reload()
    expect(answers(page)).to_have_count(1)
    expect(own_messages(page)).to_have_text([question])
    assert answers(page).locator(".sentences").first.inner_text() == answer
    expect(page.locator(".greeting")).to_have_count(1)


def test_the_address_never_carries_the_conversation(page: Page, url: str) -> None:
    ask(page, "社保断缴了怎么办？")
    assert page.url == url
    kept = page.evaluate("Object.values(localStorage).join('')")
    token = page.evaluate("JSON.parse(sessionStorage.getItem('pension-conversation')).token")
    assert token not in kept
