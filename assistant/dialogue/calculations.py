"""Calculations a single message asks for with all it takes, worked out and worded. Pure.

A message that lacks something is not calculated: the clauses answer it, and say what it depends on.
"""

from __future__ import annotations

from datetime import date

from assistant import texts
from assistant.dialogue.calculation import Arguments, Asked, Calculation
from assistant.dialogue.calculations_life import LIFE
from assistant.dialogue.calculations_money import MONEY
from assistant.dialogue.form_fields import YEARS, read_extras
from assistant.errors import BadInput
from assistant.messages import Sentence, Understanding, Worked
from assistant.tools.registry import Toolbox
from assistant.traces import ToolResult, together

CALCULATIONS = (*LIFE, *MONEY)
WHY = "怎么算的"
"""What may be asked next."""
LONGEST = 90
"""Characters up to which a message is taken as one thing to calculate."""


def calculated(toolbox: Toolbox, text: str, found: Understanding, today: date, earlier: str = "") -> Worked | None:
    """The first calculation the message asks for, worked out and worded; None when it asks for none."""
    if len(text) > LONGEST or found.complaint:
        return None
    before = {name: value for name, value in read_extras(earlier, "", today).items() if name == YEARS}
    asked = Asked(text, found, {**before, **read_extras(text, "", today)}, today, earlier)
    for one in CALCULATIONS:
        ways = one.wanted(asked)
        if not ways:
            continue
        try:
            return worded(one, *(toolbox.run(one.tool, arguments) for arguments in ways))
        except BadInput:  # a figure that is not on file: the clauses say what can be said
            return _months_only(one, ways[0], toolbox) if one.tool == "survivor_benefits" else None
    return None


def _months_only(one: Calculation, arguments: Arguments, toolbox: Toolbox) -> Worked | None:
    try:
        return worded(one, toolbox.run(one.tool, {**arguments, "months_only": True}))
    except BadInput:
        return None


def worded(one: Calculation, *results: ToolResult) -> Worked:
    """The answers first, then every step, what was assumed and what to mind."""
    lines = dict.fromkeys(line for result in results for line in one.say(result))
    sentences = [Sentence(line, traced=line not in texts.canned()) for line in lines]
    sentences.append(Sentence(texts.ESTIMATE_BY_OFFICE))
    whole = together(results)
    for step in whole.trace:
        sentences.append(Sentence(f"{step.step}：{step.formula}，得到{step.value}。", traced=True, detail=True))
    for line in (*whole.assumptions, *whole.caveats):
        if line in lines:
            continue
        unsure = "待确认" in line  # stands open: the figures above may not be settled
        sentences.append(Sentence(line if line.endswith("。") else f"{line}。", traced=True, detail=not unsure))
    return Worked(tuple(sentences), whole, None, (WHY,))
