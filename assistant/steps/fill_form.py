"""Fill the form: a pension estimate is asked for one thing at a time, corrected, put aside, taken up again, compared."""

from __future__ import annotations

from dataclasses import replace

from assistant import texts
from assistant.dialogue import estimate_form as form
from assistant.dialogue import form_talk as talk
from assistant.dialogue import spoken
from assistant.dialogue.estimate_scenarios import scenario
from assistant.dialogue.estimate_wish import LONGEST, another_person, wishes_estimate
from assistant.dialogue.estimate_work import concluded, known_of, refused
from assistant.dialogue.focus import asks
from assistant.dialogue.form_fields import BIRTH, LOCAL_BASE, PLACE, POST, YEARS, person, read_extras
from assistant.dialogue.form_turn import asked, confirming, drafted, kept, replied, said
from assistant.dialogue.whose import as_told, kept_person, speaks_of_others, turns_to_another, with_person
from assistant.messages import FormState, Outcome, Reply, Turn, Understanding
from assistant.ports import Step
from assistant.steps import understand as u
from assistant.steps.protect import canned, reports_fraud
from assistant.tools.registry import Toolbox

_TALK = (u.POLICY, u.NONSENSE, u.THANKS)
"""Intents that may be an answer to a question of the form."""
SPOKEN = ("phone",)
"""Channels on which everything is read back and agreed to before it is used; so is what was spoken on any other."""
KEPT = 3
"""Turns an offered estimate waits to be taken up."""
SCENARIO = 30
"""Characters up to which a message may be another scenario of the last estimate."""


def fill_form_with(toolbox: Toolbox) -> Step:
    """The form step over ``toolbox``."""

    async def fill_form(turn: Turn) -> Turn | Reply:
        found = turn.understanding
        if found is None or turn.draft is not None:
            return turn
        state = turn.memory.form if turn.memory.form and turn.memory.form.tool in form.FORMS else None
        if state is not None and found.intent in (u.REPEAT, u.SIMPLER):
            return _said_again(turn, found, state, toolbox)
        if found.intent not in _TALK:
            return turn
        if found.intent == u.THANKS and talk.gives_thanks(turn.text) and not _confirms(turn, state):
            return turn
        if state is not None and state.stage == "offered":
            return _taken_up(turn, found, state, toolbox)
        if state is not None and state.open:
            return _go_on(turn, found, state, toolbox)
        if state is not None and _of_another(turn, found):
            return _start(turn, found, toolbox)
        if state is not None and len(turn.text) <= SCENARIO and (other := scenario(state, turn, found, toolbox)):
            worked, state = other
            return replied(turn, found, replace(state, told=tuple(person(found).items())), worked)
        return _start(turn, found, toolbox) if _wants(turn, found) else turn

    return fill_form


def _by_voice(turn: Turn) -> bool:
    return turn.message.channel in SPOKEN or turn.message.heard is not None


def _wants(turn: Turn, found: Understanding) -> bool:
    return found.intent == u.POLICY and wishes_estimate(turn.text, found, turn.today)


def _confirms(turn: Turn, state: FormState | None) -> bool:
    """Whether thanks agree to what was read back: 对的，谢谢."""
    return state is not None and state.stage == "confirming" and spoken.yes_no(turn.text, "对吗") is not None


def _of_another(turn: Turn, found: Understanding) -> bool:
    """Whether, after somebody's pension was worked out, the next is asked for: 帮我妈也算一下."""
    if another_person(turn.text, found, turn.today):
        return True
    return _wants(turn, found) and turns_to_another(turn.text, turn.memory.focus)


def _said_again(turn: Turn, found: Understanding, state: FormState, toolbox: Toolbox) -> Turn:
    """没听清 and 听不懂 right after a question of the form: the question again, for 听不懂 in other words."""
    asking = state.stage in ("asking", "confirming")
    if not asking and (state.stage != "offered" or turn.memory.last_outcome != Outcome.CLARIFY_FORM):
        return turn
    state = replace(state, stage="asking")
    return _next(turn, found, form.not_understood(state) if found.intent == u.SIMPLER else state, toolbox, ())


def _taken_up(turn: Turn, found: Understanding, state: FormState, toolbox: Toolbox) -> Turn:
    """An estimate was only offered: it goes on when the citizen answers or asks for it, and is dropped otherwise."""
    heard = form.listen(state, turn.text, found, turn.today)
    offered_just_now = state.tries == 0
    enough = len(heard.fresh) >= (1 if offered_just_now else 2)
    answered = (enough or heard.unknown and offered_just_now) and (heard.unknown or not asks(turn.text))
    if answered or talk.goes_on(turn.text) or talk.agrees_to_offer(turn.text):
        return _next(turn, found, replace(heard.state, stage="asking"), toolbox, heard.fresh)
    if _wants(turn, found):
        return _start(turn, found, toolbox, heard.state)
    return (
        kept(turn, replace(heard.state, stage="offered", tries=state.tries + 1))
        if state.tries < KEPT
        else kept(turn, None)
    )


