"""Worked cases against the calculators: what counts as met, what is told when it is not."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.tools.registry import Toolbox
from eval.estimator import check, main, read_cases
from eval.estimator_places import places, row
from knowledge_base.parameter_files import load_parameters

SHARED = Path(__file__).parents[3] / "shared" / "policy" / "estimator_cases.json"
TOOLS = Toolbox(load_parameters())


def missed(kind: str, inputs: dict[str, Any], expected: dict[str, Any], tolerance: object = 0, **more: str) -> str:
    case = {"id": "x", "kind": kind, "inputs": inputs, "expected": expected, "tolerance": tolerance, **more}
    exact = json.loads(json.dumps(case), parse_float=Decimal)
    return "；".join(check(exact, TOOLS).missed)


def file_of(tmp_path: Path, *cases: dict[str, Any]) -> Path:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": cases}, ensure_ascii=False), encoding="utf-8")
    return file


def case(**changes: Any) -> dict[str, Any]:
    return {
        "id": "Y", "kind": "min_years", "inputs": {"reference_year": 2035}, "expected": {"years": 18}, "tolerance": 0
    } | changes  # fmt: skip


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


@pytest.mark.parametrize("text", ["", "[1]", '{"cases": [{"id": 1}]}', "{}"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.json"
    file.write_text(text, encoding="utf-8")
    assert main([str(file)]) == 2
    assert "读不出来" in capsys.readouterr().err
    assert main([str(tmp_path / "none.json")]) == 2


def test_an_input_nobody_reads_is_a_failure_that_says_so() -> None:
    assert missed("min_years", {"reference_year": 2035, "weather": 1}, {"years": 18}) == "不认识的输入：weather"


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


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"),
    [
        ("payout_months", {"age_years": 38, "age_months": 4}, {"months": 233}),
        ("payout_months", {"age_years": 75, "age_months": 0}, {"months": 56}),
        ("min_years", {"year": 2060}, {"years": 20}),
        ("retirement_date", {"category": "男", "birth": "1970-10-12"}, {"age": "61岁6个月", "retire_month": "2032年4月"}),
        ("gap", {"reference_year": 2035, "paid_years": 10}, {"gap_months": 96}),
        ("personal_pension", {"annual_contribution": 12000, "tax_rate": 0.1}, {"tax_saved": 1200}),
        ("survivor", {"province_income_monthly": 4000, "contribution_years": 20, "status": "退休", "years_received": 3},
         {"months": 11, "funeral": 8000, "consolation": 44000}),
        ("contribution", {"monthly_wage": 10000}, {"employee": 800, "employer": 1600}),
        ("contribution", {"monthly_base": 3000, "floor": 4588, "rate": 0.2}, {"monthly": 917.6, "pooled": 550.56}),
        ("account_growth", {"balance": 100000, "rate": 0.0262, "years": 2, "compounding": "annual"},
         {"balance": 105308.64}),
        ("account_growth", {"balance": 100, "rates": [0.1, 0.2], "compounding": "annual"}, {"balance": 132}),
        ("transfer", {"monthly_base": 5000, "months": 120, "account_balance": 52000}, {"pooled": 72000, "total": 124000}),
        ("disability", {"contribution_years": 7}, {"months": 18}),
        ("pension_calc", {"scheme": "resident", "basic": 163, "account_balance": 30000, "contribution_years": 15},
         {"account": 215.83, "total": 378.83}),
        ("pension_calc", {"region": "北京", "benefit_base": 12049, "avg_index": 1.2, "actual_years": 20, "deemed_years": 10},
         {"basic": 3976.17, "transitional": 1204.9}),
        ("pension_calc", {"category": "female50", "birth": "1980-03", "shift_months": -12, "benefit_base": 8462,
                          "avg_index": 0.6, "contribution_years": 20, "account_balance": 50000},
         {"retire_month": "2031-11", "payout_months": 186.7, "basic": 1353.92, "account": 267.81}),
        ("pension_award", {"province": "jilin", "benefit_base": 7322, "avg_index": 1, "contribution_years": 20,
                           "account_balance": 13900, "payout_months": 139, "retire": None}, {"basic": 1464.4, "account": 100}),
        ("pension_award", {"province": "guangdong", "benefit_base": 11181, "avg_index": 0.4, "contribution_years": 20,
                           "account_balance": 13900, "payout_months": 139, "retire": "2025-6"}, {"basic": 1565.34}),
    ],
)  # fmt: skip
def test_inputs_under_other_names_and_in_other_combinations_are_understood(
    kind: str, inputs: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert missed(kind, inputs, expected, 0.01) == ""


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
