"""The desk's load as tables for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

WAYS = (
    "all", "citizen_to_agent", "citizen_to_agent_same_worker", "citizen_to_agent_other_worker", "agent_to_citizen",
    "agent_to_citizen_same_worker", "agent_to_citizen_other_worker",
)  # fmt: skip


def print_report(report: dict[str, Any]) -> None:
    """Delivery, calls, processes and targets."""
    console = Console(width=120)
    console.print(_times("delivery, ms", {name: report["delivery_ms"][name] for name in WAYS}))
    own = {"driver late": report["driver_late_ms"], "driver's loop late": report["driver_lag_ms"]}
    console.print(_times("calls and driver, ms", {**report["calls_ms"], **own}))
    console.print(_processes(report))
    table = Table("target", "measured", "limit", "")
    for name, row in report["targets"].items():
        table.add_row(name, f"{row['measured']:g}", f"{row['limit']:g}", "ok" if row["holds"] else "MISSED")
    console.print(table)
    took = "  ".join(f"{name} {seconds:g}" for name, seconds in report["took_seconds"].items())
    console.print(f"Seconds: {took}. Messages a second: {report['messages_per_second']:g}.")
    load, busy = report["load_average_before"], report["cpu_seconds"]["under_load"]
    console.print(
        f"{report['note']} Load before: {load:g} on {report['processors']} processors; under load the machine was "
        f"{busy['machine_busy_percent']:g} % busy, {busy['of_it_others_percent']:g} % with other things.",
        style="dim",
    )  # fmt: skip


def _times(title: str, rows: dict[str, dict[str, float]]) -> Table:
    table = Table(title, "count", "p50", "p95", "p99", "max")
    for name, row in rows.items():
        table.add_row(name, *(f"{row[one]:g}" if one in row else "-" for one in ("count", "p50", "p95", "p99", "max")))
    return table


def _processes(report: dict[str, Any]) -> Table:
    table = Table("process", "MB (peak)", "CPU s before the load", "CPU s under load")
    before, under = report["cpu_seconds"]["before_load"], report["cpu_seconds"]["under_load"]
    for name in ("worker_1", "worker_2", "driver", "database", "redis"):
        size = report["memory_mb"].get(name)
        shown = f"{size['memory_mb']:g} ({size['memory_peak_mb']:g})" if size else "-"
        table.add_row(name, shown, f"{before[name]:g}", f"{under[name]:g}")
    return table
