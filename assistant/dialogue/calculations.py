"""Calculations a single message asks for with all it takes, worked out and worded. Pure.

A message that lacks something is not calculated: the clauses answer it, and say what it depends on.
"""

from __future__ import annotations

from datetime import date

from assistant import texts
from assistant.dialogue.calculation import Asked, Calculation
from assistant.dialogue.calculations_life import LIFE
from assistant.dialogue.calculations_money import MONEY
from assistant.dialogue.form_fields import read_extras
from assistant.errors import BadInput
from assistant.messages import Sentence, Understanding, Worked
from assistant.tools.registry import Toolbox
from assistant.traces import ToolResult

CALCULATIONS = (*LIFE, *MONEY)
LONGEST = 90
"""Characters up to which a message is taken as one thing to calculate."""


def calculated(toolbox: Toolbox, text: str, found: Understanding, today: date, earlier: str = "") -> Worked | None:
    """The first calculation the message asks for, worked out and worded; None when it asks for none."""
    if len(text) > LONGEST or found.complaint:
        return None
    asked = Asked(text, found, read_extras(text, "", today), today, earlier)
    for one in CALCULATIONS:
        arguments = one.wanted(asked)
        if arguments is None:
            continue
        try:
            return _worded(one, toolbox.run(one.tool, arguments))
        except BadInput:  # a figure that is not on file: the clauses say what can be said
            return None
    return None


def _worded(one: Calculation, result: ToolResult) -> Worked:
    sentences = [Sentence(line, traced=True) for line in one.say(result)]
    sentences.append(Sentence(texts.ESTIMATE_BY_OFFICE))
    for step in result.trace:
        sentences.append(Sentence(f"{step.step}：{step.formula}，得到{step.value}。", traced=True, detail=True))
    for line in (*result.assumptions, *result.caveats):
        sentences.append(Sentence(line if line.endswith("。") else f"{line}。", traced=True, detail=True))
    return Worked(tuple(sentences), result, None, (texts.WHY_SUGGESTION,))
