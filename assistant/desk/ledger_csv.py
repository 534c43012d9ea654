"""The ledger as a table for a spreadsheet. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.desk.figures_csv import sheet
from assistant.desk.figures_period import china_time
from assistant.desk.ledger_values import CATEGORIES, ORIGINS, Ticket

HEADINGS = (
    "编号", "类别", "来源", "内容", "登记人", "登记时间", "办理人", "期限", "状态", "是否超期", "处理结果", "办结时间",
    "告知市民时间", "会话编号", "办理经过",
)  # fmt: skip


def ledger_csv(tickets: Iterable[Ticket], today: date) -> str:
    """One row a ticket, in the order given, with a byte order mark; no text in it is taken for a formula."""
    return sheet([HEADINGS, *(_row(ticket, today) for ticket in tickets)])


def _row(one: Ticket, today: date) -> tuple[str, ...]:
    course = "\n".join(f"{china_time(entry.at)} {entry.author}：{entry.text}" for entry in one.entries)
    return (
        one.number, CATEGORIES[one.category], ORIGINS[one.origin], one.text, one.created_by,
        china_time(one.created_at), one.owner_name, str(one.due_on), "已办结" if one.done_at else "未办结",
        "已超期" if one.overdue(today) else "", one.outcome, china_time(one.done_at) if one.done_at else "",
        china_time(one.told_at) if one.told_at else "", one.conversation or "", course,
    )  # fmt: skip
