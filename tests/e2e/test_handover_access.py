"""The citizen's page on the way to a person: sound, in any size, with things large enough to touch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .browsing import DESKTOP, PHONE, ask, choose, write
from .desk_browsing import Watched, agents_words, bar, call_person, tell, told
from .desk_http import Clerk, clerk
from .desk_site import WANG
from .test_access import OVERFLOW, SMALL_TARGETS, violations

pytestmark = pytest.mark.e2e

SIZES = ((320, 640), PHONE, (640, 400), DESKTOP)
"""The third is what a 1280 × 800 window shows at 200%."""


def sound(page: Page) -> None:
    """No finding; in no size anything sideways or too small to touch."""
    assert violations(page) == []
    size = page.viewport_size
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert max(page.evaluate(OVERFLOW)) <= 0, width
        assert page.evaluate(SMALL_TARGETS) == [], width
    if size:
        page.set_viewport_size(size)


@pytest.mark.parametrize(("size", "look"), [(PHONE, "标准"), (SIZES[0], "特大字")], ids=str)
def test_every_step_to_a_person_and_back_is_sound(
    watched: Watched, desk_url: str, size: tuple[int, int], look: str
) -> None:
    citizen = watched.citizen(desk_url, size)
    choose(citizen, look)
    leaves_a_number(citizen)
    citizen.get_by_role("button", name="设置").click()
    citizen.get_by_role("button", name="新对话").click()
    citizen.get_by_role("button", name="开始新对话").click()
    expect(told(citizen)).to_have_count(0)
    wang = clerk(desk_url, WANG)
    ask(citizen, "社保断缴了怎么办？")
    talks(citizen, wang)
    wang.post("status", status="away")


def leaves_a_number(citizen: Page) -> None:
    call_person(citizen)
    form = citizen.get_by_role("region", name="留电话或留言")
    first = form.get_by_role("button", name="留电话，请人回电")
    expect(first).to_be_in_viewport()
    sound(citizen)
    first.click()
    expect(form.get_by_label("您的电话号码")).to_be_focused()
    form.get_by_label("您的电话号码").fill("138")
    citizen.keyboard.press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("这个号码好像不对")
    sound(citizen)
    form.get_by_label("您的电话号码").fill("13812345678")
    citizen.keyboard.press("Enter")
    expect(form.get_by_role("heading", name="什么时候方便接电话？")).to_be_focused()
    sound(citizen)
    form.get_by_role("button", name="都行").press("Enter")
    expect(told(citizen).last).to_contain_text("电话登记好了。")


def talks(citizen: Page, wang: Clerk) -> None:
    write(citizen, "转人工")
    expect(bar(citizen)).to_contain_text("正在排队")
    sound(citizen)
    case = wang.get("state")["queue"][-1]["id"]
    wang.post(f"cases/{case}/accept")
    expect(bar(citizen)).to_contain_text("王敏")
    tell(citizen, "还能补吗？")
    expect(citizen.locator(".mine .delivered").last).to_be_in_viewport()
    wang.tell(case, "请看这一条。", wang.get("search?q=断缴补缴")[0]["id"])
    expect(agents_words(citizen)).to_have_text(["请看这一条。"])
    expect(agents_words(citizen).last).to_be_in_viewport()
    sound(citizen)
    citizen.locator(".person.agent .mark").click()
    expect(citizen.locator("#citation")).to_be_visible()
    assert violations(citizen) == []
    citizen.keyboard.press("Escape")
    wang.post(f"cases/{case}/close", resolution="answered")
    best = citizen.get_by_role("region", name="评价这次服务").get_by_role("button", name="很满意", exact=True)
    expect(best).to_be_in_viewport()
    sound(citizen)
    best.press("Enter")
    expect(citizen.get_by_text("谢谢您的评价。").last).to_be_focused()
    sound(citizen)
