"""A citizen comes to a person and back, in as many browsers as there are people, against the real service."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .browsing import answers, ask, stored_messages, write
from .desk_browsing import (
    Watched,
    accept,
    agents_words,
    bar,
    call_person,
    composer,
    entries,
    finish,
    go_away,
    go_online,
    say,
    tell,
    to_view,
    told,
    typing_is_seen,
    waiting,
)
from .desk_site import BOSS, LI, WANG

pytestmark = pytest.mark.e2e

QUESTION = "社保断缴了怎么办？"
SECRET = "老人说话慢，请耐心。"


def test_a_citizen_is_heard_by_two_people_and_given_back(watched: Watched, desk_url: str) -> None:
    citizen, wang, boss = watched.citizen(desk_url), watched.desk(desk_url, WANG), watched.desk(desk_url, BOSS)
    to_view(boss, "看板")
    before = today(boss)
    go_online(wang)
    assistant_answers(citizen)
    comes_to_a_person(citizen, wang)
    both_talk(citizen, wang)
    li = watched.desk(desk_url, LI)
    go_online(li)
    a_clause_is_attached(citizen, wang)
    a_suggestion_is_changed_and_sent(citizen, wang)
    a_canned_reply_is_sent(citizen, wang)
    a_note_stays_inside(citizen, wang)
    passed_on(citizen, wang, li)
    handed_back(citizen, li)
    assistant_answers(citizen)
    closed_and_rated(citizen, wang)
    go_away(wang)
    go_away(li)
    figures_tell_of_it(boss, before)


def assistant_answers(citizen: Page) -> None:
    card = ask(citizen, QUESTION)
    expect(card.locator(".mark").first).to_be_visible()


def comes_to_a_person(citizen: Page, wang: Page) -> None:
    call_person(citizen)
    expect(bar(citizen)).to_contain_text("正在排队")
    expect(wang.locator(".alarm[data-on=true]")).to_contain_text("有市民在等")
    expect(wang).to_have_title("(1) 坐席工作台")
    expect(waiting(wang)).to_have_count(1)
    expect(waiting(wang)).to_contain_text("断缴")
    accept(wang)
    expect(bar(citizen)).to_have_text("工作人员 王敏 正在为您服务")
    expect(told(citizen).last).to_have_text("工作人员王敏来了，您前面说的话都看得到。请您接着说。")
    expect(entries(wang, "citizen").first).to_contain_text(QUESTION)
    expect(entries(wang, "assistant").first).to_contain_text("依据")


def both_talk(citizen: Page, wang: Page) -> None:
    typing_is_seen(citizen.get_by_label("您想问的事"), "我断了三年", wang.locator(".citizen-typing"), "市民正在写")
    tell(citizen, "我断了三年，还能补吗？")
    expect(entries(wang, "citizen").last).to_contain_text("我断了三年，还能补吗？")
    expect(wang.locator(".citizen-typing")).to_have_text("")
    typing_is_seen(composer(wang), "您好", citizen.locator("#typing"), "王敏正在打字")
    say(wang, "您好，我是王敏，我来帮您看。")
    expect(agents_words(citizen).last).to_have_text("您好，我是王敏，我来帮您看。")
    expect(citizen.locator("#typing")).to_be_hidden()
    expect(answers(citizen)).to_have_count(1)


def a_clause_is_attached(citizen: Page, wang: Page) -> None:
    wang.locator("form.composer").get_by_role("button", name="查条文").click()
    wang.get_by_label("要查什么").fill("断缴 补缴")
    wang.get_by_role("button", name="查", exact=True).click()
    hit = wang.locator("li.hit").first
    title = hit.locator("strong").inner_text()
    hit.get_by_role("button", name="附上这一条").click()
    expect(wang.locator(".chip")).to_contain_text(title)
    say(wang, "请看这一条规定。")
    expect(wang.locator(".chip")).to_have_count(0)
    card = citizen.locator(".person.agent").last
    expect(card).to_contain_text("请看这一条规定。")
    card.locator(".mark").click()
    clause = citizen.locator("#citation")
    expect(clause).to_be_visible()
    expect(clause).to_contain_text(title.split(" ")[0])
    expect(clause.locator("blockquote, .quote, mark").first).to_be_visible()
    citizen.keyboard.press("Escape")


def a_suggestion_is_changed_and_sent(citizen: Page, wang: Page) -> None:
    before = agents_words(citizen).count()
    wang.get_by_role("button", name="看建议").click()
    card = wang.get_by_role("region", name="助手的建议")
    card.get_by_role("button", name="采用").click()
    expect(composer(wang)).not_to_have_value("")
    expect(agents_words(citizen)).to_have_count(before)
    suggested = composer(wang).input_value()
    assert "[" not in suggested
    say(wang, f"跟您说一下：{suggested}")
    expect(agents_words(citizen).last).to_contain_text("跟您说一下：")
    expect(citizen.locator(".person.agent").last.locator(".mark").first).to_be_visible()


def a_canned_reply_is_sent(citizen: Page, wang: Page) -> None:
    composer(wang).press("/")
    picker = wang.get_by_role("dialog", name="常用语")
    picker.get_by_role("combobox").fill("您好")
    picker.get_by_role("combobox").press("Enter")
    expect(composer(wang)).to_have_value("市民朋友好，我是工作人员王敏，您前面说的我都看到了。您慢慢说，我来帮您。")
    composer(wang).press("Enter")
    expect(agents_words(citizen).last).to_have_text(
        "市民朋友好，我是工作人员王敏，您前面说的我都看到了。您慢慢说，我来帮您。"
    )


def a_note_stays_inside(citizen: Page, wang: Page) -> None:
    wang.get_by_role("button", name="写备注").click()
    composer(wang).fill(SECRET)
    wang.get_by_role("button", name="记备注").click()
    expect(entries(wang, "note")).to_contain_text(SECRET)
    expect(composer(wang)).to_have_value("")
    say(wang, "您还有别的要问吗？")
    expect(agents_words(citizen).last).to_have_text("您还有别的要问吗？")
    citizen.reload()
    expect(agents_words(citizen).last).to_have_text("您还有别的要问吗？")
    expect(citizen.get_by_text("请耐心")).to_have_count(0)


def passed_on(citizen: Page, wang: Page, li: Page) -> None:
    wang.get_by_role("button", name="转接", exact=True).click()
    dialog = wang.get_by_role("dialog", name="转接")
    choose_agent(dialog, "李丽")
    dialog.get_by_label("交代几句（接手的人看得到）").fill("想问补缴，条文已发。")
    dialog.get_by_role("button", name="转接").click()
    expect(wang.locator(".said .done")).to_have_text("已转接。")
    expect(bar(citizen)).to_contain_text("工作人员马上就来")
    expect(told(citizen).last).to_have_text("换工作人员李丽来接待您，请稍等。")
    expect(wang.locator(".talk-notice")).to_contain_text("现在由李丽接待")
    expect(li.locator(".alarm[data-on=true]")).to_contain_text("分派给您")
    accept(li)
    expect(bar(citizen)).to_have_text("工作人员 李丽 正在为您服务")
    expect(entries(li, "note").first).to_contain_text(SECRET)
    expect(entries(li, "note").last).to_contain_text("想问补缴，条文已发。")
    expect(entries(li, "agent").first).to_contain_text("我是王敏，我来帮您看。")
    expect(entries(li, "citizen").first).to_contain_text(QUESTION)
    say(li, "我是李丽，我接着帮您。")
    expect(citizen.locator(".person.agent").last).to_contain_text("李丽")


def choose_agent(dialog: Locator, name: str) -> None:
    agents = dialog.get_by_role("combobox", name="转给坐席")
    agents.select_option(next(text for text in agents.locator("option").all_text_contents() if name in text))


def handed_back(citizen: Page, li: Page) -> None:
    li.get_by_role("button", name="交回助手", exact=True).click()
    li.get_by_role("dialog", name="交回助手").get_by_role("button", name="交回助手").click()
    expect(told(citizen).filter(has_text="接下来还是我这个智能助手陪您")).to_be_visible()
    expect(citizen.locator("#bar")).to_be_hidden()


def closed_and_rated(citizen: Page, wang: Page) -> None:
    write(citizen, "转人工")
    expect(bar(citizen)).to_contain_text("正在排队")
    accept(wang)
    expect(bar(citizen)).to_have_text("工作人员 王敏 正在为您服务")
    expect(entries(wang, "agent").filter(has_text="我是李丽")).to_have_count(1)
    tell(citizen, "谢谢，明白了。")
    finish(wang, "已解答")
    expect(citizen.locator("#bar")).to_be_hidden()
    expect(told(citizen).filter(has_text="这次人工服务结束了。")).to_be_visible()
    form = citizen.get_by_role("region", name="评价这次服务")
    form.get_by_role("button", name="很满意", exact=True).click()
    expect(form).to_have_text("谢谢您的评价。")
    citizen.reload()
    expect(told(citizen).filter(has_text="这次人工服务结束了。")).to_be_visible()
    expect(form).to_have_count(0)
    assert [row["text"] for row in stored_messages(citizen)].count("您对这次人工服务满意吗？") == 2


def today(boss: Page) -> dict[str, int]:
    """The day's figures on the board."""
    text = boss.locator(".today").inner_text()
    return {name: int(count) for name, count in re.findall(r"([^\s，：。]+) (\d+) 次", text)}


def figures_tell_of_it(boss: Page, before: dict[str, int]) -> None:
    """Two cases more, both taken and ended, nobody waiting; the score under the agent who ended it."""
    wanted = before["接通"] + 2
    expect(boss.locator(".today")).to_contain_text(f"接通 {wanted} 次")
    after = today(boss)
    assert {name: after[name] - before[name] for name in before} == {
        "转人工": 2, "接通": 2, "办结": 2, "等不及离开": 0, "留下回电或留言": 0,
    }  # fmt: skip
    expect(boss.locator(".tile").filter(has_text="在排队")).to_contain_text("0 人")
    to_view(boss, "报表")
    expect(boss.locator(".figure").filter(has_text="满意度")).to_contain_text("人打了分")
    expect(boss.get_by_role("table", name="每位坐席").get_by_role("row", name="王敏")).to_contain_text("分")
