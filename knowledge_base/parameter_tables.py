"""What ``python -m knowledge_base parameters`` shows, as tables a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.messages import CONFIDENCES
from assistant.pension.parameters import Parameter
from knowledge_base.parameter_alarms import Alarm, Coverage
from knowledge_base.parameter_files import CONFLICT

_WHERE = "在哪里"


@dataclass(frozen=True, slots=True)
class Jump:
    """An amount that changed oddly from one period to the next; ``change`` is a fraction."""

    before: Parameter
    after: Parameter
    change: Decimal
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look through the files found. ``counts``: place, parameters, values by confidence."""

    files: int
    start: date
    end: date
    counts: tuple[tuple[str, int, tuple[int, ...]], ...]
    unsettled: tuple[Parameter, ...]
    conflicts: tuple[Parameter, ...]
    jumps: tuple[Jump, ...]
    alarms: tuple[Alarm, ...]
    coverage: tuple[Coverage, ...]

    @property
    def parameters(self) -> int:
        """How many figures, a figure of a place counted once whatever its years."""
        return sum(count for _, count, _ in self.counts)

    @property
    def values(self) -> tuple[int, ...]:
        """How many dated values by confidence."""
        return tuple(map(sum, zip(*(values for _, _, values in self.counts), strict=True)))


def show(found: Findings, console: Console) -> None:
    """Print all of it."""
    _counts(found, console)
    _unsettled(found.unsettled, console)
    _conflicts(found.conflicts, console)
    _jumps(found.jumps, console)
    _alarms(found, console)
    _coverage(found.coverage, console)
    console.print(
        f"{found.files} 个文件，{len(found.counts)} 个地区，{found.parameters} 个参数，{sum(found.values)} 个数值，"
        f"格式没有问题；{len(found.unsettled)} 个待核，{len(found.alarms)} 个到期提醒",
        style="bold",
        highlight=False,
    )


def _table(console: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name == _WHERE)
    for row in rows:
        table.add_row(*row)
    console.print(table, markup=False, highlight=False)


def _counts(found: Findings, console: Console) -> None:
    rows = [(place, str(count), *map(_number, values)) for place, count, values in found.counts]
    total = ("合计", str(found.parameters), *map(str, found.values))
    _table(console, "收录的参数（后四列是各可信度的数值个数）", ("地区", "参数", *CONFIDENCES), (*rows, total))


def _number(count: int) -> str:
    return str(count) if count else ""


def _unsettled(parameters: Sequence[Parameter], console: Console) -> None:
    periods: dict[tuple[str, str, str], list[Parameter]] = {}
    for p in parameters:
        periods.setdefault((p.confidence, p.name, p.region), []).append(p)
    places: dict[tuple[str, str, str], list[str]] = {}
    for (confidence, name, region), group in periods.items():
        places.setdefault((confidence, name, _span(group)), []).append(region)
    rows = ((confidence, name, span, "、".join(found)) for (confidence, name, span), found in sorted(places.items()))
    _table(console, "还没有核到原文的（回答里说“待确认”）", ("可信度", "参数", "时期", "地区"), rows)


def _span(group: list[Parameter]) -> str:
    """Periods that follow each other as one: 2019-01-01 至 2024-12-31."""
    runs: list[tuple[date, date | None]] = []
    for p in sorted(group, key=lambda p: p.effective_from):
        end = runs[-1][1] if runs else None
        if end is not None and end + timedelta(days=1) == p.effective_from:
            runs[-1] = (runs[-1][0], p.effective_to)
        else:
            runs.append((p.effective_from, p.effective_to))
    return "，".join(_period(start, end) for start, end in runs)


def _period(start: date, end: date | None) -> str:
    if end is None:
        return f"{start} 起"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}年" if start.year == end.year else f"{start.year}—{end.year}年"
    return f"{start} 至 {end}"


def _conflicts(parameters: Sequence[Parameter], console: Console) -> None:
    rows = (
        (p.region, p.name, _period(p.effective_from, p.effective_to), p.spoken, p.note.split(CONFLICT)[1])
        for p in parameters
    )
    _table(console, "资料互相不一致的", ("地区", "参数", "时期", "现在用", "不一致"), rows)


def _jumps(jumps: Sequence[Jump], console: Console) -> None:
    rows = (
        (
            jump.after.region,
            jump.after.name,
            f"{jump.before.effective_from.year}年 {jump.before.spoken}",
            f"{jump.after.effective_from.year}年 {jump.after.spoken}",
            f"{jump.change * 100:+.1f}%",
            _spot(jump.file, jump.line),
        )
        for jump in jumps
    )
    title = "变动反常的（下降，或一年涨过15%）：先看是不是写错，再看口径"
    _table(console, title, ("地区", "参数", "前一年", "后一年", "变动", _WHERE), rows)


def _alarms(found: Findings, console: Console) -> None:
    console.print(f"\n到期提醒：{found.start} 到 {found.end} 之间缺的", style="bold yellow", highlight=False)
    if not found.alarms:
        console.print("没有。", highlight=False)
    for key, group in groupby(found.alarms, key=lambda alarm: alarm.key):
        alarms = tuple(group)
        rows = ((a.region, a.last, str(a.last_to or ""), str(a.missing_from), _spot(a.file, a.line)) for a in alarms)
        columns = ("地区", "最后一个数", "用到", "从这天起缺", _WHERE)
        _table(console, f"{alarms[0].name}（{key}），{len(alarms)} 个地区", columns, rows)
        for seek in dict.fromkeys(alarm.seek for alarm in alarms):
            console.print(f"怎么办：找{seek}，写法见 docs/parameters.md。", highlight=False, markup=False)
    console.print("没有公布的就不要写；缺的时候助手会说没有收录，或说明先用上一年的数。\n", highlight=False)


def _coverage(kinds: Sequence[Coverage], console: Console) -> None:
    rows = []
    for one in kinds:
        few = len(one.have) < len(one.lacking)
        told = ("只有" + "、".join(one.have)) if few else ("缺" + "、".join(one.lacking)) if one.lacking else ""
        rows.append((one.name, str(len(one.have)), str(len(one.lacking)), told))
    _table(console, "各省都该有的参数，收录过的省和没有收录过的省", ("参数", "有", "没有", "哪些"), rows)


def _spot(file: str, line: int) -> str:
    """Folder, file and line: enough to find it, short enough for a row."""
    return f"{'/'.join(Path(file).parts[-2:])}:{line}"
