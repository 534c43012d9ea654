"""The estimator page: one question at a time, then the month and the money."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import PHONE
from .estimating import (
    MAN,
    UNSURE_WOMAN,
    address,
    direct,
    estimate,
    heading,
    onward,
    open_estimator,
    tool,
    work_out,
)

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """The first question; nothing may go wrong in its scripts."""
    opened = open_estimator(browser, url)
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    yield opened
    opened.context.close()
    assert not troubles


def linked(page: Page, url: str, given: dict[str, str]) -> None:
    """Follow a link with answers in it."""
    page.goto(f"{url}healthz")
    page.goto(address(url, given))
    heading(page).wait_for()


def answer_person(page: Page, sex: str) -> None:
    page.get_by_label("哪一年").select_option("1975")
    page.get_by_label("哪个月").select_option("6")
    onward(page)
    page.get_by_role("radio", name=sex).check()
    onward(page)


def answer_money(page: Page) -> None:
    page.get_by_label("几年").first.select_option("25")
    page.get_by_label("零几个月").first.select_option("2")
    onward(page)
    page.get_by_role("radio", name="80%档").check()
    onward(page)
    page.get_by_role("radio", name="我知道").check()
    page.get_by_label("个人账户余额").fill("８6,000元")
    onward(page)
    page.get_by_role("radio", name="单位给我缴").check()
    onward(page)
    page.get_by_role("radio", name="按规定的时间").check()
    onward(page)


def test_a_man_answers_eight_questions_and_gets_what_the_service_works_out(page: Page, url: str) -> None:
    expect(page.locator(".progress")).to_have_text("第 1 步，共 8 步")
    answer_person(page, "男")
    page.get_by_label("省、自治区、直辖市").select_option("四川")
    onward(page)
    answer_money(page)
    expect(heading(page)).to_have_text("请看一遍，对不对？")
    card = work_out(page).first
    found = estimate(page, url, **direct(MAN))["result"]
    expect(card.locator(".figure").first).to_contain_text(found["retirement_month"])
    expect(card).to_contain_text(f"{found['total']}元")
    expect(card).to_contain_text("以社保经办机构核定为准")
    for part in ("basic", "account"):
        expect(card.locator(".parts")).to_contain_text(f"{found[part]}元")


def test_a_woman_is_asked_about_her_post_and_may_not_know_it(page: Page, url: str) -> None:
    answer_person(page, "女")
    expect(heading(page)).to_have_text("您退休前做什么岗位？")
    page.get_by_role("radio", name="不清楚").check()
    onward(page)
    page.get_by_label("省、自治区、直辖市").select_option("四川")
    onward(page)
    answer_money(page)
    cards = work_out(page)
    expect(cards).to_have_count(2)
    for card, track in zip(cards.all(), ("female50", "female55"), strict=True):
        found = estimate(page, url, **direct(MAN, track=track))["result"]
        expect(card).to_contain_text(found["retirement_month"])
        expect(card).to_contain_text(f"{found['total']}元")


@pytest.mark.parametrize("post", ["worker", "manager", "flexible"])
def test_only_a_post_that_settles_it_gives_one_result(page: Page, post: str) -> None:
    tracks = page.evaluate(
        "post => import('/static/estimator_answers.js').then(module => module.tracksOf({sex: 'female', post}))", post
    )
    assert tracks == {"worker": ["female50"], "manager": ["female55"], "flexible": ["female50", "female55"]}[post]


def test_a_question_left_open_is_named_beside_its_field(page: Page) -> None:
    onward(page)
    expect(page.get_by_role("alert")).to_have_text("请选出生的年份。")
    year = page.get_by_label("哪一年")
    expect(year).to_be_focused()
    expect(year).to_have_attribute("aria-invalid", "true")
    year.select_option("1975")
    onward(page)
    expect(page.get_by_role("alert")).to_have_text("请选出生的月份。")
    expect(heading(page)).to_have_text("您是哪年哪月出生的？")


def test_not_knowing_the_level_gives_a_range(page: Page, url: str) -> None:
    linked(page, url, {**UNSURE_WOMAN, "track": "female55"})
    found = estimate(page, url, **direct(UNSURE_WOMAN, track="female55"))["result"]
    assert found["total_low"] != found["total_high"]
    card = work_out(page).first
    expect(card).to_contain_text(f"{found['total_low']}元 到 {found['total_high']}元")


def test_each_answer_can_be_changed_from_the_summary(page: Page, url: str) -> None:
    linked(page, url, MAN)
    page.get_by_role("button", name="改参保地").click()
    page.get_by_label("省、自治区、直辖市").select_option("上海")
    page.get_by_role("button", name="改好了").click()
    expect(heading(page)).to_have_text("请看一遍，对不对？")
    expect(page.locator(".answers")).to_contain_text("上海")
    page.get_by_role("button", name="改性别").click()
    page.get_by_role("radio", name="女").check()
    page.get_by_role("button", name="不改了").click()
    expect(page.locator(".answers > div", has_text="性别")).to_contain_text("男")


def test_a_change_that_opens_a_question_has_it_asked(page: Page, url: str) -> None:
    linked(page, url, MAN)
    page.get_by_role("button", name="改性别").click()
    page.get_by_role("radio", name="女").check()
    page.get_by_role("button", name="改好了").click()
    expect(heading(page)).to_have_text("您退休前做什么岗位？")


def test_the_browsers_back_button_goes_one_question_back_and_nothing_is_lost(page: Page) -> None:
    answer_person(page, "男")
    page.go_back()
    expect(page.get_by_role("radio", name="男")).to_be_checked()
    page.reload()
    expect(page.get_by_role("radio", name="男")).to_be_checked()
    page.get_by_role("button", name="上一步").click()
    expect(page.get_by_label("哪一年")).to_have_value("1975")


def test_a_link_brings_answers_that_reach_no_server_and_leave_the_address(page: Page, url: str) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url + (request.post_data or "")))
    linked(page, url, MAN)
    expect(heading(page)).to_have_text("请看一遍，对不对？")
    expect(page.locator(".answers")).to_contain_text("1975年6月")
    expect(page.locator(".answers")).to_contain_text("25年2个月")
    assert page.url == f"{url}estimator"
    assert seen
    assert not [request for request in seen if "1975" in request]


def test_a_link_with_nonsense_in_it_is_not_taken(page: Page, url: str) -> None:
    linked(page, url, {"birth": "1875-13", "track": "robot", "region": "<b>火星</b>", "account_balance": "=1+1"})
    expect(heading(page)).to_have_text("您是哪年哪月出生的？")
    expect(page.locator("#work")).not_to_contain_text("火星")


def test_a_place_without_a_base_is_said_kindly_and_can_be_filled_in(page: Page, url: str) -> None:
    given = {**MAN, "region": "湖北/宜昌"}
    linked(page, url, given)
    expect(page.locator(".answers")).to_contain_text("湖北（其他市）")
    card = work_out(page).first
    refused = estimate(page, url, **direct(MAN, region="湖北"))
    expect(card.get_by_role("alert")).to_contain_text(refused["title"])
    expect(card).to_contain_text(refused["detail"])
    dates = tool(page, url, "retirement_date", birth=MAN["birth"], track="male")
    expect(card).to_contain_text(dates["result"]["retirement_month"])
    card.get_by_role("button", name="用这个数再算").click()
    expect(card).to_contain_text("请写一个数")
    card.get_by_label("您知道这个数的话").fill("7300")
    card.get_by_role("button", name="用这个数再算").click()
    found = estimate(page, url, **direct(MAN, region="湖北", benefit_base="7300"))["result"]
    expect(page.locator(".outcome .figure").nth(1)).to_contain_text(f"{found['total']}元")


def test_too_few_years_are_said_before_any_money(page: Page, url: str) -> None:
    given = {**MAN, "paid_months": "40"}
    linked(page, url, {**given, "keep_paying": "false"})
    found = estimate(page, url, **direct(given, keep_paying=False))["result"]
    text = work_out(page).first.inner_text().replace("\n", "")
    gap, money = (
        text.index(f"还差{found['gap_months']}个月；从现在起一直缴，要缴到{found['extended_until']}"),
        text.index("每月大约"),
    )
    assert gap < money
    assert f"{found['retirement_month']}到退休年龄" in text


def test_a_province_with_two_bases_asks_for_the_local_one(page: Page, url: str) -> None:
    linked(page, url, {**MAN, "region": "河南"})
    expect(heading(page)).to_have_text("您知道当地的计发基数吗？")
    page.get_by_role("radio", name="知道", exact=True).check()
    page.get_by_label("退休地计发基数").fill("6738")
    onward(page)
    found = estimate(page, url, **direct(MAN, region="河南", local_base="6738"))["result"]
    expect(work_out(page).first).to_contain_text(f"{found['total']}元")


def test_retiring_later_is_chosen_with_large_buttons(page: Page, url: str) -> None:
    linked(page, url, MAN)
    page.get_by_role("button", name="改打算什么时候退").click()
    expect(page.locator(".told-dates")).to_contain_text("2038年2月")
    page.get_by_role("radio", name="延后一些").check()
    page.get_by_role("button", name="加6个月").click()
    expect(page.locator(".shift")).to_have_text("延后18个月，2039年8月退休")
    page.get_by_role("button", name="改好了").click()
    card = work_out(page).first
    expect(card.locator(".figure").first).to_contain_text("2039年8月")
    found = estimate(page, url, **direct(MAN, shift_months=18))["result"]
    expect(card).to_contain_text(f"{found['total']}元")


def test_an_hour_without_network_is_said_and_can_be_tried_again(page: Page, url: str) -> None:
    linked(page, url, MAN)
    page.context.set_offline(True)
    card = work_out(page).first
    expect(card.get_by_role("alert")).to_contain_text("现在连不上")
    page.context.set_offline(False)
    card.get_by_role("button", name="再算一次").click()
    expect(page.locator(".outcome .figure")).to_have_count(2)


def test_the_questions_fit_a_phone_without_scrolling_for_the_button(browser: Browser, url: str) -> None:
    page = open_estimator(browser, url, size=PHONE)
    button = page.get_by_role("button", name="下一步").bounding_box()
    assert button is not None
    assert button["y"] + button["height"] <= PHONE[1]
    page.context.close()