def _start(turn: Turn, found: Understanding, toolbox: Toolbox, state: FormState | None = None) -> Turn:
    tool = form.RESIDENT if "城乡居民" in found.schemes else form.ESTIMATE
    state = replace(state or FormState(tool), stage="asking", tool=tool)
    if turns_to_another(turn.text, turn.memory.focus):
        turn = with_person(turn, {})
        found = turn.understanding or found
    elif years := read_extras(turn.memory.focus, "", turn.today).get(YEARS):
        state = replace(state, values=((YEARS, years), *(v for v in state.values if v[0] != YEARS)))
    state = form.listen(state, turn.text, found, turn.today).state
    open_fields = form.missing(state, found, toolbox.book, turn.today)
    if _by_voice(turn) and open_fields in ((), (POST,)):
        return asked(turn, found, state, open_fields) if open_fields else confirming(turn, found, state)
    if open_fields in ((), (POST,)):
        worked, state = concluded(state, found, turn, toolbox)
        return kept(replace(turn, worked=worked), state)
    if open_fields == (LOCAL_BASE,):
        worked = refused(known_of(state, found), toolbox, turn.today)
        worked = replace(worked, form=form.public_form(state, found, open_fields))
        question = form.question(LOCAL_BASE, state, found)
        state = replace(state, asked=LOCAL_BASE, stage="offered")
        return kept(replace(turn, worked=worked, pending=(question,)), state)
    if talk.orders_estimate(turn.text):
        return asked(turn, found, state, open_fields, (texts.START_ESTIMATE,))
    question = form.question(open_fields[0], state, found)
    state = replace(state, asked=open_fields[0], stage="offered")
    public = form.public_form(state, found, open_fields)
    return kept(replace(turn, pending=(texts.CAN_ESTIMATE, question), form=public), state)


def _go_on(turn: Turn, found: Understanding, state: FormState, toolbox: Toolbox) -> Turn:
    text = turn.text
    if talk.gives_up(text):
        return replace(kept(turn, None), draft=canned(texts.CANCELLED, Outcome.ANSWERED_SMALL_TALK))
    if reports_fraud(text):
        return _put_aside(turn, found, state, toolbox)
    if state.stage == "paused":
        return _back(turn, found, state, toolbox)
    if state.stage == "confirming" and (agreed := spoken.yes_no(text, "对吗")) is not None:
        if agreed:
            return _conclude(turn, found, state, toolbox)
        heard = form.listen(state, text, found, turn.today)
        if not heard.fresh:
            return said(turn, found, replace(heard.state, stage="asking"), (texts.WHICH_IS_WRONG,))
    heard = form.listen(state, text, found, turn.today)
    told = replace(heard.state, stage="asking")
    if talk.asks_else(text):
        return _put_aside(turn, found, state, toolbox)
    if heard.fresh or heard.unknown or talk.goes_on(text):
        return _next(turn, found, told, toolbox, None if talk.goes_on(text) else heard.fresh)
    if talk.asks_why_asked(text):
        return _next(turn, found, told, toolbox, (), (texts.WHY_ASKED,))
    if len(text) > LONGEST or talk.asks_of_its_own(text):
        return _put_aside(turn, found, state, toolbox)
    if state.stage == "confirming" and state.tries + 1 >= form.TRIES:
        return _conclude(turn, found, told, toolbox)
    lead = () if spoken.wants_estimate(text) else (texts.NOT_HEARD,)
    return _next(turn, found, form.not_understood(told), toolbox, (), lead)


def _put_aside(turn: Turn, found: Understanding, state: FormState, toolbox: Toolbox) -> Turn:
    """A question about something else is answered; the form waits with what it knew and what was stated beside."""
    beside = talk.stated(turn.text)
    told = kept_person(turn, found, dict(state.told), beside)
    if not speaks_of_others(turn.text):
        state = form.listen(state, beside, found, turn.today).state
    state, whose = replace(state, stage="paused", told=tuple(told.items())), as_told(found, told)
    public = form.public_form(state, whose, form.missing(state, whose, toolbox.book, turn.today))
    return kept(replace(turn, pending=(texts.CAN_GO_ON,), form=public), state)


def _back(turn: Turn, found: Understanding, state: FormState, toolbox: Toolbox) -> Turn:
    """A form put aside is taken up, with the person it is about, when a message answers it or says 接着算."""
    if talk.asks_else(turn.text):
        return _put_aside(turn, found, state, toolbox)
    again = with_person(turn, dict(state.told))
    whose = again.understanding or found
    heard = form.listen(state, turn.text, whose, turn.today)
    if heard.fresh or talk.goes_on(turn.text) or form.gives_up_rest(turn.text):
        asking = replace(heard.state, stage="asking")
        return _next(again, whose, asking, toolbox, None if talk.goes_on(turn.text) else heard.fresh)
    return turn


def _next(
    turn: Turn,
    found: Understanding,
    state: FormState,
    toolbox: Toolbox,
    fresh: tuple[str, ...] | None,
    lead: tuple[str, ...] = (),
) -> Turn:
    if name := form.hopeless(state):  # told later, the estimate goes on
        lines = {PLACE: texts.NO_PLACE_NO_ESTIMATE, BIRTH: texts.NO_BIRTH_NO_ESTIMATE}
        waiting = replace(state, stage="paused", unknown=tuple(n for n in state.unknown if n != name))
        return drafted(turn, waiting, canned((lines[name],), Outcome.CLARIFY_FORM, offered=True))
    open_fields = form.missing(state, found, toolbox.book, turn.today)
    if open_fields == (POST,) and state.asked == POST and not _by_voice(turn):
        return _conclude(turn, found, state, toolbox)  # asked before: both answers now, and the question after them
    if open_fields:
        return asked(turn, found, state, open_fields, lead, fresh)
    if _by_voice(turn) and state.stage != "confirming":
        return confirming(turn, found, state, lead)
    return _conclude(turn, found, state, toolbox)


def _conclude(turn: Turn, found: Understanding, state: FormState, toolbox: Toolbox) -> Turn:
    worked, state = concluded(state, found, turn, toolbox)
    return replied(turn, found, state, worked)
