"""The calculators over the shipped figures, somebody to ask about, and what is said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assistant.errors import BadInput
from assistant.tools.registry import Toolbox
from assistant.traces import ToolResult
from knowledge_base.parameter_files import load_parameters

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
