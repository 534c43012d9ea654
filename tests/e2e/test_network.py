"""Networks that drop: nothing is lost and nothing comes twice."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

from .browsing import answers, ask, open_page, own_messages, sent_body, stored_messages, write

pytestmark = pytest.mark.e2e

QUESTION = "社保断缴了怎么办？"
SOCKET = re.compile(r"/ws(\?|$)")
MESSAGES = re.compile(r"/messages$")
LOST = "网断了，正在重连，您的话没有丢"


def expect_one_answer(page: Page) -> None:
    """One question, one answer, on the page and in the record."""
    expect(answers(page)).to_have_count(1, timeout=30000)
    page.wait_for_timeout(1500)
    expect(answers(page)).to_have_count(1)
    expect(own_messages(page)).to_have_text([QUESTION])
    assert [row["from"] for row in stored_messages(page) if row.get("reply") or row["from"] == "citizen"] == [
        "citizen",
        "assistant",
    ]


def without_socket(page: Page) -> Page:
    page.route_web_socket(SOCKET, lambda socket: socket.close())
    page.reload()
    page.locator(".greeting").wait_for()
    return page


def test_an_answer_over_the_socket_is_shown_once(page: Page) -> None:
    frames: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    page.reload()
    page.locator(".greeting").wait_for()
    page.wait_for_timeout(500)
    write(page, QUESTION)
    expect_one_answer(page)
    assert any(json.loads(frame)["type"] == "reply" for frame in frames)


def test_a_message_written_offline_is_answered_once(page: Page) -> None:
    page.context.set_offline(True)
    write(page, QUESTION)
    expect(page.locator("#status")).to_contain_text(LOST)
    expect(own_messages(page)).to_have_text([QUESTION])
    page.context.set_offline(False)
    expect_one_answer(page)
    expect(page.locator("#status")).not_to_contain_text(LOST)


def test_going_offline_right_after_sending_loses_nothing(page: Page) -> None:
    write(page, QUESTION)
    page.context.set_offline(True)
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    expect_one_answer(page)


def test_a_socket_that_closes_before_the_answer_arrives(browser: Browser, url: str) -> None:
    page = open_page(browser, url)
    swallowed: list[str] = []

    def tamper(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            if json.loads(frame)["type"] == "reply" and not swallowed:
                swallowed.append(str(frame))
                route.close(code=1011)
            else:
                route.send(frame)

        server.on_message(pass_on)

    page.route_web_socket(SOCKET, tamper)
    page.reload()
    page.locator(".greeting").wait_for()
    page.wait_for_timeout(500)
    write(page, QUESTION)
    expect_one_answer(page)
    assert swallowed
    page.context.close()


def test_without_a_websocket_the_answer_comes_by_post(page: Page) -> None:
    without_socket(page)
    ask(page, QUESTION)
    expect_one_answer(page)


def test_a_post_that_breaks_after_it_was_answered(page: Page) -> None:
    without_socket(page)
    broken: list[str] = []

    def break_once(route: Route) -> None:
        if route.request.method == "POST" and not broken:
            broken.append(route.request.post_data or "")
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(MESSAGES, break_once)
    write(page, QUESTION)
    expect_one_answer(page)
    assert broken


def test_a_retry_keeps_its_message_id(page: Page) -> None:
    without_socket(page)
    ids: list[str] = []

    def refuse_twice(route: Route) -> None:
        ids.append(sent_body(route.request)["client_message_id"])
        if len(ids) < 3:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(MESSAGES, refuse_twice)
    write(page, QUESTION)
    expect_one_answer(page)
    assert len(ids) == 3
    assert len(set(ids)) == 1


def test_a_full_service_is_waited_for(page: Page) -> None:
    without_socket(page)
    refused: list[int] = []

    def refuse_once(route: Route) -> None:
        if refused:
            route.continue_()
            return
        refused.append(429)
        problem = json.dumps({"type": "about:blank", "title": "问得有点快", "status": 429})
        headers = {"Retry-After": "2", "Content-Type": "application/problem+json"}
        route.fulfill(status=429, headers=headers, body=problem)

    page.route(MESSAGES, refuse_once)
    write(page, QUESTION)
    expect(page.locator("#status")).to_contain_text("秒后自动替您再发")
    expect_one_answer(page)


def test_a_refused_message_says_why_and_can_be_changed(page: Page) -> None:
    without_socket(page)
    problem = json.dumps({"type": "about:blank", "title": "您发的内容太长了，请分几次发。", "status": 413})
    headers = {"Content-Type": "application/problem+json"}
    page.route(MESSAGES, lambda route: route.fulfill(status=413, headers=headers, body=problem))
    write(page, QUESTION)
    expect(page.get_by_role("alert")).to_contain_text("您发的内容太长了，请分几次发。")
    page.get_by_role("button", name="改一改").click()
    expect(page.get_by_label("您想问的事")).to_have_value(QUESTION)
    page.unroute(MESSAGES)
    page.get_by_label("您想问的事").press("Enter")
    expect_one_answer(page)


def test_an_unanswered_message_survives_a_reload(page: Page) -> None:
    without_socket(page)
    page.route(MESSAGES, lambda route: route.abort("connectionreset"))
    write(page, QUESTION)
    expect(page.locator("#status")).to_contain_text(LOST)
    page.unroute(MESSAGES)
    page.reload()
    expect_one_answer(page)


def test_an_ended_conversation_is_replaced_without_losing_the_message(page: Page) -> None:
    ended = json.dumps({"title": "对话已经结束", "status": 404})
    page.route(re.compile("/messages"), lambda route: route.fulfill(status=404, body=ended), times=1)
    page.reload()
    expect(page.get_by_text("上次的对话已经结束")).to_be_visible()
    ask(page, QUESTION)
    expect_one_answer(page)
