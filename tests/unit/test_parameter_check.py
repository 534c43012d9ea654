"""``python -m knowledge_base parameters``: alarms, what is not settled, and the guide that explains it."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from assistant.pension.parameters import NATIONAL
from knowledge_base import cli
from knowledge_base.parameter_alarms import Alarm, alarms
from knowledge_base.parameter_check import run
from knowledge_base.parameter_files import FOLDER, load_parameters, read_parameters
from knowledge_base.parameter_keys import KINDS
from tests.unit._parameters import GOOD, folder, mid

GUIDE = Path(__file__).parents[2] / "docs" / "parameters.md"
BOOK = load_parameters()


def command(*arguments: str, where: Path = FOLDER) -> tuple[int, str]:
    out = StringIO()
    args = cli._parser().parse_args(["parameters", *arguments])
    return run(args, Console(file=out, width=200), where), out.getvalue()


def told_alarms(where: Path, start: date, end: date) -> list[tuple[str, str, date]]:
    return [(a.key, a.region, a.missing_from) for a in alarms(read_parameters(where).located, start, end)]


def test_an_alarm_tells_what_is_missing_or_runs_out_by_the_end_of_the_year(tmp_path: Path) -> None:
    where = folder(tmp_path, four=GOOD)
    assert told_alarms(where, date(2025, 3, 1), date(2025, 12, 31)) == []
    assert told_alarms(where, date(2025, 3, 1), date(2026, 1, 1)) == [("benefit_base", "四川", date(2026, 1, 1))]
    assert told_alarms(where, date(2027, 3, 1), date(2028, 1, 1)) == [("benefit_base", "四川", date(2026, 1, 1))]


def test_a_figure_without_an_end_raises_no_alarm(tmp_path: Path) -> None:
    lasting = GOOD.replace("benefit_base", "transitional_rate").replace("元/月", '"%"').replace(", to: 2025-12-31", "")
    assert told_alarms(folder(tmp_path, four=lasting), date(2026, 1, 1), date(2029, 1, 1)) == []


def test_a_gap_inside_the_year_raises_an_alarm(tmp_path: Path) -> None:
    late = GOOD.replace("from: 2025-01-01", "from: 2025-03-01")
    found = told_alarms(folder(tmp_path, four=late), date(2024, 6, 1), date(2025, 12, 31))
    assert found == [("benefit_base", "四川", date(2025, 1, 1))]


def test_an_alarm_says_what_to_look_for_and_where_to_write_it(tmp_path: Path) -> None:
    alarm: Alarm
    (alarm,) = alarms(read_parameters(folder(tmp_path, four=GOOD)).located, date(2025, 3, 1), date(2026, 1, 1))
    assert "2026年度基本养老金计发基数" in alarm.todo
    assert f"{tmp_path}/four.yaml 第10行" in alarm.todo
    assert (alarm.last, alarm.last_to) == ("8462元", date(2025, 12, 31))


def test_the_shipped_files_raise_an_alarm_for_every_yearly_figure_that_runs_out() -> None:
    status, text = command("--as-of", "2026-11-22", "--json")
    assert status == 0
    days = [date(2026, 11, 22) + timedelta(days=n) for n in range(41)]
    assert days[-1] == date(2027, 1, 1)
    yearly = {(p.key, p.region) for p in BOOK.parameters if p.key in KINDS and KINDS[p.key].yearly}
    own = {one: [p for p in BOOK.parameters if (p.key, p.region) == one] for one in yearly}
    short = {one for one in yearly if not all(any(p.in_force(day) for p in own[one]) for day in days)}
    told = {(a["key"], a["region"]) for a in json.loads(text)["alarms"]}
    assert told & yearly == short
    assert ("resident_long_pay.over_15", "湖北/武汉") in told
    assert ("contribution_base_min", "上海") not in told


def test_a_year_can_be_asked_for(tmp_path: Path) -> None:
    july = GOOD.replace("from: 2025-01-01, to: 2025-12-31", "from: 2025-07-01, to: 2026-06-30")
    where = folder(tmp_path, four=july)
    for year, missing in (("2024", []), ("2025", ["2025-01-01"]), ("2026", ["2026-07-01"]), ("2027", ["2026-07-01"])):
        _, text = command("--year", year, "--json", where=where)
        assert [alarm["missing_from"] for alarm in json.loads(text)["alarms"]] == missing


def test_the_report_counts_everything_and_names_what_is_not_settled() -> None:
    status, text = command("--as-of", "2026-11-22")
    assert status == 0
    regions, figures = {p.region for p in BOOK.parameters}, {(p.key, p.region) for p in BOOK.parameters}
    assert f"33 个文件，{len(regions)} 个地区，{len(figures)} 个参数" in text
    counts = Counter(p.confidence for p in BOOK.parameters)
    assert f"{len(BOOK.parameters)} 个数值" in text
    assert f"{counts['single'] + counts['memory']} 个待核" in text
    assert re.search(r"memory │ 丧葬补助金月数", text)
    assert re.search(r"黑龙江 *│ 养老金计发基数 *│ 2025年 *│ 7705元.*7570元", text)
    assert "怎么办：找" in text


def test_the_json_lists_every_unsettled_figure() -> None:
    _, text = command("--json")
    told = json.loads(text)
    counts = Counter(p.confidence for p in BOOK.parameters)
    assert told["values"] == dict(counts)
    assert Counter(one["confidence"] for one in told["unsettled"]) == {k: counts[k] for k in ("single", "memory")}
    assert {one["region"] for one in told["conflicts"]} >= {"黑龙江", NATIONAL}


def test_a_slip_of_the_pen_shows_as_an_odd_change(tmp_path: Path) -> None:
    slip = GOOD.replace('"8462"', '"84620"')
    status, text = command(where=folder(tmp_path, four=slip))
    assert status == 0
    assert re.search(r"四川.*8321元.*84620元.*\+916\.9%", text)


def test_invalid_files_end_with_2_and_say_where(tmp_path: Path) -> None:
    where = folder(tmp_path, four=GOOD.replace('"8462"', '"八千"'))
    status, text = command(where=where)
    assert status == 2
    assert f"{tmp_path}/four.yaml:10: “八千”不是数 → " in text
    status, text = command("--json", where=where)
    assert status == 2
    assert json.loads(text)["problems"][0]["line"] == 10


@pytest.mark.parametrize("arguments", [("--year", "27"), ("--as-of", "明天")])
def test_a_day_that_cannot_be_read_is_refused(arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli._parser().parse_args(["parameters", *arguments])
    assert ended.value.code == 2
    assert "不对" in capsys.readouterr().err


def test_the_command_runs_from_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["parameters", "--as-of", "2026-11-22", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == 33


def test_the_example_of_the_guide_can_be_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    book = load_parameters(folder(tmp_path, example=example))
    assert book.need("benefit_base", "四川", mid(2025)).value == "8462"
    assert book.find("benefit_base", "四川", mid(2026)) is None


def test_the_guide_names_every_key_unit_and_rule() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    words = {*KINDS, *(kind.unit for kind in KINDS.values()), *(rule for kind in KINDS.values() for rule in kind.rules)}
    assert sorted(word for word in words if f"`{word}`" not in text) == []
