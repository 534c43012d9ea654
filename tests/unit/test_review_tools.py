"""What a second reading of the calculators found: figures lent across time, silent assumptions, steps that mislead."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.unit._pension import promised, told
from tests.unit._review import OFFICIAL, PERSON, refused, step, use

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


def test_the_average_wage_is_the_one_the_cap_implies_in_every_calculator() -> None:
    paid = use("contributions", as_of="2026-02", kind="flexible", region="广州")
    found = use("pension_estimate", **{**PERSON, "region": "广州", "as_of": "2026-02"}, monthly_base=Decimal("7346.4"))
    assert paid.value("tier_100_base") == "9183"
    assert step(found, "今后的缴费指数")["月平均工资"] == "9183元"
    assert "不是计发基数" in told(found)


def test_a_lapsed_floor_is_used_for_a_while_rather_than_one_made_from_another_figure() -> None:
    found = use(
        "pension_estimate", **{**PERSON, "region": "佛山", "average_index": Decimal(1)}, monthly_base=Decimal(4775)
    )  # fmt: skip
    assert step(found, "今后的缴费指数")["月缴费基数"] == "4775元"
    assert "先用广东2025年的4775元" in told(found)


def test_the_first_payment_month_stands_in_a_step_with_its_source() -> None:
    for tool, asked, name in (
        ("pension_estimate", PERSON, "first_payment_month"),
        ("retirement_options", {"birth": "1976-02", "track": "male", "as_of": "2026-08"}, "latest_first_payment_month"),
    ):
        found = use(tool, **asked)
        steps = [one for one in found.trace if "首次发放月份" in one.step and one.value == found.value(name)]
        assert steps and "94号" in steps[0].parameters[0].source


def test_a_condition_of_paying_on_says_from_which_month() -> None:
    found = use("pension_estimate", **{**PERSON, "birth": "1966-01", "paid_months": 100})
    assert "以从2026年9月起每月缴、延长缴费到" in told(found)


def test_zhengzhous_own_supplement_for_deemed_years_is_named_as_not_counted() -> None:
    asked = {**PERSON, "region": "河南郑州", "local_base": Decimal(7200)}
    assert "过渡性补贴" in told(use("pension_estimate", **asked, deemed_months=24))
    assert "过渡性补贴" not in told(use("pension_estimate", **asked))
