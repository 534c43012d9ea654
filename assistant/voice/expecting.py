"""A number that was asked for and answered by voice: which kind it is, and what the answer becomes. Pure.

A recogniser writes 要散吧 for 幺三八. When the assistant has just asked for a number, the engine also offers readings that
may be nothing but such a number, and the value they agree on stands in for the text, if the text is no more than an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from assistant.dialogue import form_fields
from assistant.dialogue.focus import asks
from assistant.dialogue.heard_numbers import Readings, belief, value_heard
from assistant.dialogue.readback import say_duration
from assistant.dialogue.spoken_value import Kind, spoken_value

_FIELDS: Mapping[str, Kind] = {
    form_fields.BIRTH: "date",
    form_fields.YEARS: "months",
    form_fields.BALANCE: "money",
    form_fields.LOCAL_BASE: "money",
    form_fields.TIER: "money",
}
_WORDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"身份证号|公民身份号码"), "id_number"),
    (re.compile(r"电话号码|手机号|您的电话"), "phone"),
)
_DICTATED: tuple[Kind, ...] = ("id_number", "phone", "digits")
_BESIDE = re.compile(
    r"[零〇幺一二两三四五六七八九十百千万点半俩\dXx叉.%，。、？！\s]|年|个?月|[日号]|块钱?|元|毛|[分之]"
    r"|我的?|您|你|嗯|啊|呃|哦|额|那个|这个|就是|是|有|交|缴|了|的|大概|差不多|一共|总共|已经|社保|养老保险|身份证|号码?"
    r"|手机|电话|生|出生|出|账户|里|余额|基数|每|按|左右|不对|说错|错|记一下|打"
)
_MOST_BESIDE = 6
"""Characters an answer may have beside the number and what is usually said around it."""
_NOT_KNOWN = re.compile(r"不知道|不清楚|不晓得|记不|忘了|不想|算了|不查|不用|没有|人工|再说|等一下|听不")
_LEAST_HEARD = 0.4
"""Share of a dictated number's digits that the text itself must have, or hold the place of by other characters."""


def number_expected(asked: str, reply: Mapping[str, Any] | None = None) -> Kind | None:
    """What kind of number the last message asked for: by the field of its form, or by its last sentence."""
    form = (reply or {}).get("form") or {}
    if kind := _FIELDS.get(str(form.get("asking", ""))):
        return kind
    if "？" not in asked and "请" not in asked:
        return None
    return next((kind for words, kind in _WORDS if words.search(asked)), None)


def kind_named(name: str) -> Kind | None:
    """The kind of that name; None for none."""
    return next((kind for kind in get_args(Kind) if kind == name), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an utterance comes to. ``belief`` in [0, 1] is the share of the readings for the number that stands in."""

    text: str
    belief: float | None = None


def as_answered(text: str, readings: Sequence[Readings], kind: Kind | None, today: date) -> Answer:
    """``text``, or the number itself where the readings agree on another than ``text`` says and nothing else was said."""
    if kind is None or not any(readings) or asks(text) or _NOT_KNOWN.search(text):
        return Answer(text)
    value = value_heard(readings, kind, today)
    if value is None or value == spoken_value(text, kind, today):
        return Answer(text)
    if kind not in _DICTATED and len(_BESIDE.sub("", text)) > _MOST_BESIDE:
        return Answer(text)
    if kind in _DICTATED and len(text) < _LEAST_HEARD * len(value):
        return Answer(text)
    return Answer(_written(value, kind), belief(readings, value, kind, today))


def _written(value: str, kind: Kind) -> str:
    if kind == "months":
        return say_duration(int(value))
    if kind == "date":
        year, month = value.split("-")
        return f"{year}年{int(month)}月"
    if kind == "money":
        return f"{Decimal(value):f}元"
    return f"{value}%" if kind == "percent" else value
