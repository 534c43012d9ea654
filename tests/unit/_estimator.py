"""What the tests of ``eval.estimator`` share: a case checked, files of cases."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.tools.registry import Toolbox
from eval.estimator import check
from knowledge_base.parameter_files import load_parameters

SHARED = Path(__file__).parents[3] / "shared" / "policy" / "estimator_cases.json"
TOOLS = Toolbox(load_parameters())


def missed(kind: str, inputs: dict[str, Any], expected: dict[str, Any], tolerance: object = 0, **more: str) -> str:
    case = {"id": "x", "kind": kind, "inputs": inputs, "expected": expected, "tolerance": tolerance, **more}
    exact = json.loads(json.dumps(case), parse_float=Decimal)
    return "；".join(check(exact, TOOLS).missed)


def file_of(tmp_path: Path, *cases: dict[str, Any]) -> Path:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": cases}, ensure_ascii=False), encoding="utf-8")
    return file


def case(**changes: Any) -> dict[str, Any]:
    return {
        "id": "Y", "kind": "min_years", "inputs": {"reference_year": 2035}, "expected": {"years": 18}, "tolerance": 0
    } | changes  # fmt: skip
