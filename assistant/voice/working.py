"""The steps of a calculation in words, without a formula. Pure; over the reply's public JSON."""

from __future__ import annotations

import re
from typing import Any

from assistant.script import to_simplified
from assistant.voice import wording

NOT_CALCULATED = ("guidance", "own_records")
"""Tools whose results are not worked out."""
MOST_INPUTS = 4
MOST_STEPS = 6
"""Steps that are said of an answer that wrote none down."""
SHORT = 30
"""Characters of a formula that can be followed by ear."""
LONGEST_VALUE = 12
_FORMULA = re.compile(r"[×÷−*/=＝]|\s\+\s")
_HOW = re.compile(r"算出来的。$|除以计发月数|推算办法是|^过渡性养老金每月")
"""How a figure came about, worded by the dialogue already."""
_UNSETTLED = re.compile(r"待确认|待核|没有核到|没有核对|没有见到|没有查到|没有收录|没有计入|没有算|未计入")
"""Says that the figure of the answer lacks something or is not certain."""


def calculation(reply: dict[str, Any]) -> dict[str, Any] | None:
    """The trace of a reply that worked a figure out."""
    trace = reply.get("trace")
    return trace if trace and trace["tool"] not in NOT_CALCULATED else None


def tells_how(text: str) -> bool:
    """Whether a sentence beside a result tells how it came about."""
    return bool(_HOW.search(text))


def is_step(text: str, trace: dict[str, Any]) -> bool:
    """Whether a sentence is a step of the trace, as the dialogue writes steps down."""
    return _step(text, trace) is not None


def is_caveat(text: str, trace: dict[str, Any]) -> bool:
    """Whether a sentence says what the figure lacks: it belongs to the figure and is said with it."""
    bare = to_simplified(text).removeprefix("请注意：").rstrip("。")
    caveats = {to_simplified(line).rstrip("。") for line in (*trace["caveats"], *trace["assumptions"])}
    return bare in caveats and bool(_UNSETTLED.search(bare))


def in_words(text: str, trace: dict[str, Any]) -> str:
    """A step with its figures in place of its formula; every other sentence as it is."""
    step = _step(text, trace)
    if step is None or not _FORMULA.search(step["formula"]):
        return text
    how = _simple(step) or _inputs(step)
    return wording.STEP.format(step=step["step"], how=how, value=step["value"]) if how else text


def steps_in_words(trace: dict[str, Any]) -> tuple[str, ...]:
    """The steps of an answer that wrote none down; none of a long calculation."""
    lines = [f"{step['step']}：{step['formula']}，得到{step['value']}。" for step in trace["trace"]]
    return tuple(in_words(line, trace) for line in lines) if len(lines) <= MOST_STEPS else ()


def _simple(step: dict[str, Any]) -> str:
    """缴费基数 × 20% -> 缴费基数5000元 × 20%; empty where it could not be followed by ear."""
    formula = str(step["formula"])
    if len(_FORMULA.findall(formula)) > 1 or re.search(r"[（）()]", formula) or len(formula) > SHORT:
        return ""
    for name, value in step["inputs"].items():
        if len(value) <= LONGEST_VALUE:
            formula = re.sub(
                rf"(?<![\u4e00-\u9fff]){re.escape(name)}(?![\u4e00-\u9fff])", f"{name}{value}", formula, count=1
            )
    return formula


def _inputs(step: dict[str, Any]) -> str:
    inputs = [f"{name}{value}" for name, value in step["inputs"].items() if value][:MOST_INPUTS]
    return wording.STEP_INPUTS.format(inputs="、".join(inputs)) if inputs else ""


def _step(text: str, trace: dict[str, Any]) -> dict[str, Any] | None:
    said = to_simplified(text)
    for step in trace["trace"]:
        if said.startswith(to_simplified(f"{step['step']}：{step['formula']}")):
            found: dict[str, Any] = step
            return found
    return None
