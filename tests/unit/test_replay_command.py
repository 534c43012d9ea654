"""``python -m assistant replay``: a reply's JSON, as it went out, is worked out again and compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from assistant.errors import BadInput
from assistant.messages import Reply
from assistant.public import reply_json
from assistant.replay import replay_json
from tests.unit._forms import MAN, WOMAN, Citizen

TALKS: dict[str, tuple[str, ...]] = {
    "an estimate": (MAN,), "two ways": (WOMAN,), "a comparison": (MAN, "早一年呢"), "two ways compared": (WOMAN, "晚一年呢"),
    "one of two ways": (WOMAN, "早一年呢"), "a level from now on": (MAN, "按100%交呢"), "no more": (MAN, "不再交了呢"),
    "why": (MAN, "为什么"), "refused": ("帮我算养老金，男，1975年6月生，在河南郑州交了20年，指数0.8，账户有8万",),
    "out of range": (MAN, "早五年呢"), "retirement": ("1975年6月生的女职工什么时候退休",),
    "a month earlier": ("1975年6月生的男职工什么时候退休", "早半年呢"), "contributions": ("灵活就业按5000的基数一个月交多少钱",),
    "changed": ("灵活就业按5000的基数一个月交多少钱", "那6000呢"), "papers": ("退休要带什么材料",),
    "resident": ("居民养老每年交500，交了15年，在武汉，能领多少",), "place": ("户口在安徽，在广东交了12年，在哪里领养老金",),
}  # fmt: skip


async def told(talk: str) -> dict[str, Any]:
    """The last reply of a talk as the public interface gives it, after a journey as text."""
    reply: Reply = await Citizen().say(*TALKS[talk])
    stored: dict[str, Any] = json.loads(json.dumps(reply_json(reply, "r1", "c1"), ensure_ascii=False))
    return stored


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[object], tuple[int, str, str]]:
    """Runs the command on a value written to a file; gives its exit code and what it says."""

    def run(stored: object) -> tuple[int, str, str]:
        file = tmp_path / "reply.json"
        file.write_text(stored if isinstance(stored, str) else json.dumps(stored), encoding="utf-8")
        code = main(["replay", str(file)])
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize("talk", TALKS)
async def test_a_stored_reply_is_worked_out_exactly_the_same(talk: str) -> None:
    again = replay_json(await told(talk))
    assert again
    assert [one.differences for one in again] == [()] * len(again)


@pytest.mark.parametrize(
    ("talk", "parts"), [("two ways", 2), ("a comparison", 2), ("two ways compared", 4), ("an estimate", 1)]
)
async def test_every_part_of_a_reply_is_worked_out(talk: str, parts: int) -> None:
    again = replay_json(await told(talk))
    assert [one.tool for one in again] == ["pension_estimate"] * parts


async def test_the_command_says_that_nothing_differs(command: Callable[[object], tuple[int, str, str]]) -> None:
    code, out, _ = command(await told("two ways compared"))
    assert code == 0
    assert out.count("重算结果完全一样") == 4 and "有出入" not in out


async def test_a_tampered_total_is_named_with_what_it_should_be(
    command: Callable[[object], tuple[int, str, str]],
) -> None:
    stored = await told("two ways")
    wrong = deepcopy(stored)
    part = wrong["trace"]["parts"][1]
    right, part["result"]["total"] = part["result"]["total"], "9999.99"
    code, out, _ = command(wrong)
    assert code == 1
    assert f"total：存的是9999.99，重算是{right}" in out
    assert out.count("有出入") == 1 and out.count("重算结果完全一样") == 1


@pytest.mark.parametrize("changed", ["a step", "a figure on file", "an argument"])
async def test_a_tampered_step_figure_or_argument_is_reported(
    changed: str, command: Callable[[object], tuple[int, str, str]]
) -> None:
    stored = await told("an estimate")
    trace = stored["trace"]
    if changed == "a step":
        step = next(step for step in trace["trace"] if step["step"] == "基础养老金")
        step["value"] = "8888元"
    elif changed == "a figure on file":
        used = next(used for used in trace["used"] if used["key"] == "benefit_base")
        used["exact"] = "8888"
    else:
        trace["arguments"]["paid_months"] = "240"
    code, out, _ = command(stored)
    assert code == 1 and "有出入" in out
    assert "基础养老金" in out


async def test_a_reply_without_a_calculation_is_refused_with_what_to_give(
    command: Callable[[object], tuple[int, str, str]],
) -> None:
    reply = await Citizen().say("社保断缴了怎么办")
    code, out, err = command(reply_json(reply, "r1", "c1"))
    assert code == 2 and out == ""
    assert "没有可以重算的结果" in err and "trace" in err


@pytest.mark.parametrize(
    "stored", ["", "不是 JSON", "{", "[]", "3", '"x"', "null", "{}", '{"trace": 3}', '{"trace": {"arguments": {}}}']
)
def test_what_is_no_reply_is_refused_without_a_stack_trace(
    stored: str, command: Callable[[object], tuple[int, str, str]]
) -> None:
    code, out, err = command(stored)
    assert code == 2 and out == ""
    assert err.strip() and "Traceback" not in err


@pytest.mark.parametrize(
    "damage",
    [
        lambda trace: trace["arguments"].update(birth="某年"), lambda trace: trace["arguments"].pop("birth"),
        lambda trace: trace.pop("used"), lambda trace: trace.update(used=[]), lambda trace: trace.update(trace=[{}]),
        lambda trace: trace["used"][0].update(effective_from="昨天"), lambda trace: trace["arguments"].update(more="1"),
        lambda trace: trace["used"][0].update(exact="很多"),
    ],
)  # fmt: skip
async def test_a_damaged_calculation_is_refused_or_reported_without_a_stack_trace(
    damage: Callable[[dict[str, Any]], object], command: Callable[[object], tuple[int, str, str]]
) -> None:
    stored = await told("an estimate")
    damage(stored["trace"])
    code, out, err = command(stored)
    assert code in (1, 2) and (out + err).strip()
    assert "Traceback" not in err


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["replay", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


async def test_a_record_is_not_a_calculation() -> None:
    stored = await told("an estimate")
    stored["trace"]["tool"] = "own_benefit"
    with pytest.raises(BadInput) as refusal:
        replay_json(stored)
    assert "业务系统" in str(refusal.value.remedy)
