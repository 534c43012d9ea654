"""A stored message as speech: the same reply in another rendering, one fact at a time. Pure.

First what answers the question, with the caveats that belong to its figures; then what else may be heard, as an offer;
a question to the citizen comes last, so that they know it is their turn. Marks, addresses, tables and formulas are never
read out, and nothing that stands open for a reader is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from assistant.records import MessageRecord
from assistant.script import to_simplified
from assistant.voice import wording
from assistant.voice.breaths import breaths
from assistant.voice.citing import said_basis
from assistant.voice.plain import plain
from assistant.voice.working import calculation, in_words, is_caveat, is_step, steps_in_words, tells_how

Kind = Literal["fact", "offer", "basis", "more"]
Offered = Literal["", "basis", "more"]

MOST_SUGGESTED = 2
_PERSON = "转人工"
_HOW_ASKED = re.compile(r"怎么算|为什么")
_QUESTION = re.compile(r"？|请(?:您)?告诉我|把[^，。]{1,8}告诉我|^请(?:再)?说")
"""An open sentence without marks that has one of these wants something of the citizen."""


@dataclass(frozen=True, slots=True)
class Part:
    """A few words said in one breath. ``sentence`` is the reply's sentence they belong to.

    ``fact`` and ``offer`` are said at once, in order; ``basis`` and ``more`` when they are asked for.
    """

    text: str
    kind: Kind
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message as parts. ``asked`` is what the offer at its end asks: taken up by 要; empty when it asks nothing."""

    parts: tuple[Part, ...] = ()
    asked: Offered = ""

    def of(self, *kinds: Kind) -> tuple[Part, ...]:
        """The parts of these kinds, in order."""
        return tuple(part for part in self.parts if part.kind in kinds)


def spoken(message: MessageRecord) -> Spoken:
    """The message as it is said. What the citizen said themselves, and an empty reply, are not."""
    if message.sender == "citizen":
        return Spoken()
    if message.reply is not None:
        return _reply(message.reply)
    facts = _parts(message.text, "fact", None)
    basis = _basis(message.citations)
    offer = _parts(wording.BASIS_TO_BE_HAD, "offer", None) if basis else []
    return Spoken((*facts, *offer, *basis))


def _reply(reply: dict[str, Any]) -> Spoken:
    trace = calculation(reply)
    facts, more = _sorted(reply["sentences"], trace)
    how = trace is not None and any(_tells_steps(text, trace) for _, text in more)
    if trace and not any(_tells_steps(text, trace) for _, text in (*facts, *more)):
        steps = steps_in_words(trace)
        how, more = bool(steps), [*((None, line) for line in steps), *more]
    question = _question(facts, reply["sentences"])
    last = [facts.pop(question)] if question is not None else []
    basis = _basis(reply["citations"])
    offers, asked = _offers(bool(basis), bool(more), how=how, waits=bool(last))
    suggested = _suggested(reply["suggestions"], [text for _, text in facts]) if not last else ""
    if suggested and more:
        more.append((None, suggested))
    elif suggested:
        offers.insert(0, suggested)
    return Spoken(
        (
            *_said(facts, "fact", trace), *(part for line in offers for part in _parts(line, "offer", None)),
            *_said(last, "fact", trace), *basis, *_said(more, "more", trace),
        ),
        asked,
    )  # fmt: skip


_Line = tuple[int | None, str]


def _sorted(sentences: list[dict[str, Any]], trace: dict[str, Any] | None) -> tuple[list[_Line], list[_Line]]:
    """What is said at once, and what may be heard beside it: how a figure came about first, then details."""
    facts: list[_Line] = []
    how: list[_Line] = []
    caveats: list[_Line] = []
    details: list[_Line] = []
    for index, sentence in enumerate(sentences):
        text = to_simplified(sentence["text"])
        line = (index, text)
        if sentence["detail"]:
            belongs = trace is not None and is_caveat(text, trace)
            (caveats if belongs else how if trace and _tells_steps(text, trace) else details).append(line)
        else:
            beside = trace is not None and facts and tells_how(text) and not is_step(text, trace)
            (how if beside else facts).append(line)
    return [*facts, *caveats], [*how, *details]


def _tells_steps(text: str, trace: dict[str, Any]) -> bool:
    return tells_how(text) or is_step(text, trace)


def _question(facts: list[_Line], sentences: list[dict[str, Any]]) -> int | None:
    """Where the question to the citizen stands among ``facts``; sentences of clauses ask nobody."""
    for place in range(len(facts) - 1, -1, -1):
        index, text = facts[place]
        if index is not None and not sentences[index]["marks"] and _QUESTION.search(text):
            return place
    return None


def _offers(basis: bool, more: bool, *, how: bool, waits: bool) -> tuple[list[str], Offered]:
    """What is offered, and what the last offer asks: one question at most, none where the citizen is asked already."""
    lines = [wording.BASIS_TO_BE_HAD] if basis and (more or waits) else []
    if waits:
        return [*lines, *([wording.HOW_TO_BE_HAD if how else wording.MORE_TO_BE_HAD] if more else [])], ""
    if more:
        return [*lines, wording.OFFER_HOW if how else wording.OFFER_MORE], "more"
    return ([wording.OFFER_BASIS], "basis") if basis else ([], "")


def _suggested(suggestions: Iterable[str], facts: list[str]) -> str:
    """Two of what may be asked next; not what is offered or was said already."""
    fresh = [plain(one) for one in suggestions if not _HOW_ASKED.search(one)]
    named = [f"“{one}”" for one in fresh if one != _PERSON or not any(_PERSON in fact for fact in facts)]
    if not named:
        return ""
    line = wording.MAY_ASK.format(first=named[0])
    return line + (wording.OR_ASK.format(second=named[1]) if len(named) >= MOST_SUGGESTED else "") + "。"


def _basis(citations: Iterable[dict[str, Any]]) -> list[Part]:
    return [part for line in said_basis(tuple(citations)) for part in _parts(line, "basis", None)]


def _said(lines: list[_Line], kind: Kind, trace: dict[str, Any] | None) -> list[Part]:
    return [
        part for index, text in lines for part in _parts(in_words(text, trace) if trace else text, kind, index)
    ]  # fmt: skip


def _parts(text: str, kind: Kind, sentence: int | None) -> list[Part]:
    return [Part(piece, kind, sentence) for piece in breaths(plain(text)) if piece.strip("，。、；：！？ ")]
