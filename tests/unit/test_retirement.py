"""Statutory retirement months, minimum years and the steps a citizen can check."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput, NotFound
from assistant.figures import untraced
from assistant.pension.months import Month, spoken_age
from assistant.pension.parameters import ParameterBook
from assistant.pension.retirement import RULES, START, Track, earliest_elastic, minimum_years, retirement
from assistant.tools import minimum_years as minimum_years_tool
from assistant.tools.registry import TOOLS, find_tool
from assistant.tools.retirement_date import retirement_date

BOOK = ParameterBook((), "test")

FACTS = Path(__file__).parents[3] / "shared" / "policy" / "facts.json"
births = st.builds(Month, st.integers(1940, 2010), st.integers(1, 12))
tracks = st.sampled_from(list(Track))


def facts() -> dict[str, Any]:
    if not FACTS.exists():
        pytest.skip("the schedule kept beside the project is not here")
    return dict(json.loads(FACTS.read_text(encoding="utf-8"))["delayed_retirement"]["categories"])


@pytest.mark.parametrize("track", list(Track))
def test_every_row_of_the_schedule_is_met(track: Track) -> None:
    rows = facts()[track]["schedule"]
    assert len(rows) > 100
    for row in rows:
        found = retirement(Month.parse(row["birth"]), track)
        told = (str(found.original_month), found.delay, found.age, str(found.month), spoken_age(found.age))
        assert told == (row["original"], row["delay_months"], row["new_age_months"], row["new_date"], row["new_age"])


@pytest.mark.parametrize(
    ("track", "birth", "age", "month"),
    [
        (Track.MALE, "1964-12", "60岁", "2024年12月"), (Track.MALE, "1965-01", "60岁1个月", "2025年2月"),
        (Track.MALE, "1965-04", "60岁1个月", "2025年5月"), (Track.MALE, "1965-05", "60岁2个月", "2025年7月"),
        (Track.MALE, "1970-10", "61岁6个月", "2032年4月"), (Track.MALE, "1976-08", "62岁11个月", "2039年7月"),
        (Track.MALE, "1976-09", "63岁", "2039年9月"), (Track.MALE, "1990-01", "63岁", "2053年1月"),
        (Track.FEMALE55, "1969-12", "55岁", "2024年12月"), (Track.FEMALE55, "1970-01", "55岁1个月", "2025年2月"),
        (Track.FEMALE55, "1981-08", "57岁11个月", "2039年7月"), (Track.FEMALE55, "1981-09", "58岁", "2039年9月"),
        (Track.FEMALE50, "1974-12", "50岁", "2024年12月"), (Track.FEMALE50, "1975-01", "50岁1个月", "2025年2月"),
        (Track.FEMALE50, "1975-03", "50岁2个月", "2025年5月"), (Track.FEMALE50, "1978-11", "52岁", "2030年11月"),
        (Track.FEMALE50, "1984-10", "54岁11个月", "2039年9月"), (Track.FEMALE50, "1984-11", "55岁", "2039年11月"),
    ],
)  # fmt: skip
def test_well_known_birth_months_retire_when_the_tables_say(track: Track, birth: str, age: str, month: str) -> None:
    found = retirement_date(BOOK, birth, track)
    assert (found.value("retirement_age"), found.value("retirement_month")) == (age, month)


@pytest.mark.parametrize(
    ("track", "full"), [(Track.MALE, "1976-09"), (Track.FEMALE55, "1981-09"), (Track.FEMALE50, "1984-11")]
)
def test_the_full_delay_begins_with_the_month_of_the_annex(track: Track, full: str) -> None:
    first = Month.parse(full)
    assert retirement(first, track).delay == RULES[track].cap
    assert retirement(first.plus(-1), track).delay == RULES[track].cap - 1


@pytest.mark.parametrize(
    ("year", "years"),
    [(2025, "15"), (2029, "15"), (2030, "15.5"), (2031, "16"), (2032, "16.5"), (2033, "17"), (2034, "17.5"), (2035, "18"),
     (2036, "18.5"), (2037, "19"), (2038, "19.5"), (2039, "20"), (2040, "20"), (2060, "20")],
)  # fmt: skip
def test_minimum_years_rise_by_half_a_year_from_2030_to_2039(year: int, years: str) -> None:
    assert minimum_years(year) == Decimal(years)
    assert minimum_years_tool.minimum_years(BOOK, year).value("minimum_years") == years


@given(births, tracks)
def test_nobody_retires_before_the_old_age_or_after_the_full_delay(birth: Month, track: Track) -> None:
    found = retirement(birth, track)
    assert 0 <= found.delay <= RULES[track].cap
    assert found.month == birth.plus(found.age)
    assert found.age == RULES[track].original * 12 + found.delay


@given(births, tracks)
def test_elastic_retirement_is_at_most_three_years_early_and_never_below_the_old_age(
    birth: Month, track: Track
) -> None:
    found = retirement(birth, track)
    earliest = earliest_elastic(found)
    assert found.original_month <= earliest <= found.month
    assert found.month.minus(earliest) == min(found.delay, 36)


@given(births, tracks)
def test_being_born_a_month_later_never_means_retiring_earlier(birth: Month, track: Track) -> None:
    here, next_month = retirement(birth, track), retirement(birth.plus(1), track)
    assert next_month.month > here.month
    assert next_month.delay - here.delay in (0, 1)


@given(births, tracks)
def test_who_reached_the_old_age_before_2025_has_no_delay(birth: Month, track: Track) -> None:
    found = retirement(birth, track)
    assert (found.delay == 0) == (found.original_month < START)


@given(births, tracks)
def test_the_steps_of_the_trace_lead_to_the_result(birth: Month, track: Track) -> None:
    found = retirement_date(BOOK, str(birth), track)
    original, delay, month, years, elastic = found.trace
    assert birth.plus(12 * number(dict(original.inputs)["原法定退休年龄"])).spoken == original.value
    assert dict(delay.inputs)["原退休月份"] == original.value
    step = re.search(r"每(\d+)个月", delay.formula)
    if step:
        start = spoken_month(original.value).minus(START)
        assert number(delay.value) == min(start // int(step.group(1)) + 1, number(delay.formula.split("最多")[1]))
    assert spoken_month(original.value).plus(number(delay.value)).spoken == month.value.split("，")[0]
    assert found.value("retirement_month") == month.value.split("，")[0]
    assert found.value("retirement_age") == month.value.split("，")[1]
    assert years.value == f"{minimum_years(number(dict(years.inputs)['退休年份'])).normalize():f}年"
    assert found.value("earliest_elastic_month") in elastic.value
    assert found.value("latest_elastic_month") in elastic.value
    assert spoken_month(found.value("first_payment_month")).minus(spoken_month(found.value("retirement_month"))) == 1


def number(text: str) -> int:
    return int(re.search(r"\d+", text)[0])  # type: ignore[index]


def spoken_month(text: str) -> Month:
    year, month = re.findall(r"\d+", text)[:2]
    return Month(int(year), int(month))


@given(births, tracks)
def test_the_same_question_gives_the_same_trace(birth: Month, track: Track) -> None:
    assert retirement_date(BOOK, str(birth), track) == retirement_date(BOOK, str(birth), track)


@pytest.mark.parametrize("birth", ["", "1975", "1975-13", "1975-00", "abcd-ef", "1900-01", "3000-01", "1975年6月"])
def test_a_birth_that_cannot_be_is_refused_with_a_remedy(birth: str) -> None:
    with pytest.raises(BadInput) as refused:
        retirement_date(BOOK, birth, Track.MALE)
    assert refused.value.remedy


@pytest.mark.parametrize("year", [1990, 2010, 2101])
def test_a_year_without_a_rule_is_refused_with_a_remedy(year: int) -> None:
    with pytest.raises(BadInput) as refused:
        minimum_years_tool.minimum_years(BOOK, year)
    assert refused.value.remedy


def test_every_tool_loads_and_an_unknown_one_lists_them() -> None:
    for tool in TOOLS.values():
        assert tool.load().__doc__
    with pytest.raises(NotFound, match="retirement_date"):
        find_tool("nothing")


def test_every_tool_names_the_source_of_its_figures() -> None:
    for found in (retirement_date(BOOK, "1970-01", Track.MALE), minimum_years_tool.minimum_years(BOOK, 2035)):
        used = [parameter for step in found.trace for parameter in step.parameters]
        assert used and all(p.source and p.region == "全国" for p in used)
        assert found.assumptions and found.caveats and found.rule_version


def test_months_before_2025_are_told_as_not_delayed() -> None:
    found = retirement_date(BOOK, "1960-05", Track.MALE)
    assert found.value("delay_months") == "0"
    assert "不延迟" in found.trace[1].formula
    assert not untraced(
        found.trace[2].value, "\n".join((found.value("retirement_month"), found.value("retirement_age")))
    )
