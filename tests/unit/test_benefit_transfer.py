"""What money moves when pension insurance moves."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pension.transfer import Sex, TransferKind
from tests.unit._benefits import cases, refused, told, use

NOW = "2026-11"


def test_the_worked_case_comes_out() -> None:
    for case in cases("transfer"):
        given, expected = case["inputs"], case["expected"]
        found = use(
            "transfer_amount", as_of=NOW, account_balance=Decimal(given["account_balance"]),
            wage_sum=Decimal(given["wage_sum_after_1998"]),
        )  # fmt: skip
        assert {key: Decimal(found.value(key)) for key in expected} == {k: Decimal(str(v)) for k, v in expected.items()}


def test_monthly_wages_and_months_stand_for_the_sum() -> None:
    found = use(
        "transfer_amount", as_of=NOW, account_balance=Decimal(52000), monthly_wage=Decimal(5000), months=120
    )  # fmt: skip
    assert (found.value("pooled"), found.value("total")) == ("72000", "124000")
    assert "每一年的缴费工资" in told(found)


@pytest.mark.parametrize(
    ("sex", "age", "moves"),
    [(Sex.MALE, 49, "是"), (Sex.MALE, 50, "否"), (Sex.FEMALE, 39, "是"), (Sex.FEMALE, 40, "否")],
)
def test_from_an_age_on_the_new_place_only_opens_a_temporary_account(sex: Sex, age: int, moves: str) -> None:
    found = use(
        "transfer_amount", as_of=NOW, account_balance=Decimal(1), wage_sum=Decimal(1), sex=sex, age=age
    )  # fmt: skip
    assert found.value("moves") == moves
    assert (found.find("total") is None) == (moves == "否")


@pytest.mark.parametrize("exempt", ["to_hukou", "assigned"])
def test_going_home_or_being_assigned_moves_at_any_age(exempt: str) -> None:
    found = use(
        "transfer_amount", as_of=NOW, account_balance=Decimal(1), wage_sum=Decimal(1), sex=Sex.MALE, age=58,
        **{exempt: True},
    )  # fmt: skip
    assert found.value("moves") == "是"


def test_unknown_age_is_an_assumption() -> None:
    found = use("transfer_amount", as_of=NOW, account_balance=Decimal(1), wage_sum=Decimal(1))
    assert "男不满50周岁、女不满40周岁" in told(found)


@pytest.mark.parametrize(
    "kind", [TransferKind.RESIDENT, TransferKind.RESIDENT_TO_EMPLOYEE, TransferKind.EMPLOYEE_TO_RESIDENT]
)
def test_to_and_from_the_residents_scheme_only_the_account_moves(kind: TransferKind) -> None:
    found = use("transfer_amount", as_of=NOW, account_balance=Decimal(8000), kind=kind)
    assert (found.value("account"), found.value("pooled"), found.value("total")) == ("8000", "0", "8000")
    assert ("待确认" in told(found)) == (kind is not TransferKind.RESIDENT)


def test_government_staff_count_wages_since_the_reform() -> None:
    found = use(
        "transfer_amount", as_of=NOW, account_balance=Decimal(8000), kind=TransferKind.GOVERNMENT,
        wage_sum=Decimal(240000),
    )  # fmt: skip
    assert found.value("pooled") == "28800"
    assert any("2014年10月改革以后" in step.formula for step in found.trace)
    assert "2014年10月" in refused(
        "transfer_amount", as_of=NOW, account_balance=Decimal(1), kind=TransferKind.GOVERNMENT
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"account_balance": Decimal(-1)}, {"wage_sum": None}, {"wage_sum": Decimal(-1)}, {"wage_sum": Decimal("1E+12")},
        {"wage_sum": None, "monthly_wage": Decimal(5000)}, {"wage_sum": None, "monthly_wage": Decimal(0), "months": 3},
        {"wage_sum": None, "monthly_wage": Decimal(5000), "months": 0}, {"as_of": "2009-12"},
        {"sex": Sex.MALE, "age": 200}, {"sex": Sex.MALE, "age": -1},
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_remedy(wrong: dict[str, object]) -> None:
    usual: dict[str, object] = {"as_of": NOW, "account_balance": Decimal(1000), "wage_sum": Decimal(1000)}
    refused("transfer_amount", **{key: value for key, value in (usual | wrong).items() if value is not None})


@given(st.decimals(0, 5_000_000, places=2), st.decimals(0, 5_000_000, places=2))
def test_higher_wages_never_move_less(one: Decimal, other: Decimal) -> None:
    low, high = (
        Decimal(use("transfer_amount", as_of=NOW, account_balance=Decimal(0), wage_sum=wages).value("pooled"))
        for wages in sorted((one, other))
    )
    assert low <= high
