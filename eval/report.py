"""The HTML report of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.run import Result


def write_report(file: Path, results: list[Result], summary: dict[str, Any]) -> None:
    """One self-contained page."""
    file.write_text("<html></html>", encoding="utf-8")
