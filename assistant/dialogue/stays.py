"""Where a person contributed, for how long, and where the household is registered, as told in one message. Pure."""

from __future__ import annotations

import re
from datetime import date

from assistant.dialogue import spoken
from assistant.places import find_places

_SPLIT = re.compile(r"[，。；、？！\s]|(?<=年)和|(?<=个月)和|然后|后来|又到|再到|又在")
_HUKOU = re.compile(r"户口|户籍|老家|本地人|(?<=[\u4e00-\u9fff])人$|我是[\u4e00-\u9fff]{2,5}(的)?人?$")
_LENGTH = re.compile(
    r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:年(?:半|零?(?:\d{1,2}|[一二三四五六七八九十]{1,2})个月)?|个月)"
)
_NOT_A_LENGTH = re.compile(r"(?:19|20)\d\d年|\d{1,2}年(?:前|以前|生|出生)")


def hukou_of(text: str) -> str | None:
    """The province of the household registration, when the message tells one."""
    for part in _SPLIT.split(text):
        places = find_places(part)
        if places and _HUKOU.search(part):
            return places[0].province
    return None


def stays_of(text: str, today: date) -> tuple[tuple[str, int], ...]:
    """Provinces contributed in, in the order told, with months; empty unless each has a length."""
    stays: list[tuple[str, int]] = []
    for part in _SPLIT.split(text):
        places = find_places(part)
        if len(places) != 1 or _HUKOU.search(part):
            continue
        length = _LENGTH.search(_NOT_A_LENGTH.sub("", part))
        if length is None:
            continue
        paid = spoken.contribution_months(length.group(), today, asked=True)
        if paid:
            stays.append((places[0].province, paid.months))
    return tuple(stays)
