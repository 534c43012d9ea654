"""Check records: a person's own contributions, payments, progress and certification, after finding out who asks."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from assistant import texts
from assistant.business_ports import Asker, RecordKind, Refused
from assistant.dialogue import spoken
from assistant.dialogue.focus import asks, names_topic
from assistant.dialogue.record_answer import record_answer, wanted_record
from assistant.errors import AssistantError, BadInput, NotVerified, TooMany
from assistant.messages import Form, FormState, Handover, Outcome, Reply, Sentence, Turn
from assistant.own_records import Records
from assistant.ports import Step
from assistant.steps import understand as u
from assistant.steps.protect import canned

OWN_RECORDS = "own_records"
ID_NUMBER, CODE = "身份证号", "验证码"
_KIND = "查什么"
_CODE = re.compile(r"(?<!\d)\d{3}[\s\-]?\d{3}(?!\d)")
_RESEND = re.compile(r"(再|重新?)(发|来)|没(有)?收到|收不到")
_NO_MORE = re.compile(r"^(我)?不(想|要)?查了|不用查|算了")
TRIES = 2
SUGGESTIONS = ("查我的缴费记录", "查我的办理进度", "我的认证到期了没")


def check_records_with(records: Records | None) -> Step:
    """The records step over ``records``; None where no business system is connected."""

    async def check_records(turn: Turn) -> Turn | Reply:
        found = turn.understanding
        if found is None or found.intent not in (u.POLICY, u.NONSENSE):
            return turn
        state = turn.memory.form
        asked = state is not None and state.tool == OWN_RECORDS and state.open
        kind = wanted_record(turn.text)
        if not asked and kind is None:
            return turn
        if asked:  # whatever comes of it, a code is not stored
            turn = replace(turn, message=replace(turn.message, text=_CODE.sub(f"【{CODE}】", turn.message.text)))
        if records is None:
            return replace(turn, draft=canned(texts.NO_RECORDS_HERE, Outcome.UNANSWERABLE_NO_RECORDS, offered=True))
        return await _guarded(turn, lambda: _talk(turn, state if asked else None, kind, records))

    return check_records


async def _guarded(turn: Turn, talk: Callable[[], Awaitable[Turn]]) -> Turn:
    """What goes wrong outside is told plainly; nothing of it reaches the person or a log."""
    try:
        return await talk()
    except TooMany:
        return _ended(turn, canned(texts.TOO_MANY_CODES, Outcome.CLARIFY_IDENTITY, offered=True))
    except BadInput:
        return _ended(turn, canned(texts.ID_NOT_VALID, Outcome.CLARIFY_IDENTITY), keep=True)
    except AssistantError:
        return _ended(turn, canned(texts.RECORDS_UNAVAILABLE, Outcome.UNANSWERABLE_NO_RECORDS, offered=True))


async def _talk(turn: Turn, state: FormState | None, kind: RecordKind | None, records: Records) -> Turn:
    asker = Asker(turn.message.channel, turn.message.conversation)
    if state is None or (kind is not None and state.asked == ID_NUMBER and not turn.id_number):
        state = FormState(OWN_RECORDS, ((_KIND, str(kind)),))
        if await records.verified(asker):
            return await _told(turn, state, records, asker)
        return await _started(turn, state, records, asker) if turn.id_number else _ask_id(turn, state, texts.ASK_ID)
    if spoken.cancel(turn.text) or _NO_MORE.search(turn.text):
        return _ended(turn, canned(texts.CANCELLED, Outcome.ANSWERED_SMALL_TALK))
    if turn.id_number:
        return await _started(turn, state, records, asker)
    code = _CODE.search(turn.text)
    if state.asked == CODE and code:
        return await _confirmed(turn, state, records, asker, code.group())
    if asks(turn.text) and names_topic(turn.text) and not _RESEND.search(turn.text):
        return replace(turn, memory=replace(turn.memory, form=None))
    if state.tries + 1 >= TRIES:
        return _ended(turn, canned(texts.IDENTITY_GIVEN_UP, Outcome.CLARIFY_IDENTITY, offered=True))
    state = replace(state, tries=state.tries + 1)
    again = texts.ASK_CODE_AGAIN if state.asked == CODE and not _RESEND.search(turn.text) else texts.ASK_ID_AGAIN
    if again == texts.ASK_CODE_AGAIN:
        return _asking(turn, state, (Sentence(again),))
    return _ask_id(turn, state, (again,))


def _ask_id(turn: Turn, state: FormState, lines: tuple[str, ...]) -> Turn:
    return _asking(turn, replace(state, asked=ID_NUMBER), tuple(Sentence(line) for line in lines))


async def _started(turn: Turn, state: FormState, records: Records, asker: Asker) -> Turn:
    challenge = await records.begin(asker, turn.id_number)
    if challenge.nobody_on_file:
        return _ended(turn, canned(texts.NOBODY_ON_FILE, Outcome.UNANSWERABLE_NO_RECORDS, offered=True))
    state = replace(state, asked=CODE, tries=0)
    phone = Sentence(f"手机{challenge.masked_phone}。", traced=True)
    lines = (Sentence(texts.CODE_SENT), phone, Sentence(texts.ASK_CODE), Sentence(texts.PERSONAL_DATA_HIDDEN))
    return _asking(turn, state, lines, (("手机", challenge.masked_phone),))


async def _confirmed(turn: Turn, state: FormState, records: Records, asker: Asker, code: str) -> Turn:
    answer = await records.confirm(asker, re.sub(r"\D", "", code))
    if not isinstance(answer, Refused):
        return await _told(turn, state, records, asker)
    if answer.left > 0:
        return _asking(turn, state, (Sentence(texts.WRONG_CODE),))
    return _ask_id(turn, replace(state, tries=0), (texts.CODE_EXPIRED, texts.ASK_ID_AGAIN))


async def _told(turn: Turn, state: FormState, records: Records, asker: Asker) -> Turn:
    kind = RecordKind(state.known[_KIND])
    try:
        result = await records.look_up(asker, kind)
    except NotVerified:
        return _ask_id(turn, state, texts.ASK_ID)
    known = await records.verified(asker)
    sentences = record_answer(result, kind, known.name if known else "")
    outcome = Outcome.ANSWERED_RECORDS if result.find("found") == "yes" else Outcome.UNANSWERABLE_NO_RECORDS
    reply = Reply(
        sentences, outcome, as_of=turn.today, scheme="通用", trace=result, suggestions=SUGGESTIONS,
        handover=Handover(offered=True),
    )  # fmt: skip
    return _ended(turn, reply)


def _asking(
    turn: Turn, state: FormState, sentences: tuple[Sentence, ...], collected: tuple[tuple[str, str], ...] = ()
) -> Turn:
    form = Form(OWN_RECORDS, (state.asked,), collected, state.asked)
    reply = Reply(sentences, Outcome.CLARIFY_IDENTITY, form=form, handover=Handover(offered=True))
    return replace(turn, draft=reply, memory=replace(turn.memory, form=state))


def _ended(turn: Turn, reply: Reply, *, keep: bool = False) -> Turn:
    form = turn.memory.form if keep else None
    return replace(turn, draft=reply, memory=replace(turn.memory, form=form))
