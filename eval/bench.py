"""``python -m eval.bench [--quick] [--scales 1,10,100]``: start, turns, throughput, memory, and growth with the corpus.

``python -m eval.bench --desk`` measures handover under load instead, see ``eval.bench_desk``;
``python -m eval.bench --speech`` listening and speaking, see ``eval.bench_speech``. Each scale is measured in a process of its own. The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.errors import AssistantError
from assistant.settings import load_settings
from eval import bench_desk, bench_desk_report, bench_http, bench_speech
from eval.bench_turns import questions
from knowledge_base.encoders import SentenceEncoder
from knowledge_base.service import ensure_index

TURN_P95_MS = 120.0
TURN_OVER_ENCODING = 1.3
MEMORY_MB = 900.0
GROWTH_AT_100 = 2.0
NOTE = "Beyond 1x clauses are mixed copies and vectors the real ones with noise: sizes are real, answers are not."


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure."""

    scales: tuple[int, ...]
    clients: tuple[int, ...]
    questions: int
    seconds: float
    sample: int


def main(argv: list[str] | None = None) -> int:
    """Measure and print; exit code 2 when a part cannot be measured."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description="量启动、延迟、吞吐、内存和随规模的增长")
    parser.add_argument("--quick", action="store_true", help="少问几句，只量 1 倍和 10 倍")
    parser.add_argument("--scales", help="语料放大的倍数，如 1,10,100")
    parser.add_argument("--speech", action="store_true", help="只量语音：内存、启动、同时能听几个人、多久出声")
    add_desk_arguments(parser)
    args = parser.parse_args(argv)
    if args.desk:
        size = bench_desk.Size(
            args.desk_seconds, args.desk_citizens, args.desk_agents, args.desk_rate, not args.desk_bare
        )
        return _alone(lambda: bench_desk.measure(size), bench_desk_report.print_report)
    if args.speech:
        return _alone(bench_speech.measure, bench_speech.print_report)
    scales = args.scales or ("1,10" if args.quick else "1,10,100")
    times = tuple(sorted({1, *(int(n) for n in scales.split(","))}))
    plan = Plan(times, (1, 8, 32), 20 if args.quick else 60, 3.0 if args.quick else 10.0, 8 if args.quick else 40)
    try:
        prepare_index()
        report = measure(plan)
    except (AssistantError, subprocess.CalledProcessError, OSError) as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n{getattr(error, 'stderr', '') or ''}\n")
        return 2
    print_report(report)
    print(json.dumps(report, ensure_ascii=False))
    return 0


def add_desk_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the desk's load."""
    usual = bench_desk.Size()
    parser.add_argument("--desk", action="store_true", help="只量转人工：市民和坐席互发消息要多久送到")
    parser.add_argument("--desk-seconds", type=float, default=usual.seconds, help="发多久消息，秒")
    parser.add_argument("--desk-citizens", type=int, default=usual.citizens, help="多少位市民")
    parser.add_argument("--desk-agents", type=int, default=usual.agents, help="多少位坐席")
    parser.add_argument("--desk-rate", type=float, default=usual.rate, help="一共每秒几条消息，市民和坐席各一半")
    parser.add_argument("--desk-bare", action="store_true", help="坐席页不随变化重取列表，只量消息本身")


def _alone(measured: Callable[[], dict[str, Any]], shown: Callable[[dict[str, Any]], None]) -> int:
    """One measurement by itself."""
    try:
        prepare_index()
        report = measured()
    except (AssistantError, OSError) as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    shown(report)
    print(json.dumps(report, ensure_ascii=False))
    return 0


def prepare_index() -> None:
    """Build the index if there is none yet, so that nothing measured waits for it."""
    settings = load_settings()
    encoder = SentenceEncoder(settings.encoder, settings.encoder_threads)
    ensure_index(settings.index_dir, settings.documents_dir, encoder)


def measure(plan: Plan) -> dict[str, Any]:
    """Everything, one after another so that nothing disturbs anything."""
    say = Console(stderr=True).print
    say("冷启动…")
    report: dict[str, Any] = {
        "note": NOTE, "processors": os.cpu_count(), "load_average_before": round(os.getloadavg()[0], 1),
        "cold_start_seconds": cold_start(),
    }  # fmt: skip
    say("HTTP 服务…")
    report["http"] = bench_http.measure(list(plan.clients), plan.seconds, plan.questions)
    report["scales"] = {}
    for times in plan.scales:
        say(f"{times} 倍语料…")
        report["scales"][str(times)] = at_scale(times, plan)
    report["targets"] = targets(report)
    return report


