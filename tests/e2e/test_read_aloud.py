"""Reading aloud with a voice of the device, where the service has none."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .browsing import ask
from .speaking import without_service_voice

pytestmark = pytest.mark.e2e

VOICES = """(local) => `
  window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const voice = { lang: 'zh-CN', name: 'test', localService: ${local} };
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => [voice],
    speak: (utterance) => window.spoken.push(utterance.text),
    cancel: () => {},
    addEventListener: () => {},
  } });
`"""


def with_voice(page: Page, *, local: bool) -> Page:
    """The page on a device with one Chinese voice."""
    without_service_voice(page)
    page.add_init_script(page.evaluate(VOICES, local))
    page.reload()
    page.locator(".greeting").wait_for()
    return page


def test_an_answer_is_read_sentence_by_sentence_without_marks(page: Page) -> None:
    card = ask(with_voice(page, local=True), "社保断缴了怎么办？")
    card.get_by_role("button", name="读给我听").click()
    spoken = page.evaluate("window.spoken")
    assert len(spoken) > 1
    assert not any(sign in text for text in spoken for sign in ("[", "依据1", "《"))
    card.get_by_role("button", name="停下").click()
    expect(card.get_by_role("button", name="读给我听")).to_be_visible()


def test_a_voice_that_is_not_on_the_device_is_not_used(page: Page) -> None:
    card = ask(with_voice(page, local=False), "社保断缴了怎么办？")
    expect(card.get_by_role("button", name="读给我听")).to_be_hidden()


def test_without_a_chinese_voice_there_is_no_button(page: Page) -> None:
    without_service_voice(page)
    page.add_init_script("speechSynthesis.getVoices = () => []")
    page.reload()
    page.locator(".greeting").wait_for()
    card = ask(page, "社保断缴了怎么办？")
    expect(card.get_by_role("button", name="读给我听")).to_be_hidden()
