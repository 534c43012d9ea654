"""Stored calculations made again from their JSON."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from assistant.errors import BadInput
from assistant.public import tool_json
from assistant.replay import replay_json
from assistant.tools.registry import Toolbox
from assistant.traces import together
from knowledge_base.parameter_files import load_parameters

TOOLS = Toolbox(load_parameters())
PERSON = {"birth": "1975-06", "track": "male", "as_of": "2026-11", "paid_months": 240}
ASKED: dict[str, dict[str, object]] = {
    "pension_estimate": PERSON
    | {"region": "四川", "average_index": Decimal("0.6"), "account_balance": Decimal(80_000)},
    "pension_by_month": PERSON | {"region": "四川", "deemed_months": 36},
    "retirement_options": PERSON,
    "contribution_gap": PERSON,
    "retirement_date": {"birth": "1975-06", "track": "female50"},
    "late_fee": {"as_of": "2026-11", "arrears": Decimal(10_000), "days": 30},
    "guidance": {"matter": "pension_claim", "age": 49},
}


def stored(tool: str) -> dict[str, Any]:
    return tool_json(TOOLS.run(tool, ASKED[tool]))


@pytest.mark.parametrize("tool", ASKED)
def test_a_stored_result_comes_out_the_same(tool: str) -> None:
    (again,) = replay_json(stored(tool))
    assert again.tool == tool
    assert again.differences == ()


def test_a_reply_is_made_again_by_its_parts() -> None:
    both = together(tuple(TOOLS.run(tool, ASKED[tool]) for tool in ("retirement_date", "contribution_gap")))
    again = replay_json({"text": "", "trace": tool_json(both)})
    assert [one.tool for one in again] == ["retirement_date", "contribution_gap"]
    assert not any(one.differences for one in again)


def test_a_result_or_a_figure_that_was_tampered_with_is_named() -> None:
    result = stored("pension_estimate")
    wrong = deepcopy(result)
    wrong["result"]["total"] = "9999"
    (told,) = replay_json(wrong)
    assert told.differences == (f"total：存的是9999，重算是{result['result']['total']}",)
    wrong = deepcopy(result)
    next(used for used in wrong["used"] if used["key"] == "benefit_base")["exact"] = "9999"
    (told,) = replay_json(wrong)
    assert any(line.startswith("步骤“计发基数”") for line in told.differences)


@pytest.mark.parametrize("tool", ["own_benefit", "retirement_dates"])
def test_what_no_tool_worked_out_cannot_be_made_again(tool: str) -> None:
    with pytest.raises(BadInput):
        replay_json(stored("late_fee") | {"tool": tool})
