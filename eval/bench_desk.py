"""Handover under load: citizens and agents on two workers, and how long a message takes from one to the other.

``python -m eval.bench --desk`` runs it. The load comes from ``eval.bench_desk_driver``, a process of its own; this one
starts everything, reads the meters, and takes everything away again.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import psutil
from rich.console import Console

from assistant.errors import Unavailable
from eval.bench_desk_driver import Plan
from eval.bench_desk_place import Place, place, seconds_used, stop
from eval.bench_turns import memory, questions

DELIVERY_P95_MS = 500.0
WORKERS = 2
NOTE = (
    "Times run from just before the driver sends to when the other side's socket has it, so the driver's share is in."
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much to measure: seconds, citizens, agents, and messages a second of all together."""

    seconds: float = 180.0
    citizens: int = 1000
    agents: int = 20
    rate: float = 20.0
    looks: bool = True
    """Whether desk pages fetch the room again after a change, as they do."""


@dataclass(frozen=True, slots=True)
class Meters:
    """Processor seconds used so far, by who used them."""

    used: dict[str, float]
    machine: float
    idle: float

    @classmethod
    def read(cls, where: Place, driver: int) -> Meters:
        """Now."""
        watched = {f"worker_{n}": one for n, one in enumerate(where.workers, start=1)}
        watched |= {"driver": psutil.Process(driver)} | ({"redis": where.redis} if where.redis else {})
        used = {name: seconds_used(one) for name, one in watched.items()} | {"database": where.connections.seconds()}
        times = psutil.cpu_times()
        return cls(used, sum(times[:8]), times.idle)

    def since(self, before: Meters) -> dict[str, float]:
        """Processor seconds between two readings, and how busy the whole machine was, in percent."""
        spent = {name: round(at - before.used[name], 1) for name, at in self.used.items()}
        whole = self.machine - before.machine
        busy = 1 - (self.idle - before.idle) / whole if whole else 0.0
        ours = sum(spent.values()) / whole if whole else 0.0
        return {
            **spent, "machine_busy_percent": round(busy * 100, 1), "of_it_others_percent": round((busy - ours) * 100, 1)
        }  # fmt: skip


def measure(size: Size) -> dict[str, Any]:
    """Start, drive, meter, and take away. Raises ``Unavailable`` when the place cannot be had or the driver fails."""
    logins = tuple(f"bench{n:02}" for n in range(size.agents))
    password = secrets.token_urlsafe(16)
    most = -(-size.citizens // size.agents)
    before = round(os.getloadavg()[0], 1)
    with ExitStack() as stack:
        stack.enter_context(_ended_by_signals())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        where = stack.enter_context(place(folder, WORKERS, logins, password, most))
        plan = Plan(where.urls, size.citizens, logins, password, questions(60), size.rate, size.seconds, size.looks)
        found = _driven(where, plan)
        found["stored"] = where.stored()
        found["warnings"] = _warnings(where.warnings)
    report = {"note": NOTE, "processors": os.cpu_count(), "load_average_before": before, **asdict(size), **found}
    report["targets"] = targets(report)
    return report


def _warnings(log: Path) -> dict[str, int]:
    """What the workers logged from WARNING on, each with how often."""
    found: Counter[str] = Counter()
    for line in log.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
            found[" ".join(str(row.get(name, "")) for name in ("level", "message", "error")).strip()] += 1
        except ValueError:
            continue  # the address it prints for people
    return dict(found)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """A polite kill takes everything away too, as Ctrl+C does."""

    def end(number: int, _: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    known = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, known)


def _driven(where: Place, plan: Plan) -> dict[str, Any]:
    """What the driver tells, with the meters read when the load begins and ends."""
    say = Console(stderr=True).print
    command = [sys.executable, "-m", "eval.bench_desk_driver"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )  # fmt: skip
    took: dict[str, float] = {"workers_ready": where.ready_seconds}
    meters: dict[str, Meters] = {}
    report: dict[str, Any] = {}
    try:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps(asdict(plan)).encode() + b"\n")
        process.stdin.close()
        meters["start"] = Meters.read(where, process.pid)
        for line in process.stdout:
            row = json.loads(line)
            if "report" in row:
                report = row["report"] | {"memory_mb": _memories(where, process.pid)}
                break
            meters[row["mark"]] = Meters.read(where, process.pid)
            took[row["mark"]] = row["seconds"]
            say(f"{row['mark']}: {row['seconds']:g} s")
    finally:
        stop(process)
    if not report:
        raise Unavailable("压测程序没有做完，看上面的出错信息", retry=False)
    sent = sum(n for name, n in report["messages"].items() if name.startswith("sent"))
    return {
        "took_seconds": took, **report, "messages_per_second": round(sent / took["sent"], 1),
        "cpu_seconds": {
            "before_load": meters["quiet"].since(meters["start"]), "under_load": meters["sent"].since(meters["quiet"])
        },
    }  # fmt: skip


def _memories(where: Place, driver: int) -> dict[str, dict[str, float]]:
    names = {f"worker_{n}": one.pid for n, one in enumerate(where.workers, start=1)} | {"driver": driver}
    return {name: memory(str(pid)) for name, pid in names.items()}


def targets(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each target: what was measured, the limit, and whether it holds."""
    said = {name: report["stored"].get(name, 0) for name in ("citizen", "agent")}
    sent = {name: report["messages"][f"sent_by_{name}s"] for name in said}
    measured: dict[str, tuple[float, float]] = {
        "delivery_p95_ms": (report["delivery_ms"]["all"].get("p95", float("inf")), DELIVERY_P95_MS),
        **{name: (count, 0) for name, count in report["wrong"].items()},
        "not_stored_once": (sum(abs(said[name] - sent[name]) for name in said), 0),
        "errors": (sum(report["errors"].values()), 0),
        "reconnects": (report["reconnects"], 0),
    }
    return {name: {"measured": v, "limit": limit, "holds": v <= limit} for name, (v, limit) in measured.items()}
