"""``python -m knowledge_base parameters``: what is on file, how sure it is, and what has to be looked for."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from assistant.messages import CONFIDENCES
from assistant.pension.parameters import Parameter
from knowledge_base.parameter_alarms import alarms, coverage
from knowledge_base.parameter_files import CONFLICT, FOLDER, Located, Reading, read_parameters
from knowledge_base.parameter_keys import kind_of
from knowledge_base.parameter_tables import Findings, Jump, show

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

UNSETTLED = ("single", "memory")
_STEEP = Decimal("0.15")
"""A rise above this, or any fall, is more often a slip of the pen or another definition than a real change."""


def register(subparsers: Subparsers) -> None:
    """Add the ``parameters`` sub-command."""
    parser = subparsers.add_parser("parameters", help="检查参数文件，列出待核和快到期的参数")
    parser.add_argument("--year", type=_year, help="只看这一年缺哪些每年一变的参数，如 2027")
    parser.add_argument("--as-of", type=_day, help="从哪一天看到期，默认今天，如 2026-11-22")
    parser.add_argument("--json", action="store_true", help="输出 JSON，给别的程序读")


def run(args: argparse.Namespace, console: Console, folder: Path = FOLDER) -> int:
    """Print everything; 0 when the files are valid (alarms do not fail), 2 with file, line and remedy when not."""
    reading = read_parameters(folder)
    if reading.problems:
        _complain(reading, console, args.json)
        return 2
    start, end = _window(args.year, args.as_of or date.today())
    found = findings(reading, start, end)
    if args.json:
        console.out(json.dumps(_plain(found), ensure_ascii=False, indent=2, default=str), highlight=False)
    else:
        show(found, console)
    return 0


def findings(reading: Reading, start: date, end: date) -> Findings:
    """Counts, what is not settled, contradictions, steep changes and alarms from ``start`` through ``end``."""
    parameters = [one.parameter for one in reading.located]
    return Findings(
        files=reading.files,
        start=start,
        end=end,
        counts=_counts(parameters),
        unsettled=tuple(p for p in parameters if p.confidence in UNSETTLED),
        conflicts=tuple(p for p in parameters if CONFLICT in p.note),
        jumps=_jumps(reading.located),
        alarms=alarms(reading.located, start, end),
        coverage=coverage(reading.located),
    )


def _window(year: int | None, as_of: date) -> tuple[date, date]:
    """The year asked for, else from that day through the first day of the next year."""
    if year is not None:
        return date(year, 1, 1), date(year, 12, 31)
    return as_of, date(as_of.year + 1, 1, 1)


def _counts(parameters: Iterable[Parameter]) -> tuple[tuple[str, int, tuple[int, ...]], ...]:
    """Each place with its number of parameters and its values by confidence."""
    keys: dict[str, set[str]] = {}
    values: dict[str, Counter[str]] = {}
    for p in parameters:
        keys.setdefault(p.region, set()).add(p.key)
        values.setdefault(p.region, Counter())[p.confidence] += 1
    return tuple((place, len(keys[place]), tuple(values[place][c] for c in CONFIDENCES)) for place in keys)


def _jumps(located: Iterable[Located]) -> tuple[Jump, ...]:
    """Amounts that fall, or rise steeply, from one year to the next."""
    amounts: dict[tuple[str, str], list[Located]] = {}
    for one in located:
        kind = kind_of(one.parameter.key)
        if kind is not None and kind.yearly and kind.unit == "元/月":
            amounts.setdefault((one.parameter.key, one.parameter.region), []).append(one)
    found = []
    for group in amounts.values():
        for before, after in pairwise(sorted(group, key=lambda one: one.parameter.effective_from)):
            change = after.parameter.number / before.parameter.number - 1
            if change < 0 or change > _STEEP:
                found.append(Jump(before.parameter, after.parameter, change, after.file, after.line))
    return tuple(found)


def _complain(reading: Reading, console: Console, as_json: bool) -> None:
    if as_json:
        told = [{"file": p.file, "line": p.line, "problem": p.problem, "remedy": p.remedy} for p in reading.problems]
        console.out(json.dumps({"problems": told}, ensure_ascii=False, indent=2), highlight=False)
        return
    for problem in reading.problems:
        console.print(f"{problem} → {problem.remedy}", style="red", markup=False, highlight=False, soft_wrap=True)
    console.print(f"{len(reading.problems)} 个问题。改好以前，服务不会用这些参数启动。", markup=False)


def _plain(found: Findings) -> dict[str, object]:
    """The findings as JSON: dates as text, figures as exact text."""
    return {
        "files": found.files,
        "parameters": found.parameters,
        "values": dict(zip(CONFIDENCES, found.values, strict=True)),
        "regions": [
            {"region": place, "parameters": count, "values": dict(zip(CONFIDENCES, values, strict=True))}
            for place, count, values in found.counts
        ],
        "window": {"from": found.start, "to": found.end},
        "unsettled": [asdict(p) for p in found.unsettled],
        "conflicts": [asdict(p) for p in found.conflicts],
        "jumps": [asdict(jump) for jump in found.jumps],
        "alarms": [asdict(alarm) for alarm in found.alarms],
        "coverage": [asdict(one) for one in found.coverage],
    }


def _year(text: str) -> int:
    if not (text.isdigit() and 1990 <= int(text) <= 2100):
        raise argparse.ArgumentTypeError(f"年份不对：{text}，写成 2027 这样")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期不对：{text}，写成 2026-11-22 这样") from None
