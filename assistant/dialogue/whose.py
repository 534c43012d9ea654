"""Whose pension a form is about: a question in between may speak of a husband, a friend, another province. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.dialogue import slots
from assistant.dialogue.form_fields import BIRTH, PLACE, POST, SEX, person
from assistant.messages import Turn, Understanding
from assistant.places import parse_region

_OTHERS = tuple(
    re.compile(pattern)
    for pattern in (
        "妈|母亲|娘(?!家)", "爸|父亲|爹", "老公|丈夫|老婆|妻子|爱人|老伴|媳妇|对象", "哥|弟弟|我弟|姐|妹",
        "儿子|女儿|孩子", "爷爷|奶奶|外公|外婆|姥", "公公|婆婆|岳父|岳母|丈人", "同事|朋友|邻居|亲戚|工友|老乡",
    )
)  # fmt: skip
"""People beside the speaker; the words of one entry may mean the same person."""


def speaks_of_others(text: str) -> bool:
    """Whether the message is about somebody beside the speaker."""
    return any(one.search(text) for one in _OTHERS)


def turns_to_another(text: str, earlier: str) -> bool:
    """Whether the message names a person the talk so far (``earlier``) was not about."""
    return any(one.search(text) and not one.search(earlier) for one in _OTHERS)


def kept_person(turn: Turn, found: Understanding, told: Mapping[str, str], stated: str) -> dict[str, str]:
    """What a form keeps of the person through a question in between: what it knew, and what was stated of them."""
    if speaks_of_others(turn.text):
        return dict(told)
    now = person(found)
    said = {
        BIRTH: now.get(BIRTH) if slots.birth(stated, turn.today) or turn.id_number else None,
        SEX: slots.sex(stated), POST: slots.identity(stated),
    }  # fmt: skip
    return {**now, **told, **{name: value for name, value in said.items() if value}}


def with_person(turn: Turn, told: Mapping[str, str]) -> Turn:
    """The turn about the person ``told`` describes, with what this very message says of them."""
    found = turn.understanding
    if found is None:
        return turn
    now, said = person(found), dict(told)
    if BIRTH in now and (found.birth_now or now[BIRTH].startswith(told.get(BIRTH, "-"))):
        said[BIRTH] = now[BIRTH]
    if SEX in now and (slots.sex(turn.text) or turn.id_number):
        said[SEX] = now[SEX]
    if POST in now and slots.identity(turn.text):
        said[POST] = now[POST]
    if PLACE in now and found.local:
        said[PLACE] = now[PLACE]
    return replace(turn, understanding=as_told(found, said), memory=replace(turn.memory, **_fields(said)))


def as_told(found: Understanding, told: Mapping[str, str]) -> Understanding:
    """The understanding with the person as told, by field."""
    return replace(found, **_fields(told))


def _fields(told: Mapping[str, str]) -> dict[str, Any]:
    """The person as ``Understanding`` and ``Memory`` both keep it."""
    place = parse_region(told.get(PLACE, ""))
    year, _, month = told.get(BIRTH, "").partition("-")
    return {
        "birth": (int(year), int(month) if month else None) if year else None, "sex": told.get(SEX),
        "identity": told.get(POST), "region": place.region if place else None, "place": place.spoken if place else None,
    }  # fmt: skip
