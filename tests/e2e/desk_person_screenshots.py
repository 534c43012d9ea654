"""Pictures of the citizen's page on the way to a person and back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from .browsing import DESKTOP, PHONE, ask, choose, write
from .desk_browsing import Watched, agents_words, call_person, tell, told
from .desk_http import clerk
from .desk_site import BOSS, WANG

QUESTION = "社保断缴了怎么办？"
SIZES = {"375": PHONE, "1280": DESKTOP}
LOOKS = {"normal": (), "extra": ("特大字",)}


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
