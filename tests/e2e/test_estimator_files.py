"""The estimator page's files: headers, places, money and tables, without a person in front of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from channels.web.routes import SECURITY_HEADERS
from knowledge_base.parameter_files import load_parameters

from .estimating import open_estimator

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """The page, for its modules to be asked."""
    opened = open_estimator(browser, url)
    yield opened
    opened.context.close()


def test_the_page_comes_with_the_security_headers_and_no_inline_code(page: Page, url: str) -> None:
    answer = page.request.get(f"{url}estimator")
    headers = {name.lower(): value for name, value in SECURITY_HEADERS.items()}
    assert headers.items() <= answer.headers.items()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)|(src|href)=.https?:", answer.text())


def test_cities_with_figures_of_their_own_can_all_be_chosen(page: Page) -> None:
    offered = page.evaluate("import('/static/estimator_places.js').then(module => ({...module}))")
    book = load_parameters()
    counted = ("benefit_base", "contribution_base_min", "contribution_base_max", "average_wage")
    places = {p.region for p in book.parameters if p.key in counted and "/" in p.region}
    assert places == {f"{province}/{city}" for province, cities in offered["CITIES"].items() for city in cities}
    dual = {p.region for p in book.parameters if p.key == "basic_form" and p.value.startswith("dual_base")}
    assert dual == set(offered["LOCAL_BASE_PROVINCES"])


def test_a_cell_is_never_a_formula(page: Page) -> None:
    text = page.evaluate(
        """import('/static/estimator_sheet.js').then(sheet =>
            sheet.csvText([['=1+1', '@x', '-cmd', '-36', 'a,"b"', '多\\n行']]))"""
    )
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        ["'=1+1", "'@x", "'-cmd", "-36", 'a,"b"', "多\n行"]
    ]


MONEY = """() => import('/static/cents.js').then(({cents, yuan, payments, typedNumber}) => [
    cents('0.1') + cents('0.2'), cents('3253.225'), cents('-5.5'), cents('12元'), yuan(117116280), yuan(30), yuan(-550),
    payments(1000, 300), payments(900, 300), typedNumber('８6,000.50 元'), typedNumber('1e5'), typedNumber(''),
])"""


def test_money_is_added_in_whole_fen(page: Page) -> None:
    assert page.evaluate(MONEY) == [
        30, 325323, -550, None, "1,171,162.8", "0.3", "-5.5", 4, 3, "86000.50", None, None,
    ]  # fmt: skip


ROUND_TRIP = """given => import('/static/estimator_answers.js').then(({fromFragment, toFragment, argumentsOf}) => {
    const answers = fromFragment(toFragment(given));
    return argumentsOf(answers, given.track);
})"""


@pytest.mark.parametrize(
    "given",
    [
        {"average_index": "0.85", "account_balance": "86000.5", "shift_months": "-7", "keep_paying": "False"},
        {"monthly_base": "4588", "deemed_months": "30", "pre_account_months": "14", "growth": "0.03"},
        {"benefit_base": "7300", "interest": "0.0262", "transitional": "198.01", "future_index": "0.6"},
        {"region": "广东/深圳", "transitional_index": "1.1", "virtual_account": "5000"},
        {"region": "河南", "local_base": "6738"},
    ],
)
def test_a_link_carries_every_figure_of_an_estimate(page: Page, given: dict[str, str]) -> None:
    whole = {"birth": "1968-11", "track": "female55", "region": "四川", "paid_months": "364", **given}
    back = page.evaluate(ROUND_TRIP, whole)
    same = {
        name: "true" if value is True else "False" if value is False else str(value) for name, value in back.items()
    }
    assert whole.items() <= same.items()
    assert back["as_of"]
    left_out = {"average_index", "monthly_base", "account_balance"} - set(given)
    assert not left_out & set(back)
