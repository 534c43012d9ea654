"""The HTML report of a run: one page with everything in it, nothing fetched, nothing scripted."""

from __future__ import annotations

from html import escape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.messages import Citation, Sentence
from assistant.traces import ToolResult
from eval.charts import Bar, bars, tone_of
from eval.score import Check

if TYPE_CHECKING:
    from eval.run import Result

CHECKS = {
    "fact": "应说到", "forbid": "不得说", "handoff": "给出人工", "outcome": "结果", "traced": "有出处",
}  # fmt: skip
"""How a check is called on the page."""


def write_report(file: Path, results: list[Result], summary: dict[str, Any]) -> None:
    """Write the page. Every text of a case or a reply is escaped."""
    style = resources.files("eval").joinpath("report.css").read_text(encoding="utf-8")
    counted = [r for r in results if r.ask.expect.confidence != "low"]
    apart = [r for r in results if r.ask.expect.confidence == "low"]
    parts = (
        "<h1>评测报告</h1>", _versions(results), _tiles(summary), _charts(summary), _tables(summary),
        _failures("没有通过", [r for r in counted if not r.passed]),
        _failures("低置信案例里没有通过的（不计分）", [r for r in apart if not r.passed], "apart"),
        _passed([r for r in results if r.passed]),
    )  # fmt: skip
    file.write_text(
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>评测报告</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head>'
        f"<body>{''.join(parts)}</body></html>\n",
        encoding="utf-8",
    )


def _versions(results: list[Result]) -> str:
    found = dict.fromkeys(
        f"语料 {v.corpus or '-'}，参数 {v.parameters or '-'}，规则 {v.rules or '-'}，模型 {v.model or '无'}"
        for v in (r.reply.versions for r in results)
    )
    return f'<p class="soft">{escape("；".join(found))}</p>'


def _tiles(summary: dict[str, Any]) -> str:
    untraced, forbidden = summary["untraced"], summary["forbidden_claims"]
    tiles = [
        ("严格通过（轮）", f"{summary['strict_pass']:.1%}", tone_of(summary["strict_pass"])),
        ("通过的轮数", f"{summary['passed']} / {summary['turns']}", ""),
        ("通过的案例", f"{summary['cases_passed']} / {summary['cases']}", ""),
        ("说了不该说的", f"{forbidden}", "poor" if forbidden else "good"),
        ("没有出处", f"{untraced}", "poor" if untraced else "good"),
        ("耗时 p50 / p95", f"{summary['seconds_p50'] * 1000:.0f} / {summary['seconds_p95'] * 1000:.0f} ms", ""),
    ]
    drawn = "".join(f'<div class="tile {tone}">{escape(name)}<b>{escape(v)}</b></div>' for name, v, tone in tiles)
    return f'<section class="tiles">{drawn}</section>'


def _charts(summary: dict[str, Any]) -> str:
    outcomes, reasons = summary["by_outcome"], summary["failure_reasons"]
    most = max((row["turns"] for row in outcomes.values()), default=1)
    worst = max(reasons.values(), default=1)
    drawn = (
        bars("各主题严格通过率", [_rate_bar(k, row) for k, row in _by_rate(summary["by_topic"])]),
        bars("各种结果的轮数（及通过率）", [
            Bar(k, row["turns"] / most, f"{row['turns']}（{row['strict_pass']:.0%}）", tone_of(row["strict_pass"]))
            for k, row in sorted(outcomes.items(), key=lambda item: -item[1]["turns"])
        ]) + "<p></p>" + bars("没通过的原因（项）", [
            Bar(CHECKS.get(k, k), n / worst, f"{n}", "poor") for k, n in sorted(reasons.items(), key=lambda i: -i[1])
        ]),
    )  # fmt: skip
    return f'<h2>图</h2><section class="charts">{"".join(f"<div>{d}</div>" for d in drawn)}</section>'


def _by_rate(groups: dict[str, dict[str, float]]) -> list[tuple[str, dict[str, float]]]:
    return sorted(groups.items(), key=lambda item: (item[1]["strict_pass"], -item[1]["turns"]))


def _rate_bar(name: str, row: dict[str, float]) -> Bar:
    rate = row["strict_pass"]
    return Bar(name or "-", rate, f"{rate:.0%}（{row['passed']:g}/{row['turns']:g}）", tone_of(rate))


def _tables(summary: dict[str, Any]) -> str:
    titles = {"by_topic": "主题", "by_kind": "类别", "by_confidence": "置信度"}
    drawn = "".join(f"<div>{_table(title, summary[key])}</div>" for key, title in titles.items())
    return f'<h2>表</h2><section class="tables">{drawn}</section>'


