"""How much earlier or later somebody may retire, as a follow-up to a retirement date. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from assistant import texts
from assistant.dialogue import spoken
from assistant.dialogue.estimate_answer import tracks
from assistant.dialogue.form_fields import BIRTH, SEX
from assistant.errors import BadInput
from assistant.messages import Sentence, Worked
from assistant.pension.months import Month
from assistant.tools.registry import Toolbox
from assistant.tools.working import months_spoken
from assistant.traces import ToolResult, TraceStep, together

ELASTIC = re.compile(
    r"最早|最晚|提前|早退|早点|延后|延迟到|往后延|晚(退|点|[一两二三四五六几半]|\d)|早([一两二三四五六几半]|\d)|弹性|干到"
)


def elastic_answer(toolbox: Toolbox, text: str, known: Mapping[str, str], today: date) -> Worked | None:
    """Which months may be chosen, or the one asked for; None when birth month or sex are not known."""
    if "-" not in known.get(BIRTH, "") or SEX not in known:
        return None
    shift = spoken.shift(text)
    try:
        if shift:
            return _one(toolbox, known, shift, today)
    except BadInput:
        pass  # outside the limits: the limits themselves are the answer
    month = str(Month.of(today))
    results = tuple(
        toolbox.run("retirement_options", {"birth": known[BIRTH], "track": track, "as_of": month})
        for track in tracks(known)
    )
    lines = [line for result in results for line in _limits(result)]
    caveats = dict.fromkeys(line for result in results for line in result.caveats)
    sentences = [Sentence(line, traced=True) for line in (*lines, *caveats)]
    return Worked((*sentences, Sentence(texts.FIGURES_BY_OFFICE)), together(results), None)


def _limits(result: ToolResult) -> list[str]:
    who = result.value("category")
    early, legal, late = (result.value(f"{name}_month") for name in ("earliest", "statutory", "latest"))
    if early == legal == late:
        return [f"{who}{legal}到法定退休年龄，没有弹性退休。"]
    years = {name: result.value(f"{name}_minimum_years") for name in ("earliest", "latest")}
    return [
        f"{who}最早可以选{early}（{result.value('earliest_age')}），那一年最低缴费年限是{years['earliest']}年。",
        f"法定退休时间是{legal}，最晚可以到{late}（{result.value('latest_age')}），最低缴费年限仍是{years['latest']}年。",
    ]


def _one(toolbox: Toolbox, known: Mapping[str, str], shift: int, today: date) -> Worked:
    """The month ``shift`` months away from the statutory one. Raises ``BadInput`` outside the limits."""
    what = f"{'早' if shift < 0 else '晚'}{months_spoken(abs(shift))}"
    month = str(Month.of(today))
    results: list[ToolResult] = []
    lines: list[str] = []
    chosen: list[TraceStep] = []
    for track in tracks(known):
        arguments = {"birth": known[BIRTH], "track": track, "paid_months": 0, "shift_months": shift}
        found = toolbox.run("contribution_gap", arguments)
        options = toolbox.run("retirement_options", {"birth": known[BIRTH], "track": track, "as_of": month})
        results += [found, options]
        wish = (("打算", f"{what}退休"), ("谁", found.value("category")))
        chosen.append(TraceStep("选的退休月份", "法定退休月份提前或推后", wish, found.value("retirement_month")))
        lines.append(
            f"{found.value('category')}{what}退休，是{found.value('retirement_month')}，"
            f"最低缴费年限看{found.value('reference_year')}年的，是{found.value('minimum_years')}年。"
        )
    caveats = dict.fromkeys(
        line for result in results if result.tool == "retirement_options" for line in result.caveats
    )
    sentences = [Sentence(line, traced=True) for line in (*lines, *caveats)]
    whole = together(tuple(results))
    whole = replace(whole, trace=(*whole.trace, *chosen))
    return Worked((*sentences, Sentence(texts.FIGURES_BY_OFFICE)), whole, None)
