"""Turns that end in a form's own words: the next question, what was understood read back, the estimate. Pure."""

from __future__ import annotations

from dataclasses import replace

from assistant import texts
from assistant.dialogue import estimate_form as form
from assistant.dialogue.form_fields import POST, SEX, person
from assistant.dialogue.readback import read_back
from assistant.messages import FormState, Outcome, Reply, Sentence, Turn, Understanding, Worked


def kept(turn: Turn, state: FormState | None) -> Turn:
    """The turn with the form as it is remembered."""
    return replace(turn, memory=replace(turn.memory, form=state))


def drafted(turn: Turn, state: FormState, reply: Reply) -> Turn:
    """The turn with its reply, and the form as it is remembered."""
    return kept(replace(turn, draft=reply), state)


def asked(
    turn: Turn, found: Understanding, state: FormState, open_fields: tuple[str, ...], lead: tuple[str, ...] = (),
    fresh: tuple[str, ...] | None = None,
) -> Turn:  # fmt: skip
    """Asks the next field; before it what was just heard is said back, or with None everything known."""
    question = form.question(open_fields[0], state, found)
    state = replace(state, asked=open_fields[0])
    told = form.read_back(state, found, fresh or ()) if fresh != () else ""
    sentences = [Sentence(line) for line in lead]
    if told:
        sentences.append(Sentence(f"记下了：{told}。", traced=True))
    if turn.masked:
        sentences.append(Sentence(texts.PERSONAL_DATA_NOTE))
    sentences.append(Sentence(question))
    public = form.public_form(state, found, open_fields)
    return drafted(turn, state, Reply(tuple(sentences), Outcome.CLARIFY_FORM, form=public))


def confirming(turn: Turn, found: Understanding, state: FormState, lead: tuple[str, ...] = ()) -> Turn:
    """Everything understood is read back, to be agreed to."""
    state = replace(state, stage="confirming", asked="")
    known = {**person(found), **state.known}
    if known.get(SEX) == "男":
        known.pop(POST, None)
    told = Sentence(read_back(known, aloud=True), traced=True)
    public = form.public_form(state, found, ())
    return drafted(turn, state, Reply((*map(Sentence, lead), told), Outcome.CLARIFY_FORM, form=public))


def said(turn: Turn, found: Understanding, state: FormState, lines: tuple[str, ...]) -> Turn:
    """The lines, with the form as it stands."""
    public = form.public_form(state, found, ())
    return drafted(turn, state, Reply(tuple(Sentence(line) for line in lines), Outcome.CLARIFY_FORM, form=public))


def replied(turn: Turn, found: Understanding, state: FormState, worked: Worked) -> Turn:
    """The estimate as the whole reply."""
    sentences = worked.sentences
    if turn.masked:
        sentences = (*sentences, Sentence(texts.PERSONAL_DATA_NOTE))
    reply = Reply(
        sentences, Outcome.ESTIMATED, as_of=turn.today, region=found.region or "全国", scheme="企业职工",
        suggestions=worked.suggestions, form=worked.form, trace=worked.trace, topic="养老金计算",
    )  # fmt: skip
    return drafted(turn, state, reply)
