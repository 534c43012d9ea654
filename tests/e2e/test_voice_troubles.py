"""What a citizen is told when speaking, or being read to, does not work; writing always does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from .browsing import PHONE, ask
from .speaking import AGREED, ELSEWHERE, QUESTION, RECOGNISED, hold, lit, microphone, open_voice, player, told
from .test_access import violations

pytestmark = pytest.mark.e2e

FAILING = """error => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('test', error));
}"""
PULLED = """() => {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => (window.stream = await open(wanted));
}"""

UNSENT = """text => {
    const kept = JSON.parse(sessionStorage.getItem('pension-conversation'));
    kept.outbox = [{id: crypto.randomUUID(), text}];
    sessionStorage.setItem('pension-conversation', JSON.stringify(kept));
}"""
"""A question that the next load sends, before the page is touched."""


def still_in_writing(page: Page) -> None:
    """Whatever was wrong, the buttons rest and a written question is answered."""
    expect(microphone(page)).to_have_text("按住说话")
    expect(page.locator("#hearing")).to_be_hidden()
    ask(page, QUESTION)
    page.context.close()


def test_a_browser_that_refuses(voice_browser: Browser, voice_url: str) -> None:
    page = open_voice(voice_browser, voice_url, PHONE, allowed=False, settings={**AGREED, "contrast": True})
    microphone(page).click()
    expect(told(page)).to_have_attribute("role", "status")
    expect(told(page)).to_contain_text("小锁")
    assert violations(page) == []
    page.get_by_role("button", name="免按说话").click()
    expect(told(page)).to_contain_text("小锁")
    still_in_writing(page)


def test_a_microphone_that_cannot_be_had(voice_browser: Browser, voice_url: str) -> None:
    page = open_voice(voice_browser, voice_url)
    for error, why in (
        ("NotFoundError", "没有找到话筒"),
        ("NotReadableError", "别的程序"),
        ("TypeError", "用不了话筒"),
    ):
        page.evaluate(FAILING, error)
        microphone(page).click()
        expect(told(page)).to_contain_text(why)
        expect(told(page)).to_contain_text("打字")
    still_in_writing(page)


def test_an_address_that_is_not_secure(voice_browser: Browser, voice_url: str) -> None:
    elsewhere = f"http://{ELSEWHERE}:{urlsplit(voice_url).port}/"
    page = open_voice(voice_browser, elsewhere, allowed=False)
    microphone(page).click()
    expect(told(page)).to_contain_text("https")
    still_in_writing(page)


def test_the_line_breaks_while_somebody_speaks(voice_browser: Browser, voice_url: str) -> None:
    page = open_voice(voice_browser, voice_url)
    hold(page)
    page.context.set_offline(True)
    expect(told(page)).to_contain_text("请再说一次")
    page.mouse.up()
    page.get_by_role("button", name="免按说话").click()
    expect(told(page)).to_contain_text("现在连不上")
    page.context.set_offline(False)
    still_in_writing(page)


def test_the_microphone_is_pulled_out(voice_browser: Browser, voice_url: str) -> None:
    page = open_voice(voice_browser, voice_url)
    page.evaluate(PULLED)
    microphone(page).click()
    expect(microphone(page)).to_have_text("说完了，点一下")
    page.evaluate("stream.getAudioTracks()[0].dispatchEvent(new Event('ended'))")
    expect(told(page)).to_contain_text("话筒断开了")
    expect(told(page)).to_contain_text("没有听到声音", timeout=RECOGNISED)
    still_in_writing(page)


def not_heard(reasons: Iterator[str], socket: WebSocketRoute) -> None:
    """A service that answers one ``listen`` after the other so, without words of its own."""
    server = socket.connect_to_server()

    def sent(message: str | bytes) -> None:
        frame = json.loads(message) if isinstance(message, str) else {"type": "sound"}
        if frame["type"] == "listen":
            answer = {"type": "not_heard", "utterance_id": frame["utterance_id"], "reason": next(reasons)}
            socket.send(json.dumps(answer))
        elif frame["type"] != "sound":
            server.send(message)

    socket.on_message(sent)


def test_a_service_that_cannot_listen_now(voice_browser: Browser, voice_url: str) -> None:
    page = open_voice(voice_browser, voice_url)
    reasons = iter(("busy", "unavailable", "unclear", "of a later version"))
    page.route_web_socket(re.compile("/ws"), lambda socket: not_heard(reasons, socket))
    with page.expect_websocket():
        page.reload()
    for words in ("说话的人多", "听不了", "没有听清楚", "听不了"):
        microphone(page).click()
        expect(told(page)).to_contain_text(words)
        expect(microphone(page)).to_have_text("按住说话")
    page.context.close()


def test_a_browser_that_plays_nothing_before_a_touch(voice_browser: Browser, voice_url: str) -> None:
    page = open_voice(voice_browser, voice_url, settings={**AGREED, "readAloud": True})
    page.evaluate(UNSENT, QUESTION)
    with page.expect_response(re.compile(r"/spoken/0\?"), timeout=RECOGNISED):  # a look at the page counts as a touch
        page.reload()
    page.wait_for_timeout(500)
    player(page, "点这里听").click(timeout=RECOGNISED)
    expect(player(page, "点这里听")).to_be_hidden()
    expect(lit(page)).to_have_count(1)
    page.context.close()
