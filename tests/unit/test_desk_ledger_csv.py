"""The ledger as a spreadsheet opens it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from assistant.desk.ledger_csv import HEADINGS, ledger_csv
from assistant.desk.ledger_values import Entry, Ticket

NOW = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)


def ticket(text: str, done_at: datetime | None = None) -> Ticket:
    entries = (Entry(NOW, "李敏", "已联系\n窗口"), Entry(NOW, "王强", "已改正"))
    return Ticket(
        123, "talk-1", None, "citizen", "complaint", text, NOW, "市民", date(2027, 1, 8),
        owner_name="李敏", outcome="已改正" if done_at else "", done_at=done_at, entries=entries,
    )  # fmt: skip


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_ticket_is_a_row_in_words() -> None:
    table = ledger_csv([ticket("排队, 两小时"), ticket("“甲”\n乙", NOW)], date(2027, 1, 9))
    assert table.startswith("\ufeff" + "编号")
    opened, done = rows(table)
    assert tuple(opened) == HEADINGS
    assert (opened["编号"], opened["类别"], opened["来源"], opened["内容"]) == (
        "2027-000123", "投诉", "市民", "排队, 两小时",
    )  # fmt: skip
    assert (opened["登记时间"], opened["状态"], opened["是否超期"]) == ("2027-01-01 00:30:00", "未办结", "已超期")
    assert (done["内容"], done["状态"], done["是否超期"], done["处理结果"]) == ("“甲”\n乙", "已办结", "", "已改正")
    assert "2027-01-01 00:30:00 王强：已改正" in opened["办理经过"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝"])
def test_no_text_is_run_as_a_formula(start: str) -> None:
    (row,) = rows(ledger_csv([ticket(f"{start}HYPERLINK(1)")], date(2027, 1, 1)))
    assert row["内容"] == f"'{start}HYPERLINK(1)"
