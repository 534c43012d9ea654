"""Whatever is sent to a tool over HTTP, it works it out or says in Chinese what is wrong; nothing breaks or floods."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest

from assistant.tools.registry import TOOLS

ASKED: dict[str, dict[str, Any]] = {
    "retirement_date": {"birth": "1976-02", "track": "male"},
    "minimum_years": {"year": 2035},
    "account_pension": {"age_years": 62, "age_months": 10, "account_balance": 100000},
    "basic_pension": {"benefit_base": 12049, "average_index": 0.8, "paid_months": 360},
    "pension_estimate": {
        "birth": "1976-02", "track": "male", "region": "四川", "as_of": "2026-08", "paid_months": 300,
        "average_index": "0.8", "monthly_base": 5000, "account_balance": 100000, "deemed_months": 12,
        "pre_account_months": 6, "shift_months": -6, "keep_paying": True, "future_index": 1, "benefit_base": 9000,
        "local_base": 8000, "transitional": 100, "interest": "0.02", "growth": "0.02", "transitional_index": 1,
        "virtual_account": 100,
    },
    "pension_by_month": {
        "birth": "1976-02", "track": "male", "region": "四川", "as_of": "2026-08", "paid_months": 300,
        "average_index": "0.8", "account_balance": 100000, "flexible": True,
    },
    "account_growth": {
        "balance": 100000, "months": 30, "from_year": 2024, "monthly_deposit": 500, "interest": "0.02",
        "compounding": "yearly",
    },
    "retirement_options": {"birth": "1976-02", "track": "female55", "as_of": "2026-08", "paid_months": 100},
    "contribution_gap": {
        "birth": "1986-11", "track": "male", "paid_months": 96, "shift_months": -12, "as_of": "2026-08"
    },
    "contributions": {
        "as_of": "2026-02", "kind": "employee", "region": "广东", "monthly_wage": 40000, "base": 9000, "ratio": 1,
        "floor": 5000, "cap": 30000, "average_wage": 9000,
    },
    "resident_claim": {"birth": "1970-03"},
    "resident_pension": {
        "as_of": "2026-02", "years": 15, "region": "武汉", "account_balance": 30000, "annual_tier": 500,
        "local_basic": 200, "long_pay": 10, "birth": "1970-03",
    },
    "government_pension": {
        "as_of": "2026-02", "birth": "1965-06", "region": "四川", "paid_months": 400, "account_balance": 90000,
        "actual_index": 1.2, "deemed_months": 200, "deemed_index": 1.3, "transitional": 100, "annuity_balance": 50000,
        "annuity_choice": "monthly", "benefit_base": 9000, "payout_months": 139,
    },
    "survivor_benefits": {
        "as_of": "2026-02", "contribution_years": 20, "status": "retired", "region": "湖北", "months_received": 30,
        "monthly_income": 4000, "months_only": False,
    },
    "disability_allowance": {
        "as_of": "2026-02", "birth": "1968-02", "track": "male", "paid_months": 200, "region": "四川",
        "average_index": 0.8, "account_balance": 1000, "transitional": 100, "benefit_base": 9000, "local_base": 8000,
        "payout_months": 139,
    },
    "transfer_amount": {
        "as_of": "2026-02", "account_balance": 52000, "kind": "employee", "wage_sum": 600000, "monthly_wage": 5000,
        "months": 100, "sex": "male", "age": 45, "to_hukou": False, "assigned": False,
    },
    "disability_months": {"as_of": "2026-02", "paid_months": 100},
    "late_fee": {"as_of": "2026-02", "arrears": 10000, "days": 100},
    "claim_place": {"as_of": "2026-02", "hukou": "安徽", "places": "广东:12年,广西:8年"},
    "private_pension": {"as_of": "2026-02", "yearly": 12000, "tax_rate": 10, "years": 3, "balance": 10000},
    "guidance": {"matter": "转移", "situation": "在职", "age": 40, "region": "四川"},
}  # fmt: skip
HOSTILE = (
    '""', '" "', '"\\u0000"', '"\\ud800"', '"NaN"', '"sNaN"', '"Infinity"', '"-Infinity"', '"-1"', '"-0"', '"1e999999"',
    '"1e-999999"', '"1e-30"', '"-1e-9"', '"0.00000000000000000001"', '"0x10"', '"１２"', '"1_000"', '"台湾"', '"香港"', '"澳门特别行政区"',
    '"火星"', '"全国"', '"2026-13"', '"0000-00"', '"9999-12"', '"2200-12"', '"2199-01"', '"1900-01"', '"-1975-06"', '"2030-05"',
    '"<script>alert(1)</script>"', "\"' or 1=1 --\"", "-1", "-0.0", "0", "0.5", "1e308", "1e400", "-1e400", "5e-324", "1e-30",
    "721", "100000000000000000000", "null", "true", "false", "[]", "{}", "NaN", "Infinity", "-Infinity",
)  # fmt: skip
LONG = ('"' + "很长" * 20000 + '"', '"' + "9" * 6000 + '"', "9" * 6000, '"0.' + "1" * 6000 + '"')
_MAY_BE_BELOW_ZERO = {"net", "interest"}


def send(client: httpx.Client, tool: str, body: str) -> httpx.Response:
    headers = {"Content-Type": "application/json"}
    return client.post(f"/api/v1/tools/{tool}", content=body, headers=headers)


def written(arguments: dict[str, Any], name: str, raw: str) -> str:
    """The arguments as JSON with ``raw`` as it stands in place of one of them."""
    pairs = [f"{json.dumps(key)}: {raw if key == name else json.dumps(value)}" for key, value in arguments.items()]
    return "{" + ", ".join(pairs) + "}"


def sensible(answer: httpx.Response, asked: str) -> None:
    """An answer with plain numbers, or a problem in Chinese that says what to do."""
    assert answer.status_code in (200, 400, 413, 422), (asked[:300], answer.status_code, answer.text[:300])
    assert len(answer.content) < 200_000, asked[:300]
    told = answer.json()
    if answer.status_code == 200:
        for name, value in told["result"].items():
            assert not re.search(r"NaN|Infinity|\dE[+-]?\d|^-0$", value), (asked[:300], name, value[:80])
            assert name in _MAY_BE_BELOW_ZERO or not value.startswith("-"), (asked[:300], name, value[:80])
        return
    assert answer.headers["content-type"] == "application/problem+json"
    assert re.search(r"[\u4e00-\u9fff]", told["title"]) and len(told["title"]) < 160, (asked[:300], told["title"][:300])
    assert re.search(r"[\u4e00-\u9fff]", told.get("detail", "请")) and len(told.get("detail", "")) < 400, asked[:300]
    assert not re.search(r"Traceback|Error|Exception|pydantic|assistant\.", answer.text), (
        asked[:300],
        answer.text[:300],
    )


def test_every_tool_is_tried_here(client: httpx.Client) -> None:
    assert set(ASKED) == set(TOOLS)
    for tool, arguments in ASKED.items():
        answer = send(client, tool, json.dumps(arguments))
        assert answer.status_code == 200, (tool, answer.text)


@pytest.mark.parametrize("tool", ASKED)
def test_hostile_values_are_worked_out_or_refused_in_chinese(client: httpx.Client, tool: str) -> None:
    for name in ASKED[tool]:
        for raw in HOSTILE:
            body = written(ASKED[tool], name, raw)
            sensible(send(client, tool, body), f"{tool} {name}={raw}")


@pytest.mark.parametrize("tool", ASKED)
def test_values_of_any_length_are_refused_briefly(client: httpx.Client, tool: str) -> None:
    for name in ASKED[tool]:
        for raw in LONG:
            sensible(send(client, tool, written(ASKED[tool], name, raw)), f"{tool} {name}={raw[:30]}…")


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"a": 1', '{"birth": "1976-02", "birth": 3}', "{}", "\xff"])
def test_bodies_that_are_no_arguments_are_refused_in_chinese(client: httpx.Client, body: str) -> None:
    for tool in ("pension_estimate", "late_fee"):
        answer = send(client, tool, body)
        sensible(answer, body)
        assert answer.status_code != 200