def _table(title: str, groups: dict[str, dict[str, float]]) -> str:
    rows = "".join(
        f'<tr><td>{escape(name or "-")}</td><td class="n">{row["turns"]:g}</td><td class="n">{row["passed"]:g}</td>'
        f'<td class="n">{row["strict_pass"]:.0%}</td></tr>'
        for name, row in groups.items()
    )
    heads = "".join(f'<th class="n">{h}</th>' for h in ("轮数", "通过", "通过率"))
    return f"<table><tr><th>{title}</th>{heads}</tr>{rows}</table>"


def _failures(title: str, failed: list[Result], sort: str = "") -> str:
    if not failed and sort:
        return ""
    drawn = "".join(_case(r, sort) for r in failed) or '<p class="soft">全部通过。</p>'
    return f"<h2>{escape(title)}（{len(failed)}）</h2>{drawn}"


def _case(r: Result, sort: str) -> str:
    expect = r.ask.expect
    asked = (f"按 {r.ask.as_of}" if r.ask.as_of else "", r.ask.region or "")
    tags = [r.case.topic, expect.kind, expect.confidence, *asked, "过时规定" if expect.outdated_trap else ""]
    head = f"<b>{escape(r.case.id)}</b>" + (f" 第 {r.turn} 轮" if len(r.case.asks) > 1 else "")
    before = "".join(f"<div>{escape(a.text)}</div>" for a in r.case.asks[: r.turn - 1])
    earlier = f"<details><summary>之前几轮的问题</summary>{before}</details>" if before else ""
    return (
        f'<article class="case {sort}"><header>{head}'
        f"{''.join(f'<span class=tag>{escape(t)}</span>' for t in tags if t)}<small>{r.seconds * 1000:.0f} ms</small></header>"
        f'<div class="sides"><div><h4>问题</h4><p class="question">{escape(r.ask.text)}</p>'
        f'<h4>要求</h4><ul class="checks">{"".join(map(_check, r.checks))}</ul>{earlier}</div>'
        f'<div class="reply"><h4>回答（{escape(str(r.reply.outcome))}，{escape(r.reply.region)}，'
        f"{escape(r.reply.scheme)}，按 {r.reply.as_of}）</h4>"
        f"{''.join(map(_sentence, r.reply.sentences))}{_steps(r.reply.trace)}{_cited(r.reply.citations)}</div></div></article>"
    )


def _check(check: Check) -> str:
    sign = '<span class="yes">✓</span>' if check.passed else '<span class="no">✗</span>'
    return (
        f"<li>{sign}<span>{escape(CHECKS.get(check.name, check.name))}</span><code>{escape(check.wanted)}</code></li>"
    )


def _sentence(sentence: Sentence) -> str:
    marks = "".join(f'<span class="mark">[{m}]</span>' for m in sentence.marks)
    return f'<p class="{"detail" if sentence.detail else ""}">{escape(sentence.text)}{marks}</p>'


def _steps(trace: ToolResult | None) -> str:
    if trace is None:
        return ""
    drawn = "".join(f"<li>{escape(s.step)}：{escape(s.formula)} → {escape(s.value)}</li>" for s in trace.trace)
    return f"<details><summary>推算步骤（{len(trace.trace)}）</summary><ol>{drawn}</ol></details>"


def _cited(citations: tuple[Citation, ...]) -> str:
    if not citations:
        return '<p class="soft">没有引用条文。</p>'
    drawn = "".join(
        f"<div><b>[{c.mark}] {escape(c.title)}</b> {escape(c.doc_no)} {escape(c.section)}<br>"
        f"<small>{c.effective_from} 至 {c.effective_to or '今'}，{escape(c.region)}，{escape(c.scheme)}，"
        f"{escape(c.passage_id)}</small><blockquote>{escape(c.quote)}</blockquote></div>"
        for c in citations
    )
    return f"<details><summary>引用的条文（{len(citations)}）</summary>{drawn}</details>"


def _passed(passed: list[Result]) -> str:
    rows = "".join(
        f"<tr><td>{escape(r.case.id)}{f'-{r.turn}' if len(r.case.asks) > 1 else ''}</td><td>{escape(r.case.topic)}</td>"
        f"<td>{escape(r.ask.text[:80])}</td><td>{escape(str(r.reply.outcome))}</td></tr>"
        for r in passed
    )
    table = f"<table><tr><th>编号</th><th>主题</th><th>问题</th><th>结果</th></tr>{rows}</table>"
    return f"<h2>通过（{len(passed)}）</h2><details open><summary>列表</summary>{table}</details>"
