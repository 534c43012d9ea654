"""Act: answers that need no policy lookup — small talk, repeats, handover — and the retirement tool."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import texts
from assistant.dialogue import slots, spoken
from assistant.dialogue.calculation_follow import SOURCE, follow
from assistant.dialogue.calculations import calculated
from assistant.dialogue.elastic_answer import ELASTIC, elastic_answer
from assistant.dialogue.estimate_form import public_form
from assistant.dialogue.focus import questions
from assistant.dialogue.form_fields import person
from assistant.dialogue.guidance_answer import guidance_answer
from assistant.dialogue.retirement_answer import minimum_years_answer, retirement_sentences
from assistant.dialogue.slots import spell_years
from assistant.messages import (
    NATIONAL,
    Form,
    FormState,
    Handover,
    Outcome,
    Reply,
    Sentence,
    Turn,
    Understanding,
    Worked,
)
from assistant.ports import Step
from assistant.steps import understand as u
from assistant.steps.protect import canned
from assistant.tools.registry import Toolbox
from assistant.traces import ToolResult

_SMALL_TALK = {
    u.GREETING: texts.GREETING,
    u.WHO: texts.WHO,
    u.THANKS: texts.THANKS,
    u.GOODBYE: texts.GOODBYE,
}
_YEARS_NEEDED = re.compile(
    r"(?<!\d)(?P<year>20[2-9]\d)年?.{0,6}(退休|到龄|到退休年龄|退).{0,12}(最低|最少|几年|多少年|年限)|(最低|最少|几年|多少年|年限).{0,10}(?<!\d)(?P<year2>20[2-9]\d)年.{0,4}退休"
)
DATE_FORM = "retirement_date"
_DATED = ("retirement_date", "retirement_options", "contribution_gap", "pension_estimate")
"""Tools after which 最早呢 and 晚一年呢 are about the retirement month."""
SHORT_ANSWER = 40
"""Characters up to which a message may be an answer to what was asked."""
_EARLIEST = re.compile(r"最早|提前|早点|早退|弹性")
STORY = 130
"""Characters from which a birth date is part of a story, not a question about it."""
DIRECT = 40
"""Characters up to which a question is taken as asking for a date from an age alone."""
_WHEN = re.compile(
    r"(什么时候|啥时候|几时|何时|哪一?年|哪个?月|几岁|多大(岁数|年龄)?|多少岁|多久|还(要|有|得|差)(几|多少|多久)[年个]?|到底).{0,14}(退|领.{0,4}(养老金|退休金|工资|钱)?|拿.{0,3}养老金)"
    r"|(养老金|退休金|退休工资|钱).{0,4}从?(哪个月|几月|哪月|什么时候|啥时候).{0,4}(发|领|拿|到)|退休(时间|年龄|日期|年月)|(退休|领|退).{0,8}(什么时候|啥时候|几岁|哪一?年|多大|何时)|(能|可以|该|可)(不能|不可以)?(办理?)?退休(了)?[吗？]|多久.{0,4}退|还要几年|推算.{0,4}退休|几几年退"
)
_WHICH_MONTH = re.compile(r"(最早|最晚|提前|延后|延迟|干到).{0,8}(哪个月|几月|哪年|什么时候|啥时候)")
_AND_THEN = re.compile(r"(呢|的话)[？。！]?$")
_REASON = re.compile(r"为什么|为啥|凭什么|谁定|公务员|领导|要不要|必须|^(?!.*最[早晚迟]).*能不能")
_WHY = re.compile(
    r"^(这|那|这个)?(是)?(为什么|为啥|咋)(是|会|才|就)?(这个数|这么(少|多|晚|早)|这样)?[呢啊？。]*$|(怎么|咋|如何)(算|推|得)(出来|来|出)?的|(步骤|过程|每一步)"
)
"""Asks how the last figure came about."""
_OWN = re.compile(r"我|爸|妈|老公|老婆|爱人|丈夫|妻子|父亲|母亲")
_ABOUT_RETIRING = re.compile(
    r"退|(交|缴)满|才能领|几年能领|到龄|到岁数|到年龄|最低|最少|年限|延|[5-6][0-9]岁?(整|吗|就|呢)|五十|六十|生(的|人)?[。？]?$"
)
_OTHER_SUBJECT = re.compile(
    r"去世|丧葬|抚恤|转移|补缴|个人账户|多少钱|怎么算|失业金|病残|特殊工种|井下|高温|居民养老|新农保|农保|医保|公积金|档案|身份证(上)?.{0,6}(不一致|错|不对)|退(役|伍|休金|保|费|回|钱|税)"
)


def act_with(toolbox: Toolbox) -> Step:
    """The act step over ``toolbox``."""

    async def act(turn: Turn) -> Turn | Reply:
        return _act(turn, toolbox)

    return act


def _act(turn: Turn, toolbox: Toolbox) -> Turn | Reply:
    """Ends the turn where a rule or a tool can; otherwise goes on, perhaps with a tool's result attached."""
    found = turn.understanding
    if found is None or turn.draft is not None:
        return turn
    if found.intent in _SMALL_TALK:
        return canned(_SMALL_TALK[found.intent], Outcome.ANSWERED_SMALL_TALK)
    if found.intent == u.HANDOVER:
        return replace(
            canned(texts.HANDOVER, Outcome.HANDOVER_REQUESTED, offered=True), handover=Handover(True, "offered")
        )
    if found.intent == u.COMPLAINT:
        return canned(texts.APOLOGY, Outcome.ANSWERED_BOUNDARY, offered=True)
    if found.intent == u.NONSENSE:
        return canned(texts.NOT_UNDERSTOOD, Outcome.CLARIFY, offered=True)
    if found.intent in (u.REPEAT, u.SIMPLER):
        return _again(turn, simpler=found.intent == u.SIMPLER)
    why = (_WHY.search(turn.text) or spoken.asks_why(turn.text)) and not SOURCE.search(turn.text)
    if why and turn.memory.last_trace and len(turn.text) <= DIRECT:
        return replace(turn, draft=_steps(turn.memory.last_trace, turn))
    if turn.worked is not None:
        return turn
    if draft := _going_on(turn, found, toolbox):
        return replace(turn, draft=draft)
    earlier = turn.memory.focus if found.follow_up else ""
    if worked := calculated(toolbox, turn.text, found, turn.today, earlier):
        return replace(turn, draft=_whole(turn, found, worked)) if earlier else replace(turn, worked=worked)
    if worked := guidance_answer(toolbox, turn.text, found):
        return replace(turn, worked=worked)
    year = _YEARS_NEEDED.search(spell_years(found.focus, turn.today))
    if year and not found.birth_now:
        return replace(turn, worked=minimum_years_answer(toolbox, int(year.group("year") or year.group("year2"))))
    known = found.birth or (found.age and not found.complaint and len(found.focus) <= DIRECT)
    if known and (asks_when(turn) or _answers_date(turn, found)):
        return _with_date(turn, found, toolbox)
    return turn