def cold_start() -> float:
    """Seconds from starting a process to its first answer; the index is built already."""
    started = time.perf_counter()
    _run("assistant", "ask", questions(1)[0], "--json")
    return round(time.perf_counter() - started, 1)


def at_scale(times: int, plan: Plan) -> dict[str, Any]:
    """Write a corpus ``times`` as large, open it in a fresh process and measure turns there."""
    with tempfile.TemporaryDirectory() as folder:
        sample = plan.sample if times == 1 else 0
        made = _json("eval.bench_scale", folder, "--times", str(times), "--build-sample", str(sample))
        seconds = plan.seconds if times == 1 else 0.0
        turns = _json(
            "eval.bench_turns", "--data-dir", folder, "--questions", str(plan.questions), "--seconds", str(seconds),
            "--clients", ",".join(map(str, plan.clients)),
        )  # fmt: skip
    return {**made, **turns}


def _json(module: str, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_run(module, *arguments).splitlines()[-1])
    return found


def _run(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def targets(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each target: what was measured, the limit, and whether it holds."""
    one = report["scales"]["1"]
    measured = {
        "turn_p95_ms": (max(one[name]["p95"] for name in ("first_turn_ms", "warm_turn_ms")), TURN_P95_MS),
        "turn_over_encoding": (one["turn_over_encoding"], TURN_OVER_ENCODING),
        "memory_mb": (max(one["memory_mb"], report["http"]["memory_mb"]), MEMORY_MB),
    }
    if "100" in report["scales"]:
        growth = report["scales"]["100"]["warm_turn_ms"]["p50"] / one["warm_turn_ms"]["p50"]
        measured["turn_growth_at_100"] = (round(growth, 2), GROWTH_AT_100)
    return {name: {"measured": v, "limit": limit, "holds": v <= limit} for name, (v, limit) in measured.items()}


def print_report(report: dict[str, Any]) -> None:
    """Tables for people."""
    console = Console(width=120)
    http, one = report["http"], report["scales"]["1"]
    table = Table("1x", "value")
    table.add_row("cold start to first answer, s", f"{report['cold_start_seconds']}")
    table.add_row("service ready, s", f"{http['ready_seconds']}")
    table.add_row("index build, clauses/s (nothing cached)", f"{one.get('build_clauses_per_second', '-')}")
    table.add_row("turns/s in process at clients", _rates(one["turns_per_second"]))
    table.add_row("turns/s over HTTP at clients", _rates(http["turns_per_second"]))
    table.add_row("turn over HTTP, one client, ms p50 / p95", _spread(http["turn_ms_one_client"]))
    table.add_row("service memory, MB (peak)", f"{http['memory_mb']:g} ({http['memory_peak_mb']:g})")
    console.print(table)
    _print_growth(console, report["scales"])
    table = Table("target", "measured", "limit", "")
    for name, row in report["targets"].items():
        table.add_row(name, f"{row['measured']:g}", f"{row['limit']:g}", "ok" if row["holds"] else "MISSED")
    console.print(table)
    load, processors = report["load_average_before"], report["processors"]
    console.print(f"{report['note']} Load before: {load:g} on {processors} processors.", style="dim")


def _print_growth(console: Console, scales: dict[str, dict[str, Any]]) -> None:
    table = Table("scale", "clauses", "vectors", "load s", "MB", "first ms", "warm ms", "CPU ms", "enc. ms",
                  "rest ms", "turn/encoding")  # fmt: skip
    for times, row in scales.items():
        table.add_row(
            f"{times}x", f"{row['clauses']}", f"{row['vectors']}", f"{row['index_load_seconds']}", f"{row['memory_mb']:g}",
            _spread(row["first_turn_ms"]), _spread(row["warm_turn_ms"]), _spread(row["turn_cpu_ms"]), f"{row['encoding_ms_p50']}",
            f"{row['beside_encoding_ms_p50']}", f"{row['turn_over_encoding']}",
        )  # fmt: skip
    console.print(table)


def _rates(rates: dict[str, float]) -> str:
    return "  ".join(f"{clients}: {rate:g}" for clients, rate in rates.items())


def _spread(row: dict[str, float]) -> str:
    return f"{row['p50']:g} / {row['p95']:g}"


if __name__ == "__main__":
    sys.exit(main())
