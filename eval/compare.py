"""``python -m eval.compare A B``: what changed from run A to run B; each is a folder ``eval.run`` wrote.

The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.errors import AssistantError, BadInput
from eval.score import Check


@dataclass(frozen=True, slots=True)
class Row:
    """One turn of a run, as ``results.jsonl`` holds it."""

    id: str
    turn: int
    topic: str
    question: str
    outcome: str
    passed: bool
    counted: bool
    """False for turns of low confidence, which no figure counts."""
    checks: tuple[Check, ...]

    @property
    def key(self) -> tuple[str, int]:
        """What identifies a turn in both runs."""
        return self.id, self.turn


@dataclass(frozen=True, slots=True)
class Change:
    """The same turn in both runs, passing, ending or checked differently."""

    before: Row
    after: Row
    gained: tuple[Check, ...]
    lost: tuple[Check, ...]

    @property
    def sort(self) -> str:
        """``better``, ``worse``, or ``other`` when it passes, or fails, in both."""
        if self.before.passed == self.after.passed:
            return "other"
        return "better" if self.after.passed else "worse"


SORTS = {"worse": "变差", "better": "变好", "other": "其他变化"}


def main(argv: list[str] | None = None) -> int:
    """Compare and print; exit code 2 when a run cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m eval.compare", description="两次评测之间变了什么")
    parser.add_argument("a", type=Path, help="前一次的目录")
    parser.add_argument("b", type=Path, help="后一次的目录")
    args = parser.parse_args(argv)
    try:
        before, after = read_run(args.a), read_run(args.b)
    except AssistantError as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n")
        return 2
    found = changes(before, after)
    report = summarise(before, after, found)
    print_report(report, found)
    print(json.dumps(report, ensure_ascii=False))
    return 0


def read_run(folder: Path) -> dict[tuple[str, int], Row]:
    """The turns of a run by id and number. Raises ``BadInput``."""
    try:
        lines = (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [_row(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{folder} 里没有读得出来的 results.jsonl：{error}", "先运行 python -m eval.run") from error
    return {row.key: row for row in rows}


def _row(data: dict[str, Any]) -> Row:
    return Row(
        data["id"], data["turn"], data["topic"], data["question"], data["reply"]["outcome"], data["passed"],
        data.get("confidence") != "low", tuple(Check(**check) for check in data["checks"]),
    )  # fmt: skip


def changes(before: dict[tuple[str, int], Row], after: dict[tuple[str, int], Row]) -> list[Change]:
    """Turns of both runs that pass, end or are checked differently, worse ones first."""
    found = []
    for key in before.keys() & after.keys():
        a, b = before[key], after[key]
        gained, lost = flipped(a, b)
        if gained or lost or a.outcome != b.outcome or a.passed != b.passed:
            found.append(Change(a, b, gained, lost))
    order = list(SORTS)
    return sorted(found, key=lambda c: (order.index(c.sort), c.after.topic, c.after.key))


def flipped(before: Row, after: Row) -> tuple[tuple[Check, ...], tuple[Check, ...]]:
    """Checks that hold only in the second run, and those that held only in the first.

    What ``traced`` wanted is the fault it found, so it is known by its name alone.
    """
    held = {_name(c): c.passed for c in before.checks}
    gained = tuple(c for c in after.checks if c.passed and held.get(_name(c)) is False)
    lost = tuple(c for c in after.checks if not c.passed and held.get(_name(c)) is True)
    return gained, lost


def _name(check: Check) -> tuple[str, str]:
    return check.name, "" if check.name == "traced" else check.wanted


def summarise(
    before: dict[tuple[str, int], Row], after: dict[tuple[str, int], Row], found: list[Change]
) -> dict[str, Any]:
    """Figures over the turns both runs hold, and which turns changed how."""
    shared = [k for k in before if k in after and before[k].counted and after[k].counted]
    topics: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for key in shared:
        topics[after[key].topic].append((before[key].passed, after[key].passed))
    return {
        "turns": len(shared),
        "passed": [sum(before[k].passed for k in shared), sum(after[k].passed for k in shared)],
        **{sort: [_label(c.after) for c in found if c.sort == sort] for sort in SORTS},
        "outcomes": {
            f"{a} -> {b}": n
            for (a, b), n in Counter((c.before.outcome, c.after.outcome) for c in found).most_common()
            if a != b
        },
        "by_topic": {
            topic: {"turns": len(pairs), "passed": [sum(a for a, _ in pairs), sum(b for _, b in pairs)]}
            for topic, pairs in sorted(topics.items())
        },
        "only_in_a": sorted(_label(before[k]) for k in before.keys() - after.keys()),
        "only_in_b": sorted(_label(after[k]) for k in after.keys() - before.keys()),
    }


def _label(row: Row) -> str:
    return f"{row.id}#{row.turn}"


def print_report(report: dict[str, Any], found: list[Change]) -> None:
    """Topics whose figures moved, then every changed turn with the checks that flipped."""
    console = Console(width=120)
    table = Table("主题", "轮数", "A 通过", "B 通过", "差")
    rows = {**report["by_topic"], "合计": {"turns": report["turns"], "passed": report["passed"]}}
    for topic, row in rows.items():
        a, b = row["passed"]
        if a != b or topic == "合计":
            table.add_row(topic or "-", f"{row['turns']}", f"{a}", f"{b}", f"{b - a:+d}")
    console.print(table)
    for sort, title in SORTS.items():
        some = [c for c in found if c.sort == sort]
        console.print(f"[bold]{title}：{len(some)}[/]")
        for change in some:
            _print_change(console, change)
    console.print(
        "结果的变化：" + ("；".join(f"{k}（{n}）" for k, n in report["outcomes"].items()) or "无"), markup=False
    )


def _print_change(console: Console, change: Change) -> None:
    a, b = change.before, change.after
    outcome = b.outcome if a.outcome == b.outcome else f"{a.outcome} -> {b.outcome}"
    console.print(f"  {_label(b)} {b.topic} {b.question[:40]!r} {outcome}", markup=False, highlight=False)
    for sign, checks in (("+", change.gained), ("-", change.lost)):
        for check in checks:
            console.print(f"      {sign} {check.name}: {check.wanted[:90]}", markup=False, highlight=False)


if __name__ == "__main__":
    sys.exit(main())
