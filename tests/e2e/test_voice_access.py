"""Speaking and listening for everybody: small screens, enlarged, by touch and keyboard, with a screen reader."""

from __future__ import annotations

import math
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import DESKTOP, PHONE, ask
from .speaking import AGREED, QUESTION, RECOGNISED, Settings, lit, microphone, open_voice, player, words
from .test_access import OVERFLOW, SMALL_TARGETS, ZOOMED, violations

pytestmark = pytest.mark.e2e

LARGE = 64
LARGEST: Settings = {"size": "extra", "speed": 1}
"""At the speed of the other tests, whose sound is there already."""
EXTRA: Settings = {**AGREED, **LARGEST}
CONTRAST: Settings = {**AGREED, "contrast": True}


def listening(page: Page) -> None:
    microphone(page).click()
    expect(words(page)).not_to_be_empty(timeout=RECOGNISED)


def read(page: Page) -> None:
    ask(page, QUESTION).get_by_role("button", name="读给我听").click()
    expect(lit(page)).to_have_count(1, timeout=RECOGNISED)


def fine(page: Page) -> None:
    """Nothing is cut off, nothing too small to tap, and no serious finding."""
    assert max(page.evaluate(OVERFLOW)) <= 0
    assert page.evaluate(SMALL_TARGETS) == []
    assert violations(page) == []


def test_on_a_phone_in_the_largest_type(voice_browser: Browser, voice_url: str) -> None:
    page = open_voice(voice_browser, voice_url, PHONE, settings=LARGEST)
    before = box(page, "#mic")
    microphone(page).click()
    expect(page.locator("#consent")).to_be_visible()
    fine(page)
    page.get_by_role("button", name="好，开始说话").click()
    expect(words(page)).not_to_be_empty(timeout=RECOGNISED)
    fine(page)
    everything_in_sight(page, PHONE)
    after = box(page, "#mic")
    assert (after["x"], after["y"], after["height"]) == (before["x"], before["y"], before["height"]), "under the finger"
    page.keyboard.press("Escape")
    read(page)
    player(page, "停").click()
    fine(page)
    everything_in_sight(page, PHONE)
    page.context.close()


def test_in_a_small_window_in_the_largest_type(voice_browser: Browser, voice_url: str) -> None:
    page = open_voice(voice_browser, voice_url, ZOOMED, settings=EXTRA)
    listening(page)
    fine(page)
    everything_in_sight(page, ZOOMED)
    page.keyboard.press("Escape")
    read(page)
    fine(page)
    everything_in_sight(page, ZOOMED)
    page.context.close()


def test_on_a_wide_screen_in_high_contrast(voice_browser: Browser, voice_url: str) -> None:
    page = open_voice(voice_browser, voice_url, DESKTOP, settings=CONTRAST)
    page.get_by_role("button", name="免按说话").click()
    expect(page.get_by_role("button", name="不说了")).to_be_visible()
    expect(page.locator("#hearing-state")).to_have_text("正在听…")
    fine(page)
    everything_in_sight(page, DESKTOP)
    page.keyboard.press("Escape")
    read(page)
    fine(page)
    everything_in_sight(page, DESKTOP)
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


def test_a_screen_reader_is_told_what_goes_on_but_not_every_word(voice_browser: Browser, voice_url: str) -> None:
    page = open_voice(voice_browser, voice_url)
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


def test_sound_of_any_rate_becomes_16_kilohertz_without_aliases(voice_browser: Browser, voice_url: str) -> None:
    page = voice_browser.new_page()
    page.goto(voice_url)
    for rate in (16000, 44100, 48000):
        heard = page.evaluate(RESAMPLED, {"rate": rate, "frequency": 1000})
        assert abs(len(heard) - 16000) <= 160, rate
        middle = heard[2000:14000]
        assert loudness(middle) == pytest.approx(-3.0, abs=0.2), rate
        crossings = sum(a < 0 <= b for a, b in zip(middle, middle[1:], strict=False))
        assert crossings == pytest.approx(750, abs=2), rate
        if rate > 16000:
            too_high = page.evaluate(RESAMPLED, {"rate": rate, "frequency": 9500})
            assert loudness(too_high[2000:14000]) < -50, rate
    page.close()


def loudness(samples: list[int]) -> float:
    """dB below full scale."""
    power = sum(sample * sample for sample in samples) / len(samples) / 32767**2
    return 10 * math.log10(max(power, 1e-12))
