"""What a second reading of the calculators found: figures lent across the border of their time, silent assumptions, edges."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assistant.errors import BadInput
from assistant.tools.registry import Toolbox
from assistant.traces import ToolResult
from knowledge_base.parameter_files import load_parameters
from tests.unit._pension import promised, told

TOOLS = Toolbox(load_parameters())
PERSON: dict[str, Any] = {
    "birth": "1976-02", "track": "male", "region": "四川", "as_of": "2026-08", "paid_months": 300,
    "average_index": Decimal("0.8"), "account_balance": Decimal(100_000),
}  # fmt: skip
OFFICIAL: dict[str, Any] = {
    "as_of": "2026-03", "birth": "1965-06", "region": "四川", "paid_months": 400, "account_balance": Decimal(90_000),
    "actual_index": Decimal("1.2"),
}  # fmt: skip


def use(tool: str, **arguments: Any) -> ToolResult:
    return TOOLS.run(tool, arguments)


def refused(tool: str, **arguments: Any) -> str:
    with pytest.raises(BadInput) as error:
        TOOLS.run(tool, arguments)
    assert error.value.remedy
    return f"{error.value}|{error.value.remedy}"


def step(found: ToolResult, name: str) -> dict[str, str]:
    return dict(next(one for one in found.trace if one.step == name).inputs)


# figures of another time or place


def test_a_national_rate_is_not_lent_to_shanghai_for_the_years_before_its_own() -> None:
    usual: dict[str, Any] = {"kind": "flexible", "base": Decimal(9000)}
    for region in ("上海", "上海浦东"):
        assert "灵活就业人员缴费比例" in refused("contributions", as_of="2023-05", region=region, **usual)
        assert use("contributions", as_of="2024-03", region=region, **usual).value("monthly") == "1800"
    assert use("contributions", as_of="2023-05", region="四川", **usual).value("monthly") == "1800"


def test_the_national_formula_is_not_lent_to_a_province_for_the_years_before_its_own_is_known() -> None:
    old = {**PERSON, "birth": "1958-02", "region": "河南", "benefit_base": Decimal(5000), "local_base": Decimal(5000)}
    assert "基础养老金算法" in refused("pension_estimate", **old)
    assert use("pension_estimate", **{**old, "region": "四川"}).value("benefit_base") == "5000"


@pytest.mark.parametrize(
    ("as_of", "days", "fine"), [("2011-07", 31, True), ("2012-01", 200, True), ("2012-01", 300, False)]
)
def test_the_rate_of_arrears_holds_from_july_2011_only(as_of: str, days: int, *, fine: bool) -> None:
    asked: dict[str, Any] = {"as_of": as_of, "arrears": Decimal(10_000), "days": days}
    if fine:
        assert use("late_fee", **asked).value("late_fee") == f"{5 * days}"
    else:
        assert "2011年7月1日以前" in refused("late_fee", **asked)


def test_the_minimum_years_of_2024_rest_on_the_law_and_those_of_2025_on_the_decision() -> None:
    for tool, old, new in (
        ("minimum_years", {"year": 2024}, {"year": 2025}),
        ("retirement_date", {"birth": "1964-10", "track": "male"}, {"birth": "1965-01", "track": "male"}),
    ):
        sources = [
            next(p.source for one in use(tool, **asked).trace for p in one.parameters if p.name == "最低缴费年限")
            for asked in (old, new)
        ]
        assert "社会保险法" in sources[0] and "渐进式延迟" in sources[1]
    assert "按当时的规定" in told(use("retirement_date", birth="1948-10", track="male"))


# what was taken for granted in silence, or said as settled


def test_who_reached_the_age_before_2025_is_not_offered_three_years_either_way() -> None:
    last = use("retirement_date", birth="1964-12", track="male").trace[-1]
    assert "没有弹性" in last.formula and last.value == "只有2024年12月"
    assert "协商一致" in use("retirement_date", birth="1965-01", track="male").trace[-1].formula


def test_who_may_not_delay_is_to_be_confirmed_wherever_it_is_said() -> None:
    said = [line for line in use("pension_estimate", **PERSON, shift_months=12).caveats if "公务员" in line]
    assert said and all("待确认" in line for line in said)


def test_a_comparison_of_months_says_what_choosing_early_or_late_asks_for() -> None:
    said = told(use("pension_by_month", **PERSON))
    assert "前至少3个月书面告知" in said and "协商一致" in said
    passed = told(use("pension_by_month", **{**PERSON, "birth": "1963-05", "track": "male"}))
    assert "书面告知" not in passed and "协商一致" not in passed


def test_a_comparison_of_months_without_an_index_tells_of_no_high_end() -> None:
    said = told(use("pension_by_month", **{**PERSON, "average_index": None}))
    assert "每个月份都按0.6" in said and "高的一头" not in said


def test_a_balance_given_after_retirement_is_taken_for_the_one_at_retirement_and_that_is_said() -> None:
    assert "当作退休时的数" in told(use("pension_estimate", **{**PERSON, "birth": "1965-01"}))
    assert "当作退休时的数" not in told(use("pension_estimate", **PERSON))


def test_an_early_month_without_its_years_is_said_to_be_out_of_reach() -> None:
    found = use("contribution_gap", birth="1976-02", track="male", paid_months=10, shift_months=-12, as_of="2026-08")
    assert "不能弹性提前" in told(found)


def test_which_years_decide_the_smaller_rate_of_officials_is_an_assumption() -> None:
    asked = {**OFFICIAL, "region": "辽宁", "deemed_months": 200, "deemed_index": Decimal(1)}
    assert "按20年分界" in told(use("government_pension", **asked))
    assert "按20年分界" not in told(use("government_pension", **{**asked, "deemed_months": 252}))


def test_the_tax_on_an_occupational_annuity_is_to_be_confirmed_and_that_on_the_pension_rests_on_the_law() -> None:
    line = next(c for c in use("government_pension", **OFFICIAL, annuity_balance=Decimal(1000)).caveats if "免缴" in c)
    assert "待确认" in line and "个人所得税法第四条" in line


def test_officials_who_move_hear_where_no_money_moves_and_where_the_relation_goes() -> None:
    found = use("transfer_amount", as_of="2026-02", account_balance=Decimal(1), kind="government", wage_sum=Decimal(1))
    assert "不转基金" in told(found) and "户籍所在地" in told(found) and "人社部规〔2017〕1号" in told(found)


def test_parts_that_a_situation_does_not_use_are_said_to_be_unused() -> None:
    asked: dict[str, Any] = {
        "as_of": "2026-02", "birth": "1985-02", "track": "male", "paid_months": 200, "region": "四川",
        "average_index": Decimal("0.8"), "account_balance": Decimal(50_000),
    }  # fmt: skip
    assert "没有用上" in told(use("disability_allowance", **asked))
    assert "没有用上" not in told(use("disability_allowance", **{**asked, "birth": "1968-02"}))


def test_what_is_not_used_is_said_when_two_figures_say_the_same_thing() -> None:
    resident = use("resident_pension", as_of="2026-02", years=15, account_balance=Decimal(9), annual_tier=Decimal(500))
    moved = use(
        "transfer_amount", as_of="2026-02", account_balance=Decimal(1), wage_sum=Decimal(9), monthly_wage=Decimal(9)
    )  # fmt: skip
    assert "没有再用" in told(resident) and "没有再用" in told(moved)


# steps that must lead to the result


def test_henans_transitional_pension_shows_the_base_it_is_worked_out_with() -> None:
    found = use("pension_estimate", **{**PERSON, "region": "河南"}, local_base=Decimal(7200), deemed_months=36)
    assert step(found, "过渡性养老金")["退休地计发基数"] == "7200元"
    assert step(found, "基础养老金")["全省计发基数"] == "6738元"


def test_the_high_end_of_a_range_has_steps_of_its_own() -> None:
    found = promised(use("pension_estimate", **{**PERSON, "average_index": None, "account_balance": None}))
    high = step(found, "每月养老金合计，高的一头")
    values = {one.step: one.value for one in found.trace}
    assert high["基础养老金"] == values["基础养老金，高的一头"] != values["基础养老金"]
    assert high["个人账户养老金"] == values["个人账户养老金，高的一头"] != values["个人账户养老金"]
    assert step(found, "基础养老金，高的一头")["平均缴费指数"] == "1"


def test_each_month_of_a_comparison_shows_what_it_is_made_of_and_where_the_base_comes_from() -> None:
    found = use("pension_by_month", **PERSON, monthly_base=Decimal(5000), flexible=True)
    one = next(one for one in found.trace if one.step.endswith("领取的每月养老金"))
    inputs = dict(one.inputs)
    assert {"计发基数", "平均缴费指数", "个人账户储存额", "计发月数", "累计缴费"} <= set(inputs)
    assert [p.name for p in one.parameters] == ["养老金计发基数"]
    paid = next(one for one in found.trace if one.step.endswith("自己缴的钱"))
    assert dict(paid.inputs)["每月缴"] == "1000元" and [p.value for p in paid.parameters] == ["20%"]


def test_an_index_a_person_names_is_not_called_the_quotient_of_base_and_wage() -> None:
    found = use("pension_estimate", **PERSON, monthly_base=Decimal(5000), future_index=Decimal("1.5"))
    assert "今后的缴费指数" not in [one.step for one in found.trace]
    assert step(found, "平均缴费指数")["今后"] == "1.5"


def test_amounts_finer_than_a_cent_are_rounded_before_they_are_used() -> None:
    found = use("account_pension", age_years=60, account_balance=Decimal("138999.996"))
    assert (found.value("account_balance"), found.value("account")) == ("139000", "1000")
    paid = use("contributions", as_of="2026-02", kind="flexible", base=Decimal("6012.4375"))
    assert (paid.value("base"), paid.value("monthly")) == ("6012.44", "1202.49")


@pytest.mark.parametrize(
    ("years", "months"), [("15.00004", "9"), ("15.0001", "10"), ("4.99996", "6"), ("30.00001", "24")]
)
def test_years_count_as_far_as_they_are_written_down(years: str, months: str) -> None:
    found = use(
        "survivor_benefits", as_of="2026-02", status="working", contribution_years=Decimal(years), months_only=True
    )  # fmt: skip
    assert found.value("months") == months


# what cannot be


@pytest.mark.parametrize(
    ("tool", "asked"),
    [
        ("contribution_gap", {"birth": "2000-01", "track": "female50", "paid_months": 600}),
        ("retirement_options", {"birth": "2000-01", "track": "female50", "as_of": "2026-02", "paid_months": 720}),
        ("disability_allowance", {"birth": "2000-01", "track": "male", "as_of": "2026-02", "paid_months": 200}),
        ("government_pension", {**OFFICIAL, "birth": "1985-06", "paid_months": 400}),
        ("resident_pension", {"as_of": "2026-02", "years": 40, "account_balance": Decimal(1), "birth": "2000-01"}),
    ],
)
def test_nobody_has_paid_for_longer_than_they_have_lived(tool: str, asked: dict[str, Any]) -> None:
    assert "不可能已经缴了" in refused(tool, **asked)


@pytest.mark.parametrize(
    ("kind", "months", "most"), [("employee", 338, 338), ("employee", 339, 338), ("government", 138, 137)]
)
def test_wages_count_for_the_months_there_have_been(kind: str, months: int, most: int) -> None:
    asked: dict[str, Any] = {
        "as_of": "2026-02", "account_balance": Decimal(1), "kind": kind, "monthly_wage": Decimal(100), "months": months
    }  # fmt: skip
    if months <= most:
        assert use("transfer_amount", **asked).value("pooled") == f"{12 * months}"
    else:
        assert f"只有{most}个月" in refused("transfer_amount", **asked)


@pytest.mark.parametrize(
    ("tool", "asked"),
    [
        ("contributions", {"as_of": "2026-02", "kind": "flexible", "base": Decimal(9), "monthly_wage": Decimal(-1)}),
        ("resident_pension",
         {"as_of": "2026-02", "years": 15, "account_balance": Decimal(1), "annual_tier": Decimal("1E+99")}),
        ("transfer_amount",
         {"as_of": "2026-02", "account_balance": Decimal(1), "wage_sum": Decimal(1), "monthly_wage": Decimal(-1)}),
        ("disability_allowance",
         {"as_of": "2026-02", "birth": "1985-02", "track": "male", "paid_months": 200, "region": "四川",
          "average_index": Decimal(1), "local_base": Decimal(-1)}),
        ("disability_allowance",
         {"as_of": "2026-02", "birth": "1985-02", "track": "male", "paid_months": 200, "region": "四川",
          "average_index": Decimal(0)}),
        ("survivor_benefits",
         {"as_of": "2026-02", "contribution_years": Decimal(9), "status": "working", "monthly_income": Decimal(9),
          "region": "火星"}),
        ("government_pension", {**OFFICIAL, "actual_index": Decimal(0)}),
        ("government_pension", {**OFFICIAL, "deemed_months": 12, "deemed_index": Decimal(0)}),
        ("claim_place", {"as_of": "2026-02", "hukou": "安徽", "places": "广东:12年13个月"}),
        ("claim_place", {"as_of": "2026-02", "hukou": "安徽", "places": "广东:8.5年6个月"}),
        ("private_pension", {"as_of": "2199-01", "balance": Decimal(1)}),
        ("retirement_options", {"birth": "1960-01", "track": "male", "as_of": "2150-01"}),
        ("account_pension", {"age_years": 0}),
    ],
)  # fmt: skip
def test_nonsense_is_refused_even_where_it_would_not_be_used(tool: str, asked: dict[str, Any]) -> None:
    refused(tool, **asked)


@pytest.mark.parametrize("value", ["1E-999999", "1E-41"])
def test_a_number_too_fine_to_write_down_is_refused_and_never_written_out(value: str) -> None:
    for tool, asked in (
        ("account_pension", {"age_years": 60, "account_balance": Decimal(value)}),
        ("pension_estimate", {**PERSON, "interest": Decimal(value)}),
        ("pension_estimate", {**PERSON, "growth": Decimal(value)}),
    ):
        assert "小数" in refused(tool, **asked)


def test_a_negative_nothing_is_nothing() -> None:
    found = use("account_pension", age_years=60, account_balance=Decimal("-0"))
    assert (found.value("account_balance"), found.value("account")) == ("0", "0")


@pytest.mark.parametrize("text", ["火星" * 3000, "\ud800"])
def test_texts_that_cannot_be_repeated_are_refused_briefly(text: str) -> None:
    for tool, asked in (
        ("pension_estimate", {**PERSON, "region": text}),
        ("retirement_date", {"birth": text, "track": "male"}),
        ("claim_place", {"as_of": "2026-02", "hukou": text, "places": "广东:12年"}),
    ):
        said = refused(tool, **asked)
        assert len(said) < 200 and "\ud800" not in said


@pytest.mark.parametrize("name", ["台湾", "香港", "澳门特别行政区"])
def test_hong_kong_macao_and_taiwan_are_not_called_unknown(name: str) -> None:
    said = refused("claim_place", as_of="2026-02", hukou=name, places="广东:12年")
    assert "不认识" not in said and "内地" in said


def test_a_city_is_named_as_people_write_it() -> None:
    said = refused("pension_estimate", **{**PERSON, "birth": "1960-05", "region": "深圳"})
    assert "广东深圳2020年" in said and "/" not in said
    left_out = told(use("pension_estimate", **{**PERSON, "region": "深圳"}, deemed_months=12))
    assert "广东深圳的过渡性养老金没有计入" in left_out
    assert "各市" not in refused("pension_estimate", **{**PERSON, "birth": "1955-05", "region": "北京"})
    assert "不满16周岁" in refused(
        "disability_allowance", as_of="2026-02", birth="2015-01", track="male", paid_months=0
    )