def _going_on(turn: Turn, found: Understanding, toolbox: Toolbox) -> Reply | None:
    """The answer to a short message that goes on from the last calculation."""
    worked = None
    dated = (turn.memory.last_tool in _DATED or bool(_WHICH_MONTH.search(turn.text))) and len(turn.text) <= DIRECT
    if dated and ELASTIC.search(turn.text) and not _OTHER_SUBJECT.search(turn.text) and not _REASON.search(turn.text):
        worked = elastic_answer(toolbox, turn.text, person(found), turn.today)
    worked = worked or follow(toolbox, turn.text, found, turn.memory, turn.today)
    return _whole(turn, found, worked) if worked else None


def _whole(turn: Turn, found: Understanding, worked: Worked) -> Reply:
    """What was worked out as the whole reply."""
    return Reply(
        worked.sentences, Outcome.ESTIMATED, as_of=turn.today, region=found.region or NATIONAL, scheme="企业职工",
        suggestions=worked.suggestions, trace=worked.trace,
    )  # fmt: skip


def _with_date(turn: Turn, found: Understanding, toolbox: Toolbox) -> Turn:
    """The retirement date attached; what it still wants to know is remembered, so that a bare answer is understood."""
    memory = turn.memory
    going_on = memory.form is not None and memory.form.tool == DATE_FORM
    early = bool(_EARLIEST.search(f"{memory.focus}，{turn.text}" if going_on else turn.text))
    settled = going_on and spoken.unknown(turn.text)
    worked = retirement_sentences(toolbox, found, turn.today, early=early, settled=settled)
    if worked and worked.form and (memory.form is None or memory.form.tool == worked.form.tool):
        state = FormState(worked.form.tool, asked=worked.form.missing[0], told=tuple(person(found).items()))
        memory = replace(memory, form=state)
    elif memory.form and memory.form.tool == DATE_FORM:
        memory = replace(memory, form=None)
    return replace(turn, worked=worked, memory=memory)


