"""A citizen speaks and is answered aloud: the real service and engines, a real browser with a recorded microphone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from eval.speech_score import errors
from speech.audio.files import read_audio
from speech.audio.resample import resample
from speech.transcribers import make_transcriber
from tests.voice_site import MODELS

from .browsing import answers, ask, choose, own_messages, stored_messages
from .speaking import (
    KEEP_SENT,
    NEW,
    QUESTION,
    RECOGNISED,
    Frames,
    Sounds,
    hold,
    lit,
    microphone,
    open_voice,
    player,
    told,
    words,
)

pytestmark = pytest.mark.e2e

HELD_MS = 700
"""Longer than a tap."""


@pytest.fixture
def voice_page(voice_browser: Browser, voice_url: str) -> Iterator[Page]:
    """The page of somebody who may be listened to; nothing may go wrong in it but a sound that comes too late."""
    page = open_voice(voice_browser, voice_url, settings=NEW)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: troubles.append(line.text) if wrong(line) else None)
    yield page
    page.context.close()
    assert not troubles


def wrong(line: ConsoleMessage) -> bool:
    return line.type in ("error", "warning") and "status of 503" not in line.text


def recognised(sound: bytes) -> str:
    """What the project's own engine hears in it."""
    transcriber = make_transcriber("whisper", models_dir=MODELS, threads=2)
    recognition = transcriber.begin()
    recognition.accept(resample(read_audio(sound), transcriber.rate).pcm)
    return recognition.final().text


def nearly(said: str, heard: str) -> bool:
    """Fewer than one in five characters wrong; marks do not count."""
    wrong, length = errors(said, heard)
    return wrong / length < 0.2


def spoken_parts(page: Page) -> list[dict[str, Any]]:
    """Of the latest answer, from the service's own record."""
    session = page.evaluate("JSON.parse(sessionStorage.getItem('pension-conversation'))")
    seq = stored_messages(page)[-1]["seq"]
    address = f"{page.url}api/v1/conversations/{session['id']}/messages/{seq}/spoken"
    answer = page.request.get(address, headers={"Authorization": f"Bearer {session['token']}"})
    parts: list[dict[str, Any]] = answer.json()["parts"]
    return parts


def test_a_spoken_question_is_written_down_answered_and_read_aloud(voice_page: Page) -> None:
    page, sounds = voice_page, Sounds(voice_page)
    microphone(page).click()
    expect(page.locator("#consent")).to_contain_text("不保存录音")
    page.get_by_role("button", name="不用，我打字").click()
    expect(page.locator("#hearing")).to_be_hidden()
    microphone(page).click()
    page.get_by_role("button", name="好，开始说话").click()
    expect(words(page)).to_contain_text("社保", timeout=RECOGNISED)
    page.wait_for_timeout(2500)
    microphone(page).click()
    expect(own_messages(page)).to_have_count(1, timeout=RECOGNISED)
    assert nearly(QUESTION, own_messages(page).inner_text())
    expect(answers(page)).to_have_count(1, timeout=RECOGNISED)
    expect(lit(page)).to_have_count(1, timeout=RECOGNISED)
    shown = lit(page).inner_text()
    player(page, "停").click()
    expect(lit(page)).to_have_count(0)
    first = spoken_parts(page)[0]
    assert first["text"][:8] in shown
    assert sounds.asked[0] == (0, 1)
    assert nearly(first["text"], recognised(sounds.played(0)))
    (message,) = [message for message in stored_messages(page) if message["from"] == "citizen"]
    assert message["client_message_id"].startswith("u-")


def test_hands_free_goes_on_after_an_answer_and_takes_words_for_the_player(voice_page: Page) -> None:
    page, frames = voice_page, Frames(voice_page)
    page.reload()
    page.get_by_role("button", name="免按说话").click()
    page.get_by_role("button", name="好，开始说话").click()
    expect(page.locator("#hearing-state")).to_have_text("正在听…")
    expect(page.get_by_role("button", name="不说了")).to_be_focused()
    assert nearly(QUESTION, frames.wait_for("heard")["text"])
    assert frames.wait_for("command")["command"] == "more"
    expect(page.locator("#hearing-state")).to_have_text("正在听…")
    expect(player(page, "停")).to_be_visible()
    expect(own_messages(page)).to_have_count(1)
    expect(answers(page)).to_have_count(1)
    page.get_by_role("button", name="不说了").click()
    expect(page.locator("#hearing")).to_be_hidden()
    expect(page.get_by_role("button", name="免按说话")).to_be_focused()


def test_the_button_is_held_with_a_finger_or_a_key(voice_browser: Browser, voice_url: str) -> None:
    page = open_voice(voice_browser, voice_url)
    hold(page)
    page.wait_for_timeout(HELD_MS)
    page.mouse.up()
    expect(told(page)).to_contain_text("没有听到声音", timeout=RECOGNISED)
    expect(microphone(page)).to_have_text("按住说话")
    microphone(page).focus()
    page.keyboard.down("Space")
    expect(page.locator("#hearing-state")).to_have_text("正在听…")
    expect(told(page)).to_be_empty()
    page.wait_for_timeout(HELD_MS)
    page.keyboard.up("Space")
    expect(told(page)).to_contain_text("没有听到声音", timeout=RECOGNISED)
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(microphone(page)).to_have_text("说完了，点一下")
    page.keyboard.press("Escape")
    expect(microphone(page)).to_have_text("按住说话")
    assert own_messages(page).count() == 0
    page.context.close()


def test_who_chose_large_type_is_given_more_time(voice_browser: Browser, voice_url: str) -> None:
    page, frames = open_voice(voice_browser, voice_url), []
    page.evaluate(KEEP_SENT)
    card = ask(page, QUESTION)
    for look, profile, speed in (("特大字", "elderly", "0.85"), ("标准", "ordinary", "1"), ("大字", "elderly", "0.85")):
        choose(page, look)
        microphone(page).click()
        expect(page.locator("#hearing-state")).to_have_text("正在听…")
        page.keyboard.press("Escape")
        with page.expect_request(re.compile(rf"/spoken/0\?speed={speed}&profile={profile}&")):
            card.get_by_role("button", name="读给我听").click()
        player(page, "停").click()
        frames.append(profile)
    sent = [frame["profile"] for frame in page.evaluate("window.sent") if frame["type"] == "listen"]
    assert sent == frames
    expect(told(page)).to_be_empty()
    page.context.close()
