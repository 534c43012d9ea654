"""What a supervisor and an administrator do at the desk, and what the citizen notices of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .browsing import answers, ask, write
from .desk_browsing import (
    Watched,
    accept,
    bar,
    call_person,
    entries,
    finish,
    go_away,
    go_online,
    say,
    sign_in,
    tell,
    to_view,
    told,
)
from .desk_http import caller, clerk
from .desk_site import ADMIN, BOSS, LI, PASSWORD, WANG, Person

pytestmark = pytest.mark.e2e

QUESTION = "社保断缴了怎么办？"


def rows_of(page: Page, name: str) -> list[list[str]]:
    """A table a link gives, as a spreadsheet would read it."""
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    content = Path(started.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_the_board_lives_and_a_listener_cannot_write(watched: Watched, desk_url: str) -> None:
    citizen = watched.citizen(desk_url)
    wang, li, boss = (watched.desk(desk_url, each) for each in (WANG, LI, BOSS))
    go_online(wang)
    go_online(li)
    to_view(boss, "看板")
    tile = boss.locator(".tile").filter(has_text="在排队")
    expect(tile).to_contain_text("0 人")
    call_person(citizen)
    expect(tile).to_contain_text("1 人")
    accept(wang)
    tell(citizen, "我的账户不对。")
    person = boss.locator(".people > li").filter(has_text="王敏")
    expect(person).to_contain_text("接待 1／3")
    person.get_by_role("button", name="旁听").click()
    expect(boss.locator(".talk-notice")).to_contain_text("现在由王敏接待，您只能看。只看：您不是接待人，市民看不到您。")
    say(wang, "我看一下。")
    expect(entries(boss, "agent").last).to_contain_text("我看一下。")
    listens_only(boss)
    expect(citizen.get_by_text("孙班长")).to_have_count(0)
    to_view(boss, "看板")
    person.get_by_role("button", name="改派").click()
    boss.get_by_role("radio", name="李丽").check()
    boss.get_by_role("button", name="交给他").click()
    expect(boss.get_by_text("已经交给李丽。")).to_be_visible()
    accept(li)
    expect(bar(citizen)).to_have_text("工作人员 李丽 正在为您服务")
    expect(wang.locator(".talk-notice")).to_contain_text("您只能看")
    finish(li, "已解答")
    go_away(wang)
    go_away(li)


def listens_only(boss: Page) -> None:
    """No way to write to the citizen: only to make a note."""
    expect(boss.get_by_role("button", name="发送")).to_have_count(0)
    expect(boss.get_by_label("写给市民的话")).to_have_count(0)
    for name in ("结束", "交回助手", "约回电"):
        expect(boss.get_by_role("button", name=name, exact=True)).to_have_count(0)


def test_an_answer_waits_until_it_is_approved(watched: Watched, desk_url: str) -> None:
    boss, citizen = watched.desk(desk_url, BOSS), watched.citizen(desk_url)
    to_view(boss, "管理")
    boss.get_by_role("button", name="设置", exact=True).click()
    approve_topic(boss, "补缴断缴", wanted=True)
    write(citizen, QUESTION)
    expect(answers(citizen).last).to_contain_text("请工作人员核对一下")
    expect(citizen.locator(".mark")).to_have_count(0)
    to_view(boss, "看板")
    held = boss.locator("li.held")
    expect(held).to_contain_text(QUESTION)
    expect(held.locator("details").first).to_be_visible()
    held.get_by_role("button", name="可以，发出去").click()
    expect(boss.get_by_text("已经发给市民了。")).to_be_visible()
    expect(citizen.get_by_text("您刚才问的，工作人员核对过了，答复如下。")).to_be_visible()
    expect(citizen.locator(".mark").first).to_be_visible()
    citizen.locator(".mark").first.click()
    expect(citizen.locator("#citation")).to_be_visible()
    to_view(boss, "管理")
    boss.get_by_role("button", name="设置", exact=True).click()
    approve_topic(boss, "补缴断缴", wanted=False)


def approve_topic(boss: Page, topic: str, *, wanted: bool) -> None:
    boss.get_by_role("checkbox", name=topic).set_checked(wanted)
    panel = boss.locator(".panel").filter(has_text="要人工核对的话题")
    panel.get_by_role("button", name="保存").click()
    expect(panel.get_by_role("status")).to_have_text("保存好了。")


def test_feedback_becomes_a_ticket_whose_outcome_the_citizen_reads(watched: Watched, desk_url: str) -> None:
    citizen, boss = watched.citizen(desk_url), watched.desk(desk_url, BOSS)
    card = ask(citizen, QUESTION)
    card.get_by_role("button", name="没用").click()
    card.get_by_role("button", name="看不懂").click()
    expect(card.get_by_text("谢谢您，记下了。")).to_be_visible()
    to_view(boss, "问题台账")
    row = boss.get_by_role("table", name="问题台账").get_by_role("row").filter(has_text="看不懂")
    row.get_by_role("button").click()
    detail = boss.get_by_role("region", name="办理经过")
    detail.get_by_role("button", name="记一笔").click()
    boss.get_by_label("做了什么、下一步是什么").fill("核对了条文。")
    boss.get_by_role("dialog").get_by_role("button", name="记一笔").click()
    expect(detail).to_contain_text("核对了条文。")
    detail.get_by_role("button", name="办结").click()
    boss.get_by_label("怎么办的、结果是什么").fill("已经补充了说明，谢谢您的提醒。")
    expect(boss.get_by_role("checkbox", name="把结果告诉群众")).to_be_checked()
    boss.get_by_role("dialog").get_by_role("button", name="办结").click()
    expect(boss.get_by_text("办结了。")).to_be_visible()
    expect(told(citizen).last).to_contain_text("已经补充了说明，谢谢您的提醒。")
    expect(told(citizen).last).to_contain_text("您反映的问题有结果了")
    assert any("已经补充了说明" in "".join(row) for row in rows_of_done(boss))


def rows_of_done(boss: Page) -> list[list[str]]:
    boss.get_by_role("button", name="办完的", exact=True).click()
    expect(boss.get_by_role("table", name="问题台账")).to_contain_text("看不懂")
    return rows_of(boss, "下载表格（CSV）")


def test_samples_figures_and_downloads(watched: Watched, desk_url: str) -> None:
    wang = clerk(desk_url, WANG)
    citizen = caller(desk_url, "转人工")
    wang.post(f"cases/{wang.accept(citizen)}/close", resolution="answered")
    wang.post("status", status="away")
    boss = watched.desk(desk_url, BOSS)
    to_view(boss, "抽检")
    boss.get_by_role("button", name="抽", exact=True).click()
    card = boss.locator(".cards > li").first
    card.get_by_role("button", name="打分").click()
    boss.get_by_role("radio", name="4 分：好").check()
    boss.get_by_label("评语（哪里好、哪里要改）").fill("说得清楚。")
    boss.get_by_role("dialog").get_by_role("button", name="记下").click()
    boss.get_by_role("button", name="看过的").click()
    expect(boss.locator(".cards > li").first).to_contain_text("说得清楚。")
    to_view(boss, "报表")
    expect(boss.get_by_role("img", name="每天转人工")).to_be_visible()
    assert any("转人工" in "".join(row) for row in rows_of(boss, "下载报表（CSV）"))
    exported = rows_of(boss, "导出明细")
    assert len(exported) > 1
    assert all(len(row) == len(exported[0]) for row in exported)


def test_an_administrator_adds_people_words_and_settings_and_reads_the_audit(watched: Watched, desk_url: str) -> None:
    admin = watched.desk(desk_url, ADMIN)
    to_view(admin, "管理")
    add_agent(admin, Person("qian", "钱明"))
    add_canned(admin)
    admin.get_by_role("button", name="设置", exact=True).click()
    admin.get_by_label("多少秒以内接入算及时").fill("45")
    setting = admin.locator(".setting").filter(has_text="多少秒以内接入算及时")
    setting.get_by_role("button", name="保存").click()
    expect(setting.get_by_role("status")).to_have_text("保存好了。")
    admin.get_by_role("button", name="操作记录").click()
    log = admin.get_by_role("table", name="操作记录")
    for done in ("添加坐席", "修改设置", "登录"):
        expect(log.get_by_role("row").filter(has_text=done).first).to_be_visible()
    fresh = watched.page((1280, 800))
    fresh.goto(f"{desk_url}desk")
    sign_in(fresh, Person("qian", "钱明"))
    expect(fresh.get_by_role("button", name="看板")).to_have_count(0)


def add_agent(admin: Page, person: Person) -> None:
    admin.get_by_role("button", name="添加坐席").click()
    dialog = admin.get_by_role("dialog", name="添加坐席")
    dialog.get_by_label("登录名").fill(person.login)
    dialog.get_by_label("姓名（市民会看到）").fill(person.name)
    dialog.get_by_label("第一次的密码").fill(PASSWORD)
    dialog.get_by_role("button", name="添加坐席").click()
    expect(admin.get_by_text(f"{person.name}可以登录了。")).to_be_visible()


def add_canned(admin: Page) -> None:
    admin.get_by_role("button", name="常用语", exact=True).click()
    admin.get_by_role("button", name="添加常用语").click()
    dialog = admin.get_by_role("dialog", name="添加常用语")
    dialog.get_by_label("编号").fill("问好")
    dialog.get_by_label("标题").fill("问好")
    dialog.get_by_label("内容").fill("您好，我是{坐席姓名}。")
    expect(dialog.locator(".quote")).to_have_text("您好，我是李丽。")
    dialog.get_by_role("button", name="添加常用语").click()
    expect(admin.get_by_text("添加好了。")).to_be_visible()
    expect(admin.get_by_role("table", name="常用语")).to_contain_text("问好")
