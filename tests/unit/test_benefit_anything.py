"""Whatever a tool is asked with, it works it out or refuses with a remedy: nothing else comes out."""

from __future__ import annotations

import types
import typing
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.tools.registry import Toolbox, find_tool
from tests.unit._benefits import BOOK, promised

TOOLS = (
    "contribution_gap", "contributions", "resident_pension", "government_pension", "survivor_benefits",
    "disability_allowance", "transfer_amount", "claim_place", "private_pension",
)  # fmt: skip
_TEXTS = {
    "as_of": ("2025-06", "2026-11", "2031-01", "2024-02", "", "2026-00", "去年"),
    "birth": ("1965-06", "1980-02", "2001-11", "1900-01", "1970", ""),
    "region": ("四川", "广州", "武汉", "河南", "辽宁", "西藏", "火星", "全国", ""),
    "hukou": ("安徽", "广东", ""),
    "places": ("广东:12年,广西:8年", "安徽:3年,广东:119个月:临时", "广东:5年:当前,江苏:12年", "::", "广东"),
}
_DECIMALS = st.one_of(
    st.decimals(0, 3, places=2), st.decimals(-10, 200_000, places=2), st.decimals(allow_nan=True, allow_infinity=True),
    st.decimals(min_value=Decimal("-1E+30"), max_value=Decimal("1E+30"), allow_nan=False),
)  # fmt: skip
_WHOLE = st.one_of(st.integers(0, 300), st.integers(-1000, 10_000), st.integers(-(10**20), 10**20))


def strategy(name: str, hint: object) -> st.SearchStrategy[Any]:
    """Values of a parameter's own type, sensible and not."""
    kinds = typing.get_args(hint) if typing.get_origin(hint) in (types.UnionType, typing.Union) else (hint,)
    found: list[st.SearchStrategy[Any]] = []
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Enum):
            found.append(st.sampled_from(list(kind)))
        elif kind is str:
            found.append(st.sampled_from(_TEXTS[name]))
        else:
            found.append({Decimal: _DECIMALS, int: _WHOLE, bool: st.booleans(), types.NoneType: st.none()}[kind])
    return st.one_of(found)


def questions(tool: str) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments for a tool; those that are not required may be left out."""
    hints = typing.get_type_hints(find_tool(tool).load())
    return st.fixed_dictionaries(
        {name: strategy(name, hint) for name, hint in hints.items() if name not in ("book", "return")}
    )


@pytest.mark.parametrize("tool", TOOLS)
def test_every_question_is_worked_out_or_refused_with_a_remedy(tool: str) -> None:
    @given(questions(tool))
    def ask(arguments: dict[str, Any]) -> None:
        try:
            found = Toolbox(BOOK).run(tool, arguments)
        except BadInput as refusal:
            assert str(refusal) and refusal.remedy
            return
        promised(found)

    ask()
