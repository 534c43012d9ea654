"""Figures and cases as tables for a spreadsheet. Pure."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from assistant.desk.case_json import ACTOR_LABELS, resolution_label
from assistant.desk.figures import CHANNELS, AgentFigures, Count, Figures
from assistant.desk.figures_measures import Measured, measured
from assistant.desk.figures_period import china_time
from assistant.handoff.states import LABELS, REASON_LABELS, Case, Event

BOM = "\ufeff"
"""Without it the usual spreadsheet reads Chinese wrongly."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A cell that begins so would be run by a spreadsheet."""

Cell = str | int | float | None

TOTALS = {
    "cases": "转人工",
    "offered_only": "只提出、市民没有要",
    "accepted": "坐席接入",
    "abandoned": "没等到坐席就离开",
    "call_backs": "改为回电或留言",
    "closed": "已结束",
    "resolved": "其中已办结",
    "median_wait_seconds": "等待秒数（中位数）",
    "p90_wait_seconds": "等待秒数（九成以内）",
    "median_pick_up_seconds": "坐席首次回复秒数（中位数）",
    "median_handling_seconds": "接待秒数（中位数）",
    "service_level_percent": "按时接入（%）",
    "service_level_seconds": "按时的标准（秒）",
    "service_level_of": "计算按时接入的件数",
    "durable_resolution_percent": "七天内没有再找人工（%）",
    "durable_resolution_of": "办结满七天",
    "reopened": "七天内又找人工",
    "too_young": "办结未满七天",
    "satisfaction_average": "满意度（平均分，满分5）",
    "satisfaction_count": "评分次数",
}
CASE_HEADINGS = (
    "编号", "会话编号", "渠道", "组", "状态", "原因", "优先级", "坐席", "提出时间", "开始排队", "坐席接入", "首次回复",
    "结束时间", "等待秒数", "接待秒数", "处理结果", "满意度", "满意度留言", "经过",
)  # fmt: skip


def sheet(rows: Iterable[Sequence[Cell]]) -> str:
    """CSV as spreadsheets in Chinese offices open it; no text in it is taken for a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return BOM + out.getvalue()


def guarded(cell: Cell) -> Cell:
    """Text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers."""
    if isinstance(cell, str):
        text = cell.replace("\x00", "")
        return "'" + text if text.lstrip(" \n").startswith(FORMULA) else text
    return cell


def figures_csv(figures: Figures) -> str:
    """The tables of the figures, one below the other."""
    totals = asdict(figures.totals)
    rows: list[Sequence[Cell]] = [
        ("人工服务统计", str(figures.period.first), str(figures.period.last)),
        (),
        ("项目", "数值"),
        *((heading, totals[name]) for name, heading in TOTALS.items()),
        (),
        ("日期", "转人工", "坐席接入", "没等到就离开", "等待秒数（中位数）", "按时接入（%）"),
        *(
            (str(d.day), d.cases, d.accepted, d.abandoned, d.median_wait_seconds, d.service_level_percent)
            for d in figures.by_day
        ),
    ]
    rows += _table("转人工的原因", figures.by_reason) + _table("处理结果", figures.by_resolution)
    rows += _table("渠道", figures.by_channel) + _table("组", figures.by_group)
    rows += _agents(figures.by_agent)
    rows += [(), ("时段", "件数"), *((f"{one.hour}时", one.cases) for one in figures.by_hour)]
    return sheet(rows)


def cases_csv(
    cases: Iterable[Case],
    events: Iterable[Event],
    scores: Mapping[str, tuple[int, str]],
    names: Mapping[str, str],
) -> str:
    """One row a case, in the order given; ``scores`` are score and words by case."""
    by_case: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_case[event.case].append(event)
    rows = (_case(measured(case, by_case[case.id]), by_case[case.id], scores.get(case.id), names) for case in cases)
    return sheet([CASE_HEADINGS, *rows])


def _table(heading: str, counts: Iterable[Count]) -> list[Sequence[Cell]]:
    return [(), (heading, "件数"), *((one.label, one.count) for one in counts)]


def _agents(agents: Iterable[AgentFigures]) -> list[Sequence[Cell]]:
    headings = ("坐席", "件数", "接待秒数（中位数）", "满意度（平均分）")
    rows = ((one.name, one.cases, one.median_handling_seconds, one.satisfaction_average) for one in agents)
    return [(), headings, *rows]


def _case(
    one: Measured, events: list[Event], score: tuple[int, str] | None, names: Mapping[str, str]
) -> Sequence[Cell]:
    case, agent = one.case, one.agent or one.case.agent
    times = (case.opened_at, case.queued_at, case.accepted_at, case.first_reply_at, case.closed_at)
    return (
        case.id, case.conversation, CHANNELS.get(case.channel, case.channel), case.skill, LABELS[case.state],
        REASON_LABELS[case.reason], case.priority, names.get(agent, agent) if agent else "",
        *(china_time(at) if at else "" for at in times),
        one.wait, one.handling, resolution_label(case) or "",
        score[0] if score else None, score[1] if score else "", "\n".join(_line(event, names) for event in events),
    )  # fmt: skip


def _line(event: Event, names: Mapping[str, str]) -> str:
    """``2026-11-22 09:30:00 已办结（已解答，坐席 李梅）``."""
    who = ACTOR_LABELS.get(event.actor.kind, event.actor.kind)
    name = names.get(event.actor.id, "") if event.actor.id else ""
    by = f"{who} {name}".strip()
    return f"{china_time(event.at)} {LABELS[event.after]}（{REASON_LABELS[event.reason]}，{by}）"
