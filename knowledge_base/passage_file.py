"""Passages as JSON lines."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from assistant.messages import Passage, Source


def write_passages(file: Path, passages: tuple[Passage, ...]) -> None:
    """One JSON object a line, dates as ISO text."""
    with file.open("w", encoding="utf-8") as out:
        for passage in passages:
            out.write(json.dumps(asdict(passage), ensure_ascii=False, default=str) + "\n")


def read_passages(file: Path) -> tuple[Passage, ...]:
    """The passages ``write_passages`` wrote."""
    with file.open(encoding="utf-8") as lines:
        return tuple(_passage(json.loads(line)) for line in lines if line.strip())


def _passage(row: dict[str, Any]) -> Passage:
    source = row.pop("source")
    source["issued"] = _day(source["issued"])
    for name in ("sentences", "asks", "schemes"):
        row[name] = tuple(row[name])
    row["effective_from"] = date.fromisoformat(row["effective_from"])
    row["effective_to"] = _day(row["effective_to"])
    return Passage(source=Source(**source), **row)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
