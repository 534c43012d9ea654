"""The desk by keyboard alone, on small screens, and with a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .desk_browsing import AT_DESK, Watched, composer, entries, go_away, go_online, to_view, waiting
from .desk_http import Clerk, caller, clerk
from .desk_site import ADMIN, BOSS, LI, PASSWORD, WANG
from .test_access import violations

pytestmark = pytest.mark.e2e

QUESTION = "社保断缴了怎么办？"
VIEWS = ("回电留言", "问题台账", "待核答复", "看板", "报表", "抽检")
PARTS = ("坐席", "常用语", "设置", "操作记录")
SIZES = ((1440, 900), (720, 450), (390, 844), (320, 640))
"""The second is what a 1440 × 900 window shows at 200%."""
OVERFLOW = """() => [document.documentElement, document.body, ...document.querySelectorAll('#other, .column, dialog')]
    .filter(node => node.scrollWidth > node.clientWidth + 1)
    .map(node => `${node.tagName} ${node.className} ${node.scrollWidth} > ${node.clientWidth}`)"""
FOCUSED = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"


@pytest.fixture(scope="module")
def busy(desk_url: str) -> Iterator[Clerk]:
    """Something on every page of the desk; 李丽 is online and has one citizen, another one waits."""
    li, boss = clerk(desk_url, LI), clerk(desk_url, BOSS, online=False)
    talking = caller(desk_url, QUESTION, "转人工")
    case = li.accept(talking)
    passage = li.get("search?q=断缴补缴")[0]["id"]
    li.tell(case, "您好，请看这一条。", passage)
    caller(desk_url).post("call_back", kind="call", contact="13812345678", wanted="下午")
    reply = caller(desk_url)
    reply.post("feedback", reply_id=reply.say(QUESTION)["reply_id"], verdict="unhelpful", reason="内容不对")
    boss.put("settings/approve_topics", value=["补缴断缴"])
    caller(desk_url, QUESTION)
    boss.put("settings/approve_topics", value=[])
    waits = caller(desk_url, "转人工")
    yield li
    for held in boss.get("held"):
        boss.post(f"held/{held['id']}", decision="reject")
    li.post(f"cases/{li.accept(waits)}/close", resolution="other")
    li.post(f"cases/{case}/close", resolution="other")
    li.post("status", status="away")


@pytest.fixture(scope="module")
def admin(browser: Browser, desk_url: str, busy: Clerk) -> Iterator[Page]:
    """The administrator's page, signed in once."""
    pages = Watched(browser)
    yield pages.desk(desk_url, ADMIN)
    pages.close()
    assert pages.troubles == []


def test_nothing_serious_before_signing_in(watched: Watched, desk_url: str) -> None:
    page = watched.page(AT_DESK)
    page.goto(f"{desk_url}desk")
    page.get_by_label("账号").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_sound_and_fits(admin: Page, view: str) -> None:
    to_view(admin, view)
    if view == "问题台账":
        admin.locator(".ledger-list .link").first.click()
    assert violations(admin) == []
    fits(admin)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_management_is_sound_and_fits(admin: Page, part: str) -> None:
    to_view(admin, "管理")
    admin.locator(".tabs").get_by_role("button", name=part, exact=True).click()
    admin.get_by_role("table", name=part).or_(admin.get_by_role("heading", name="坐席分组")).wait_for()
    assert violations(admin) == []
    fits(admin)


def test_listening_is_sound_and_fits(admin: Page) -> None:
    to_view(admin, "看板")
    admin.locator(".people").get_by_role("button", name="旁听").first.click()
    expect(admin.locator(".talk-notice")).to_contain_text("您只能看")
    assert violations(admin) == []
    fits(admin)


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways in any size."""
    try:
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(OVERFLOW) == [], width
    finally:
        page.set_viewport_size({"width": AT_DESK[0], "height": AT_DESK[1]})


def test_from_signing_in_to_closing_without_a_mouse(watched: Watched, desk_url: str, busy: Clerk) -> None:
    page = watched.page(AT_DESK)
    page.goto(f"{desk_url}desk")
    expect(page.get_by_label("账号")).to_be_focused()
    keys = page.keyboard
    keys.type(WANG.login)
    keys.press("Tab")
    keys.insert_text(PASSWORD)
    keys.press("Enter")
    expect(page.locator(".account summary")).to_contain_text(WANG.name)
    keys.press("Alt+o")
    expect(page.locator(".badge.state")).to_have_text("在线")
    citizen = caller(desk_url, QUESTION, "转人工")
    expect(waiting(page)).to_have_count(2)
    keys.press("Alt+q")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(composer(page)).to_be_focused()
    keys.type("您好。")
    keys.press("Enter")
    expect(entries(page, "agent").last).to_contain_text("您好。")
    assert violations(page) == []
    by_keys_inside(page)
    assert citizen.client.get(
        f"api/v1/conversations/{citizen.id}/messages", headers={"Authorization": f"Bearer {citizen.token}"}
    ).json()["messages"]
    keys.press("Alt+x")
    expect(page.get_by_role("dialog", name="结束这次接待")).to_be_visible()
    assert violations(page) == []
    keys.press("Space")
    keys.press("Enter")
    expect(page.locator(".talk-notice")).to_contain_text("这次接待已经结束")
    go_away(page)


def by_keys_inside(page: Page) -> None:
    """A note, a canned reply, a clause and the suggestion, each by its key, each with its dialog or panel checked."""
    keys = page.keyboard
    keys.press("Alt+n")
    keys.type("记一句")
    keys.press("Enter")
    expect(entries(page, "note")).to_contain_text("记一句")
    keys.press("/")
    page.get_by_role("option").first.wait_for()
    assert violations(page) == []
    keys.press("Escape")
    expect(composer(page)).to_be_focused()
    keys.press("Alt+g")
    expect(page.get_by_role("button", name="采用")).to_be_focused()
    assert violations(page) == []
    keys.press("Enter")
    expect(composer(page)).to_be_focused()
    keys.press("Enter")
    expect(entries(page, "agent")).to_have_count(2)
    keys.press("Alt+s")
    expect(page.get_by_label("要查什么")).to_be_focused()
    keys.type("断缴")
    keys.press("Enter")
    page.locator("li.hit").first.wait_for()
    assert violations(page) == []
    fits(page)
    keys.press("Alt+k")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    assert violations(page) == []
    keys.press("Escape")
    keys.press("Alt+m")
    expect(composer(page)).to_be_focused()


def test_a_case_nobody_took_can_be_read_only(watched: Watched, desk_url: str, busy: Clerk) -> None:
    page = watched.desk(desk_url, WANG)
    go_online(page)
    waiting(page).first.get_by_role("button", name="先看看").click()
    expect(page.locator(".talk-notice")).to_contain_text("先看看：还没有接入，市民还在等。")
    expect(entries(page, "citizen").first).to_be_visible()
    expect(page.locator("form.composer")).to_be_hidden()
    assert violations(page) == []
    go_away(page)
