"""What is paid in each month: rates, limits of the place, tiers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pension.contribution import BaseLimits, ContributionKind
from tests.unit._benefits import cases, refused, told, use

EMPLOYEE, FLEXIBLE = ContributionKind.EMPLOYEE, ContributionKind.FLEXIBLE
bases = st.decimals(1, 200_000, places=2)


def test_the_worked_cases_come_out() -> None:
    flexible, capped = sorted(cases("contribution"), key=lambda case: "region" in case["inputs"])
    base = Decimal(flexible["inputs"]["monthly_base"])
    found = use("contributions", as_of="2026-11", kind=FLEXIBLE, base=base)
    assert Decimal(found.value("monthly")) == Decimal(str(flexible["expected"]["monthly"]))
    assert Decimal(found.value("to_account")) == Decimal(str(flexible["expected"]["to_account"]))
    given = capped["inputs"]
    found = use(
        "contributions", as_of=given["from"], kind=EMPLOYEE, region=given["region"],
        monthly_wage=Decimal(given["monthly_wage"]), cap=Decimal(given["cap"]),
    )  # fmt: skip
    assert (found.value("employee"), found.value("employer")) == ("2203.92", "4407.84")
    assert {key: Decimal(found.value(key)) for key in capped["expected"]} == {
        key: Decimal(str(value)) for key, value in capped["expected"].items()
    }


def test_a_wage_is_capped_by_the_limit_on_file() -> None:
    found = use("contributions", as_of="2025-09", kind=EMPLOYEE, region="广州", monthly_wage=Decimal(40000))
    assert (found.value("base"), found.value("employee"), found.value("yearly")) == ("27549", "2203.92", "26447.04")
    assert "高于上限" in told(found)


def test_a_low_wage_pays_on_the_floor_of_the_own_city() -> None:
    found = use("contributions", as_of="2025-09", kind=EMPLOYEE, region="广东广州", monthly_wage=Decimal(3000))
    assert (found.value("base"), found.value("to_account")) == ("5510", "440.8")


def test_the_floor_of_one_city_is_not_lent_to_another() -> None:
    found = use("contributions", as_of="2025-09", kind=EMPLOYEE, region="佛山", monthly_wage=Decimal(3000))
    assert found.value("base") == "3000"
    assert "没有核对缴费基数下限" in told(found)


def test_a_lapsed_limit_is_used_for_a_while_and_said_aloud() -> None:
    found = use("contributions", as_of="2026-09", kind=FLEXIBLE, region="广州", base=Decimal(3000))
    assert found.value("base") == "5510"
    assert "没有公布或没有收录，先用" in told(found)


def test_a_limit_of_years_ago_is_not_used() -> None:
    found = use("contributions", as_of="2029-09", kind=FLEXIBLE, region="广州", base=Decimal(3000))
    assert found.value("base") == "3000"
    assert "60%到300%" in told(found)


def test_without_a_base_every_tier_is_listed() -> None:
    found = use("contributions", as_of="2025-05", kind=FLEXIBLE, region="四川")
    assert found.value("tier_100_monthly") == "1529.2"
    assert (found.value("lowest_monthly"), found.value("tier_60_monthly")) == ("917.6", "917.6")
    assert (found.value("highest_monthly"), found.value("tier_300_monthly")) == ("4587.6", "4587.6")
    assert found.value("tier_80_to_account") == "489.34"


def test_limits_come_from_the_average_wage_where_none_are_published() -> None:
    found = use("contributions", as_of="2025-05", kind=FLEXIBLE, region="浙江", base=Decimal(1000))
    assert found.value("base") == "4800"
    assert "推算" in told(found)


def test_tiers_are_told_from_the_cap_where_the_average_wage_is_missing() -> None:
    found = use("contributions", as_of="2025-09", kind=FLEXIBLE, region="广州")
    assert found.value("tier_100_base") == "9183"
    assert found.value("tier_60_base") == "5510"
    assert "倒推" in told(found) and "不是计发基数" in told(found)


def test_a_ratio_is_a_share_of_the_average_wage() -> None:
    found = use("contributions", as_of="2025-05", kind=FLEXIBLE, region="四川", ratio=Decimal("0.8"))
    assert found.value("base") == "6116.8"


def test_figures_a_person_brings_along_come_first() -> None:
    found = use(
        "contributions", as_of="2025-05", kind=FLEXIBLE, region="四川", base=Decimal(100), floor=Decimal(5000)
    )  # fmt: skip
    assert found.value("base") == "5000"
    assert "您提供的5000元" in told(found)


def test_a_place_without_figures_is_asked_for_them_and_told_the_rule() -> None:
    said = refused("contributions", as_of="2026-11", kind=FLEXIBLE, region="贵州")
    assert "没有收录" in said and "60%到300%" in said
    assert "平均工资" in refused("contributions", as_of="2026-11", kind=FLEXIBLE, region="贵州", ratio=Decimal(1))
    assert "没有收录" in refused("contributions", as_of="2026-11", kind=EMPLOYEE, region="山东")


def test_an_employee_is_told_that_tiers_are_not_chosen() -> None:
    assert "不能选档" in told(use("contributions", as_of="2025-05", kind=EMPLOYEE, region="四川"))
    assert "哪个市" in told(use("contributions", as_of="2025-05", kind=EMPLOYEE, region="四川"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"base": Decimal(-1)}, {"base": Decimal(0)}, {"base": Decimal("1E+9")}, {"base": Decimal("NaN")},
        {"monthly_wage": Decimal(-500)}, {"ratio": Decimal(60), "region": "四川"}, {"ratio": Decimal("0.1")},
        {"region": "火星", "base": Decimal(5000)}, {"as_of": "2026", "base": Decimal(5000)}, {"as_of": "2026-13"},
        {"floor": Decimal(9000), "cap": Decimal(5000), "base": Decimal(6000)}, {"average_wage": Decimal(0)},
        {"as_of": "1999-01", "base": Decimal(500)},
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_remedy(wrong: dict[str, object]) -> None:
    refused("contributions", **({"as_of": "2025-05", "kind": FLEXIBLE} | wrong))


@given(bases, bases)
def test_who_earns_more_never_pays_less(one: Decimal, other: Decimal) -> None:
    low, high = (
        use("contributions", as_of="2025-05", kind=EMPLOYEE, region="四川", monthly_wage=wage)
        for wage in sorted((one, other))
    )
    assert Decimal(low.value("employee")) <= Decimal(high.value("employee"))
    assert Decimal("4588") <= Decimal(high.value("base")) <= Decimal("22938")


@given(bases, bases, bases)
def test_a_base_always_lies_between_the_limits(wanted: Decimal, one: Decimal, other: Decimal) -> None:
    floor, cap = sorted((one, other))
    limits = BaseLimits(floor, cap)
    assert floor <= limits.bound(wanted) <= cap
    assert floor <= limits.snap(wanted) <= cap
    assert BaseLimits().bound(wanted) == wanted
