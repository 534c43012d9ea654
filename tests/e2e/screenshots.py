"""Pictures of the pages for people to look at: ``python -m tests.e2e.screenshots [URL] [FOLDER]``.

Without an address of a running service one is started.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

from .browsing import DESKTOP, PHONE, answers, ask, choose, chromium, open_page, write
from .desk_browsing import Watched
from .desk_person_screenshots import handover_pictures
from .desk_screenshots import desk_pictures
from .desk_site import BOSS, LI, OPEN, SPEAKING, WANG, desk_site
from .estimating import MAN, UNSURE_WOMAN, open_estimator, work_out
from .speaking import listening_service, microphone_browser, recorded
from .voice_screenshots import voice_pictures

QUESTION = "社保断缴了怎么办？"
CALCULATION = "我是男职工，1968年3月出生，什么时候退休？"
SIZES = {"375": PHONE, "1280": DESKTOP}
LOOKS = {"normal": (), "large": ("大字",), "extra": ("特大字",), "contrast": ("高对比度",)}


def shoot(page: Page, folder: Path, name: str, *, whole: bool = False) -> None:
    page.wait_for_timeout(150)
    page.screenshot(path=folder / f"{name}.png", full_page=whole)


def look(browser: Browser, url: str, folder: Path, size: str, name: str) -> None:
    """One size and look: the greeting, an answer, the clause behind it, the folded parts, the settings."""
    page = open_page(browser, url, SIZES[size], touch=size == "375")
    if LOOKS[name]:
        choose(page, *LOOKS[name])
    prefix = f"{size}-{name}"
    shoot(page, folder, f"{prefix}-1-greeting")
    card = ask(page, QUESTION)
    shoot(page, folder, f"{prefix}-2-answer")
    if card.locator(".mark").count():
        card.locator(".mark").first.click()
        shoot(page, folder, f"{prefix}-3-citation")
        page.keyboard.press("Escape")
    for fold in card.locator(":scope > .folded > .fold").all():
        fold.click()
    shoot(page, folder, f"{prefix}-4-details")
    page.locator("#talk").evaluate("node => node.scrollTo(0, node.scrollHeight)")
    shoot(page, folder, f"{prefix}-5-end")
    page.get_by_role("button", name="设置").click()
    shoot(page, folder, f"{prefix}-6-settings")
    page.context.close()


def rarer(browser: Browser, url: str, folder: Path) -> None:
    """A calculation, feedback, no network, and a window at 200% zoom."""
    page = open_page(browser, url, PHONE, touch=True)
    card = ask(page, CALCULATION)
    for fold in card.locator(":scope > .folded > .fold").all():
        fold.click()
        fold.scroll_into_view_if_needed()
    shoot(page, folder, "375-calculation")
    answers(page).last.get_by_role("button", name="没用").click()
    shoot(page, folder, "375-feedback")
    page.get_by_role("button", name="找人工").click()
    page.locator(".person").last.wait_for()
    shoot(page, folder, "375-person")
    page.context.set_offline(True)
    write(page, QUESTION)
    shoot(page, folder, "375-offline")
    page.context.close()
    zoomed = open_page(browser, url, (640, 360))
    ask(zoomed, QUESTION)
    shoot(zoomed, folder, "zoom200-answer")
    zoomed.context.close()


def estimator(browser: Browser, url: str, folder: Path, size: str, name: str) -> None:
    """One size and look of the estimator page: every question, the summary, the results whole and on paper."""
    page = open_estimator(browser, url, UNSURE_WOMAN, SIZES[size], name)
    prefix = f"{size}-{name}-estimator"
    shoot(page, folder, f"{prefix}-summary", whole=True)
    changes = page.get_by_role("button", name="改", exact=False).filter(has_text="改")
    for number in range(changes.count()):
        changes.nth(number).click()
        if page.get_by_role("radio", name="延后一些").count():
            page.get_by_role("radio", name="延后一些").check()
            page.locator(".told-dates p").first.wait_for()
        shoot(page, folder, f"{prefix}-question-{number + 1:02d}", whole=True)
        page.get_by_role("button", name="不改了").click()
    work_out(page)
    shoot(page, folder, f"{prefix}-both", whole=True)
    page.context.close()
    page = open_estimator(browser, url, MAN, SIZES[size], name)
    work_out(page).first.get_by_role("button", name="看每一步怎么算的").click()
    shoot(page, folder, f"{prefix}-result", whole=True)
    page.emulate_media(media="print")
    page.pdf(path=folder / f"{prefix}.pdf", prefer_css_page_size=True)
    page.context.close()


def main(url: str | None, folder: Path) -> None:
    """Everything of the citizen's pages from ``url``, and what needs people at a desk from a service of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {**OPEN, **SPEAKING}
    with tempfile.TemporaryDirectory() as data, desk_site(Path(data), WANG, LI, BOSS, settings=settings) as own:
        voices(url or own, folder, recorded(Path(data) / "citizen.wav"))
        with chromium() as browser:
            for size in SIZES:
                for name in LOOKS:
                    look(browser, url or own, folder, size, name)
                    estimator(browser, url or own, folder, size, name)
            rarer(browser, url or own, folder)
            watched = Watched(browser)
            handover_pictures(watched, own, folder)
            desk_pictures(watched, own, folder)


def voices(url: str, folder: Path, sound: Path) -> None:
    """The page with a microphone that hears ``sound``, in every size and look, and in a window at 200% zoom."""
    listening_service(url)
    with microphone_browser(sound) as browser:
        for size, name in product(SIZES, LOOKS):
            voice_pictures(browser, url, folder, SIZES[size], f"{size}-{name}", "".join(LOOKS[name]))
        voice_pictures(browser, url, folder, (640, 360), "zoom200", "")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None, Path(sys.argv[2] if len(sys.argv) > 2 else "out/screens"))
