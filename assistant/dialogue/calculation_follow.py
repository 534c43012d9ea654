"""Going on from the last calculation: a part of it, where it comes from, or the same with something changed. Pure."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from assistant import texts
from assistant.dialogue import spoken
from assistant.dialogue.calculations import CALCULATIONS, WHY, worded
from assistant.dialogue.calculations_life import income_of, late_days, received_months
from assistant.dialogue.calculations_money import retires_at
from assistant.dialogue.form_fields import BALANCE, LEVEL, TIER, YEARS, read_extras, supposed_months
from assistant.errors import BadInput
from assistant.messages import Memory, Outcome, Sentence, Understanding, Worked
from assistant.tools.registry import Toolbox, arguments_of
from assistant.traces import ToolResult, TraceStep

LONGEST = 32
"""Characters up to which a message may go on from a calculation."""
_PARTS = (
    (re.compile(r"^(那|这样)?(一年|全年|每年)"), re.compile(r"一年|全年|每年")),
    (re.compile(r"总共|一共|合计|加起来|加一起|总数|一起(是)?多少"), re.compile(r"合计|总共")),
    (re.compile(r"到手|税后"), re.compile(r"税后|到手")),
    (re.compile(r"除以|计发月数"), re.compile(r"计发月数")),
    (re.compile(r"过渡(性)?"), re.compile(r"过渡性")),
    (re.compile(r"^(那)?(我的?)?基础(养老金|部分|那块)"), re.compile(r"基础养老金|计发基数|平均缴费指数")),
    (re.compile(r"账户.{0,6}(每月|多少|那块|那坨|部分)"), re.compile(r"个人账户|计发月数")),
    (re.compile(r"最低.{0,6}年限|(要|得)(交|缴)(满)?(几|多少)年"), re.compile(r"最低缴费年限")),
)
_ASSUMED = re.compile(r"假设|前提|假定|默认|按什么情况")
SOURCE = re.compile(
    r"(什么|哪个|哪条|啥|哪份)(文件|规定|政策|依据|条文)|依据(是)?(什么|啥|哪)|出处|凭(什么|啥)(文件|规定)"
)


def follow(toolbox: Toolbox, text: str, found: Understanding, memory: Memory, today: date) -> Worked | None:
    """What a short message wants of the last calculation; None when it wants something else."""
    trace = memory.last_trace
    if trace is None or memory.last_outcome != Outcome.ESTIMATED or len(text) > LONGEST:
        return None
    if trace.tool in _CHANGES and (changed := _changed(toolbox, text, found, trace, today)):
        return changed
    if _ASSUMED.search(text):
        return _lines(trace, [_stop(f"假设：{line}") for line in trace.assumptions] or [texts.NOTHING_ASSUMED])
    if SOURCE.search(text):
        return _lines(trace, _sources(trace))
    for asked, named in _PARTS:
        steps = [step for step in trace.trace if named.search(step.step)]
        if asked.search(text) and steps:
            return _lines(trace, [said(step) for step in steps])
    return None


def said(step: TraceStep) -> str:
    """A step as a sentence, with what went into it."""
    inputs = "，".join(f"{name}{value}" for name, value in step.inputs)
    return f"{step.step}：{step.formula}{f'（{inputs}）' if inputs else ''}，得到{step.value}。"


def _sources(trace: ToolResult) -> list[str]:
    used = dict.fromkeys((p.name, p.source) for step in trace.trace for p in step.parameters)
    return [f"{name}的依据：{source}。" for name, source in used] or [texts.NO_SOURCE_OF_STEPS]


def _lines(trace: ToolResult, lines: list[str]) -> Worked:
    canned = (texts.NOTHING_ASSUMED, texts.NO_SOURCE_OF_STEPS)
    sentences = [Sentence(line, traced=line not in canned) for line in lines]
    return Worked((*sentences, Sentence(texts.ESTIMATE_BY_OFFICE)), trace, None, (WHY,))


def _stop(line: str) -> str:
    return line if line.endswith("。") else f"{line}。"


def _changed(toolbox: Toolbox, text: str, found: Understanding, trace: ToolResult, today: date) -> Worked | None:
    """The last calculation with what the message changes; None when it changes nothing or cannot be done."""
    before = arguments_of(trace)
    extras = read_extras(text, "", today)
    if months := supposed_months(text, today):
        extras[YEARS] = str(months)
    new = _CHANGES[trace.tool](text, found, extras)
    arguments = {**before, **{name: value for name, value in new.items() if value is not None}}
    if not new or arguments == before:
        return None
    try:
        result = toolbox.run(trace.tool, arguments)
    except BadInput:
        return None
    return worded(next(one for one in CALCULATIONS if one.tool == trace.tool), result)


Changes = dict[str, object]


def _amount(text: str) -> Decimal | None:
    amounts = spoken.money_amounts(text)
    return amounts[-1].value if amounts else None


def _of_contributions(text: str, found: Understanding, extras: dict[str, str]) -> Changes:
    kind, _, base = extras.get(LEVEL, "").partition(":")
    return {"base": Decimal(base) if kind == "基数" else _amount(text)}


_UNTIL = re.compile(r"到(?P<years>[4-7]\d|[四五六]十[一二三四五六七八九]?)岁?(?:再|才|时)?退")


def _until(text: str) -> tuple[int, int] | None:
    """拖到六十二再退: an age without its word."""
    match = _UNTIL.search(text)
    years = spoken.number(match.group("years")) if match else None
    return (int(years), 0) if years else None


def _of_account(text: str, found: Understanding, extras: dict[str, str]) -> Changes:
    age = retires_at(text) or _until(text)
    balance = Decimal(extras[BALANCE]) if BALANCE in extras else _amount(text)
    changes: Changes = {"account_balance": balance}
    return changes | ({"age_years": age[0], "age_months": age[1]} if age else {})


def _of_survivors(text: str, found: Understanding, extras: dict[str, str]) -> Changes:
    years = Decimal(extras[YEARS]) / 12 if YEARS in extras else None
    income = income_of(text)
    changes: Changes = {"contribution_years": years, "monthly_income": income}
    if income or found.local:
        changes["months_only"] = False
    return changes | {"months_received": received_months(text), "region": found.region if found.local else None}


def _of_residents(text: str, found: Understanding, extras: dict[str, str]) -> Changes:
    tier = Decimal(extras[TIER]) if TIER in extras else None
    balance = Decimal(extras[BALANCE]) if BALANCE in extras else None
    years = int(extras[YEARS]) // 12 if YEARS in extras else None
    return {"years": years, "account_balance": balance, "annual_tier": tier}


def _of_gap(text: str, found: Understanding, extras: dict[str, str]) -> Changes:
    return {"paid_months": int(extras[YEARS])} if YEARS in extras else {}


def _of_private(text: str, found: Understanding, extras: dict[str, str]) -> Changes:
    amount = _amount(text)
    return {"balance": amount} if amount else {}


def _of_basic(text: str, found: Understanding, extras: dict[str, str]) -> Changes:
    kind, _, index = extras.get(LEVEL, "").partition(":")
    said = spoken.average_index(text.replace("要是", "").replace("换成", ""), asked=True)
    level = Decimal(index) if kind == "指数" else said.index if said else None
    return {"average_index": level, "paid_months": int(extras[YEARS]) if YEARS in extras else None}


def _of_late_fee(text: str, found: Understanding, extras: dict[str, str]) -> Changes:
    days = late_days(text)
    return {"days": days} if days else {}


_CHANGES = {
    "basic_pension": _of_basic,
    "late_fee": _of_late_fee,
    "contributions": _of_contributions,
    "account_pension": _of_account,
    "survivor_benefits": _of_survivors,
    "resident_pension": _of_residents,
    "contribution_gap": _of_gap,
    "disability_months": _of_gap,
    "private_pension": _of_private,
}
