"""Pictures of speaking with the page and being read to."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from .browsing import answers, choose
from .speaking import NEW, RECOGNISED, lit, microphone, open_voice, player, told, words


def voice_pictures(browser: Browser, url: str, folder: Path, size: tuple[int, int], name: str, look: str) -> None:
    """One size and look: at rest, the question before the first word, listening, the answer being read and after it,
    a microphone refused."""
    page = open_voice(browser, url, size, settings=NEW)
    if look:
        choose(page, look)
    shoot(page, folder, f"{name}-voice-1-idle")
    microphone(page).click()
    shoot(page, folder, f"{name}-voice-2-consent")
    page.get_by_role("button", name="好，开始说话").click()
    expect(words(page)).not_to_be_empty(timeout=RECOGNISED)
    shoot(page, folder, f"{name}-voice-3-listening")
    page.wait_for_timeout(2500)
    microphone(page).click()
    shoot(page, folder, f"{name}-voice-4-writing")
    expect(answers(page)).to_have_count(1, timeout=RECOGNISED)
    expect(lit(page)).to_have_count(1, timeout=RECOGNISED)
    shoot(page, folder, f"{name}-voice-5-read")
    player(page, "停").click()
    shoot(page, folder, f"{name}-voice-6-after")
    page.get_by_role("button", name="免按说话").click()
    expect(page.locator("#hearing-state")).to_have_text("正在听…")
    page.wait_for_timeout(3500)  # on a busy machine the sentence may be over before a first word of it is there
    shoot(page, folder, f"{name}-voice-7-free")
    page.context.close()
    refused(browser, url, folder, size, name, look)


def refused(browser: Browser, url: str, folder: Path, size: tuple[int, int], name: str, look: str) -> None:
    page = open_voice(browser, url, size, allowed=False)
    if look:
        choose(page, look)
    microphone(page).click()
    expect(told(page)).to_contain_text("小锁")
    shoot(page, folder, f"{name}-voice-8-refused")
    page.context.close()


def shoot(page: Page, folder: Path, name: str) -> None:
    page.wait_for_timeout(150)
    page.screenshot(path=folder / f"{name}.png")
