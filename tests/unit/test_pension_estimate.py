"""A pension as a citizen is told it: the figures, what they rest on, and what is refused by name."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.pension.months import Month
from assistant.pension.retirement import Track
from assistant.tools.registry import Toolbox, replay
from assistant.traces import ToolResult
from tests.unit._pension import BOOK, PERSON, estimate, promised, refused, small_book, told, total


def amounts(found: ToolResult, *names: str) -> tuple[str, ...]:
    return tuple(found.value(name) for name in names)


GOLDEN = {"keep_paying": False, "deemed_months": 36, "interest": Decimal("0.0262")}


def test_the_golden_case_of_beijing_comes_out_to_the_cent() -> None:
    found = estimate(**GOLDEN)
    assert amounts(found, "retirement_month", "retirement_age", "first_payment_month", "payout_months") == (
        "2038年12月", "62岁10个月", "2039年1月", "118.3"
    )  # fmt: skip
    assert amounts(found, "account_balance", "basic", "account", "transitional", "total") == (
        "138096.3", "3253.23", "1167.34", "361.47", "4782.04"
    )  # fmt: skip
    assert amounts(found, "total_months", "minimum_years", "gap_months") == ("30年", "19.5", "0")


def test_paying_on_to_retirement_adds_months_and_deposits() -> None:
    found = estimate(
        birth="1990-06", region="全国", as_of="2026-10", paid_months=48, average_index=None,
        account_balance=Decimal(50_000), monthly_base=Decimal(20_000), benefit_base=Decimal(12_116), interest=Decimal(0),
    )  # fmt: skip
    assert amounts(found, "total_months", "account_balance", "basic", "account", "total") == (
        "30年8个月", "562000", "4924.45", "4803.42", "9727.87"
    )  # fmt: skip
    assert "以前的平均缴费指数没有提供" in told(found)
    assert "一直缴到2053年6月" in told(found)


def test_every_step_says_how_it_came_about_and_shows_its_source() -> None:
    found = estimate(**GOLDEN)
    steps = {step.step: step for step in found.trace}
    assert list(steps)[:2] == ["法定退休月份", "最低缴费年限"]
    assert steps["基础养老金"].value == "3253.23元"
    assert "全国性文件未见" in steps["计发月数"].formula
    assert "按月复利" in steps["退休时个人账户储存额"].formula
    for name in ("法定退休月份", "最低缴费年限", "计发基数", "计发月数", "过渡性养老金"):
        assert all(used.source for used in steps[name].parameters) and steps[name].parameters, name


def test_a_whole_age_needs_no_word_about_months_between() -> None:
    found = estimate(birth="1990-06", as_of="2026-08", paid_months=100)
    assert "全国性文件" not in "\n".join(step.formula for step in found.trace)
    assert "全国性文件" not in told(found)


def test_figures_not_yet_published_are_assumed_aloud() -> None:
    found = estimate()
    assert "2038年的养老金计发基数没有公布或没有收录，先用北京2025年的12049元" in told(found)
    assert "先用全国2025年的1.5%" in told(found)
    assert "在公布以前的各年都按1.5%算" in told(found)


def test_without_an_index_there_is_a_range_and_its_parts_are_the_low_end() -> None:
    found = estimate(average_index=None)
    low, high = (Decimal(found.value(name)) for name in ("total_low", "total_high"))
    assert low == total(found) < high
    assert found.value("average_index") == "0.6"
    assert "0.6" in told(found) and "1.0" in told(found)
    assert found.value("total_high") == estimate(average_index=Decimal(1)).value("total")


def test_with_everything_known_there_is_no_range() -> None:
    assert estimate().find("total_low") is None


def test_without_a_balance_it_is_estimated_without_interest_and_said() -> None:
    found = estimate(region="四川", account_balance=None, paid_months=100, deemed_months=40)
    step = next(step for step in found.trace if "粗估" in step.step)
    assert step.value == f"{7646 * 60 * Decimal('0.064'):.2f}元"
    assert "没有计利息" in told(found)


@pytest.mark.parametrize("paid", [1, 100, 179])
def test_a_gap_is_named_and_the_amount_is_only_told_on_the_condition_that_it_is_filled(paid: int) -> None:
    found = estimate(birth="1965-06", as_of="2025-09", paid_months=paid, keep_paying=True)
    gap = int(found.value("gap_months"))
    assert gap == 180 - paid
    claim = Month(2025, 9).plus(gap)
    assert found.value("extended_until") == claim.spoken
    assert found.value("first_payment_month") == claim.plus(1).spoken
    assert found.value("total_months") == "15年"
    assert f"还差{gap}个月" in told(found)
    assert "为前提" in told(found) and "转入城乡居民" in told(found) and "一次性缴费" in told(found)
    assert any("以缴满最低年限为前提" in step.step for step in found.trace)


def test_who_stops_paying_but_has_time_left_claims_at_retirement_when_the_gap_is_filled() -> None:
    found = estimate(paid_months=200, keep_paying=False)
    assert found.value("gap_months") == "34"
    assert found.value("first_payment_month") == "2039年1月"
    assert "只把差的月数缴满" in told(found)


def test_an_early_month_without_its_minimum_years_is_refused_and_so_is_one_that_has_passed() -> None:
    assert "还差" in refused(paid_months=100, shift_months=-30)
    assert "已经过了" in refused(birth="1968-01", as_of="2028-06", shift_months=-8)


def test_a_shift_beyond_the_bounds_is_refused_with_the_bounds() -> None:
    assert "2036年2月" in refused(shift_months=-35)
    assert "2041年12月" in refused(shift_months=37)


def test_retiring_later_pays_more_and_earlier_less() -> None:
    early, statutory, late = (total(estimate(shift_months=shift)) for shift in (-12, 0, 12))
    assert early < statutory < late
    assert "3个月书面" in told(estimate(shift_months=-12))
    assert "公务员" in told(estimate(shift_months=12))


def test_a_retirement_month_that_has_passed_is_said() -> None:
    found = estimate(birth="1965-01", as_of="2026-08", paid_months=300)
    assert "2025年2月已经到了或过了" in told(found)
    assert found.value("account_balance") == "100000"
    assert found.value("benefit_base") == "12049"


def test_what_is_not_counted_is_always_named() -> None:
    assert "增发、加发" in told(estimate())


def test_growth_is_an_assumption_and_raises_the_amount() -> None:
    flat, grown = estimate(), estimate(growth=Decimal("0.03"))
    assert "今天的水平" in told(flat) and "每年增长3%" in told(grown)
    assert total(grown) > total(flat)
    assert Decimal(grown.value("benefit_base")) == (12_049 * Decimal("1.03") ** 13).quantize(Decimal("0.01"))


def test_a_base_above_the_ceiling_counts_as_the_ceiling() -> None:
    found = estimate(monthly_base=Decimal(90_000))
    assert "超出当地的上下限，按36147元算" in told(found)


@pytest.mark.parametrize(
    "changes",
    [{"birth": "1975"}, {"birth": "1900-01"}, {"as_of": "1970-01"}, {"paid_months": -1}, {"paid_months": 700},
     {"deemed_months": 400}, {"average_index": Decimal(60)}, {"average_index": Decimal("NaN")}, {"interest": Decimal(2)},
     {"interest": Decimal("NaN")}, {"growth": Decimal(3)}, {"account_balance": Decimal(-1)},
     {"monthly_base": Decimal(0)}, {"track": "child"}],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_remedy(changes: dict[str, object]) -> None:
    with pytest.raises((BadInput, ValueError)) as error:
        Toolbox(BOOK).run("pension_estimate", PERSON | changes)
    if isinstance(error.value, BadInput):
        assert error.value.remedy
    else:
        assert "track" in changes


people = st.fixed_dictionaries(
    {
        "birth": st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(1970, 1988), st.integers(1, 12)),
        "track": st.sampled_from((Track.MALE, Track.FEMALE55)),
        "region": st.sampled_from(["北京", "四川", "深圳", "广东", "上海", "辽宁", "安徽", "江苏", "内蒙古", "山东"]),
        "as_of": st.just("2025-06"),
        "paid_months": st.integers(240, 250),
        "average_index": st.none() | st.decimals("0.61", 3, places=4),
        "monthly_base": st.none() | st.decimals(8000, 20_000, places=2),
        "account_balance": st.none() | st.decimals(0, 1_000_000, places=2),
        "deemed_months": st.integers(0, 100),
        "keep_paying": st.booleans(),
        "growth": st.none() | st.decimals(0, "0.05", places=3),
    }
)


@given(people)
@settings(max_examples=60, deadline=None)
def test_every_estimate_keeps_its_promises_and_its_range_begins_with_the_total(person: dict[str, object]) -> None:
    found = estimate(**person)
    parts = [found.find(name) for name in ("basic", "account", "transitional")]
    assert sum(Decimal(part) for part in parts if part) == total(found) > 0
    assert (found.find("total_low") or found.value("total")) == found.value("total")
    assert Decimal(found.find("total_high") or found.value("total")) >= total(found)


@given(people)
@settings(max_examples=40, deadline=None)
def test_more_months_and_a_higher_base_pay_more(person: dict[str, object]) -> None:
    known = person | {"average_index": Decimal(1), "account_balance": Decimal(80_000), "keep_paying": False}
    here = total(estimate(**known, benefit_base=Decimal(10_000)))
    paid = int(str(person["paid_months"]))
    assert total(estimate(**known, benefit_base=Decimal(10_500))) > here
    assert total(estimate(**known | {"paid_months": paid + 1}, benefit_base=Decimal(10_000))) > here


@given(st.decimals("0.6", "2.9", places=3), st.integers(240, 400))
@settings(max_examples=40, deadline=None)
def test_a_higher_index_never_pays_less(index: Decimal, paid: int) -> None:
    here = total(estimate(average_index=index, paid_months=paid))
    assert total(estimate(average_index=index + Decimal("0.1"), paid_months=paid)) > here


def test_a_stored_estimate_is_the_same_after_the_figures_have_changed() -> None:
    before = estimate()
    book = small_book(benefit_base="15000", account_interest="3", **{"payout_months.62": "120"})
    after = promised(Toolbox(book).run("pension_estimate", PERSON))
    assert total(after) != total(before)
    assert replay(before) == before
    assert before.parameter_version != after.parameter_version


def test_an_estimate_is_quick() -> None:
    estimate()
    started = time.process_time()
    for _ in range(20):
        Toolbox(BOOK).run("pension_estimate", PERSON)
    assert (time.process_time() - started) / 20 < 0.02
