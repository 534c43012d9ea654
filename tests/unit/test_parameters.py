"""The shipped parameters: complete, as the facts have them, and never borrowed from another place or year."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.pension.parameters import NATIONAL, MissingParameter, ParameterBook
from knowledge_base.parameter_files import FOLDER, load_parameters, read_parameters
from knowledge_base.service import shipped_passages
from tests.unit._parameters import mid

FACTS = Path(__file__).parents[3] / "shared" / "policy" / "facts.json"
FILES = sorted(FOLDER.rglob("*.yaml"))
PROVINCES = sorted(path.stem for path in (FOLDER / "provinces").glob("*.yaml"))
BOOK = load_parameters()
CITIES = (
    "广东/深圳",
    "广东/广州",
    "广东/佛山",
    "辽宁/沈阳",
    "辽宁/大连",
    "辽宁/鞍山",
    "湖北/武汉",
    "湖北/宜昌",
    "四川/成都",
)
YEARS = range(2019, 2026)


def facts() -> dict[str, Any]:
    if not FACTS.exists():
        pytest.skip("the facts kept beside the project are not here")
    return dict(json.loads(FACTS.read_text(encoding="utf-8")))


def value(key: str, region: str, on: date) -> str | None:
    found = BOOK.find(key, region, on)
    return found.value if found else None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_holds_what_its_name_says(path: Path) -> None:
    region = yaml.safe_load(path.read_text(encoding="utf-8"))["region"]
    assert region == (path.stem if path.parent.name == "provinces" else NATIONAL)


def test_the_files_have_no_problem_and_cover_every_province() -> None:
    reading = read_parameters()
    assert [str(problem) for problem in reading.problems] == []
    assert reading.files == 33
    assert len(PROVINCES) == 31
    assert load_parameters() is load_parameters()


def test_the_benefit_bases_of_every_province_are_those_of_the_facts() -> None:
    provinces = facts()["benefit_base"]["provinces"]
    assert sorted(provinces) == PROVINCES
    for province, told in provinces.items():
        region = "湖北/武汉" if province == "湖北" else province
        for year, base in told["base"].items():
            found = BOOK.need("benefit_base", region, mid(int(year)))
            assert (float(found.value), found.region) == (base, region), (province, year)
            assert (found.effective_from, found.effective_to) == (date(int(year), 1, 1), date(int(year), 12, 31))
        agreed = BOOK.need("benefit_base", region, mid(2025)).confidence in ("primary", "multi")
        assert agreed is told["agree_2025"], province


def test_every_province_has_seven_years_of_benefit_bases() -> None:
    for province in PROVINCES:
        region = "湖北/武汉" if province == "湖北" else province
        assert all(value("benefit_base", region, mid(year)) for year in YEARS), province


def test_the_transitional_rates_are_those_of_the_facts() -> None:
    for province, told in facts()["benefit_base"]["provinces"].items():
        assert float(BOOK.need("transitional_rate", province, mid(2025)).number) == told["transition_coef"], province
        short = BOOK.find("transitional_rate_short", province, mid(2025))
        if short is not None:
            assert float(short.number) == told["transition_coef_le20"]


def test_payout_months_and_account_interest_are_those_of_the_facts() -> None:
    told = facts()
    for age, months in told["payout_months"]["table"].items():
        assert value(f"payout_months.{age}", NATIONAL, mid(2026)) == str(months)
    for row in told["account_rates_pct"]["enterprise_and_government_from_2016"]:
        assert float(BOOK.need("account_interest", NATIONAL, mid(row["year"])).value) == row["rate"]


def test_what_the_facts_do_not_have_is_not_there_unless_the_notice_itself_was_read() -> None:
    told = facts()["benefit_base"]["provinces"]
    late = [p for p in BOOK.parameters if p.key == "benefit_base" and p.effective_from.year >= 2026]
    assert [
        p for p in late if str(p.effective_from.year) not in told[p.region]["base"] and p.confidence != "primary"
    ] == []
    assert "贵州" in {p.region for p in late}
    interest = BOOK.find("account_interest", "四川", mid(2026))
    assert interest is None or interest.confidence == "primary"
    assert BOOK.find("account_interest", "四川", mid(2015)) is None


def test_places_set_apart_have_their_own_figures_or_none() -> None:
    assert value("benefit_base", "广东/深圳", mid(2025)) == "11293"
    assert value("benefit_base", "广东/深圳", mid(2022)) is None
    assert value("benefit_base", "广东/广州", mid(2025)) == "9493"
    assert value("benefit_base", "辽宁/沈阳", mid(2025)) == "8390"
    assert value("benefit_base", "辽宁/大连", mid(2024)) is None
    assert value("benefit_base", "辽宁/鞍山", mid(2024)) == "7201"
    assert value("benefit_base", "湖北/武汉", mid(2025)) == "9112"
    assert value("transitional_rate", "广东/深圳", mid(2025)) is None
    with pytest.raises(MissingParameter, match="没有湖北/宜昌2025年6月的养老金计发基数"):
        BOOK.need("benefit_base", "湖北/宜昌", mid(2025))


def test_contribution_bounds_change_on_the_day_the_notice_says() -> None:
    assert value("contribution_base_min", "上海", date(2026, 6, 30)) == "7460"
    assert value("contribution_base_min", "上海", date(2026, 7, 1)) == "7546"
    assert value("contribution_base_max", "北京", date(2026, 7, 1)) == "36348"
    assert value("contribution_base_min", "广东/广州", mid(2026)) == "5510"
    assert value("contribution_base_min", "广东/佛山", mid(2026)) == "4775"
    assert value("contribution_base_min", "广东", date(2026, 7, 1)) != "4775"


def test_provinces_with_a_formula_of_their_own_are_marked() -> None:
    forms = {p: value("basic_form", p, mid(2026)) for p in (*PROVINCES, "广东/深圳")}
    assert {p: form for p, form in forms.items() if form != "national"} == {
        "河南": "dual_base_place_index", "吉林": "dual_base_province_index", "广东": "low_index",
    }  # fmt: skip
    assert {p for p in PROVINCES if value("transitional_form", p, mid(2026)) == "weighted"} == {"四川", "重庆", "青海"}


def test_sources_that_disagree_are_named_and_never_called_settled() -> None:
    heilongjiang = BOOK.need("benefit_base", "黑龙江", mid(2025))
    assert "7705" in heilongjiang.note
    assert "7570" in heilongjiang.note
    assert heilongjiang.confidence == BOOK.need("payout_months.47", NATIONAL, mid(2025)).confidence == "single"


def test_sources_are_something_a_citizen_could_look_up() -> None:
    for parameter in BOOK.parameters:
        assert not re.search(r"\b[A-Za-z]*S\d+\b|github|http|\.js|[A-Za-z]{6,}", parameter.source), parameter
        if parameter.confidence == "primary":
            assert re.search(r"〔\d{4}〕\d+号|社会保险法|国务院|人力资源和社会保障局便民问答", parameter.source), (
                parameter
            )
        if parameter.confidence in ("single", "memory"):
            assert "待核" in parameter.source, parameter


def test_a_figure_is_called_the_same_everywhere() -> None:
    names = {(p.key, p.name) for p in BOOK.parameters}
    assert [key for key, count in Counter(key for key, _ in names).items() if count > 1] == []


@lru_cache(maxsize=1)
def written() -> tuple[tuple[str, str, str, date, date, tuple[str, ...]], ...]:
    """The files read again in the plainest way: key, place, value, first and last day, places it is not for."""
    rows = []
    for path in FILES:
        top = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in top["parameters"]:
            place = f"{top['region']}/{entry['city']}" if "city" in entry else top["region"]
            apart = tuple(f"{top['region']}/{city}" for city in entry.get("not_for", ()))
            for one in entry["values"]:
                rows.append((entry["key"], place, one["value"], one["from"], one.get("to", date.max), apart))
    return tuple(rows)


@given(
    st.sampled_from(sorted({p.key for p in BOOK.parameters})),
    st.sampled_from((NATIONAL, *PROVINCES, *CITIES)),
    st.dates(date(2004, 1, 1), date(2029, 12, 31)),
)
@settings(deadline=None)
def test_a_figure_is_never_borrowed_from_another_province_or_year(key: str, region: str, on: date) -> None:
    places = dict.fromkeys((region, region.split("/")[0], NATIONAL))
    expected = [
        (told, place)
        for wanted in places
        for name, place, told, first, last, apart in written()
        if name == key and place == wanted and first <= on <= last and region not in apart
    ]
    found = BOOK.find(key, region, on)
    assert (found and (found.value, found.region)) == (expected[0] if expected else None)
    late = BOOK.latest(key, region, on)
    assert late is None or (late.region in places and late.effective_from <= on)


@given(st.sampled_from(PROVINCES), st.integers(2019, 2030), st.integers(2019, 2030))
def test_no_province_answers_with_the_base_of_another_year(province: str, year: int, other: int) -> None:
    mine, theirs = BOOK.find("benefit_base", province, mid(year)), BOOK.find("benefit_base", province, mid(other))
    if mine is not None and theirs is not None:
        assert (mine is theirs) == (year == other)


_TOLD = re.compile(r"^(?:据公开资料整理，)?\w+?(?:（[^）]*）)?(\d{4})年度的(?:养老金)?计发基数是每月([\d.]+)元")


def test_the_clauses_and_the_parameters_give_the_same_benefit_bases() -> None:
    seen = set()
    for clause in shipped_passages():
        for year, told in (found.groups() for one in clause.sentences if (found := _TOLD.match(one))):
            region = "湖北/武汉" if clause.region == "湖北" else clause.region
            assert value("benefit_base", region, mid(int(year))) == told, clause.heading
            seen.add((region, year))
    assert len(seen) >= 93


def test_two_books_of_the_same_figures_have_the_same_version() -> None:
    assert BOOK.version == ParameterBook(tuple(reversed(BOOK.parameters))).version
