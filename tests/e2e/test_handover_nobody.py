"""When no person can be had at once: what the citizen is told, what they leave, and how it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from .browsing import DESKTOP, write
from .desk_browsing import Watched, call_person, to_view, told
from .desk_site import OPEN, WANG, desk_site

pytestmark = pytest.mark.e2e

NUMBER = "13912340077"
WEEK = "一二三四五六日"


@pytest.fixture(scope="module")
def closed_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service that opens in three days' time only."""
    day = WEEK[(datetime.now(UTC) + timedelta(hours=8, days=3)).weekday()]
    hours = {**OPEN, "PENSION_DESK_HOURS": f"周{day} 09:00-12:00"}
    with desk_site(tmp_path_factory.mktemp("closed"), settings=hours) as address:
        yield address


def leave_number(citizen: Page) -> None:
    form = citizen.get_by_role("region", name="留电话或留言")
    form.get_by_role("button", name="留电话，请人回电").click()
    form.get_by_label("您的电话号码").fill("1381234")
    form.get_by_role("button", name="下一步").click()
    expect(form.get_by_role("alert")).to_contain_text("这个号码好像不对")
    form.get_by_label("您的电话号码").fill(NUMBER)
    form.get_by_role("button", name="下一步").click()
    form.get_by_role("button", name="下午").click()
    expect(form).to_have_count(0)


def test_a_number_is_left_called_and_the_outcome_is_read(watched: Watched, desk_url: str) -> None:
    citizen = watched.citizen(desk_url)
    call_person(citizen)
    expect(told(citizen).last).to_contain_text("现在没有能接待您这件事的工作人员在线。")
    expect(told(citizen).last).to_contain_text("您可以留电话请工作人员回电，或者留言，急的话请拨打12333。")
    leave_number(citizen)
    expect(told(citizen).last).to_contain_text("电话登记好了。工作人员最晚")
    expect(citizen.get_by_text(NUMBER)).to_have_count(0)
    wang = watched.desk(desk_url, WANG)
    to_view(wang, "回电留言")
    card = wang.locator(".cards > li").filter(has=wang.get_by_text("139****0077").or_(wang.get_by_text(NUMBER)))
    expect(card).to_contain_text("下午")
    expect(card).to_contain_text("先点“我来回”，才能看号码。")
    card.get_by_role("button", name="我来回").click()
    expect(wang.get_by_role("status").filter(has_text="由您来回了")).to_be_visible()
    card.get_by_role("button", name="查看号码").click()
    wang.get_by_role("dialog", name="查看号码").get_by_role("button", name="看号码").click()
    expect(card.locator(".number-shown")).to_have_text(NUMBER)
    card.get_by_role("button", name="记下结果").click()
    dialog = wang.get_by_role("dialog", name="记下结果")
    dialog.get_by_role("radio", name="已联系上").check()
    dialog.get_by_label("说了什么、怎么答的").fill("讲清了补缴的办法。")
    dialog.get_by_role("button", name="记下").click()
    expect(wang.get_by_text("结果记下了。")).to_be_visible()
    expect(told(citizen).last).to_contain_text("工作人员已经跟您联系过了")
    expect(citizen.get_by_text("讲清了补缴")).to_have_count(0)


def test_a_message_is_left_in_words(watched: Watched, desk_url: str) -> None:
    citizen = watched.citizen(desk_url)
    write(citizen, "转人工")
    form = citizen.get_by_role("region", name="留电话或留言")
    form.get_by_role("button", name="留言", exact=True).click()
    form.get_by_label("您要留什么话？").fill("我的补缴记录查不到，请帮我看看。")
    form.get_by_role("button", name="留言", exact=True).click()
    expect(told(citizen).last).to_contain_text("留言收到了。工作人员最晚")
    wang = watched.desk(desk_url, WANG)
    to_view(wang, "回电留言")
    expect(wang.locator(".cards > li").filter(has_text="我的补缴记录查不到")).to_have_count(1)


def test_out_of_hours_the_citizen_hears_when_it_opens(watched: Watched, closed_url: str) -> None:
    citizen = watched.citizen(closed_url, DESKTOP)
    call_person(citizen)
    expect(told(citizen).last).to_contain_text("现在不是上班时间，我们")
    expect(told(citizen).last).to_contain_text("上午9点上班。")
    leave_number(citizen)
    expect(told(citizen).last).to_contain_text("电话登记好了。")
    write(citizen, "转人工")
    expect(citizen.locator(".reply").last).to_contain_text("您已经登记过了")
