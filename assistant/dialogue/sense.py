"""Whether two readings of a message mean the same to us: what it is about, of whom, when, and which figures. Pure."""

from __future__ import annotations

import re
from datetime import date

from assistant.dialogue import slots, spoken
from assistant.dialogue.companions import topics
from assistant.dialogue.focus import topic_words
from assistant.dialogue.spoken_numbers import counts_something_else, is_lone, numerals
from assistant.handoff.said import asks_for_person
from assistant.places import find_places

_SAME = str.maketrans("缴帐份", "交账分")
"""Characters of one word written in two ways: 断缴, 断交."""
_BROKEN_OFF = re.compile(r"断[交保档]|停[交保]")
_DENIED = re.compile(
    r"(?:不|没|未|别|无)(?="
    r"[有能可会是要用给让准行够算认办交缴补领拿发退转停断保参到满批同符想得予知对再享影扣涨调收报查续延接买干做上签在去说叫该应愿肯懂清记敢必需变属]|给?我)"
)
"""A denial of something done or so; 不少, 没错 and a 没 that ends a question deny nothing."""
_ABOUT = re.compile(
    r"(?P<paid>交|补|扣|付)|(?P<drawn>领|拿|发|到账)|(?P<moved>转|迁)|(?P<ended>退保|销户|注销|终止|停发|停止)|(?P<died>去世|过世|死|走了|没了)|(?P<ill>病|残|伤)"
    r"|(?P<earlier>提前|早退)|(?P<later>延迟|延后|推迟)|(?P<place>在哪|去哪|哪里|哪儿)|(?P<when>什么时候|啥时候|几时|哪年|多久|几岁)|(?P<much>多少|几块|几钱)"
)
Sense = frozenset[tuple[str, object]]


def sense(text: str, today: date) -> Sense:
    """What the rules take from ``text``, as a set; equal for 断缴 and 断交, not for 四年 and 十年."""
    plain = _BROKEN_OFF.sub("断交", text.translate(_SAME))
    told: dict[str, object] = {
        "sex": slots.sex(text), "birth": slots.birth(text, today), "age": slots.age(text), "post": slots.identity(text),
        "day": slots.as_of(text, today), "yes": spoken.yes_no(text), "unknown": spoken.unknown(text) or None,
        "ends": spoken.cancel(text) or None, "person": asks_for_person(text) or None, "denied": len(_DENIED.findall(plain)),
    }  # fmt: skip
    counted = (n for n in numerals(text) if text[n.start : n.end] != "一")  # 一分没存, 一样
    figures = [n for n in counted if not is_lone(text, n) or counts_something_else(text, n)]
    return frozenset(
        (
            *((name, value) for name, value in told.items() if value is not None),
            *(("topic", name) for name in (*topics(None, plain), *topic_words(plain))),
            *(("scheme", name) for name in slots.schemes(plain)),
            *(("place", place.region) for place in find_places(text)),
            *(("figure", (n.low, n.high)) for n in figures),
            *(("about", found.lastgroup) for found in _ABOUT.finditer(plain)),
        )
    )


def told_apart(readings: tuple[str, ...], without: str, today: date) -> tuple[int, ...]:
    """Of ``readings`` the first of each that mean something of their own, by index.

    ``without`` is the message without the word in doubt: a reading that means no more than it is noise, unless all are.
    The first is the one taken; another that says only part of it would change nothing worth asking.
    """
    nothing, taken = sense(without, today), sense(readings[0], today)
    kept: dict[Sense, int] = {}
    for index, reading in enumerate(readings):
        found = sense(reading, today)
        if found != nothing and not (index and _says_less(found, taken)):
            kept.setdefault(found, index)
    return tuple(kept.values())


_WEIGHTY = frozenset(("figure", "birth", "age", "day"))


def _says_less(other: Sense, taken: Sense) -> bool:
    """Whether a reading means part of what the one taken means and nothing else; a figure is never less."""
    return other < taken and not _WEIGHTY & {name for name, _ in taken - other}
