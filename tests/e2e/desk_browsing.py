"""Does with the desk what an agent does, and with the citizen's page what a citizen does on the way to a person."""

from __future__ import annotations

import re
from contextlib import suppress

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from .browsing import DESKTOP, write
from .desk_site import PASSWORD, Person

AT_DESK = (1440, 900)
TYPING_MS = 3200
"""After so long the pages tell of typing again."""
EXPECTED = re.compile(
    r"^Failed to load resource: the server responded with a status of 4(01|03|04|09|22)|ERR_INTERNET_DISCONNECTED"
)
"""The browser's own words for what the pages expect: answers such as "not signed in", and no network."""


class Watched:
    """Pages in contexts of their own, and whatever was wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self.troubles: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def page(self, size: tuple[int, int], *, touch: bool = False) -> Page:
        """An empty page of its own."""
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", has_touch=touch, reduced_motion="reduce"
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._heard)
        return page

    def citizen(self, url: str, size: tuple[int, int] = DESKTOP, *, touch: bool = False) -> Page:
        """The citizen's page with its greeting on it, connected."""
        page = self.page(size, touch=touch)
        with page.expect_websocket():
            page.goto(url)
        page.locator(".greeting").wait_for()
        return page

    def desk(self, url: str, person: Person, size: tuple[int, int] = AT_DESK) -> Page:
        """The desk with somebody signed in."""
        page = self.page(size)
        page.goto(f"{url}desk")
        sign_in(page, person)
        return page

    def close(self) -> None:
        """All of them."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _heard(self, line: ConsoleMessage) -> None:
        if line.type in ("error", "warning") and not EXPECTED.search(line.text):
            self.troubles.append(line.text)


def sign_in(page: Page, person: Person) -> None:
    """Fill in the form and wait for the desk behind it."""
    page.get_by_label("账号").fill(person.login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".account summary")).to_contain_text(person.name)


def go_online(page: Page) -> None:
    """上线, if not there yet."""
    page.get_by_role("button", name="上线", exact=True).click()
    expect(page.locator(".badge.state")).to_have_text("在线")


def go_away(page: Page) -> None:
    """离席."""
    page.get_by_role("button", name="离席", exact=True).click()
    expect(page.locator(".badge.state")).to_have_text("离席")


def to_view(page: Page, name: str) -> None:
    """Open another page of the desk and wait until it has something on it."""
    page.get_by_role("navigation", name="工作台的页面").get_by_role("button", name=name).click()
    if name != "接待":
        page.locator(".view .page-head h2").wait_for()
        expect(page.get_by_text("正在", exact=False).locator("visible=true").filter(has_text="请稍等")).to_have_count(0)


def waiting(page: Page) -> Locator:
    """Rows of who waits."""
    return page.locator("li.waiting")


def accept(page: Page) -> None:
    """Take the first who waits."""
    waiting(page).first.get_by_role("button", name="接入").click()
    expect(composer(page)).to_be_focused()


def composer(page: Page) -> Locator:
    """Where the agent writes."""
    return page.locator("#composer")


def say(page: Page, text: str) -> None:
    """Write to the citizen and send."""
    composer(page).fill(text)
    composer(page).press("Enter")
    expect(entries(page, "agent").last).to_contain_text(text)
    expect(page.locator(".entry.unsent")).to_have_count(0)


def entries(page: Page, who: str) -> Locator:
    """Entries of the open conversation: citizen, assistant, agent, system or note."""
    return page.locator(f".entry.{who}")


def finish(page: Page, how: str) -> None:
    """Close the open case with a resolution."""
    page.get_by_role("button", name="结束", exact=True).click()
    page.get_by_role("radio", name=how, exact=True).check()
    page.get_by_role("button", name="结束接待").click()
    expect(page.locator("dialog")).to_have_count(0)


def typing_is_seen(area: Locator, text: str, line: Locator, words: str) -> None:
    """Type until the other side says so: a sign of typing that comes before they listen is not repeated at once."""
    for _ in range(3):
        area.press_sequentially(text)
        with suppress(AssertionError):
            expect(line).to_contain_text(words, timeout=TYPING_MS)
            return
    expect(line).to_contain_text(words)


def call_person(page: Page) -> None:
    """The citizen presses the button."""
    page.get_by_role("button", name="找人工").click()
    page.locator(".person.system, .reply").last.wait_for()


def bar(page: Page) -> Locator:
    """The line at the top that says who has the conversation."""
    return page.locator("#bar-text")


def told(page: Page) -> Locator:
    """What the service told the citizen about the handover."""
    return page.locator(".person.system .said")


def agents_words(page: Page) -> Locator:
    """What people at the desk said to the citizen."""
    return page.locator(".person.agent .said")


def tell(page: Page, text: str) -> None:
    """The citizen says something a person shall answer; it was delivered."""
    write(page, text)
    expect(page.locator(".mine").last).to_contain_text(text)
    expect(page.locator(".mine").last).to_contain_text("已送到")
