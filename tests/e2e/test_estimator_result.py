"""What the estimator page shows and hands out: sources, charts, tables, a file and paper."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.tools.working import plain

from .estimating import MAN, UNSURE_WOMAN, direct, estimate, open_estimator, this_month, tool, work_out

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """A man's summary, ready to be worked out."""
    opened = open_estimator(browser, url, MAN)
    yield opened
    opened.context.close()


def months(page: Page, url: str, **others: Any) -> dict[str, str]:
    """The comparison of months, asked directly."""
    arguments = direct(MAN, flexible=False, **others)
    del arguments["shift_months"]
    found: dict[str, str] = tool(page, url, "pension_by_month", as_of=this_month(page), **arguments)["result"]
    return found


def grouped(amount: Decimal) -> str:
    """As the page writes large amounts: from a hundred thousand on the thousands are set apart."""
    whole, _, rest = plain(amount).partition(".")
    return (f"{int(whole):,}" if len(whole) > 5 else whole) + (f".{rest}" if rest else "")


def unfold_steps(card: Locator) -> None:
    card.get_by_role("button", name="看每一步怎么算的").click()


def rows_of_file(page: Page) -> list[list[str]]:
    """Every row of the file that 下载表格 gives."""
    with page.expect_download() as started:
        page.get_by_role("button", name="下载表格").click()
    assert started.value.suggested_filename.endswith(".csv")
    body = Path(started.value.path()).read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def test_every_step_is_shown_with_its_figures_their_sources_and_how_sure_they_are(browser: Browser, url: str) -> None:
    given = {**MAN, "deemed_months": "24"}
    page = open_estimator(browser, url, given)
    card = work_out(page).first
    found = estimate(page, url, **direct(given))
    expect(card.locator(".step").first).to_be_hidden()
    unfold_steps(card)
    steps = card.locator(".step")
    expect(steps).to_have_count(len(found["trace"]))
    for shown, step in zip(steps.all(), found["trace"], strict=True):
        expect(shown).to_contain_text(step["step"])
        expect(shown).to_contain_text(f"得到：{step['value']}")
        for parameter in step["parameters"]:
            expect(shown).to_contain_text(parameter["source"])
    unsure = [p for step in found["trace"] for p in step["parameters"] if p["confidence"] in ("single", "memory")]
    assert unsure
    expect(card.locator(".unsure")).to_have_count(len(unsure))
    expect(card.locator(".unsure").first).to_contain_text("待确认")
    assert not [
        p for step in found["trace"] for p in step["parameters"] if p["value"].isascii() and p["value"].isalpha()
    ]
    page.context.close()


def test_all_that_was_assumed_or_not_counted_can_be_read(page: Page, url: str) -> None:
    card = work_out(page).first
    found = estimate(page, url, **direct(MAN))
    for more in card.get_by_role("button", name="还有").all():
        more.click()
    for line in (*found["assumptions"], *found["caveats"]):
        expect(card.get_by_text(line, exact=True).first).to_be_visible()


def test_the_chart_of_months_has_a_name_a_description_and_a_table(page: Page, url: str) -> None:
    card = work_out(page).first
    expected = {name: value for name, value in months(page, url).items() if "缴费" not in name}
    figure = card.locator("figure").first
    chart = figure.get_by_role("img")
    expect(chart).to_have_accessible_name("早退、晚退，每月差多少 " + figure.locator("figcaption p").inner_text())
    figure.get_by_role("button", name="看成表格").click()
    cells = figure.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.children].map(c => c.textContent))"
    )
    assert {month: amount.removesuffix("元") for month, amount in cells} == expected


