"""Answers read aloud with the service's voice, and what the buttons of the player do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .browsing import answers, ask, choose, open_page
from .speaking import AGREED, QUESTION, RECOGNISED, Sounds, lit, microphone, player, remembered, told

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser, voice_url: str) -> Iterator[Page]:
    """The page of somebody who writes."""
    opened = open_page(browser, voice_url)
    yield opened
    opened.context.close()


def start(card: Locator) -> None:
    card.get_by_role("button", name="读给我听").click()


def test_an_answer_is_read_only_when_asked_for(page: Page) -> None:
    card = ask(page, QUESTION)
    expect(page.locator("#player")).to_be_hidden()
    start(card)
    expect(lit(page)).to_have_count(1, timeout=RECOGNISED)
    expect(player(page, "听依据")).to_be_hidden()
    player(page, "停").click()
    expect(lit(page)).to_have_count(0)
    expect(player(page, "再听一遍")).to_be_focused()
    player(page, "收起").click()
    expect(page.locator("#player")).to_be_hidden()
    expect(page.get_by_label("您想问的事")).to_be_focused()


def test_slower_goes_on_slower_and_is_remembered(page: Page) -> None:
    sounds = Sounds(page)
    start(ask(page, QUESTION))
    expect(lit(page)).to_have_count(1, timeout=RECOGNISED)
    shown = lit(page).inner_text()
    with page.expect_request(lambda request: "/spoken/0?speed=0.85&" in request.url):
        player(page, "慢一点").click()
    expect(lit(page)).to_have_text(shown)
    assert {speed for _, speed in sounds.asked} == {1, 0.85}
    with page.expect_request(lambda request: "/spoken/0?speed=0.7&" in request.url):
        player(page, "慢一点").click()
    player(page, "慢一点").click()
    expect(page.locator("#status")).to_contain_text("最慢")
    player(page, "停").click()
    page.reload()
    page.get_by_role("button", name="设置").click()
    expect(page.get_by_label("慢", exact=True)).to_be_checked()


def test_what_an_answer_rests_on_and_the_rest_of_it_are_read_when_asked_for(page: Page) -> None:
    card = ask(page, QUESTION)
    start(card)
    player(page, "停").click()
    if not player(page, "接着听").is_visible():
        start(card)
        expect(lit(page)).to_have_count(1, timeout=RECOGNISED)
        player(page, "停").click()
    with page.expect_request(lambda request: "/spoken/" in request.url):
        player(page, "听依据").click()
    player(page, "停").click()
    player(page, "接着听").click()
    expect(lit(page)).to_have_count(1, timeout=RECOGNISED)
    expect(lit(page)).to_be_visible()
    expect(card.get_by_role("button", name="收起详细说明")).to_be_visible()


def test_with_reading_always_on_each_answer_ends_the_one_before(page: Page) -> None:
    choose(page, "自动朗读")
    page.reload()
    page.locator("#voice").wait_for()
    ask(page, QUESTION)
    expect(lit(page)).to_have_count(1, timeout=RECOGNISED)
    ask(page, QUESTION)
    expect(answers(page).first.locator("[aria-current]")).to_have_count(0)
    expect(answers(page).last.locator("[aria-current]")).to_have_count(1, timeout=RECOGNISED)


def test_a_sound_that_cannot_be_had_is_told(page: Page) -> None:
    card = ask(page, QUESTION)
    page.route("**/spoken/0?*", lambda route: route.fulfill(status=503, json={"title": "忙"}))
    start(card)
    expect(page.locator("#status")).to_contain_text("念不出来")
    expect(lit(page)).to_have_count(0)
    ask(page, QUESTION)


def test_without_a_microphone_one_is_told_so(page: Page) -> None:
    page.context.grant_permissions(["microphone"])
    remembered(page.context, AGREED)
    page.reload()
    microphone(page).click()
    expect(told(page)).to_contain_text("没有找到话筒")
    expect(microphone(page)).to_have_text("按住说话")
    ask(page, QUESTION)
