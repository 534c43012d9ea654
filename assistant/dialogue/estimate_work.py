"""Concluding an estimate form: the tools are run, and what they refuse is said plainly. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant import texts
from assistant.dialogue import estimate_form as form
from assistant.dialogue.calculations import CALCULATIONS, worded
from assistant.dialogue.estimate_answer import estimate_answer, estimates, place_said, tracks
from assistant.dialogue.form_fields import BALANCE, BIRTH, LOCAL_BASE, PLACE, TIER, YEARS, person
from assistant.errors import BadInput
from assistant.messages import FormState, Sentence, Turn, Understanding, Worked
from assistant.pension.months import Month
from assistant.pension.retirement import Track, retirement
from assistant.tools.registry import Toolbox
from assistant.tools.working import yuan
from assistant.traces import ToolResult, together


def concluded(state: FormState, found: Understanding, turn: Turn, toolbox: Toolbox) -> tuple[Worked, FormState]:
    """The answer of a filled form, and the form as it is kept for corrections and comparisons."""
    known = known_of(state, found)
    done = replace(state, stage="done", asked="", told=tuple(person(found).items()))
    if state.tool == form.RESIDENT:
        return replace(_resident(known, turn, toolbox), form=form.public_form(done, found, ())), done
    if YEARS in state.unknown:
        return replace(refused(known, toolbox, turn.today), form=form.public_form(done, found, ())), done
    try:
        results = estimates(toolbox, known, turn.today)
    except BadInput:
        return refused(known, toolbox, turn.today), done
    worked = estimate_answer(results, known, form.read_back(state, found))
    return replace(worked, form=form.public_form(done, found, ())), done


def _resident(known: Mapping[str, str], turn: Turn, toolbox: Toolbox) -> Worked:
    """A resident's pension; without the account only what does not rest on it."""
    balance = known.get(BALANCE) or (None if TIER in known else "0")
    arguments = {
        "as_of": f"{turn.today.year}-{turn.today.month:02d}", "years": int(known.get(YEARS, "0")) // 12,
        "region": known.get(PLACE), "account_balance": Decimal(balance) if balance else None,
        "annual_tier": Decimal(known[TIER]) if TIER in known and not balance else None,
    }  # fmt: skip
    try:
        result = toolbox.run(form.RESIDENT, arguments)
    except BadInput:
        return Worked((Sentence(texts.CANNOT_ESTIMATE),), None, None)
    worked = worded(next(one for one in CALCULATIONS if one.tool == form.RESIDENT), result)
    if balance == "0":
        worked = replace(worked, sentences=(*worked.sentences, Sentence(texts.RESIDENT_ACCOUNT_UNKNOWN)))
    return worked


def known_of(state: FormState, found: Understanding) -> dict[str, str]:
    """Everything a form knows, the person included."""
    return {**person(found), **state.known}


def refused(known: Mapping[str, str], toolbox: Toolbox, today: date) -> Worked:
    """What can be said when the pension itself cannot be worked out: when they retire, the account part, who can tell."""
    birth = known[BIRTH] if "-" in known[BIRTH] else f"{known[BIRTH]}-06"
    sentences = [Sentence(_why_refused(known, toolbox, today).replace("{place}", place_said(known)))]
    results: list[ToolResult] = []
    for track in tracks(known):
        found = toolbox.run("retirement_date", {"birth": birth, "track": track})
        when = f"{found.value('retirement_month')}退休，{found.value('retirement_age')}"
        sentences.append(Sentence(f"{found.value('birth')}出生的{found.value('category')}，{when}。", traced=True))
        results.append(found)
        if BALANCE in known:
            account = _account(toolbox, known[BALANCE], birth, track)
            share = f"按计发月数{account.value('payout_months')}个月，每月{yuan(Decimal(account.value('account')))}"
            sentences.append(Sentence(f"个人账户现在的{yuan(Decimal(known[BALANCE]))}，{share}。", traced=True))
            results.append(account)
    return Worked((*sentences, Sentence(texts.FIGURES_BY_OFFICE)), together(tuple(results)), None)


def _account(toolbox: Toolbox, balance: str, birth: str, track: Track) -> ToolResult:
    age = retirement(Month.parse(birth), track).age
    arguments = {"age_years": age // 12, "age_months": age % 12, "account_balance": Decimal(balance)}
    return toolbox.run("account_pension", arguments)


def _why_refused(known: Mapping[str, str], toolbox: Toolbox, today: date) -> str:
    region = known[PLACE]
    if YEARS not in known:
        return texts.NO_YEARS_NO_ESTIMATE
    rule = toolbox.book.latest("basic_form", region, today)
    if rule and rule.value == "low_index":
        return texts.LOW_INDEX_NO_ESTIMATE
    if form.needs_local_base(region, toolbox.book, today) and LOCAL_BASE not in known:
        return texts.NO_LOCAL_BASE_NO_ESTIMATE
    missing = toolbox.book.latest("benefit_base", region, today) is None
    return texts.NO_FIGURE_NO_ESTIMATE if missing else texts.CANNOT_ESTIMATE
