"""Does with the estimator page what a citizen does, and asks the service the same directly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, Locator, Page

from .browsing import DESKTOP

MAN = {
    "birth": "1975-06",
    "track": "male",
    "region": "四川",
    "paid_months": "302",
    "average_index": "0.8",
    "account_balance": "86000",
    "keep_paying": "true",
    "shift_months": "0",
}
"""All a link has to carry for the page to ask nothing more."""
UNSURE_WOMAN = {**MAN, "track": "female", "average_index": "unknown", "account_balance": "unknown"}
LOOKS = {
    "normal": "{}",
    "large": '{"size": "large"}',
    "extra": '{"size": "extra"}',
    "contrast": '{"contrast": true}',
    "contrast-extra": '{"size": "extra", "contrast": true}',
}
"""Settings as the browser remembers them, under ``KEY``."""
KEY = "pension-settings"


def open_estimator(
    browser: Browser,
    url: str,
    given: Mapping[str, str] | None = None,
    size: tuple[int, int] = DESKTOP,
    look: str = "normal",
) -> Page:
    """The page with its first question, or with what a link brought; ``look`` names remembered settings."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", reduced_motion="reduce"
    )
    remember = f"localStorage.getItem({KEY!r}) || localStorage.setItem({KEY!r}, {LOOKS[look]!r})"
    context.add_init_script(remember)
    page = context.new_page()
    page.goto(address(url, given))
    page.locator("#question").wait_for()
    return page


def address(url: str, given: Mapping[str, str] | None = None) -> str:
    """The page's address, with answers behind the # when there are any."""
    return f"{url}estimator#{urlencode(given)}" if given else f"{url}estimator"


def onward(page: Page) -> None:
    """To the next question."""
    page.locator("form.question button[type=submit]").click()


def heading(page: Page) -> Locator:
    """What is on the screen now."""
    return page.locator("#question")


def work_out(page: Page) -> Locator:
    """From the summary to the results, with the comparison of months there; the cards."""
    page.get_by_role("button", name="开始算").click()
    page.locator(".results[aria-busy=false]").wait_for()
    return page.locator(".outcome")


def estimate(page: Page, url: str, **arguments: Any) -> dict[str, Any]:
    """``pension_estimate`` asked directly, in the month of the browser's clock."""
    return tool(page, url, "pension_estimate", as_of=this_month(page), **arguments)


def this_month(page: Page) -> str:
    """The month of the browser's clock as tools take it."""
    month: str = page.evaluate("import('/static/estimator_answers.js').then(module => module.thisMonth())")
    return month


def tool(page: Page, url: str, name: str, **arguments: Any) -> dict[str, Any]:
    """A tool's whole answer, or the problem it answers with."""
    found: dict[str, Any] = page.request.post(f"{url}api/v1/tools/{name}", data=arguments).json()
    return found


def direct(given: Mapping[str, str], **others: Any) -> dict[str, Any]:
    """A link's figures as the tool takes them; what is unknown is left out."""
    arguments: dict[str, Any] = {name: value for name, value in given.items() if value != "unknown"}
    return {**arguments, "paid_months": int(given["paid_months"]), "keep_paying": True, "shift_months": 0, **others}
