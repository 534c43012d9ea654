"""Names the documentation must hold, kind by kind: tools with their parameters and results, commands, logs, pages, cases."""

from __future__ import annotations

import argparse
import inspect
import json
import re
import typing
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

import pytest

import assistant.cli
import knowledge_base.cli
import speech.cli
from assistant.dialogue.form_fields import FIELDS
from assistant.replay import replay_json
from assistant.steps.check_records import CODE, ID_NUMBER, OWN_RECORDS
from assistant.tools.registry import TOOLS, Toolbox, find_tool
from channels.api.answers import ToolResultOut
from channels.api.own_records import OwnRecordsRequest
from channels.web.routes import PAGES as WEB_PAGES
from eval.estimator import KINDS, PENSIONS
from knowledge_base.parameter_files import load_parameters
from tests.unit.test_docs import GUIDES, README, ROOT, blocks, code, everything, text_of

CONTRACT = text_of(ROOT / "docs" / "http-api.md")
PERSON: dict[str, object] = {"birth": "1970-06", "track": "male", "as_of": "2026-11", "paid_months": 60}
ASKED: dict[str, tuple[dict[str, object], ...]] = {
    "retirement_date": ({"birth": "1975-06", "track": "male"},),
    "retirement_options": (PERSON | {"paid_months": 240},),
    "minimum_years": ({"year": 2035},),
    "contribution_gap": (PERSON,),
    "pension_estimate": (PERSON | {"region": "四川", "deemed_months": 24},),
    "pension_by_month": (PERSON | {"region": "四川", "paid_months": 240},),
    "basic_pension": ({"benefit_base": Decimal(8462), "average_index": Decimal("0.8"), "paid_months": 364},),
    "account_pension": ({"age_years": 63, "account_balance": Decimal(117_000)},),
    "account_growth": ({"balance": Decimal(80_000), "months": 24, "from_year": 2024},),
    "contributions": (
        {"as_of": "2025-11", "kind": "flexible", "region": "四川", "base": Decimal(5000)},
        {"as_of": "2025-11", "kind": "employee", "region": "四川", "base": Decimal(5000)},
    ),
    "resident_claim": ({"birth": "1970-06"},),
    "resident_pension": ({"as_of": "2026-11", "years": 15, "annual_tier": Decimal(500), "birth": "1970-06"},),
    "government_pension": (
        {
            "as_of": "2025-06", "birth": "1965-02", "region": "四川", "paid_months": 480, "deemed_months": 300,
            "account_balance": Decimal(80_000), "actual_index": Decimal("1.2"), "deemed_index": Decimal("1.3"),
            "annuity_balance": Decimal(90_000),
        },
    ),
    "survivor_benefits": (
        {"as_of": "2025-06", "contribution_years": Decimal(20), "status": "working", "monthly_income": Decimal(4000)},
        {"as_of": "2025-06", "contribution_years": Decimal(20), "status": "working", "months_only": True},
    ),
    "disability_allowance": (
        {"as_of": "2025-06", "birth": "1976-06", "track": "male", "paid_months": 240},
        {"as_of": "2025-06", "birth": "1976-06", "track": "male", "paid_months": 100},
    ),
    "disability_months": ({"as_of": "2026-11", "paid_months": 100},),
    "transfer_amount": (
        {"as_of": "2026-11", "account_balance": Decimal(80_000), "wage_sum": Decimal(500_000)},
        {"as_of": "2026-11", "account_balance": Decimal(80_000), "sex": "male", "age": 52},
    ),
    "late_fee": ({"as_of": "2026-11", "arrears": Decimal(10_000), "days": 30},),
    "claim_place": ({"as_of": "2026-11", "hukou": "四川", "places": "广东:12年,江苏:3年"},),
    "private_pension": (
        {"as_of": "2026-11", "yearly": Decimal(12_000), "tax_rate": 10},
        {"as_of": "2026-11", "balance": Decimal(100_000)},
    ),
    "guidance": ({}, {"matter": "pension_claim", "situation": "在职", "sex": "女", "age": 49, "region": "湖北"}),
}  # fmt: skip
BY_PREFIX = ("earliest_", "statutory_", "latest_")
"""Results of ``retirement_options`` the contract names once for all three."""


def row_of(tool: str) -> list[str]:
    """The cells of the tool's row in the contract: title, parameters, results."""
    found = re.search(rf"^\| `{tool}` \|(.*)\|$", CONTRACT, re.MULTILINE)
    assert found, tool
    return [cell.strip() for cell in found[1].split("|")]


def choices(tool: str) -> set[str]:
    """Every word an enumerated parameter of the tool takes."""
    kinds = [kind for hint in typing.get_type_hints(find_tool(tool).load()).values() for kind in _kinds(hint)]
    return {str(one.value) for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum) for one in kind}


def _kinds(hint: object) -> tuple[object, ...]:
    return typing.get_args(hint) or (hint,)


@pytest.mark.parametrize("tool", TOOLS)
def test_the_contract_names_title_and_parameters_of_every_tool_and_no_other(tool: str) -> None:
    title, parameters, _ = row_of(tool)
    named = set(re.findall(r"`(\w+)`", parameters))
    wanted = set(list(inspect.signature(find_tool(tool).load()).parameters)[1:])
    assert title == TOOLS[tool].title
    assert named - choices(tool) == wanted


@pytest.mark.parametrize("tool", TOOLS)
def test_the_contract_names_every_word_a_parameter_takes(tool: str) -> None:
    section = CONTRACT.partition("## 工具\n")[2].partition("\n## ")[0]
    assert [word for word in choices(tool) if f"`{word}`" not in section] == []