def test_another_month_is_tried_with_buttons_and_then_worked_out_in_full(page: Page, url: str) -> None:
    card = work_out(page).first
    expected = months(page, url)
    trial = card.locator(".months .shift")
    expect(trial).to_contain_text("就是上面算的这个时间")
    card.locator(".months").get_by_role("button", name="加1个月").click()
    expect(trial).to_contain_text(f"2038年3月退休，每月大约{expected['2038年3月']}元")
    more = Decimal(expected["2038年3月"]) - Decimal(expected["2038年2月"])
    expect(trial).to_contain_text(f"每月多{plain(more)}元")
    expect(trial).to_contain_text(f"自己还要缴大约{expected['2038年3月 缴费']}元")
    card.get_by_role("button", name="按这个时间重新算").click()
    expect(page.locator(".outcome .figure").first).to_contain_text("2038年3月")


def test_what_is_paid_and_received_is_said_as_a_plain_sum(page: Page, url: str) -> None:
    card = work_out(page).first
    expected = months(page, url)
    figure = card.locator("figure").nth(1)
    pension, paid = (Decimal(expected[name]) for name in ("2038年2月", "2038年2月 缴费"))
    expect(figure).to_contain_text(f"领到第{math.ceil(paid / pension)}个月，加起来就到这个数")
    expect(figure).to_contain_text("请您自己拿主意")
    figure.get_by_role("button", name="看成表格").click()
    expect(figure.locator("tbody tr").nth(2)).to_contain_text(f"{grouped(pension * 24)}元")


def test_who_pays_alone_sees_the_whole_share(page: Page, url: str) -> None:
    page.get_by_role("button", name="改以后缴费").click()
    page.get_by_role("radio", name="我自己缴").check()
    page.get_by_role("button", name="改好了").click()
    card = work_out(page).first
    arguments = {name: value for name, value in direct(MAN, flexible=True).items() if name != "shift_months"}
    found = tool(page, url, "pension_by_month", as_of=this_month(page), **arguments)["result"]
    paid = grouped(Decimal(found["2038年2月 缴费"]))
    expect(card.locator("figure").nth(1)).to_contain_text(f"自己还要缴大约{paid}元")


def test_the_file_has_the_result_every_step_and_every_month(page: Page, url: str) -> None:
    work_out(page)
    rows = rows_of_file(page)
    found = estimate(page, url, **direct(MAN))
    assert ["每月养老金（元）", found["result"]["total"]] in rows
    assert ["参保地", "四川"] in rows
    for step in found["trace"]:
        mine = [row for row in rows if row and row[0] == step["step"] and len(row) > 3 and row[3] == step["value"]]
        assert len(mine) == 1
        for parameter in step["parameters"]:
            assert any(row[0] == step["step"] and parameter["source"] in row for row in rows if row)
    expected = months(page, url)
    for month in (name for name in expected if "缴费" not in name):
        line = next(row for row in rows if row and row[0] == month)
        assert line[1:3] == [expected[month], expected[f"{month} 缴费"]]
    assert [found["caveats"][0]] in rows


def test_both_results_of_a_woman_are_in_the_file(browser: Browser, url: str) -> None:
    page = open_estimator(browser, url, UNSURE_WOMAN)
    work_out(page)
    text = "\n".join(",".join(row) for row in rows_of_file(page))
    assert "原50岁退休的女职工" in text
    assert "原55岁退休的女职工" in text
    page.context.close()


def test_on_paper_everything_that_explains_stands_and_nothing_to_tap(page: Page) -> None:
    card = work_out(page).first
    page.emulate_media(media="print")
    expect(card.locator(".step").first).to_be_visible()
    expect(card.get_by_role("img").first).to_be_visible()
    expect(page.locator(".asked.paper-only")).to_be_visible()
    assert page.locator("button:visible, input:visible, nav:visible").count() == 0
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_folded_chart_has_its_picture_on_paper(browser: Browser, url: str) -> None:
    page = open_estimator(browser, url, UNSURE_WOMAN)
    work_out(page)
    expect(page.locator(".chart")).not_to_have_count(0)
    page.emulate_media(media="print")
    for chart in page.locator(".chart").all():
        expect(chart).to_be_visible()
        assert chart.locator("path.line").count() > 0
    page.context.close()
