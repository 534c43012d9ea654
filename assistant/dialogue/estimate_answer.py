"""A pension estimate worked out from a filled form, and worded: the answer first, then how, then what was assumed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant import texts
from assistant.dialogue.estimate_form import needs_local_base
from assistant.dialogue.form_fields import BALANCE, BIRTH, DEEMED, LEVEL, LOCAL_BASE, PLACE, POST, SEX, STOPPED, YEARS
from assistant.messages import Sentence, Worked
from assistant.pension.months import Month
from assistant.pension.retirement import RULES, Track
from assistant.places import parse_region
from assistant.tools.registry import Toolbox
from assistant.tools.working import yuan
from assistant.traces import ToolResult, TraceStep, together

Known = Mapping[str, str]
OPEN_ASSUMPTIONS = 2
"""Assumptions that stand open; the rest fold."""
SUGGESTIONS = ("早一年退休呢", "多交两年呢", "按60%交呢", "为什么是这个数")


def tracks(known: Known) -> tuple[Track, ...]:
    """The retirement-age tracks the person may be on: one, both of a woman who does not know her post, or all."""
    if known.get(SEX) == "男":
        return (Track.MALE,)
    sure = {"工人": (Track.FEMALE50,), "干部": (Track.FEMALE55,)}
    female = sure.get(known.get(POST, ""), (Track.FEMALE55, Track.FEMALE50))
    return female if known.get(SEX) == "女" else (Track.MALE, *female)


def estimate(toolbox: Toolbox, known: Known, today: date, track: Track, variant: Mapping[str, object]) -> ToolResult:
    """The estimate on one track. ``variant`` are arguments that differ from the form. Raises ``BadInput``."""
    arguments = _arguments(known, today)
    if not needs_local_base(known[PLACE], toolbox.book, today):  # the one base of a place whose own is not on file
        arguments |= {"benefit_base": arguments["local_base"], "local_base": None}
    return toolbox.run("pension_estimate", {**arguments, **variant, "track": track})


def estimates(toolbox: Toolbox, known: Known, today: date) -> tuple[ToolResult, ...]:
    """One estimate a track. Raises ``BadInput``."""
    return tuple(estimate(toolbox, known, today, track, {}) for track in tracks(known))


def birth_month(known: Known) -> str:
    """The birth month as tools take it; of somebody who told the year only, June, the middle of it."""
    return known[BIRTH] if "-" in known[BIRTH] else f"{known[BIRTH]}-06"


def _arguments(known: Known, today: date) -> dict[str, object]:
    kind, _, amount = known.get(LEVEL, "").partition(":")
    lowest = known.get(LEVEL) == "最低"
    return {
        "birth": birth_month(known),
        "region": known[PLACE],
        "as_of": str(Month.of(today)),
        "paid_months": int(known.get(YEARS, "0")),
        "average_index": Decimal("0.6") if lowest else Decimal(amount) if kind == "指数" else None,
        "monthly_base": Decimal(amount) if kind == "基数" else None,
        "account_balance": _decimal(known.get(BALANCE)),
        "local_base": _decimal(known.get(LOCAL_BASE)),
        "deemed_months": int(known.get(DEEMED, "0")),
        "keep_paying": STOPPED not in known,
    }


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def estimate_answer(results: tuple[ToolResult, ...], known: Known, told: str) -> Worked:
    """The estimate in words; ``told`` is what the person said, read back."""
    sentences = [Sentence(f"按您说的（{told}）来算。", traced=True)] if told else []
    for result in results:
        sentences += [Sentence(line, traced=True) for line in _lead(result, known, several=len(results) > 1)]
    if len(results) == 1:
        sentences += [Sentence(line, traced=True) for line in _how(results[0])]
    assumed = list(dict.fromkeys(a for r in results for a in r.assumptions))
    caveats = list(dict.fromkeys(c for r in results for c in r.caveats))
    for number, line in enumerate(assumed):
        sentences.append(Sentence(f"假设：{_stop(line)}", traced=True, detail=number >= OPEN_ASSUMPTIONS))
    sentences += [Sentence(texts.ESTIMATE_BY_OFFICE), Sentence(texts.ESTIMATE_NEXT)]
    sentences += [Sentence(f"请注意：{_stop(line)}", traced=True, detail=True) for line in caveats]
    if len(results) > 1:
        for result in results:
            who = RULES[Track(dict(result.arguments)["track"])].spoken
            sentences += [Sentence(f"{who}：{line}", traced=True, detail=True) for line in _how(result)]
    return Worked(tuple(sentences), together(results), None, SUGGESTIONS)


def _lead(result: ToolResult, known: Known, *, several: bool) -> list[str]:
    track = Track(dict(result.arguments)["track"])
    who = f"{'按' + RULES[track].spoken if several else '您'}"
    lines = [
        f"{who}算，法定退休时间是{result.value('retirement_month')}（{result.value('retirement_age')}）"
        if several
        else f"推算下来，您{result.value('retirement_month')}退休，{result.value('retirement_age')}"
    ]
    amount = monthly(result)
    lines[0] += f"，每月养老金大约{amount}。" if amount else "。"
    if short := gap(result):
        lines.append(short)
    return lines


def monthly(result: ToolResult) -> str | None:
    """The monthly pension in words: one amount, or from … to …; None when the tool refused it."""
    low, high = result.find("total_low"), result.find("total_high")
    if low and high and low != high:
        return f"{yuan(Decimal(low))}到{yuan(Decimal(high))}"
    total = result.find("total")
    return yuan(Decimal(total)) if total else None


def gap(result: ToolResult) -> str | None:
    """What is said when the minimum years are not met."""
    months = int(result.find("gap_months") or 0)
    if months <= 0:
        return None
    years = result.value("minimum_years")
    return (
        f"到那时最低缴费年限要{years}年，还差{months}个月，要先延长缴费补够年限才能按月领，上面的数是补够以后的推算。"
    )


def _how(result: ToolResult) -> list[str]:
    lines = []
    if basic := result.find("basic"):
        lines.append(
            f"基础养老金每月{yuan(Decimal(basic))}：用计发基数{yuan(Decimal(result.value('benefit_base')))}、"
            f"平均缴费指数{result.value('average_index')}和缴费{result.value('total_months')}算出来的。"
        )
    if account := result.find("account"):
        lines.append(
            f"个人账户养老金每月{yuan(Decimal(account))}：退休时账户里约{yuan(Decimal(result.value('account_balance')))}，"
            f"除以计发月数{result.value('payout_months')}。"
        )
    if transitional := result.find("transitional"):
        lines.append(f"过渡性养老金每月{yuan(Decimal(transitional))}。")
    if result.value("gap_months") == "0":
        lines.append(
            f"最低缴费年限是{result.value('minimum_years')}年，到那时累计缴费{result.value('total_months')}，够了。"
        )
    return lines


def _stop(line: str) -> str:
    return line if line.endswith("。") else f"{line}。"


def comparison(before: tuple[ToolResult, ...], after: tuple[ToolResult, ...], what: str, *, several: bool) -> Worked:
    """Two scenarios side by side: ``what`` says what differs (早一年退休); ``several``: more than one track is open."""
    sentences: list[Sentence] = []
    steps: list[TraceStep] = []
    for old, new in zip(before, after, strict=True):
        who = RULES[Track(dict(new.arguments)["track"])].spoken if several else ""
        old_amount, new_amount = monthly(old), monthly(new)
        line = f"{who}{what}，{new.value('retirement_month')}退休，{new.value('retirement_age')}"
        sentences.append(Sentence(f"{line}，每月养老金大约{new_amount}。" if new_amount else f"{line}。", traced=True))
        if old_amount and new_amount:
            step = _difference(old, new, what)
            steps.append(step)
            sentences.append(
                Sentence(
                    f"原来的打算是{old.value('retirement_month')}退休，每月大约{old_amount}，{step.value}。",
                    traced=True,
                )
            )
        if short := gap(new):
            sentences.append(Sentence(short, traced=True))
    for new in after:
        sentences += [Sentence(line, traced=True, detail=True) for line in _how(new)]
    new_assumptions = dict.fromkeys(
        a for r in after for a in r.assumptions if all(a not in o.assumptions for o in before)
    )
    for number, line in enumerate(new_assumptions or dict.fromkeys(a for r in after for a in r.assumptions)):
        sentences.append(Sentence(f"假设：{_stop(line)}", traced=True, detail=number >= OPEN_ASSUMPTIONS))
    sentences += [Sentence(texts.ESTIMATE_BY_OFFICE), Sentence(texts.NOT_ADVICE)]
    both = together((*after, *before))
    parts = both.parts or (both,)
    return Worked(tuple(sentences), replace(both, trace=(*both.trace, *steps), parts=parts), None, SUGGESTIONS)


def _difference(old: ToolResult, new: ToolResult, what: str) -> TraceStep:
    first, second = (Decimal(r.find("total") or r.value("total_low")) for r in (old, new))
    more = second - first
    value = f"每月{'多' if more >= 0 else '少'}{yuan(abs(more))}" if more else "每月一样多"
    return TraceStep(
        "两种打算相差", "后一种 − 前一种", (("不同", what), ("前一种", yuan(first)), ("后一种", yuan(second))), value
    )


def place_said(known: Known) -> str:
    """The province or city as said to a person."""
    place = parse_region(known.get(PLACE, ""))
    return place.spoken if place else "当地"