@pytest.mark.parametrize("tool", TOOLS)
def test_the_contract_names_every_result_of_every_tool(tool: str) -> None:
    told = row_of(tool)[2] if tool != "guidance" else CONTRACT.partition("### 办事引导")[2].partition("\n### ")[0]
    named = set(re.findall(r"`([^`]+)`", told))
    book = Toolbox(load_parameters())
    found = {name for asked in ASKED[tool] for name, _ in book.run(tool, asked).result}
    if tool == "pension_by_month":
        assert named == {"2038年12月", "2038年12月 缴费"}
        assert all(re.fullmatch(r"\d{4}年\d{1,2}月( 缴费)?", name) for name in found)
        return
    assert [name for name in found if _plain(name) not in {_plain(one) for one in named}] == []


def _plain(name: str) -> str:
    """A result's name without its number, and without what the contract says once for several."""
    for prefix in BY_PREFIX:
        if name.startswith(prefix) and not name.startswith("earliest_elastic"):
            name = name.removeprefix(prefix)
    return name.rstrip("0123456789")


def test_the_guides_name_every_tool_with_its_title() -> None:
    for text in (text_of(ROOT / "docs" / "tools.md"), text_of(README)):
        for name, tool in TOOLS.items():
            assert re.search(rf"^\| `{name}`[ |]+{tool.title}\b", text, re.MULTILINE), name


def test_the_tool_for_own_records_is_told_with_its_fields_and_kinds() -> None:
    section = CONTRACT.partition("### 本人记录")[2].partition("\n## ")[0]
    (example,) = [json.loads(block) for block in blocks(section, "json")]
    asked = OwnRecordsRequest.model_validate(example)
    assert all(f"`{kind}`" in section for kind in type(asked.kind))
    assert f"`{OWN_RECORDS}`" in section.partition("kind")[0] or f"/{OWN_RECORDS}`" in section


def test_every_field_of_a_form_is_in_the_contract() -> None:
    section = CONTRACT.partition("### 表单")[2].partition("\n### ")[0]
    assert [name for name in (*FIELDS, ID_NUMBER, CODE) if f"`{name}`" not in section] == []


def test_the_example_of_a_calculation_is_whole_and_comes_out_again() -> None:
    examples = [json.loads(block) for block in blocks(CONTRACT, "json")]
    (calculation,) = [one for one in examples if "used" in one]
    ToolResultOut.model_validate(calculation)
    (again,) = replay_json(calculation)
    assert again.differences == ()


def commands_of(parser: argparse.ArgumentParser, before: str) -> Iterator[str]:
    """Every command line prefix the program has: ``python -m assistant people fill`` …"""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield before
    for action in below:
        for name, child in action.choices.items():
            yield from commands_of(child, f"{before} {name}")


@pytest.mark.parametrize(
    ("module", "parser"),
    [
        ("assistant", assistant.cli._parser()),
        ("knowledge_base", knowledge_base.cli._parser()),
        ("speech", speech.cli._parser()),
    ],
)
def test_every_command_is_shown_somewhere(module: str, parser: argparse.ArgumentParser) -> None:
    shown = code(everything())
    wanted = list(commands_of(parser, f"python -m {module}"))
    assert len(wanted) >= 5
    assert [line for line in wanted if not re.search(rf"{re.escape(line)}(?![\w-])", shown)] == []


def test_every_log_message_is_in_the_guide_for_operators() -> None:
    guide = text_of(ROOT / "docs" / "operators.md")
    sources = [
        text_of(file)
        for part in ("assistant", "knowledge_base", "channels", "speech")
        for file in (ROOT / part).rglob("*.py")
    ]
    messages = {m for text in sources for m in re.findall(r"log\.(?:info|warning|error)\(\s*\"([^\"]+)\"", text)}
    assert len(messages) >= 10
    assert [message for message in messages if f"`{message}`" not in guide] == []


def test_every_page_is_in_the_guide_to_the_pages_and_none_in_the_contract() -> None:
    guide = text_of(ROOT / "docs" / "citizen-page.md")
    for address, file in WEB_PAGES.items():
        assert f"`{address}`" in guide
        assert f"GET {address}`" not in CONTRACT
        assert (ROOT / "channels" / "web" / "static" / file).exists()


def test_every_file_and_kind_of_the_evaluation_is_in_its_guide() -> None:
    guide = text_of(ROOT / "docs" / "evaluation.md")
    files = sorted((ROOT / "eval" / "cases").glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in text_of(file).splitlines() if line.strip()]
    turns = [turn for case in lines for turn in case.get("turns", [case])]
    kinds = {turn["expect"]["kind"] for turn in turns}
    keys = {key for case in lines for key in case} | {f"expect.{key}" for turn in turns for key in turn["expect"]}
    wanted = (
        {file.stem for file in files} | kinds | set(KINDS) | set(PENSIONS) | (keys - {"question", "expect", "turns"})
    )
    assert [name for name in sorted(wanted) if f"`{name}`" not in guide] == []


def test_every_guide_is_listed_in_the_readme() -> None:
    listed = text_of(README).partition("## Documentation")[2]
    guides = [file for file in GUIDES if file.parent.name == "docs"]
    assert [file.name for file in guides if f"(docs/{file.name})" not in listed] == []


def test_every_layer_is_in_the_description_of_the_architecture() -> None:
    told = text_of(ROOT / "docs" / "architecture.md").partition("## Layers")[2].partition("Further contracts")[0]
    layers = text_of(ROOT / ".importlinter").partition("layers =\n")[2].partition("\n\n")[0]
    names = [name.removeprefix("assistant.") for name in re.findall(r"[\w.]+", layers)]
    assert [name for name in names if not re.search(rf"\b{name}\b", told)] == []
