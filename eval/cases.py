"""Evaluation cases: what is asked and what a good reply must and must not hold. Format: docs/evaluation.md."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import BadInput


@dataclass(frozen=True, slots=True)
class Expectation:
    """``facts``: groups of alternative patterns, every group must match; ``forbid``: none may."""

    kind: str = ""
    facts: tuple[tuple[str, ...], ...] = ()
    forbid: tuple[str, ...] = ()
    handoff: bool = False
    outcome: str = ""
    confidence: str = "high"
    outdated_trap: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One message of a case."""

    text: str
    expect: Expectation
    as_of: date | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One question or one dialogue."""

    id: str
    topic: str
    asks: tuple[Ask, ...]
    synthetic: bool = False


def read_cases(file: Path) -> tuple[Case, ...]:
    """The cases of a JSON-lines file. Raises ``BadInput`` with the line that is wrong."""
    cases = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                cases.append(_case(json.loads(line)))
            except (ValueError, KeyError, TypeError, re.error) as error:
                raise BadInput(
                    f"{file}:{number}: 案例读不出来：{error}", "对照 docs/evaluation.md 改正这一行"
                ) from error
    return tuple(cases)


def _case(row: dict[str, Any]) -> Case:
    turns = row["turns"] if "turns" in row else [{**row, "user": row["question"]}]
    asks = tuple(
        Ask(
            text=turn["user"],
            expect=_expectation(turn.get("expect", {})),
            as_of=date.fromisoformat(turn["as_of"]) if turn.get("as_of") else None,
            region=turn.get("region"),
        )
        for turn in turns
    )
    return Case(row["id"], row.get("topic", ""), asks, bool(row.get("synthetic")))


def _expectation(row: dict[str, Any]) -> Expectation:
    facts = tuple(tuple(group) for group in row.get("facts", []))
    forbid = tuple(row.get("forbid", []))
    for pattern in (*forbid, *(p for group in facts for p in group)):
        re.compile(pattern)
    return Expectation(
        kind=row.get("kind", ""), facts=facts, forbid=forbid, handoff=bool(row.get("handoff")),
        outcome=row.get("outcome", ""), confidence=row.get("confidence") or "high",
        outdated_trap=bool(row.get("outdated_trap")),
    )  # fmt: skip
