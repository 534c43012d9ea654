"""Other scenarios of the last estimate: a year earlier or later, more years, another level, a correction. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from assistant import texts
from assistant.dialogue import estimate_form as form
from assistant.dialogue import spoken
from assistant.dialogue.estimate_answer import SUGGESTIONS, comparison, estimate, tracks
from assistant.dialogue.estimate_work import concluded, known_of
from assistant.dialogue.focus import asks
from assistant.dialogue.form_fields import (
    BALANCE,
    BIRTH,
    LEVEL,
    LOCAL_BASE,
    STOPPED,
    YEARS,
    read_extras,
    stops_paying,
    supposed_months,
)
from assistant.errors import BadInput
from assistant.messages import FormState, Sentence, Turn, Understanding, Worked
from assistant.pension.retirement import Track
from assistant.tools.registry import Toolbox
from assistant.tools.working import months_spoken, plain
from assistant.traces import ToolResult, together

_ESTIMATING = (form.ESTIMATE, form.RESIDENT, "retirement_date", "account_pension")
"""Tools whose answer a finished estimate form can have given: the estimate, or what was said in its stead."""
_PLAIN_SCENARIO = re.compile(
    r"^(那|那么|要是|如果|我)*(再)?(早|晚|迟|提前|推迟|延后|多交|多缴|按\d+%)[^，。]{0,10}(退休?|交|缴)?[呢嘛吧的话]*[？。]?$"
)
"""Says nothing but the scenario, so that it is one even after a digression."""
FIGURES = (YEARS, LEVEL, BALANCE, LOCAL_BASE)
"""What may be corrected even after a question of policy."""
_CORRECTS = re.compile(r"不对|不是|应该是|错了|改成|改一下|其实|说错|记错|重新算")
_SUPPOSES = re.compile(r"要是|如果|假如|换成|别的(都)?(一样|不变)")
SUPPOSED = 24
_RETIRES_THEN = re.compile(r"(到时候?|那时候?|然后|以后)?(再|才)退|晚点?退")
_WHAT_IF = re.compile(r"呢|的话|如果|要是|假如|换成|改按|按")


def scenario(state: FormState, turn: Turn, found: Understanding, toolbox: Toolbox) -> tuple[Worked, FormState] | None:
    """The answer when the message asks for another scenario of the finished estimate, with the form as it is kept:
    a correction stays, a what-if does not. None when it asks something else.
    """
    text = turn.text
    heard = form.listen(state, text, found, turn.today)
    if turn.memory.last_tool not in _ESTIMATING and not _PLAIN_SCENARIO.match(text):
        told = heard.fresh and _CORRECTS.search(text) and turn.memory.last_tool is None
        return concluded(heard.state, found, turn, toolbox) if told and set(heard.fresh) <= set(FIGURES) else None
    if state.asked and form.not_known(text):
        return concluded(state, found, turn, toolbox)
    known = known_of(state, found)
    if state.tool == form.RESIDENT:
        said = heard.fresh and (_WHAT_IF.search(text) or not asks(text))
        return concluded(heard.state, found, turn, toolbox) if said else None
    variant, what = _variant(text, known, turn) if YEARS in known else ({}, "")
    if variant and (worked := _compared(known, variant, what, turn, toolbox)):
        return worked, state
    if variant or not heard.fresh:
        return None
    worked, done = concluded(heard.state, found, turn, toolbox)
    if _CORRECTS.search(text) or not asks(text) or YEARS in heard.fresh and YEARS not in known:
        return worked, done
    return (worked, state) if _SUPPOSES.search(text) and len(text) <= SUPPOSED else None


def _variant(text: str, known: Mapping[str, str], turn: Turn) -> tuple[dict[str, object], str]:
    shift = spoken.shift(text)
    if shift:
        earlier = "早" if shift < 0 else "晚"
        return {"shift_months": shift}, f"{earlier}{months_spoken(abs(shift))}退休"
    more = spoken.more_years(text)
    if more and _RETIRES_THEN.search(text):
        return {"shift_months": more}, f"多交{months_spoken(more)}、晚{months_spoken(more)}退休"
    if more:
        return {"paid_months": int(known.get(YEARS, "0")) + more}, f"缴费年限多{months_spoken(more)}"
    if not _WHAT_IF.search(text) or _CORRECTS.search(text):
        return {}, ""
    if stops_paying(text) and STOPPED not in known:
        return {"keep_paying": False}, "以后不再缴费"
    told = read_extras(text, "", turn.today)
    months = supposed_months(text, turn.today) or int(told.get(YEARS, "0"))
    if months:
        return {"paid_months": months}, f"已缴年限按{months_spoken(months)}算"
    if LEVEL not in told:
        return {}, ""
    kind, _, amount = told[LEVEL].partition(":")
    if kind == "指数" and "指数" in text:
        return {"average_index": Decimal(amount)}, f"平均缴费指数按{amount}算"
    return _level_variant(told[LEVEL])


def _level_variant(level: str) -> tuple[dict[str, object], str]:
    kind, _, amount = level.partition(":")
    if kind == "基数":
        return {"monthly_base": Decimal(amount), "future_index": None}, f"以后按{amount}元的基数缴"
    index = Decimal(amount or "0.6")
    return {"future_index": index, "monthly_base": None}, f"以后按{plain(index * 100)}%的档次缴"


def _compared(
    known: Mapping[str, str], variant: dict[str, object], what: str, turn: Turn, toolbox: Toolbox
) -> Worked | None:
    """Before and after on every track that allows it; None when there was no estimate to compare with."""
    before, after, refused = [], [], []
    for track in tracks(known):
        try:
            first = estimate(toolbox, known, turn.today, track, {})
        except BadInput:
            return None
        try:
            after.append(estimate(toolbox, known, turn.today, track, variant))
            before.append(first)
        except BadInput:
            refused.append(track)
    shift = variant.get("shift_months")
    if not after:
        cannot = Worked((Sentence(texts.CANNOT_ESTIMATE),), None, None, SUGGESTIONS)
        return cannot if shift is None else _out_of_range(_dates(known, refused, toolbox))
    worked = comparison(tuple(before), tuple(after), what, several=len(tracks(known)) > 1)
    if isinstance(shift, int):
        canned = texts.EARLY_BY_CHOICE if shift < 0 else texts.LATE_BY_AGREEMENT
        worked = replace(worked, sentences=(*worked.sentences, Sentence(canned)))
    return _beside(worked, _dates(known, refused, toolbox)) if refused and shift else worked


def _beside(worked: Worked, dates: tuple[ToolResult, ...]) -> Worked:
    """The scenario for the track that allows it, and what the others allow."""
    lines = tuple(Sentence(f"{r.value('category')}不能这样选，{_limits(r)}。", traced=True) for r in dates)
    whole = worked.trace
    if whole is None:
        return worked
    both = together((*(whole.parts or (whole,)), *dates))
    steps = tuple(dict.fromkeys(step for one in (whole, *dates) for step in one.trace))
    return replace(worked, sentences=(*worked.sentences, *lines), trace=replace(both, trace=steps))


def _out_of_range(dates: tuple[ToolResult, ...]) -> Worked:
    """The scenario does not fit the rules: between which months a person may choose."""
    lines = [Sentence(f"{r.value('category')}{_limits(r)}。", traced=True) for r in dates]
    sentences = (Sentence(texts.SCENARIO_OUT_OF_RANGE), *lines, Sentence(texts.FIGURES_BY_OFFICE))
    return Worked(sentences, together(dates), None, SUGGESTIONS)


def _dates(known: Mapping[str, str], refused: list[Track], toolbox: Toolbox) -> tuple[ToolResult, ...]:
    return tuple(toolbox.run("retirement_date", {"birth": known[BIRTH], "track": track}) for track in refused)


def _limits(r: ToolResult) -> str:
    return f"弹性退休最早{r.value('earliest_elastic_month')}，最晚{r.value('latest_elastic_month')}"
