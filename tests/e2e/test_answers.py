"""Asking, and what can be done with an answer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .browsing import answers, ask, own_messages, sent_body, stored_messages, write

pytestmark = pytest.mark.e2e

POLICY = "社保断缴了怎么办？"
CALCULATION = "我是男职工，1968年3月出生，什么时候退休？"


def last_reply(page: Page) -> dict[str, Any]:
    reply: dict[str, Any] = stored_messages(page)[-1]["reply"]
    return reply


def test_an_answer_shows_its_sentences_and_its_sources(page: Page) -> None:
    card = ask(page, POLICY)
    reply = last_reply(page)
    for sentence in reply["sentences"]:
        if not sentence["detail"]:
            expect(card).to_contain_text(sentence["text"].strip())
    assert card.locator(".mark").count() > 0
    expect(card).not_to_contain_text(re.compile(r"\[\d+\]"))


def test_every_mark_opens_the_clause_it_stands_for(page: Page) -> None:
    card = ask(page, POLICY)
    reply = last_reply(page)
    dialog = page.locator("#citation")
    for citation in reply["citations"]:
        mark = card.locator(f".mark[data-mark='{citation['mark']}']").first
        if not mark.is_visible():
            card.get_by_role("button", name="看详细说明").click()
        mark.click()
        expect(dialog.locator("h3")).to_have_text(citation["title"])
        for line in filter(None, citation["quote"].split("\n")):
            expect(dialog.locator("blockquote")).to_contain_text(line.strip())
        for field in ("section", "doc_no", "issuer"):
            if citation[field]:
                expect(dialog.locator(".facts")).to_contain_text(citation[field].strip())
        expect(dialog.locator(".facts")).to_contain_text(f"{citation['effective_from'][:4]}年")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(mark).to_be_focused()


def test_details_stay_folded_until_asked_for(page: Page) -> None:
    card = ask(page, POLICY)
    details = [each["text"].strip() for each in last_reply(page)["sentences"] if each["detail"]]
    assert details
    toggle = card.get_by_role("button", name="看详细说明")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(card.get_by_text(details[0])).to_be_hidden()
    toggle.click()
    expect(card.get_by_text(details[0])).to_be_visible()
    card.get_by_role("button", name="收起详细说明").click()
    expect(card.get_by_text(details[0])).to_be_hidden()


def test_a_calculation_shows_how_it_was_worked_out(page: Page) -> None:
    card = ask(page, CALCULATION)
    card.get_by_role("button", name="看怎么算的").click()
    steps = card.locator(".step")
    assert steps.count() > 0
    expect(steps.last).to_contain_text("得到：")


def test_a_suggestion_is_asked_with_one_tap(page: Page) -> None:
    chip = page.locator(".chip").first
    question = chip.inner_text()
    chip.click()
    answers(page).first.wait_for()
    expect(own_messages(page)).to_have_text([question])
    assert page.locator(".chip").count() <= 3


def test_feedback_is_stored_with_its_reason(page: Page) -> None:
    card = ask(page, POLICY)
    card.get_by_role("button", name="没用").click()
    with page.expect_response(re.compile("/feedback$")) as posted:
        card.get_by_role("button", name="看不懂").click()
    assert posted.value.status == 204
    assert sent_body(posted.value.request)["reason"] == "看不懂"
    expect(card).to_contain_text("谢谢您，记下了。")


def test_another_reason_can_be_written(page: Page) -> None:
    card = ask(page, POLICY)
    card.get_by_role("button", name="没用").click()
    card.get_by_role("button", name="其他").click()
    card.get_by_label("请说说哪里不好").fill("没说要带什么材料")
    with page.expect_response(re.compile("/feedback$")) as posted:
        card.get_by_role("button", name="告诉我们").click()
    assert posted.value.status == 204


def test_helpful_is_one_tap(page: Page) -> None:
    card = ask(page, POLICY)
    with page.expect_response(re.compile("/feedback$")) as posted:
        card.get_by_role("button", name="有用", exact=True).click()
    assert posted.value.status == 204


def test_what_is_copied_has_no_marks_and_lists_the_sources(page: Page, url: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
    card = ask(page, POLICY)
    card.get_by_role("button", name="复制").click()
    expect(page.locator("#status")).to_have_text("已复制。")
    copied = page.evaluate("navigator.clipboard.readText()")
    reply = last_reply(page)
    assert "[" not in copied.split("依据：")[0]
    assert reply["sentences"][0]["text"].strip() in copied
    assert reply["citations"][0]["title"].strip("《》") in copied


def test_html_is_shown_as_the_person_typed_it(page: Page) -> None:
    typed = "<img src=x onerror=document.title='坏了'><b>养老金</b>怎么算？"
    ask(page, typed)
    expect(own_messages(page)).to_have_text([typed])
    assert page.locator("#log img, #log b").count() == 0
    assert page.title() == "养老保险问答"


def test_a_person_is_one_tap_away(page: Page) -> None:
    page.get_by_role("button", name="找人工").click()
    expect(page.locator(".person").last).to_be_visible()
    assert page.locator(".person").last.inner_text().strip()
    expect(page.get_by_role("link", name="打 12333")).to_have_attribute("href", "tel:12333")


def test_an_empty_message_is_not_sent(page: Page) -> None:
    write(page, "   ")
    expect(page.locator("#status")).to_contain_text("请先写下您想问的事")
    expect(own_messages(page)).to_have_count(0)


def test_shift_enter_makes_a_line_and_enter_sends(page: Page) -> None:
    box = page.get_by_label("您想问的事")
    box.click()
    box.press_sequentially("我想问")
    box.press("Shift+Enter")
    box.press_sequentially("断缴了怎么办")
    box.press("Enter")
    answers(page).first.wait_for()
    expect(own_messages(page).first).to_contain_text("断缴了怎么办")
    expect(box).to_have_value("")


def test_a_new_conversation_starts_clean(page: Page) -> None:
    ask(page, POLICY)
    page.get_by_role("button", name="设置").click()
    page.get_by_role("button", name="新对话").click()
    page.get_by_role("button", name="开始新对话").click()
    expect(answers(page)).to_have_count(0)
    expect(page.locator(".greeting")).to_have_count(1)
    assert stored_messages(page) == [row for row in stored_messages(page) if row["from"] != "citizen"]
