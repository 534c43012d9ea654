"""The form of a pension estimate: what it needs, in which order, and how it goes on. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant import texts
from assistant.dialogue import spoken
from assistant.dialogue.form_fields import (
    BALANCE,
    BIRTH,
    FIELDS,
    LEVEL,
    LOCAL_BASE,
    PLACE,
    POST,
    SEX,
    STOPPED,
    TIER,
    YEARS,
    person,
    read_extras,
    said,
)
from assistant.messages import Form, FormState, Understanding
from assistant.pension.parameters import ParameterBook
from assistant.places import parse_region

ESTIMATE = "pension_estimate"
RESIDENT = "resident_pension"
FORMS = (ESTIMATE, RESIDENT)
TRIES = 2
"""How often a thing is asked before it is taken as unknown."""
_OWN_BASE = ("dual_base_place_index", "dual_base_province_index")
_NEEDED = (BIRTH, PLACE)
"""Without these nothing can be worked out."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message did to a form: ``fresh`` are the fields it filled or changed."""

    state: FormState
    fresh: tuple[str, ...]
    unknown: bool = False


def listen(state: FormState, text: str, found: Understanding, today: date) -> Heard:
    """Take in a message."""
    extras = read_extras(text, state.asked, today)
    values = {**state.known, **extras}
    if STOPPED in state.known and _PAYS_ON.search(text):
        values.pop(STOPPED)
    if state.asked == POST and found.identity is None and not_known(text):
        values.pop(POST, None)
    told, before = person(found), dict(state.told)
    changed = [name for name in told if told[name] != before.get(name)]
    if PLACE in changed and before.get(PLACE) and LOCAL_BASE not in extras:
        values.pop(LOCAL_BASE, None)  # a base belongs to the place it was told for
    changed += [name for name in values if values[name] != state.known.get(name)]
    changed += [STOPPED] if STOPPED in state.known and STOPPED not in values else []
    state = replace(
        state,
        values=tuple(values.items()),
        told=tuple(told.items()),
        unknown=tuple(name for name in state.unknown if name not in changed),
    )
    unknown = tuple(name for name in unknown_fields(text, "" if changed else state.asked) if name not in changed)
    if unknown:
        state = replace(state, unknown=tuple(dict.fromkeys((*state.unknown, *unknown))))
    return Heard(replace(state, tries=0) if changed or unknown else state, tuple(changed), unknown=bool(unknown))


_PAYS_ON = re.compile(r"(还是|还|会|要|打算)?(接着|继续|一直)(交|缴)")
_NAMED = (
    (LEVEL, re.compile(r"(水平|档次?|基数|指数)[^，。]{0,6}$")),
    (BALANCE, re.compile(r"(账户|余额|储存额)[^，。]{0,8}$")),
    (YEARS, re.compile(r"(年限|多少年|几年)[^，。]{0,6}$")),
    (POST, re.compile(r"(岗位|身份|工人还是|干部还是)[^，。]{0,8}$")),
)
_NOT_KNOWN = re.compile(
    r"(全|都|也|就|是|还|也都|统统|一概|通通)?(不知道|不清楚|不晓得|记不得|忘了|没查过|说不好|说不清|记不清|搞不清|弄不清|闹不清)"
)
_KNOWS_NOT_WHICH = re.compile(r"^(我|俺|这个|也)*(不知道|不清楚|不晓得|说不清|搞不清|弄不清)(是|算|属于|按|自己)")
_ALL = re.compile(
    r"(剩下|其余|其他|别的|后面|都|全)[^，。]{0,6}(不知道|不清楚|不晓得|记不得|忘了|说不清)|你(就|看着)?(估|按一般|按平均|随便)"
)
_GUESSED = (POST, LEVEL, BALANCE, LOCAL_BASE, TIER)
"""What may be taken as unknown all at once: the rest decides too much."""


