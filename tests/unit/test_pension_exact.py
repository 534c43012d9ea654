"""Money is exact, whatever a calculator is asked it answers or refuses, and every stored result can be repeated."""

from __future__ import annotations

import ast
import types
import typing
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.pension.parameters import Parameter, ParameterBook
from assistant.tools.registry import TOOLS, Toolbox, find_tool, replay
from knowledge_base.parameter_files import load_parameters
from tests.unit._pension import BOOK, PERSON, promised

ROOT = Path(__file__).parents[2] / "assistant"
OWN = ("pension_estimate", "pension_by_month", "retirement_options", "account_growth")
ASKED: dict[str, dict[str, object]] = {
    "retirement_date": {"birth": "1976-02", "track": "male"},
    "minimum_years": {"year": 2035},
    "account_pension": {"age_years": 62, "age_months": 10, "account_balance": Decimal(100_000)},
    "basic_pension": {"benefit_base": Decimal(12_049), "average_index": Decimal("0.8"), "paid_months": 360},
    "pension_estimate": PERSON | {"deemed_months": 36, "monthly_base": Decimal(9000)},
    "pension_by_month": PERSON | {"deemed_months": 36},
    "account_growth": {"balance": Decimal(100_000), "months": 30, "from_year": 2024},
    "retirement_options": {"birth": "1976-02", "track": "female55", "as_of": "2026-08", "paid_months": 100},
    "contribution_gap": {"birth": "1986-11", "track": "male", "paid_months": 96, "as_of": "2026-08"},
    "contributions": {"as_of": "2026-02", "kind": "employee", "region": "广东", "monthly_wage": Decimal(40_000)},
    "resident_pension": {"as_of": "2026-02", "years": 15, "account_balance": Decimal(30_000)},
    "government_pension": {
        "as_of": "2026-02", "birth": "1965-06", "region": "四川", "paid_months": 400, "account_balance": Decimal(90_000),
        "actual_index": Decimal("1.2"),
    },
    "survivor_benefits": {
        "as_of": "2026-02", "contribution_years": Decimal(20), "status": "retired", "months_received": 30,
        "monthly_income": Decimal(4000),
    },
    "disability_allowance": {
        "as_of": "2026-02", "birth": "1976-02", "track": "male", "paid_months": 200, "region": "四川",
        "average_index": Decimal("0.8"),
    },
    "transfer_amount": {"as_of": "2026-02", "account_balance": Decimal(52_000), "wage_sum": Decimal(600_000)},
    "claim_place": {"as_of": "2026-02", "hukou": "安徽", "places": "广东:12年,广西:8年"},
    "private_pension": {"as_of": "2026-02", "yearly": Decimal(12_000), "tax_rate": 10},
    "late_fee": {"as_of": "2026-02", "arrears": Decimal(10_000), "days": 100},
    "resident_claim": {"birth": "1970-03"},
    "disability_months": {"as_of": "2026-02", "paid_months": 100},
}  # fmt: skip
NOT_CALCULATIONS = {"guidance"}


def modules() -> list[Path]:
    return sorted(path for folder in ("pension", "tools") for path in (ROOT / folder).glob("*.py"))


def floats(tree: ast.AST) -> Iterator[str]:
    """Where a module reckons with floating point: a literal, the type, or a true division of whole numbers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield f"{node.lineno}: {node.value}"
        if isinstance(node, ast.Name) and node.id in ("float", "complex"):
            yield f"{node.lineno}: {node.id}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            if {"math", "statistics", "random", "numpy"} & set(names):
                yield f"{node.lineno}: {names}"


@pytest.mark.parametrize("module", modules(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_module_about_money_uses_floating_point(module: Path) -> None:
    assert list(floats(ast.parse(module.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("text", ["x = 0.1", "x = float(y)", "def f(x: float) -> None: ...", "import math"])
def test_floating_point_would_be_found(text: str) -> None:
    assert list(floats(ast.parse(text)))


def test_every_calculator_has_a_question_here() -> None:
    assert set(TOOLS) - NOT_CALCULATIONS == set(ASKED)


def changed(parameter: Parameter) -> Parameter:
    """Another figure: a fifth more."""
    if parameter.unit == "规则":
        return parameter
    value = Decimal(parameter.value) * Decimal("1.2")
    return replace(parameter, value=f"{value.to_integral_value() if parameter.unit == '月' else value:f}")


@pytest.mark.parametrize("tool", ASKED)
def test_a_stored_calculation_is_repeated_exactly_when_the_figures_on_file_have_changed(tool: str) -> None:
    book = load_parameters()
    stored = Toolbox(book).run(tool, ASKED[tool])
    later = ParameterBook(tuple(changed(parameter) for parameter in book.parameters))
    now = Toolbox(later).run(tool, ASKED[tool])
    assert replay(stored) == stored
    assert replay(now) == now
    if stored.used and any(used.unit != "规则" for used in stored.used):
        assert now != stored


TEXTS = {
    "as_of": ("2025-06", "2026-11", "2031-01", "2024-12", "", "2026-00", "去年"),
    "birth": ("1965-06", "1970-02", "1980-02", "2001-11", "1900-01", "1970", ""),
    "region": ("北京", "四川", "深圳", "广东", "河南", "辽宁/大连", "安徽", "江苏", "上海", "火星", "全国", ""),
}
DECIMALS = st.one_of(
    st.decimals(0, 3, places=2), st.decimals(0, "0.1", places=3), st.decimals(1000, 300_000, places=2),
    st.decimals(allow_nan=True, allow_infinity=True),
)  # fmt: skip
WHOLE = st.one_of(st.integers(0, 400), st.integers(-40, 40), st.integers(2016, 2040), st.integers(-(10**20), 10**20))


def strategy(name: str, hint: object) -> st.SearchStrategy[Any]:
    """Values of a parameter's own type, sensible and not."""
    kinds = typing.get_args(hint) if typing.get_origin(hint) in (types.UnionType, typing.Union) else (hint,)
    found: list[st.SearchStrategy[Any]] = []
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Enum):
            found.append(st.sampled_from(list(kind)))
        elif kind is str:
            found.append(st.sampled_from(TEXTS[name]))
        else:
            found.append({Decimal: DECIMALS, int: WHOLE, bool: st.booleans(), types.NoneType: st.none()}[kind])
    return st.one_of(found)


@pytest.mark.parametrize("tool", OWN)
def test_whatever_is_asked_is_worked_out_or_refused_with_a_remedy(tool: str) -> None:
    hints = typing.get_type_hints(find_tool(tool).load())
    questions = {name: strategy(name, hint) for name, hint in hints.items() if name not in ("book", "return")}

    @given(st.fixed_dictionaries({}, optional=questions), st.sets(st.sampled_from(sorted(ASKED[tool]))))
    @settings(max_examples=100, deadline=None)
    def ask(odd: dict[str, Any], kept: set[str]) -> None:
        arguments = {**ASKED[tool], **odd, **{name: ASKED[tool][name] for name in kept}}
        try:
            found = Toolbox(BOOK).run(tool, arguments)
        except BadInput as refusal:
            assert str(refusal) and refusal.remedy
            return
        promised(found)

    ask()
