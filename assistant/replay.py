"""A stored calculation made again: from the JSON of a reply or of a tool's answer, with the figures it was made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.errors import BadInput
from assistant.tools.registry import TOOLS, replay
from assistant.traces import ToolResult, TraceStep, UsedParameter


@dataclass(frozen=True, slots=True)
class Replayed:
    """One calculation: ``differences`` are lines that came out otherwise; empty when every figure is the same."""

    tool: str
    differences: tuple[str, ...]


def replay_json(stored: Mapping[str, Any]) -> tuple[Replayed, ...]:
    """Every calculation in a reply's or a tool's JSON, made again. Raises ``BadInput`` when there is none in it."""
    if not isinstance(stored, Mapping):
        raise BadInput("这里面没有可以重算的结果", "给出一条回答（带 trace）或一个工具结果的 JSON")
    trace = stored.get("trace")
    whole = trace if isinstance(trace, Mapping) else stored
    if "arguments" not in whole:
        raise BadInput("这里面没有可以重算的结果", "给出一条回答（带 trace）或一个工具结果的 JSON")
    parts = [part for part in whole.get("parts") or [whole] if part.get("tool") in TOOLS]
    if not parts:
        raise BadInput("这里面没有可以重算的结果", "个人的记录取自业务系统，不是推算，不能重算")
    return tuple(_replayed(part) for part in parts)


def _replayed(stored: Mapping[str, Any]) -> Replayed:
    try:
        before = result_from_json(stored)
        after = replay(before)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        what = "这份推算缺了内容，或者被改得重算不了"
        raise BadInput(what, "给出系统存下来的原样的 JSON，一个字也不要改") from error
    lines = [
        f"{name}：存的是{value}，重算是{after.find(name)}" for name, value in before.result if after.find(name) != value
    ]
    for old, new in zip(before.trace, after.trace, strict=False):
        if _told(old) != _told(new):
            lines.append(f"步骤“{old.step}”：存的是{old.value}，重算是{new.value}")
    if len(before.trace) != len(after.trace):
        lines.append(f"步骤数：存的是{len(before.trace)}，重算是{len(after.trace)}")
    if before.rule_version != after.rule_version:
        lines.append(f"规则版本：存的是{before.rule_version}，现在是{after.rule_version}")
    return Replayed(before.tool, tuple(lines))


def _told(step: TraceStep) -> TraceStep:
    """A step as the public JSON tells it: there its figures carry no key, no exact value and no unit."""
    return replace(step, parameters=tuple(replace(p, key="", exact="", unit="") for p in step.parameters))


def result_from_json(stored: Mapping[str, Any]) -> ToolResult:
    """A tool's result from its public JSON."""
    used = {(u["name"], u["region"], u["effective_from"], u["value"]): _used(u) for u in stored["used"]}
    return ToolResult(
        stored["tool"],
        tuple(stored["result"].items()),
        tuple(_step(step, used) for step in stored["trace"]),
        tuple(stored["assumptions"]), tuple(stored["caveats"]), stored["rule_version"], stored["parameter_version"],
        tuple(stored["arguments"].items()), tuple(used.values()),
    )  # fmt: skip


def _step(step: Mapping[str, Any], used: Mapping[tuple[str, str, str, str], UsedParameter]) -> TraceStep:
    parameters = tuple(
        used.get((p["name"], p["region"], p["effective_from"], p["value"])) or _used(p) for p in step["parameters"]
    )
    return TraceStep(step["step"], step["formula"], tuple(step["inputs"].items()), step["value"], parameters)


def _used(p: Mapping[str, Any]) -> UsedParameter:
    until = date.fromisoformat(p["effective_to"]) if p["effective_to"] else None
    return UsedParameter(
        p["name"], p["value"], p["region"], date.fromisoformat(p["effective_from"]), p["source"], p["confidence"],
        until, p.get("key", ""), p.get("exact", ""), p.get("unit", ""),
    )  # fmt: skip
