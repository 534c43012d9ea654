"""What was asked and what was answered, taken from the stored messages. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from assistant.handoff.packet_facts import Veil, hide_numbers
from assistant.handoff.said import asks_for_person
from assistant.handoff.said_next import accepts_offer, cancels_waiting, declines_offer, wants_call_back

MOST_ASKED = 10
MOST_ESTIMATES = 5
SENTENCES = 2
"""Sentences of an answer that are shown."""
OUTCOMES = {
    "answered": "已按条文答复",
    "answered_boundary": "答了一般规定，个人情况要人工看",
    "answered_out_of_scope": "不属于养老保险，已指路",
    "answered_small_talk": "客套",
    "answered_repeat": "重复了上一条",
    "answered_records": "查了本人记录",
    "clarify": "没有听懂，请市民再说",
    "clarify_form": "正在问测算要用的情况",
    "clarify_identity": "正在核验身份",
    "clarify_heard": "没有听准，请市民确认",
    "estimated": "给了测算",
    "unanswerable_nothing_found": "没有找到依据",
    "unanswerable_unverified": "没有核对上，没有答复",
    "unanswerable_unpublished": "还没有公布",
    "unanswerable_no_records": "查不到本人记录",
    "guarded_distress": "情绪危急，给了求助电话",
    "guarded_fraud": "提醒了防骗",
    "guarded_injection": "拒绝了不当要求",
    "guarded_personal_data": "提醒了不要发个人号码",
    "guarded_too_long": "内容太长，没有看完",
    "error_internal": "系统出错，没有答复",
    "error_empty": "没有收到文字",
}
"""How an agent reads an outcome."""
_ABOUT_HANDOVER = "handover"
_NOT_ANSWERS = ("answered_small_talk", "error_empty", _ABOUT_HANDOVER)
_ASKING = ("clarify_form", "clarify_identity", "clarify_heard")
QUESTION = re.compile(r"[?？]|怎么|什么|多少|几(?!年|月|号)|吗|呢|能不能|可不可以|为啥|咋|哪")
"""Words of a question."""
_SHORT = 16
"""Characters up to which words about the handover itself are left out."""


class Said(Protocol):
    """A stored message, as ``assistant.records.MessageRecord``; ``reply`` is the public JSON of a reply."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def sender(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def reply(self) -> dict[str, Any] | None: ...
    @property
    def author(self) -> str | None: ...
    @property
    def citations(self) -> tuple[dict[str, Any], ...]: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the citizen."""

    seq: int
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause an answer rested on; dates as ISO text."""

    title: str
    section: str
    doc_no: str
    effective_from: str
    effective_to: str | None
    quote: str
    digest: str


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its first sentences, how it ended, what it rested on. ``by`` is empty for the assistant."""

    seq: int
    at: datetime
    text: str
    outcome: str
    label: str
    citations: tuple[Cited, ...]
    by: str = ""


def asked(messages: tuple[Said, ...], veil: Veil) -> tuple[Asked, ...]:
    """The last questions in order, without answers to a form and words about the handover itself."""
    found, before = [], ""
    for message in messages:
        if message.sender == "assistant":
            before = _outcome(message)
        elif message.sender == "citizen" and _is_question(message.text, before):
            found.append(Asked(message.seq, message.at, veil.text(hide_numbers(message.text.strip()))))
    return tuple(found[-MOST_ASKED:])


def focus(text: str, veil: Veil) -> str:
    """The last question as the conversation remembers it, for when its message is not at hand."""
    return veil.text(hide_numbers(text.strip()))


def told(messages: tuple[Said, ...], veil: Veil) -> tuple[Told, ...]:
    """Every answer in order, the assistant's and agents'."""
    found = []
    for message in messages:
        outcome = _outcome(message)
        if message.sender == "assistant" and message.reply and not outcome.startswith(_NOT_ANSWERS):
            cited = tuple(_cited(one) for one in message.reply.get("citations") or ())
            text = veil.text(hide_numbers(_first(message)))
            found.append(Told(message.seq, message.at, text, outcome, OUTCOMES.get(outcome, outcome), cited))
        elif message.sender == "agent":
            cited = tuple(_cited(one) for one in message.citations)
            text = veil.text(hide_numbers(message.text))
            found.append(Told(message.seq, message.at, text, "", "人工答复", cited, message.author or "工作人员"))
    return tuple(found)


def estimates(messages: tuple[Said, ...], veil: Veil) -> tuple[dict[str, Any], ...]:
    """The calculations shown, as the contract writes a tool's result; the same one once, the last ones."""
    found: dict[str, dict[str, Any]] = {}
    for message in messages:
        trace = message.reply.get("trace") if message.reply else None
        if trace and trace.get("tool") != "guidance":
            found[f"{trace.get('tool')}{trace.get('arguments')}"] = veil.json(trace)
    return tuple(found.values())[-MOST_ESTIMATES:]


def collected(messages: tuple[Said, ...]) -> dict[str, str]:
    """The inputs of the last form shown, by field name."""
    for message in reversed(messages):
        form = message.reply.get("form") if message.reply else None
        if form and form.get("tool") != "own_records":
            return {str(name): str(value) for name, value in (form.get("collected") or {}).items()}
    return {}


def _outcome(message: Said) -> str:
    return str(message.reply.get("outcome") or "") if message.reply else ""


def _is_question(text: str, before: str) -> bool:
    text = text.strip()
    if not text or (before in _ASKING and not QUESTION.search(text)):
        return False
    if len(text) > _SHORT:
        return True
    said = (asks_for_person, accepts_offer, declines_offer, cancels_waiting, wants_call_back)
    return not any(about(text) for about in said)


def _first(message: Said) -> str:
    sentences = (message.reply or {}).get("sentences") or ()
    first = [str(one["text"]) for one in sentences if not one.get("detail")][:SENTENCES]
    return "".join(first) or message.text


def _cited(one: dict[str, Any]) -> Cited:
    def said(name: str) -> str:
        return str(one.get(name) or "")

    return Cited(
        said("title"), said("section"), said("doc_no"), said("effective_from"), said("effective_to") or None,
        said("quote"), said("digest"),
    )  # fmt: skip
