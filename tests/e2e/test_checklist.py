"""The printable checklist of a matter, in a real browser: to read, to tick, to print, and to find a person from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.guidance.reading import catalogue

from .browsing import DESKTOP, PHONE

pytestmark = pytest.mark.e2e

SIZES = {"标准": "normal", "大字": "large", "特大字": "extra"}
MATTERS = catalogue().matters


def open_list(
    browser: Browser, url: str, matter: str = "", size: tuple[int, int] = DESKTOP, look: str = "标准"
) -> Page:
    """The checklist of a matter, or the list of matters."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", reduced_motion="reduce"
    )
    chosen = json.dumps({"size": SIZES[look], "contrast": False, "region": ""})
    context.add_init_script(
        f"localStorage.getItem('pension-settings') || localStorage.setItem('pension-settings', '{chosen}')"
    )
    page = context.new_page()
    go(page, url, matter)
    return page


def go(page: Page, url: str, matter: str = "") -> None:
    page.goto(f"{url}checklist" + (f"?matter={matter}" if matter else ""))
    page.locator("#materials, .matter").first.wait_for()


@pytest.fixture
def sheet(browser: Browser, url: str) -> Iterator[Page]:
    """The checklist for moving to another province; nothing may be written to its console."""
    page = open_list(browser, url, "transfer")
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    yield page
    page.context.close()
    assert not troubles


@pytest.fixture
def listing(browser: Browser, url: str) -> Iterator[Page]:
    """The list of all matters."""
    page = open_list(browser, url)
    yield page
    page.context.close()


def test_the_sheet_says_what_to_bring_where_and_how_long(sheet: Page) -> None:
    expect(sheet.get_by_role("heading", level=1)).to_have_text("换了省份，转职工养老保险")
    expect(sheet).to_have_title("换了省份，转职工养老保险 - 办事清单")
    expect(sheet.get_by_role("checkbox", name=re.compile("居民身份证"))).to_be_visible()
    expect(sheet.get_by_text("每一段都是15个工作日")).to_be_visible()
    expect(sheet.get_by_text("不用两头跑")).to_be_visible()
    headings = sheet.get_by_role("heading", level=2).all_inner_texts()
    assert headings[:3] == ["要带的东西", "去哪里办", "多久办完"]


def test_a_person_is_one_tap_away_wherever_one_has_scrolled(browser: Browser, url: str) -> None:
    page = open_list(browser, url, "pension_claim", PHONE, "特大字")
    for place in (0, 1500, 100_000):
        page.evaluate(f"window.scrollTo(0, {place})")
        expect(page.get_by_role("link", name="打 12333 找人问")).to_be_in_viewport(ratio=1)
    assert page.locator("#hotline").get_attribute("href") == "tel:12333"
    page.context.close()


def test_ticks_outlive_a_reload(sheet: Page) -> None:
    box = sheet.get_by_role("checkbox", name=re.compile("居民身份证"))
    box.check()
    sheet.reload()
    expect(box).to_be_checked()
    expect(sheet.get_by_role("checkbox", name=re.compile("参保缴费凭证"))).not_to_be_checked()


def test_the_articles_come_up_at_a_tap(sheet: Page) -> None:
    article = sheet.locator("#steps .basis").first
    expect(article).to_be_hidden()
    sheet.get_by_role("button", name="在每句话下面标出依据").click()
    expect(article).to_be_visible()
    expect(article).to_contain_text("《城镇企业职工基本养老保险关系转移接续暂行办法》第八条")


def test_what_is_not_confirmed_is_marked(browser: Browser, url: str) -> None:
    page = open_list(browser, url, "survivor")
    expect(page.locator("#materials li", has_text="收钱的银行账户").get_by_text("待确认", exact=True)).to_be_visible()
    expect(page.locator("#materials li", has_text="申请人的身份证").get_by_text("待确认")).to_have_count(0)
    page.context.close()


def test_sex_and_age_bring_the_line_that_holds_for_this_person(sheet: Page) -> None:
    assert sheet.locator("#mine").count() == 0
    sheet.get_by_text("男", exact=True).click()
    sheet.get_by_label("多大岁数（周岁）").fill("52")
    sheet.get_by_role("button", name="看我的情况").click()
    expect(sheet.locator("#mine")).to_contain_text("临时账户")
    sheet.get_by_label("多大岁数（周岁）").fill("30")
    sheet.get_by_role("button", name="看我的情况").click()
    expect(sheet.locator("#mine")).to_contain_text("没有特别的规定")


def test_the_place_of_insurance_brings_its_own_rules(sheet: Page) -> None:
    expect(sheet.get_by_text("联系函")).to_have_count(0)
    sheet.get_by_role("button", name="设置").click()
    sheet.get_by_label("您在哪里参保").select_option("湖北")
    sheet.get_by_role("button", name="关上").click()
    expect(sheet.get_by_text("15个工作日内发出联系函")).to_be_visible()


def test_the_list_names_every_matter_under_its_group(listing: Page) -> None:
    expect(listing.locator("a.matter")).to_have_text([matter.name for matter in MATTERS])
    groups = listing.get_by_role("heading", level=2).all_inner_texts()
    assert groups[: len(catalogue().groups)] == list(catalogue().groups)
    listing.get_by_role("link", name="养老金资格认证").click()
    expect(listing.get_by_role("heading", level=1)).to_have_text("养老金资格认证")


def test_a_sentence_leads_to_the_sheet(listing: Page) -> None:
    listing.get_by_label("用一句话说，比如“办退休”").fill("转社保要啥手续")
    listing.get_by_role("button", name="找一找").click()
    expect(listing).to_have_url(re.compile(r"\?matter=transfer$"))
    expect(listing.locator("#materials")).to_be_visible()


def test_an_unclear_sentence_leads_to_a_few_matters(listing: Page) -> None:
    listing.get_by_label("用一句话说，比如“办退休”").fill("我爸去世了")
    listing.keyboard.press("Enter")
    expect(listing.get_by_role("status")).to_have_text(re.compile(r"有 [2-6] 件事"))
    expect(listing.get_by_role("link", name="申领丧葬补助金、抚恤金（遗属待遇）")).to_be_visible()


def test_what_cannot_be_understood_is_said_and_everything_stays_in_sight(listing: Page) -> None:
    listing.get_by_label("用一句话说，比如“办退休”").fill("今天吃什么")
    listing.keyboard.press("Enter")
    expect(listing.get_by_role("status")).to_contain_text("没有听明白")
    expect(listing.locator("a.matter")).to_have_count(len(MATTERS))


def test_a_situation_shortens_the_list_and_names_the_scheme(listing: Page) -> None:
    listing.get_by_label("您现在是").select_option("已经在领养老金")
    expect(listing.get_by_role("heading", name="您适用哪种养老保险")).to_be_visible()
    expect(listing.get_by_role("link", name="养老金资格认证")).to_be_visible()
    expect(listing.get_by_role("link", name="弹性提前退休")).to_have_count(0)


def test_no_answer_from_the_service_is_told_with_a_way_on(browser: Browser, url: str) -> None:
    page = open_list(browser, url, "transfer")
    page.route("**/api/v1/tools/guidance", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("急事请打 12333")
    page.unroute("**/api/v1/tools/guidance")
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator("#materials")).to_be_visible()
    page.context.close()


def test_words_in_the_address_stay_words(browser: Browser, url: str) -> None:
    page = open_list(browser, url, "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert page.locator("#content img").count() == 0
    page.context.close()
