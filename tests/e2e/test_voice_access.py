"""Speaking and listening for everybody: small screens, enlarged, by touch and keyboard, with a screen reader."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import DESKTOP, PHONE, ask, choose
from .speaking import QUESTION, RECOGNISED, agreed, lit, microphone, open_voice, player, told, words
from .test_access import OVERFLOW, SMALL_TARGETS, ZOOMED, violations

pytestmark = pytest.mark.e2e

LARGE = 64


def opened(browser: Browser, url: str, size: tuple[int, int], look: str = "标准", *, allowed: bool = True) -> Page:
    page = open_voice(browser, url, size, allowed=allowed, touch=size == PHONE)
    agreed(page.context)
    page.reload()
    microphone(page).wait_for()
    choose(page, look)
    return page


def listening(page: Page) -> None:
    microphone(page).click()
    expect(words(page)).not_to_be_empty(timeout=RECOGNISED)


def hands_free(page: Page) -> None:
    page.get_by_role("button", name="免按说话").click()
    expect(page.get_by_role("button", name="不说了")).to_be_visible()
    expect(words(page)).not_to_be_empty(timeout=RECOGNISED)


def read(page: Page) -> None:
    ask(page, QUESTION).get_by_role("button", name="读给我听").click()
    expect(lit(page)).to_have_count(1, timeout=RECOGNISED)


def after_reading(page: Page) -> None:
    read(page)
    player(page, "停").click()


def consent(page: Page) -> None:
    page.evaluate("localStorage.setItem('pension-settings', '{}')")
    page.reload()
    microphone(page).click()
    expect(page.locator("#consent")).to_be_visible()


STATES: dict[str, Callable[[Page], None]] = {
    "consent": consent, "listening": listening, "hands_free": hands_free, "read": read, "after": after_reading,
}  # fmt: skip


SEEN = [
    (PHONE, "特大字", "consent"), (PHONE, "特大字", "listening"), (PHONE, "特大字", "after"),
    (ZOOMED, "特大字", "listening"), (ZOOMED, "特大字", "read"),
    (DESKTOP, "高对比度", "hands_free"), (DESKTOP, "高对比度", "read"),
]  # fmt: skip


@pytest.mark.parametrize(("size", "look", "state"), SEEN, ids=str)
def test_everything_is_in_sight_large_enough_and_without_serious_finding(
    voice_browser: Browser, voice_url: str, size: tuple[int, int], look: str, state: str
) -> None:
    page = opened(voice_browser, voice_url, size, look)
    STATES[state](page)
    assert max(page.evaluate(OVERFLOW)) <= 0
    assert page.evaluate(SMALL_TARGETS) == []
    assert violations(page) == []
    if state != "consent":
        everything_in_sight(page, size)
    page.context.close()


def everything_in_sight(page: Page, size: tuple[int, int]) -> None:
    """The large button of the moment, help and the box; the words are not over them."""
    large = "#mic" if page.locator("#mic").is_visible() else "#free"
    assert (box(page, large) or {"height": 0})["height"] >= LARGE
    for part in (large, "#person", "#hotline", "#question", "#send"):
        found = box(page, part)
        assert found["y"] >= 0
        assert found["y"] + found["height"] <= size[1]


def box(page: Page, part: str) -> Any:
    found = page.locator(part).bounding_box()
    assert found is not None, part
    return found


def test_the_button_keeps_its_place_under_the_finger(voice_browser: Browser, voice_url: str) -> None:
    page = opened(voice_browser, voice_url, PHONE)
    before = box(page, "#mic")
    listening(page)
    after = box(page, "#mic")
    assert (after["y"], after["height"]) == (before["y"], before["height"])
    assert after["x"] == before["x"]
    page.context.close()


def test_a_screen_reader_is_told_what_goes_on_but_not_every_word(voice_browser: Browser, voice_url: str) -> None:
    page = opened(voice_browser, voice_url, DESKTOP)
    live = page.locator("#hearing-told")
    expect(live).to_have_attribute("role", "status")
    expect(microphone(page)).to_have_accessible_description("按住说话，松开就发。也可以点一下开始，说完再点一下。")
    microphone(page).click()
    expect(live).to_have_text("正在听…")
    expect(words(page)).not_to_be_empty(timeout=RECOGNISED)
    expect(live).to_have_text("正在听…", timeout=1)
    expect(live).to_contain_text("社保", timeout=RECOGNISED)
    assert words(page).get_attribute("aria-live") is None
    page.keyboard.press("Escape")
    expect(live).to_be_empty()
    page.context.close()


def test_refused_is_told_politely(voice_browser: Browser, voice_url: str) -> None:
    page = opened(voice_browser, voice_url, PHONE, "高对比度", allowed=False)
    microphone(page).click()
    expect(told(page)).to_have_attribute("role", "status")
    expect(told(page)).to_contain_text("小锁")
    assert violations(page) == []
    page.context.close()


RESAMPLED = """async ({rate, frequency}) => {
    const context = new OfflineAudioContext(1, rate, rate);
    await context.audioWorklet.addModule('/static/microphone_worklet.js');
    const tone = new OscillatorNode(context, {frequency});
    const node = new AudioWorkletNode(context, 'capture');
    const samples = [];
    const ended = new Promise(resolve => (node.port.onmessage = ({data}) =>
        data.ended ? resolve() : samples.push(...new Int16Array(data.pcm))));
    tone.connect(node).connect(context.destination);
    tone.start();
    await context.startRendering();
    node.port.postMessage('end');
    await ended;
    return samples;
}"""


@pytest.mark.parametrize("rate", [16000, 44100, 48000])
def test_sound_of_any_rate_becomes_16_kilohertz_without_aliases(
    voice_browser: Browser, voice_url: str, rate: int
) -> None:
    page = voice_browser.new_page()
    page.goto(voice_url)
    heard = page.evaluate(RESAMPLED, {"rate": rate, "frequency": 1000})
    assert abs(len(heard) - 16000) <= 160
    middle = heard[2000:14000]
    assert loudness(middle) == pytest.approx(-3.0, abs=0.2)
    crossings = sum(a < 0 <= b for a, b in zip(middle, middle[1:], strict=False))
    assert crossings == pytest.approx(750, abs=2)
    if rate > 16000:
        too_high = page.evaluate(RESAMPLED, {"rate": rate, "frequency": 9500})
        assert loudness(too_high[2000:14000]) < -50
    page.close()


def loudness(samples: list[int]) -> float:
    """dB below full scale."""
    power = sum(sample * sample for sample in samples) / len(samples) / 32767**2
    return 10 * math.log10(max(power, 1e-12))
