"""The figures of a run of ``eval.speech`` for a person to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.speech_results import Result, grouped, quantile
from eval.speech_score import rate

_WIDTH = 120


def print_table(results: Sequence[Result], summary: dict[str, Any]) -> None:
    """Error rates, entities, waits and answers, for all and by voice, speed and noise."""
    table = Table("", "句", "字错率 原文", "字错率 修复后", "实体", "修好/改坏", "RTF", "等待 p50", "答案一致")
    for name, rows in grouped(results):
        table.add_row(name, *_row(rows))
    console = Console(width=_WIDTH)
    console.print(table)
    console.print(
        f"说完到出字（含判停的静音）p50 {summary['after_speech_p50']} s，p95 {summary['after_speech_p95']} s；"
        f"判停后等待 p50 {summary['final_latency_p50']} s，p95 {summary['final_latency_p95']} s"
    )


def print_failures(results: Sequence[Result]) -> None:
    """Each utterance that was misheard or answered otherwise."""
    console = Console(width=_WIDTH, highlight=False)
    for result in results:
        if not result.failing:
            continue
        said = result.utterance
        console.print(
            f"[bold]{escape(said.path.name)}[/] {said.voice} {said.speed:g} {said.noise} 错 {result.wrong[0]}/{result.wrong[1]}"
        )
        console.print(f"  说的：{escape(said.text)}")
        console.print(f"  原文：{escape(result.raw)}")
        if result.text != result.raw:
            console.print(f"  修复：{escape(result.text)}")
        if result.entities.lost:
            console.print(f"  丢了：{escape('、'.join(result.entities.lost))}")
        if result.same_answer is False:
            console.print(f"  答案不同：{escape(result.answers[0][:50])}… ≠ {escape(result.answers[1][:50])}…")


def _row(rows: Sequence[Result]) -> tuple[str, ...]:
    found, changes = [r.entities for r in rows], [r.mending for r in rows]
    compared = [r.same_answer for r in rows if r.same_answer is not None]
    said = sum(e.said for e in found)
    return (
        str(len(rows)),
        f"{rate([r.wrong_raw for r in rows]):.1%}",
        f"{rate([r.wrong for r in rows]):.1%}",
        f"{sum(e.kept for e in found) / said:.1%}" if said else "-",
        f"{sum(c.mended for c in changes)}/{sum(c.spoilt for c in changes)}",
        f"{sum(r.computing for r in rows) / max(0.001, sum(r.seconds for r in rows)):.2f}",
        f"{quantile([r.wait for r in rows], 0.5):.2f} s",
        f"{sum(compared) / len(compared):.0%}" if compared else "-",
    )
