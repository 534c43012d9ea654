"""Pictures of the desk, from a service with people at it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from .desk_browsing import (
    AT_DESK,
    Watched,
    composer,
    go_online,
    to_view,
    waiting,
)
from .desk_http import Caller, Clerk, caller, clerk
from .desk_person_screenshots import QUESTION, Pictures
from .desk_site import ADMIN, BOSS, LI, WANG

LONG = 1700
"""Height of a window that shows a whole list."""
DESKS = {"1440": AT_DESK, "390": (390, 844)}


def desk_pictures(watched: Watched, url: str, folder: Path) -> None:
    """Every page of the desk on a screen and on a telephone."""
    for name, size in DESKS.items():
        shoot = Pictures(folder, f"desk-{name}")
        reception(watched, url, size, shoot)
        lists(watched, url, size, shoot)
        watched.close()


def reception(watched: Watched, url: str, size: tuple[int, int], shoot: Pictures) -> None:
    """Signing in, the queue, a conversation with everything that opens over it."""
    empty = watched.page(size)
    empty.goto(f"{url}desk")
    empty.get_by_label("账号").wait_for()
    shoot(empty, "sign-in")
    page = watched.desk(url, WANG, size)
    shoot(page, "away")
    go_online(page)
    shoot(page, "nobody-waits")
    citizen = caller(url, "我75年6月生的女的，工人，啥时候退休", QUESTION, "转人工")
    other = caller(url, "我要投诉，你们算错了，气死我了", "转人工")
    expect(waiting(page)).to_have_count(2)
    shoot(page, "queue")
    waiting(page).filter(has_text="断缴").get_by_role("button", name="先看看").click()
    page.locator(".talk-notice .warning").wait_for()
    shoot(page, "look-first")
    page.locator(".talk-notice").get_by_role("button", name="接入").click()
    expect(composer(page)).to_be_focused()
    talking(page, citizen, shoot)
    finishing(page, shoot)
    by = clerk(url, WANG)
    end(by, other)
    by.post("status", status="away")


def talking(page: Page, citizen: Caller, shoot: Pictures) -> None:
    """In a conversation."""
    citizen.say("我断了三年，还能补吗？")
    page.locator(".entry.citizen").filter(has_text="我断了三年").wait_for()
    shoot(page, "talk")
    if page.locator(".to-side").is_visible():
        page.locator(".to-side").click()
        shoot(page, "packet")
        page.get_by_role("button", name="返回对话").click()
    page.get_by_role("button", name="看建议").click()
    page.get_by_role("button", name="采用").wait_for()
    shoot(page, "suggestion")
    page.get_by_role("button", name="采用").click()
    shoot(page, "adopted")
    composer(page).press("Enter")
    page.locator(".entry.agent").first.wait_for()
    composer(page).press("/")
    page.get_by_role("option").first.wait_for()
    shoot(page, "canned")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="写备注").click()
    composer(page).fill("老人说话慢，请耐心。")
    shoot(page, "note")
    composer(page).press("Enter")
    page.locator(".entry.note").wait_for()
    page.locator("form.composer").get_by_role("button", name="查条文").click()
    page.get_by_label("要查什么").fill("断缴 补缴")
    page.get_by_role("button", name="查", exact=True).click()
    page.locator("li.hit").first.wait_for()
    page.locator("li.hit").first.get_by_role("button", name="附上这一条").click()
    shoot(page, "search")
    if page.get_by_role("button", name="返回对话").is_visible():
        page.get_by_role("button", name="返回对话").click()
        shoot(page, "chip")


def finishing(page: Page, shoot: Pictures) -> None:
    """The dialogs at the end of a conversation."""
    for name in ("转接", "约回电", "交回助手", "结束"):
        page.get_by_role("button", name=name, exact=True).click()
        page.locator("dialog[open]").wait_for()
        shoot(page, f"dialog-{name}")
        if name != "结束":
            page.keyboard.press("Escape")
    page.get_by_role("radio", name="已解答", exact=True).check()
    page.get_by_role("button", name="结束接待").click()
    page.locator(".talk-notice .warning").wait_for()
    shoot(page, "closed")
    page.keyboard.press("Alt+k")
    page.locator("dialog[open]").wait_for()
    shoot(page, "keys")
    page.keyboard.press("Escape")


def end(by: Clerk, other: Caller) -> None:
    """The other citizen leaves the queue."""
    case = by.accept(other)
    by.post(f"cases/{case}/close", resolution="other")


def unhelpful(citizen: Caller) -> None:
    """An answer that was no use."""
    reply = citizen.say(QUESTION)["reply_id"]
    citizen.post("feedback", reply_id=reply, verdict="unhelpful", reason="内容不对", text="我问的是能不能补。")


def lists(watched: Watched, url: str, size: tuple[int, int], shoot: Pictures) -> None:
    """The other pages, with something on each."""
    wang, boss = clerk(url, WANG), clerk(url, BOSS, online=False)
    left = caller(url)
    left.post("call_back", kind="call", contact="13812345678", wanted="下午")
    caller(url).post("call_back", kind="message", text="我的补缴记录查不到，请帮我看看。")
    unhelpful(caller(url))
    boss.put("settings/approve_topics", value=["补缴断缴"])
    caller(url, QUESTION)
    served = caller(url, QUESTION, "转人工")
    case = wang.accept(served)
    wang.tell(case, "您好，我是王敏。")
    waits = caller(url, "转人工")
    page = watched.desk(url, ADMIN, size)
    page.set_viewport_size({"width": size[0], "height": LONG})
    for view in ("回电留言", "问题台账", "待核答复", "看板", "报表", "抽检"):
        to_view(page, view)
        page.wait_for_timeout(400)
        shoot(page, view)
        if view == "抽检":
            page.get_by_role("button", name="抽", exact=True).click()
            page.locator(".cards > li").first.wait_for()
            shoot(page, "drawn")
        if view == "问题台账":
            page.locator(".ledger-list .link").first.click()
            shoot(page, "ticket")
        if view == "看板":
            page.locator(".people").get_by_role("button", name="旁听").first.click()
            page.locator(".talk-notice .warning").wait_for()
            shoot(page, "listening")
            if page.locator(".to-list").is_visible():
                page.locator(".to-list").click()
    to_view(page, "管理")
    for part in ("坐席", "常用语", "设置", "操作记录"):
        page.locator(".tabs").get_by_role("button", name=part, exact=True).click()
        page.wait_for_timeout(500)
        shoot(page, f"admin-{part}")
    boss.put("settings/approve_topics", value=[])
    boss.post(f"held/{boss.get('held')[0]['id']}", decision="reject", text="请您说“转人工”。")
    wang.post(f"cases/{case}/close", resolution="answered")
    end(wang, waits)
    wang.post("status", status="away")
    assert clerk(url, LI, online=False).get("state")["queue"] == []
