"""Concluding an estimate form: the tools are run, and what they refuse is said plainly. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant import texts
from assistant.dialogue import estimate_form as form
from assistant.dialogue.calculations import CALCULATIONS, worded
from assistant.dialogue.estimate_answer import birth_month, estimate_answer, estimates, place_said, tracks
from assistant.dialogue.form_fields import BALANCE, LEVEL, LOCAL_BASE, PLACE, POST, SEX, TIER, YEARS, person
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
        return replace(refused(known, toolbox, turn.today), form=form.public_form(done, found, ())), done
    worked = estimate_answer(results, known, form.read_back(state, found))
    if known.get(SEX) != "女" or POST in known or POST in state.unknown:
        return replace(worked, form=form.public_form(done, found, ())), done
    done = replace(done, asked=POST, unknown=(*done.unknown, POST))  # both ways at once, and the question after them
    sentences = (*worked.sentences, Sentence(form.question(POST, done, found)))
    return replace(worked, sentences=sentences, form=form.public_form(done, found, (POST,))), done


def _resident(known: Mapping[str, str], turn: Turn, toolbox: Toolbox) -> Worked:
    """A resident's pension; without the account only what does not rest on it."""
    unsaid = BALANCE not in known and TIER not in known
    balance = "0" if unsaid else known.get(BALANCE)
    arguments = {
        "as_of": str(Month.of(turn.today)), "years": int(known.get(YEARS, "0")) // 12,
        "region": known.get(PLACE), "account_balance": Decimal(balance) if balance else None,
        "annual_tier": Decimal(known[TIER]) if TIER in known and not balance else None,
    }  # fmt: skip
    try:
        result = toolbox.run(form.RESIDENT, arguments)
    except BadInput:
        return Worked((Sentence(texts.CANNOT_ESTIMATE),), None, None)
    worked = worded(next(one for one in CALCULATIONS if one.tool == form.RESIDENT), result)
    if not unsaid:
        return worked
    months = next(p.value for p in result.used if p.key == "resident_payout_months").replace("月", "个月")
    basic = f"基础养老金每月{yuan(Decimal(result.value('basic')))}，另加个人账户里的钱除以{months}的那一份。"
    rest = [
        s
        for s in worked.sentences
        if not s.text.startswith(("推算下来", "个人账户养老金", "个人账户储存额", "每月合计"))
    ]
    return replace(worked, sentences=(Sentence(basic, traced=True), Sentence(texts.RESIDENT_ACCOUNT_UNKNOWN), *rest))


def known_of(state: FormState, found: Understanding) -> dict[str, str]:
    """Everything a form knows, the person included."""
    return {**person(found), **state.known}


def refused(known: Mapping[str, str], toolbox: Toolbox, today: date) -> Worked:
    """What can be said when the pension itself cannot be worked out: when they retire, the account part, who can tell."""
    birth = birth_month(known)
    sentences = [Sentence(_why_refused(known, toolbox, today).replace("{place}", place_said(known)))]
    results: list[ToolResult] = []
    for track in tracks(known):
        try:
            found = toolbox.run("retirement_date", {"birth": birth, "track": track})
        except BadInput:  # born so long ago that no rule on file holds
            return Worked((Sentence(texts.CANNOT_ESTIMATE),), None, None)
        when = f"{found.value('retirement_month')}退休，{found.value('retirement_age')}"
        sentences.append(Sentence(f"{found.value('birth')}出生的{found.value('category')}，{when}。", traced=True))
        results.append(found)
        if account := _account(toolbox, known, birth, track):
            share = f"按计发月数{account.value('payout_months')}个月，每月{yuan(Decimal(account.value('account')))}"
            sentences.append(Sentence(f"个人账户现在的{yuan(Decimal(known[BALANCE]))}，{share}。", traced=True))
            results.append(account)
    return Worked((*sentences, Sentence(texts.FIGURES_BY_OFFICE)), together(tuple(results)), None)


def _account(toolbox: Toolbox, known: Mapping[str, str], birth: str, track: Track) -> ToolResult | None:
    """The account's part; None when the account is not known or is no sum an account can hold."""
    age = retirement(Month.parse(birth), track).age
    try:
        arguments = {"age_years": age // 12, "age_months": age % 12, "account_balance": Decimal(known[BALANCE])}
        return toolbox.run("account_pension", arguments)
    except (KeyError, BadInput):
        return None


def _why_refused(known: Mapping[str, str], toolbox: Toolbox, today: date) -> str:
    region = known[PLACE]
    if YEARS not in known:
        return texts.NO_YEARS_NO_ESTIMATE
    rule = toolbox.book.latest("basic_form", region, today)
    if rule and rule.value == "low_index" and _low_index(known):
        return texts.LOW_INDEX_NO_ESTIMATE
    if form.needs_local_base(region, toolbox.book, today) and LOCAL_BASE not in known:
        return texts.NO_LOCAL_BASE_NO_ESTIMATE
    if toolbox.book.latest("benefit_base", region, today) is None:
        return texts.NO_FIGURE_NO_ESTIMATE
    return texts.ALREADY_OF_AGE if _of_age(known, today) else texts.CANNOT_ESTIMATE


def _of_age(known: Mapping[str, str], today: date) -> bool:
    """Whether the person reached the statutory age in an earlier year, on every track they may be on."""
    birth = Month.parse(birth_month(known))
    return all(retirement(birth, track).month.year < today.year for track in tracks(known))


def _low_index(known: Mapping[str, str]) -> bool:
    """Whether the level told can mean an average index below 0.6."""
    kind, _, amount = known.get(LEVEL, "").partition(":")
    return kind == "基数" or kind == "指数" and Decimal(amount) < Decimal("0.6")