def _answers_date(turn: Turn, found: Understanding) -> bool:
    """Whether a message only adds what the last retirement date still wanted to know."""
    state = turn.memory.form
    if state is None or state.tool != DATE_FORM or len(turn.text) > SHORT_ANSWER or _OTHER_SUBJECT.search(found.focus):
        return False
    return person(found) != dict(state.told) or bool(_EARLIEST.search(turn.text)) or spoken.unknown(turn.text)


def _steps(trace: ToolResult, turn: Turn) -> Reply:
    """The last calculation, step by step."""
    lines = [f"{step.step}：{step.formula}，得到{step.value}。" for step in trace.trace]
    sentences = [Sentence(texts.EXPLAIN_STEPS), *(Sentence(line, traced=True) for line in lines)]
    return Reply((*sentences, Sentence(texts.ESTIMATE_BY_OFFICE)), Outcome.ESTIMATED, as_of=turn.today, trace=trace)


def asks_when(turn: Turn) -> bool:
    """Whether the citizen wants a retirement date worked out, in this message or by adding to the last."""
    found = turn.understanding
    if found is None:
        return False
    parts = [clause for part in questions(found.focus) or [found.focus] for clause in part.split("，")]
    if any(_WHEN.search(part) and not _OTHER_SUBJECT.search(part) for part in parts):
        return True
    if _OTHER_SUBJECT.search(found.focus):
        return False
    if found.birth_now and len(turn.text) <= STORY and _ABOUT_RETIRING.search(found.focus):
        return True
    if found.birth_now and "birth" in turn.memory.asked and found.follow_up:
        return True
    tells = (
        found.birth_now
        or slots.sex(turn.text)
        or slots.identity(turn.text)
        or slots.age(turn.text)
        or _AND_THEN.search(turn.text)
    )
    return found.follow_up and bool(tells) and turn.memory.last_tool == "retirement_date"


def asks_own_date(found: Understanding) -> bool:
    """Whether somebody asks for their own retirement date without saying when they were born."""
    short = len(found.focus) <= DIRECT and not found.complaint and found.birth is None and found.age is None
    return short and bool(_OWN.search(found.focus)) and bool(_WHEN.search(found.focus))


def _again(turn: Turn, *, simpler: bool) -> Reply:
    memory = turn.memory
    if not memory.last_sentences:
        return canned(texts.NOTHING_TO_REPEAT, Outcome.CLARIFY)
    kept = memory.last_sentences
    if simpler:
        cited = [s for s in kept if s.marks or s.traced] or list(kept)
        kept = (Sentence(texts.EXPLAIN_SIMPLE), replace(cited[0], detail=False))
    marks = {m for s in kept for m in s.marks}
    citations = tuple(c for c in memory.last_citations if c.mark in marks)
    trace = memory.last_trace if any(s.traced for s in kept) else None
    region = next((c.region for c in citations if c.region != NATIONAL), NATIONAL)
    return Reply(kept, Outcome.ANSWERED_REPEAT, citations, region=region, trace=trace, form=_filled(turn))


def _filled(turn: Turn) -> Form | None:
    """The form of the estimate that is said again: what the citizen told may be said back."""
    state, found = turn.memory.form, turn.understanding
    if state is None or found is None or state.open or state.tool != turn.memory.last_tool:
        return None
    return public_form(state, found, ())