def gives_up_rest(text: str) -> bool:
    """Whether everything still open is to be guessed: 都不知道，你估个大概."""
    return bool(_ALL.search(text))


def unknown_fields(text: str, asked: str) -> tuple[str, ...]:
    """The fields a message says are not known: named ones, all that may be guessed, or the one just asked."""
    if gives_up_rest(text):
        return tuple(dict.fromkeys((*_GUESSED, YEARS if asked in ("", YEARS) else POST)))
    named = [
        name
        for match in _NOT_KNOWN.finditer(text)
        for name, pattern in _NAMED
        if pattern.search(re.split("[，。；]", text[: match.start()])[-1])
    ]
    if named:
        return tuple(dict.fromkeys(named))
    return (asked,) if asked and not_known(text) else ()


def not_known(text: str) -> bool:
    """Whether a message says no more than that it does not know."""
    return spoken.unknown(text) or bool(_KNOWS_NOT_WHICH.match(text))


def _given_up(state: FormState) -> FormState:
    return replace(state, unknown=tuple(dict.fromkeys((*state.unknown, state.asked))), tries=0)


def not_understood(state: FormState) -> FormState:
    """The state after an answer that told nothing: asked again, at last taken as unknown."""
    return _given_up(state) if state.tries + 1 >= TRIES else replace(state, tries=state.tries + 1)


def missing(state: FormState, found: Understanding, book: ParameterBook, today: date) -> tuple[str, ...]:
    """The fields still open, in the order they are asked."""
    known = {**person(found), **state.known}
    if state.tool == RESIDENT:
        account = [] if BALANCE in known or TIER in known else [BALANCE]
        return tuple(n for n in (PLACE, YEARS, *account) if n not in state.unknown and not _complete(n, known.get(n)))
    fields = [BIRTH, SEX]
    if known.get(SEX) == "女":
        fields.append(POST)
    fields += [PLACE, YEARS, LEVEL, BALANCE]
    if known.get(PLACE) and needs_local_base(known[PLACE], book, today):
        fields.append(LOCAL_BASE)
    return tuple(name for name in fields if name not in state.unknown and not _complete(name, known.get(name)))


def needs_local_base(region: str, book: ParameterBook, today: date) -> bool:
    """Whether the place counts its pensions with a base of its own beside the province's."""
    form = book.latest("basic_form", region, today)
    return form is not None and form.value in _OWN_BASE


def _complete(name: str, value: str | None) -> bool:
    return bool(value) and not (name == BIRTH and "-" not in str(value))


def hopeless(state: FormState) -> str | None:
    """The field without which nothing can be worked out, when it is unknown."""
    return next((name for name in _NEEDED if name in state.unknown), None)


def question(name: str, state: FormState, found: Understanding) -> str:
    """How the next field is asked."""
    field = FIELDS[name]
    if name == BIRTH and found.birth:
        return texts.ASK_MONTH_OF_BIRTH
    place = parse_region(found.region) if found.region else None
    ask = field.again if state.asked == name and state.tries else field.ask
    return ask.replace("{place}", place.spoken if place else "当地")


def shown(state: FormState, found: Understanding) -> tuple[tuple[str, str], ...]:
    """What is known so far, as said back to the person."""
    known = {**person(found), **state.known}
    return tuple((name, said(name, value)) for name, value in known.items() if name != POST or known.get(SEX) != "男")


def public_form(state: FormState, found: Understanding, open_fields: tuple[str, ...]) -> Form:
    """The form as a reply carries it."""
    asking = open_fields[0] if open_fields else ""
    choices = FIELDS[asking].choices if asking else ("对", "不对") if state.stage == "confirming" else ()
    return Form(state.tool, open_fields, shown(state, found), asking, choices)


def read_back(state: FormState, found: Understanding, only: tuple[str, ...] = ()) -> str:
    """What was understood, said back in one sentence; ``only`` the named fields when given."""
    lines = [line for name, line in shown(state, found) if not only or name in only]
    return "，".join(lines)
