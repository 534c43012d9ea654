"""Figures and cases as tables: what a spreadsheet in an office shows."""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk.figures import Facts, Totals, figures
from assistant.desk.figures_csv import CASE_HEADINGS, TOTALS, cases_csv, figures_csv, guarded, sheet
from assistant.desk.figures_period import Period
from assistant.handoff.states import State
from tests.unit._desk_walks import NOON, Step, answered, walk, wished

DAY = Period(date(2026, 11, 10), date(2026, 11, 10))


def read(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def test_every_total_has_a_chinese_heading() -> None:
    assert set(TOTALS) == {field.name for field in fields(Totals)}


def test_the_tables_stand_one_below_the_other() -> None:
    case, events = answered()
    found = figures(Facts((case,), events, (case,), {"c1": 4}, {"li": "李梅"}), DAY, NOON + timedelta(days=9), 60)
    rows = read(figures_csv(found))
    assert ["转人工", "1"] in rows
    assert ["七天内没有再找人工（%）", "100.0"] in rows
    assert ["2026-11-10", "1", "1", "0", "20", "100.0"] in rows
    assert ["李梅", "1", "300", "4.0"] in rows
    assert ["12时", "1"] in rows


def test_where_there_is_nothing_to_divide_the_cell_is_empty() -> None:
    rows = read(figures_csv(figures(Facts((), (), (), {}, {}), DAY, NOON, 60)))
    assert ["等待秒数（中位数）", ""] in rows
    assert ["满意度（平均分，满分5）", ""] in rows


def test_a_case_is_one_row_with_everything_that_happened() -> None:
    case, events = answered()
    (headings, row) = read(cases_csv([case], events, {"c1": (5, "很好")}, {"li": "李梅"}))
    assert headings == list(CASE_HEADINGS)
    told = dict(zip(headings, row, strict=True))
    assert told["坐席"] == "李梅"
    assert told["开始排队"] == "2026-11-10 12:00:00"
    assert (told["等待秒数"], told["接待秒数"]) == ("20", "300")
    assert (told["处理结果"], told["满意度"], told["满意度留言"]) == ("已解答", "5", "很好")
    assert told["经过"].splitlines()[0] == "2026-11-10 12:00:00 排队中（坐席接入，市民）"
    assert len(told["经过"].splitlines()) == 4


def test_a_case_nobody_took_has_empty_cells() -> None:
    case, events = walk(wished(), Step(State.QUEUED, 0), Step(State.LEFT, 90))
    told = dict(zip(CASE_HEADINGS, read(cases_csv([case], events, {}, {}))[1], strict=True))
    assert (told["坐席"], told["坐席接入"], told["满意度"], told["等待秒数"]) == ("", "", "", "90")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("cell", ["张三", "3-2", "", -5, 1.5, None])
def test_other_cells_stay_as_they_are(cell: str | int | float | None) -> None:
    assert guarded(cell) == cell


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_whatever_is_written_stays_one_row_and_no_cell_begins_a_formula(cells: list[str]) -> None:
    (row,) = read(sheet([[*cells, "完"]]))
    assert len(row) == len(cells) + 1
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
