"""From the conversation to the estimator page: quick replies, and what can be done with an estimate."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .browsing import PHONE, answers, ask, choose, open_page, own_messages
from .estimating import heading, work_out
from .test_access import OVERFLOW, SMALL_TARGETS, violations

pytestmark = pytest.mark.e2e

START = "我想算算我能领多少养老金"


def quick(page: Page) -> Locator:
    """The short answers offered under the newest reply."""
    return page.locator(".quick")


def tap(page: Page, text: str) -> Locator:
    """Tap a short answer and wait for what comes back."""
    before = answers(page).count()
    quick(page).get_by_text(text, exact=True).click()
    card = answers(page).nth(before)
    card.wait_for()
    return card


def estimated(page: Page, sex: str = "男") -> Locator:
    """An estimate asked for in the conversation; its card."""
    ask(page, START)
    ask(page, "1975年6月")
    tap(page, sex)
    if sex == "女":
        tap(page, "不清楚")
    for text in ("四川成都", "25年2个月"):
        ask(page, text)
    tap(page, "60%档")
    return tap(page, "不知道")


def test_a_short_answer_is_sent_with_one_tap_and_then_goes_away(page: Page) -> None:
    ask(page, START)
    expect(quick(page)).to_have_count(0)
    ask(page, "1975年6月")
    expect(quick(page)).to_have_text(["男", "女"])
    tap(page, "女")
    expect(own_messages(page).last).to_have_text("女")
    expect(quick(page).get_by_text("男", exact=True)).to_have_count(0)
    expect(quick(page).get_by_text("不清楚", exact=True)).to_be_visible()


def test_a_written_answer_takes_the_short_ones_away_too(page: Page) -> None:
    ask(page, START)
    ask(page, "1975年6月")
    ask(page, "男的")
    expect(quick(page).get_by_text("男", exact=True)).to_have_count(0)


def test_short_answers_are_there_again_after_a_reload(page: Page) -> None:
    ask(page, START)
    ask(page, "1975年6月")
    page.reload()
    expect(quick(page)).to_have_text(["男", "女"])
    tap(page, "男")
    expect(own_messages(page).last).to_have_text("男")


def test_short_answers_are_in_sight_on_a_phone_and_easy_to_hit(browser: Browser, url: str) -> None:
    page = open_page(browser, url, PHONE, touch=True)
    ask(page, START)
    ask(page, "1975年6月")
    box = quick(page).first.bounding_box()
    dock = page.locator(".dock").bounding_box()
    assert box is not None
    assert dock is not None
    assert box["y"] + box["height"] <= dock["y"]
    assert page.evaluate(SMALL_TARGETS) == []
    assert violations(page) == []
    page.context.close()


def test_an_estimate_is_gone_on_with_on_its_page(page: Page, url: str) -> None:
    card = estimated(page)
    said = card.inner_text()
    card.get_by_role("link", name="在测算页里改一改").click()
    expect(heading(page)).to_have_text("请看一遍，对不对？")
    assert page.url == f"{url}estimator"
    for told in ("1975年6月", "男", "四川", "25年2个月", "最低档（60%）", "不知道"):
        expect(page.locator(".answers")).to_contain_text(told)
    total = work_out(page).first.locator(".figure strong").nth(1).inner_text()
    assert total in said
    page.go_back()
    page.go_back()
    expect(answers(page).last).to_contain_text(total)


def test_an_estimate_with_two_sets_of_rules_stays_open_on_its_page(page: Page) -> None:
    card = estimated(page, "女")
    card.get_by_role("link", name="在测算页里改一改").click()
    expect(page.locator(".answers > div", has_text="岗位")).to_contain_text("不清楚")
    expect(work_out(page)).to_have_count(2)


def test_an_estimate_is_kept_as_a_table(page: Page) -> None:
    card = estimated(page)
    with page.expect_download() as started:
        card.get_by_role("button", name="下载表格").click()
    body = Path(started.value.path()).read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    total = next(row[1] for row in rows if row and row[0] == "每月养老金（元）")
    expect(card).to_contain_text(f"{total}元")
    assert any(row and row[0] == "基础养老金" and len(row) > 4 for row in rows)


def test_only_the_estimate_goes_on_paper(page: Page) -> None:
    ask(page, "社保断缴了怎么办？")
    card = estimated(page)
    page.evaluate("window.print = () => { document.title = '打印' }")
    card.get_by_role("button", name="打印这份结果").click()
    assert page.title() == "打印"
    page.emulate_media(media="print")
    expect(card.locator(".sentences").first).to_be_visible()
    expect(card.locator(".step").first).to_be_visible()
    expect(answers(page).first).to_be_hidden()
    expect(card.get_by_role("button", name="打印这份结果")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(answers(page).first).to_be_visible()


def test_other_answers_have_no_such_row(page: Page) -> None:
    card = ask(page, "社保断缴了怎么办？")
    expect(card.locator(".estimate-row")).to_have_count(0)


@pytest.mark.parametrize("look", ["标准", "特大字"])
def test_the_other_pages_are_one_tap_away_without_crowding_a_phone(browser: Browser, url: str, look: str) -> None:
    page = open_page(browser, url, PHONE, touch=True)
    choose(page, look)
    assert max(page.evaluate(OVERFLOW)) <= 0
    for name, address in (("算算退休金", "/estimator"), ("办事清单", "/checklist")):
        link = page.get_by_role("link", name=name)
        expect(link).to_have_count(1)
        expect(link).to_have_attribute("href", address)
        assert page.request.get(f"{url.rstrip('/')}{address}").ok
    page.get_by_role("link", name="算算退休金").click()
    expect(heading(page)).to_have_text("您是哪年哪月出生的？")
    page.context.close()


def test_the_other_pages_stay_in_the_header_of_a_wide_window(page: Page) -> None:
    ask(page, "社保断缴了怎么办？")
    expect(page.locator("header").get_by_role("link", name="算算退休金")).to_be_visible()
    expect(page.locator("header").get_by_role("link", name="办事清单")).to_be_visible()
