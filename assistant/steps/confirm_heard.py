"""Confirm what was heard: one short question where a word that decides something may have been misheard, asked once."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import texts
from assistant.dialogue import spoken
from assistant.dialogue.fillers import without_fillers
from assistant.dialogue.focus import names_topic
from assistant.dialogue.plain_text import plain_text
from assistant.dialogue.sense import told_apart
from assistant.handoff.said import asks_for_person
from assistant.messages import HeardAs, Memory, Misheard, Outcome, Reply, Sentence, Turn, Unconfirmed
from assistant.steps.protect import canned, in_danger, reports_fraud
from assistant.voice.commands import command_by_sound, command_of

UNCLEAR = 0.1
"""Confidence of a whole message below which it is not taken as it was heard: after mending, recordings at 8 kHz that were
understood word for word have had 0.26 to 0.63, one of three wrong words 0.13."""
LEAST = 5
"""Characters from which a message may be too unclear: of 嗯 and 好的 a recogniser is never sure."""
LONGEST_WHOLE = 30
"""Characters of a message that is said back whole."""
YES, NO = "是", "不是"
_OWN_QUESTION = (Outcome.CLARIFY_FORM, Outcome.CLARIFY_IDENTITY)
"""After these a form reads back what it took: no second question about it."""
_NO = re.compile(r"^[嗯啊哦呃，。]*(?:不是|不对|没有|错了|说错了|不)(?:的|了|啊|呀|吧|这个|这样)*[，。！？\s]*")
_YES = re.compile(r"^[嗯啊哦呃，。]*(?:(?:是|对|没错|就是)(?:的|了|啊|呀|吧|呢|嘞|滴)*[，。！\s]*)+")
_NAMES = re.compile(r"(?:我)?(?:说的|问的|讲的)?(?:就)?是|[，。！？的呀啊了“”\s]")
LONGEST_NAMED = 16
"""Characters of an answer that only names the word meant."""
AROUND = 3
"""Characters on each side that are said back with a single one: 病 is no question, 不办病退了 is."""
REST = 4
"""Characters beside a no that are a sentence of their own."""


async def confirm_heard(turn: Turn) -> Turn | Reply:
    """Takes the answer to what was asked back last; asks back where this message gives reason to."""
    if turn.draft is not None:
        return turn
    pending = turn.memory.unconfirmed
    turn = _remembering(turn, None)
    if asks_for_person(turn.text) or reports_fraud(turn.text):
        return turn
    if pending is not None:
        return _answered(turn, pending)
    heard = turn.message.heard
    if heard is None or turn.masked:
        return turn
    if _too_unclear(turn, heard):
        return _unclear(turn)
    found = _in_doubt(turn, heard) if turn.memory.last_outcome not in _OWN_QUESTION else None
    return _asking(turn, found) if found else turn


def _answered(turn: Turn, pending: Unconfirmed) -> Turn | Reply:
    """The kept message as it was meant; asked for anew when no reading was; this message when it is another."""
    text = turn.text
    if _not_heard(turn):
        return _asking(turn, pending)
    if other := _named(text, pending):
        return _taken(turn, pending, other)
    agreed = spoken.yes_no(text)
    if agreed or _named_as_taken(text, pending):
        return _taken(turn, pending, pending.taken, _YES.sub("", text, count=1))
    if agreed is False or _NO.fullmatch(text):
        rest = _NO.sub("", text, count=1)
        if len(rest.strip("。，！？")) >= REST:
            return replace(turn, text=rest)
        if len(pending.others) == 1:
            return _taken(turn, pending, pending.others[0])
        return canned(texts.SAY_AGAIN_AFTER_NO, Outcome.CLARIFY)
    heard = turn.message.heard
    return canned(texts.SAY_AGAIN, Outcome.CLARIFY) if heard and _too_unclear(turn, heard) else turn


def _not_heard(turn: Turn) -> bool:
    """Whether the question is to be said again; spoken words may be misheard themselves (再说一边)."""
    spoken_now = turn.message.heard is not None
    return "repeat" in (command_of(turn.text), command_by_sound(turn.text, speaking=True) if spoken_now else None)


def _taken(turn: Turn, pending: Unconfirmed, reading: str, rest: str = "") -> Turn:
    """The turn with the kept message in that reading, and what was said beside the yes."""
    meant = pending.text.replace(pending.taken, reading, 1) if pending.taken else pending.text
    return replace(
        turn, text=f"{plain_text(without_fillers(meant)).rstrip('。')}，{rest}" if rest else plain_text(meant)
    )


def _named(text: str, pending: Unconfirmed) -> str | None:
    """The other reading, where an answer names it: 不是，是断交."""
    if len(text) > LONGEST_NAMED:
        return None
    last = text.rpartition("是")[2] or text
    named = (one for one in pending.others if plain_text(one) in last)
    return next((one for one in named if pending.taken in one or pending.taken not in last), None)


def _named_as_taken(text: str, pending: Unconfirmed) -> bool:
    """Whether an answer only says the word again: 断缴, 我说的是断缴."""
    said = _NAMES.sub("", text)
    return (
        bool(pending.taken)
        and plain_text(pending.taken) in said
        and said in _NAMES.sub("", plain_text(_shown(pending)))
    )


def _too_unclear(turn: Turn, heard: HeardAs) -> bool:
    confirming = turn.memory.form is not None and turn.memory.form.stage == "confirming"
    if turn.memory.last_outcome in _OWN_QUESTION and not confirming:
        return False
    return heard.confidence < UNCLEAR and (confirming or len(turn.text.strip("，。？！")) >= LEAST)


def _unclear(turn: Turn) -> Turn | Reply:
    """Said back whole where it is short and of our field, else asked for again; after two in vain a person is offered."""
    answering = turn.memory.last_outcome in _OWN_QUESTION
    if answering or len(turn.text) > LONGEST_WHOLE or not names_topic(turn.text):
        return canned(texts.SAY_AGAIN, Outcome.CLARIFY)
    return _asking(turn, Unconfirmed(turn.text, ""))


def _in_doubt(turn: Turn, heard: HeardAs) -> Unconfirmed | None:
    """The first word in doubt whose readings are different things to us."""
    text = turn.message.text
    if plain_text(without_fillers(text)) != turn.text:  # part of the message was left out
        return None
    return next((found for doubt in heard.doubts if (found := _of_doubt(text, doubt, turn))), None)


def _of_doubt(text: str, doubt: Misheard, turn: Turn) -> Unconfirmed | None:
    words = tuple(dict.fromkeys((doubt.taken, *doubt.others)))
    if not doubt.taken or doubt.taken not in text or len(words) == 1:
        return None
    readings = tuple(plain_text(text.replace(doubt.taken, word, 1)) for word in words)
    apart = told_apart(readings, plain_text(text.replace(doubt.taken, "", 1)), turn.today)
    if not apart or apart == (0,) or any(in_danger(readings[index]) for index in apart):
        return None
    first, *others = (words[index] for index in apart)
    others += [doubt.taken] if len(apart) == 1 else []  # only another reading means anything
    return Unconfirmed(text.replace(doubt.taken, first, 1), first, tuple(others))


def _asking(turn: Turn, pending: Unconfirmed) -> Turn:
    """The question; what it is about is kept until the next message."""
    line = (texts.HEARD_WORD if pending.taken else texts.HEARD_WHOLE).format(said=_shown(pending))
    draft = Reply((Sentence(line),), Outcome.CLARIFY_HEARD, suggestions=(YES, NO))
    return replace(_remembering(turn, pending), draft=draft)


def _shown(pending: Unconfirmed) -> str:
    """What is said back: the word, of a single character with what stands around it, or the whole message."""
    found = re.escape(pending.taken)
    if len(pending.taken) == 1:
        beside = rf"[^，。？！；、\s]{{0,{AROUND}}}"
        found = f"{beside}{found}{beside}"
    word = re.search(found, pending.text)
    said = word.group() if word and pending.taken else pending.text.rstrip("。？！，")
    return re.sub(r"[“”]", "", said)


def _remembering(turn: Turn, pending: Unconfirmed | None) -> Turn:
    memory: Memory = replace(turn.memory, unconfirmed=pending)
    return replace(turn, memory=memory)
