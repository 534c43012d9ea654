"""Worked cases against the calculators: what counts as met, what is told when it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.estimator import check, main, read_cases
from eval.estimator_places import places, row
from tests.unit._estimator import SHARED, TOOLS, case, file_of, missed


@pytest.mark.skipif(not SHARED.exists(), reason="the cases kept beside the project are not here")
def test_every_case_kept_beside_the_project_is_met(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SHARED)]) == 0
    printed = capsys.readouterr().out
    counted = sum("sources_disagree" not in one for one in read_cases(SHARED))
    assert printed.splitlines()[-1] == f"{counted} passed, 0 failed"
    assert "来源不一致" in printed and "R-bad-01" in printed
    assert "各地能算什么" in printed and "河南" in printed


def test_a_missed_case_is_told_with_both_figures_and_fails_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = file_of(tmp_path, case(), case(id="Z", expected={"years": 17}))
    assert main([str(file), "--out", str(tmp_path / "out")]) == 1
    printed = capsys.readouterr().out
    assert "没对上 Z（min_years）years：应为 17，算出 18" in printed
    assert printed.splitlines()[-1] == "1 passed, 1 failed"
    rows = json.loads((tmp_path / "out" / "estimator.json").read_text(encoding="utf-8"))
    assert [bool(one["missed"]) for one in rows] == [False, True]


def test_where_sources_disagree_the_case_is_listed_and_not_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = file_of(tmp_path, case(), case(id="W", expected={"years": 17}, sources_disagree="两处不同"))
    assert main([str(file)]) == 0
    printed = capsys.readouterr().out
    assert "W：years 来源写 17，我们 18。原因：两处不同" in printed
    assert printed.splitlines()[-1] == "1 passed, 0 failed"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "第1行第1个字起不是 JSON"),
        ("[1]", "第1个算例不是 {…}"),
        ("{}", "没有 cases"),
        ('{"cases": []}', "没有 cases，或者是空的"),
        ('{"cases": [{"id": 1}]}', "第1个算例（1）缺少 kind、inputs、expected"),
        ('{"cases": [{"id": "Q", "kind": "gap", "inputs": [1], "expected": {}}]}', "第1个算例（Q）的 inputs 不是"),
    ],
)
def test_a_file_that_is_no_file_of_cases_is_told_where_it_is_wrong(
    tmp_path: Path, text: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cases.json"
    file.write_text(text, encoding="utf-8")
    assert main([str(file)]) == 2
    printed = capsys.readouterr()
    assert why in printed.err and "应为 {cases: [" in printed.err
    assert printed.out == ""


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.json")]) == 2
    assert "没有这个文件" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 2
    assert "这是文件夹" in capsys.readouterr().err


@pytest.mark.parametrize("mark", [None, "", False])
def test_a_case_marked_with_no_disagreement_is_counted(
    mark: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(file_of(tmp_path, case(expected={"years": 17}, sources_disagree=mark)))]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


def test_an_input_nobody_reads_is_told_and_the_expected_values_decide(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = {"reference_year": 2035, "weather": 1}
    file = file_of(tmp_path, case(inputs=inputs), case(id="Z", inputs=inputs, expected={"years": 17}))
    assert main([str(file)]) == 1
    printed = capsys.readouterr().out
    assert "没有用到的输入 Y（min_years）：weather；各项都对上了" in printed
    assert "没有用到的输入 Z（min_years）：weather；有的项没对上" in printed
    assert printed.splitlines()[-1] == "1 passed, 1 failed"


def test_a_case_that_cannot_be_understood_is_no_refusal_a_case_may_expect() -> None:
    assert "没有算成" in missed("elastic", {"birth": "1965-01"}, {"error": "below the old age"})
    assert "没有算成" in missed("elastic", {"category": "cat", "birth": "1965-01"}, {"allowed": False})
    assert "没有算成" in missed("weather", {}, {"refused": True})


@pytest.mark.parametrize("odd", [None, "", [], {}, "abc", -1, 10**30, True, {"a": 1}, "2026-13"])
def test_odd_inputs_and_expectations_are_misses_and_never_crash(odd: object) -> None:
    for name in ("category", "birth", "shift_months"):
        inputs = {"category": "male", "birth": "1970-01", "shift_months": -1} | {name: odd}
        assert missed("elastic", inputs, {"retire_month": "1999-01"}) != ""
    award = {"province": "sichuan", "benefit_base": 8462, "avg_index": odd, "contribution_years": 20}
    assert missed("pension_award", award, {"basic": 1}) != ""
    assert missed("min_years", {"reference_year": 2035}, {"years": odd}) != "" or odd is None
    assert missed("min_years", {"reference_year": 2035}, {"years": 17}, odd) != "" or odd in (10**30, True)


@pytest.mark.skipif(not SHARED.exists(), reason="the cases kept beside the project are not here")
def test_every_kept_value_made_wrong_is_missed() -> None:
    for one in read_cases(SHARED):
        for name, value in one["expected"].items():
            told = one["tolerance"][name] if isinstance(one["tolerance"], dict) else one["tolerance"]
            wrong = f"{int(value[:4]) + 1}{value[4:]}" if isinstance(value, str) else value + max(told * 3, 1)
            assert check(one | {"expected": {name: wrong}}, TOOLS).missed, (one["id"], name)


def test_a_kind_nobody_knows_is_a_failure_that_lists_the_known_ones() -> None:
    assert "payout_months" in missed("weather", {}, {"years": 18})


def test_an_expected_value_that_is_not_worked_out_is_a_failure() -> None:
    assert "没有算出" in missed("min_years", {"reference_year": 2035}, {"weather": 1})


@pytest.mark.parametrize(("tolerance", "met"), [(0, False), (0.5, True), ({"years": 0.5}, True), ({"other": 9}, False)])
def test_a_tolerance_is_one_number_or_one_for_each_value(tolerance: object, met: bool) -> None:
    assert (missed("min_years", {"reference_year": 2035}, {"years": 18.4}, tolerance) == "") == met


@pytest.mark.parametrize("expected", [{"error": "below the old age"}, {"allowed": False}, {"refused": True}])
def test_a_choice_below_the_old_age_meets_a_case_that_expects_a_refusal(expected: dict[str, object]) -> None:
    assert missed("elastic", {"category": "male", "birth": "1965-01", "shift_months": -2}, expected) == ""
    assert missed("elastic", {"category": "male", "birth": "1965-01", "shift_months": -1}, expected) != ""


def test_wages_and_bases_grow_once_for_each_calendar_year_in_the_parts_as_in_the_tool() -> None:
    inputs = {
        "birth": "1975-01", "category": "male", "as_of": "2026-10", "benefit_base": 8000, "base_growth": 0.03,
        "avg_index": 1, "contribution_years": 30,
    }  # fmt: skip
    expected = {"retire_month": "2037-08", "base_at_retirement": 11073.87, "basic": 3322.16}
    assert missed("pension_calc", inputs, expected) == ""
    assert missed("pension_calc", inputs | {"account_balance": 50000}, expected) == ""


def test_the_golden_case_goes_through_the_tool_a_citizen_uses() -> None:
    inputs = {
        "category": "male", "birth": "1976-02", "benefit_base": 12049, "avg_index": 0.8, "contribution_months": 360,
        "deemed_years": 3.0, "account_balance": 100000, "as_of": "2026-08", "rate": 0.0262,
    }  # fmt: skip
    assert missed("pension_calc", inputs, {"average_index": 0.8, "total": 4782.04, "transitional": 361.47}) == ""


def test_a_low_index_in_guangdong_is_refused_and_counts_as_missed() -> None:
    inputs = {"province": "guangdong", "benefit_base": 9028, "avg_index": 0.452, "contribution_years": 17.75}
    assert "系数" in missed("pension_award", inputs, {"basic": 965.73}, 1)


def test_the_table_of_places_says_what_is_refused_and_why() -> None:
    every = places(TOOLS)
    assert len([place for place in every if "/" not in place]) == 31
    assert row(TOOLS, "四川")[0] == "算"
    assert row(TOOLS, "河南")[0].startswith("拒绝：当地的基础养老金要用全省和退休地两个计发基数")
    assert "系数" in row(TOOLS, "广东")[1]
    assert row(TOOLS, "江苏")[2].startswith("拒绝")
    assert row(TOOLS, "湖北")[0].startswith("拒绝：没有收录湖北")
