"""Pictures of the way to a person and of the desk, from a service with people at its desk."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from .browsing import DESKTOP, PHONE, ask, choose, write
from .desk_browsing import (
    AT_DESK,
    Watched,
    agents_words,
    call_person,
    composer,
    go_online,
    tell,
    to_view,
    told,
    waiting,
)
from .desk_http import Caller, Clerk, caller, clerk
from .desk_site import ADMIN, BOSS, LI, WANG

QUESTION = "社保断缴了怎么办？"
SIZES = {"375": PHONE, "1280": DESKTOP}
LOOKS = {"normal": (), "extra": ("特大字",)}
LONG = 1700
"""Height of a window that shows a whole list."""
DESKS = {"1440": AT_DESK, "390": (390, 844)}


class Pictures:
    """Saves pictures under one prefix, numbered."""

    def __init__(self, folder: Path, prefix: str) -> None:
        self._folder, self._prefix, self._count = folder, prefix, 0

    def __call__(self, page: Page, name: str) -> None:
        self._count += 1
        page.wait_for_timeout(200)
        page.screenshot(path=self._folder / f"{self._prefix}-{self._count:02d}-{name}.png")


def handover_pictures(watched: Watched, url: str, folder: Path) -> None:
    """The citizen's page on the way to a person and back, in every size and look."""
    for size, (width, height) in SIZES.items():
        for look, labels in LOOKS.items():
            page = watched.citizen(url, (width, height), touch=size == "375")
            if labels:
                choose(page, *labels)
            shoot = Pictures(folder, f"{size}-{look}-person")
            nobody(page, shoot)
            somebody(page, url, shoot)
            held(watched, url, (width, height), labels, shoot)
            watched.close()


def nobody(page: Page, shoot: Pictures) -> None:
    """Nobody there: a number is left."""
    write(page, "我要投诉，你们算错了")
    page.locator(".reply:not(.greeting)").wait_for()
    shoot(page, "offer")
    call_person(page)
    form = page.get_by_role("region", name="留电话或留言")
    form.wait_for()
    shoot(page, "nobody")
    form.get_by_role("button", name="留电话，请人回电").click()
    form.get_by_label("您的电话号码").fill("1381234")
    form.get_by_role("button", name="下一步").click()
    shoot(page, "wrong-number")
    form.get_by_label("您的电话号码").fill("13812345678")
    form.get_by_role("button", name="下一步").click()
    shoot(page, "when")
    form.get_by_role("button", name="下午").click()
    expect(form).to_have_count(0)
    shoot(page, "number-kept")


def somebody(page: Page, url: str, shoot: Pictures) -> None:
    """In the queue, with a person, with a second one, and what they ask at the end."""
    wang = clerk(url, WANG)
    page.get_by_role("button", name="设置").click()
    page.get_by_role("button", name="新对话").click()
    page.get_by_role("button", name="开始新对话").click()
    ask(page, QUESTION)
    call_person(page)
    page.get_by_role("button", name="不等了").wait_for()
    shoot(page, "queued")
    write(page, "还要等多久")
    page.wait_for_timeout(600)
    shoot(page, "still-queued")
    one = wang.get("state")["queue"][0]["id"]
    wang.post(f"cases/{one}/accept")
    expect(told(page).last).to_contain_text("工作人员王敏来了")
    tell(page, "我断了三年，还能补吗？")
    shoot(page, "delivered")
    passage = wang.get("search?q=断缴补缴")[0]["id"]
    wang.tell(one, "您好，我是王敏。断缴以后可以接着交，前面的年限都算数，您看这一条。", passage)
    agents_words(page).last.wait_for()
    shoot(page, "clause")
    page.locator(".person.agent .mark").last.click()
    shoot(page, "clause-open")
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    write(page, "那我先去问问")
    shoot(page, "offline")
    page.context.set_offline(False)
    page.locator(".mine").last.get_by_text("已送到").wait_for()
    wang.post(f"cases/{one}/close", resolution="answered")
    page.get_by_role("region", name="评价这次服务").wait_for()
    shoot(page, "rating")
    page.get_by_role("button", name="满意", exact=True).click()
    page.get_by_text("谢谢您的评价。").last.wait_for()
    shoot(page, "thanks")
    wang.post("status", status="away")


def held(watched: Watched, url: str, size: tuple[int, int], labels: tuple[str, ...], shoot: Pictures) -> None:
    """An answer that waits for approval, and comes."""
    boss = clerk(url, BOSS, online=False)
    boss.put("settings/approve_topics", value=["补缴断缴"])
    page = watched.citizen(url, size)
    if labels:
        choose(page, *labels)
    ask(page, QUESTION)
    shoot(page, "held")
    boss.put("settings/approve_topics", value=[])
    boss.post(f"held/{boss.get('held')[0]['id']}", decision="approve")
    page.locator(".mark").first.wait_for()
    shoot(page, "approved")


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
