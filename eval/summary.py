"""Figures over a run: by topic, kind, outcome and reason of failure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from eval.run import Result

WORST = 10


def summarise(results: list[Result]) -> dict[str, Any]:
    """Counts and rates; turns marked ``low`` confidence are listed apart and not counted."""
    counted = [r for r in results if r.ask.expect.confidence != "low"]
    low = [r for r in results if r.ask.expect.confidence == "low"]
    failed_cases = {r.case.id for r in counted if not r.passed}
    cases = {r.case.id for r in counted}
    times = sorted(r.seconds for r in results)
    return {
        "turns": len(counted),
        "passed": sum(r.passed for r in counted),
        "strict_pass": _rate(counted),
        "cases": len(cases),
        "cases_passed": len(cases) - len(failed_cases),
        "forbidden_claims": sum(any(c.name == "forbid" and not c.passed for c in r.checks) for r in counted),
        "untraced": sum(any(c.name == "traced" and not c.passed for c in r.checks) for r in counted),
        "by_topic": _by(counted, lambda r: r.case.topic),
        "by_kind": _by(counted, lambda r: r.ask.expect.kind or "-"),
        "by_confidence": _by(results, lambda r: r.ask.expect.confidence),
        "by_outcome": _by(counted, lambda r: str(r.reply.outcome)),
        "failure_reasons": dict(Counter(c.name for r in counted for c in r.checks if not c.passed)),
        "low_confidence": {"turns": len(low), "passed": sum(r.passed for r in low)},
        "seconds_p50": round(times[len(times) // 2], 4) if times else 0.0,
        "seconds_p95": round(times[int(len(times) * 0.95)], 4) if times else 0.0,
    }


def _rate(results: Iterable[Result]) -> float:
    rows = list(results)
    return round(sum(r.passed for r in rows) / len(rows), 4) if rows else 0.0


def _by(results: list[Result], key: Callable[[Result], str]) -> dict[str, dict[str, float]]:
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[key(result)].append(result)
    return {
        name: {"turns": len(rows), "passed": sum(r.passed for r in rows), "strict_pass": _rate(rows)}
        for name, rows in sorted(groups.items())
    }


def worst(results: list[Result], count: int = WORST) -> list[Result]:
    """Failed turns with the largest share of failed checks, a forbidden claim first."""
    failed = [r for r in results if not r.passed]

    def badness(result: Result) -> float:
        forbidden = any(c.name == "forbid" and not c.passed for c in result.checks)
        return 10.0 * forbidden + sum(not c.passed for c in result.checks) / len(result.checks)

    return sorted(failed, key=badness, reverse=True)[:count]


def print_summary(summary: dict[str, Any], results: list[Result]) -> None:
    """The table by topic and the worst failures, on standard output."""
    console = Console(width=120)
    table = Table("topic", "turns", "passed", "strict pass")
    for topic, row in summary["by_topic"].items():
        table.add_row(topic, f"{row['turns']}", f"{row['passed']}", f"{row['strict_pass']:.0%}")
    table.add_row("all", f"{summary['turns']}", f"{summary['passed']}", f"{summary['strict_pass']:.1%}")
    console.print(table)
    for result in worst(results):
        missed = "; ".join(f"{c.name}: {c.wanted[:70]}" for c in result.checks if not c.passed)
        console.print(f"[bold]{result.case.id}[/] turn {result.turn} {result.ask.text[:50]!r}: ", end="")
        console.print(missed, markup=False)
    console.print(
        f"strict pass {summary['passed']}/{summary['turns']} turns, {summary['cases_passed']}/{summary['cases']} cases, "
        f"{summary['forbidden_claims']} forbidden claims, {summary['untraced']} untraced, "
        f"p50 {summary['seconds_p50'] * 1000:.0f} ms, p95 {summary['seconds_p95'] * 1000:.0f} ms"
    )
