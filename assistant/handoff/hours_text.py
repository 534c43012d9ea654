"""Reading the setting of the weekly hours."""

from __future__ import annotations

import re
import unicodedata

from assistant.errors import BadSettings

Spans = tuple[tuple[int, int], ...]
"""Opening times of a day: minutes from midnight, start and end, in order."""
SETTING = "PENSION_DESK_HOURS"
EXAMPLE = f"例：{SETTING}=周一至周五 09:00-12:00,13:00-17:00；周六 09:00-12:00；全天开放就写“全天”"
_ALWAYS = frozenset({"", "全天", "24小时"})
_DAYS = "一二三四五六日"
_NAMED = {"每天": range(7), "每日": range(7), "工作日": range(5), "周末": range(5, 7)}
_RANGE = re.compile(r"周([一二三四五六日])(?:至|到|-)周?([一二三四五六日])")
_LIST = re.compile(r"周[一二三四五六日](?:[,、和]?周?[一二三四五六日])*")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})(?:-|至|到)(\d{1,2}):(\d{2})")
_PART = re.compile(r"(?P<days>[^\d:]*?)[\s:]*(?P<times>全天|\d.*)")


def read_week(text: str) -> tuple[Spans, ...] | None:
    """Opening times from Monday to Sunday; None is always open. Raises ``BadSettings`` naming the setting."""
    plain = _plain(text)
    if plain in _ALWAYS:
        return None
    week: list[Spans] = [()] * 7
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", plain))):
        days, spans = _part(part)
        for day in days:
            if week[day]:
                raise _bad(f"周{_DAYS[day]}写了两次")
            week[day] = spans
    return tuple(week)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"星期|礼拜", "周", plain).replace("周天", "周日").replace("~", "-")
    plain = re.sub(r"[–—―−]", "-", plain).replace("。", ";")
    return re.sub(r"\s*([-:,、])\s*", r"\1", plain)


def _part(part: str) -> tuple[tuple[int, ...], Spans]:
    found = _PART.fullmatch(part)
    if found is None:
        raise _bad(f"看不懂“{part}”")
    return _days(found["days"].strip(" :,、"), part), _spans(found["times"], part)


def _days(text: str, part: str) -> tuple[int, ...]:
    if text in _NAMED:
        return tuple(_NAMED[text])
    if found := _RANGE.fullmatch(text):
        first, last = _DAYS.index(found[1]), _DAYS.index(found[2])
        if first > last:
            raise _bad(f"“{part}”里的星期要从前往后写")
        return tuple(range(first, last + 1))
    if _LIST.fullmatch(text):
        return tuple(_DAYS.index(c) for c in text if c in _DAYS)
    raise _bad(f"“{part}”没有写清楚是周几")


def _spans(text: str, part: str) -> Spans:
    if text == "全天":
        return ((0, 24 * 60),)
    spans: list[tuple[int, int]] = []
    for one in filter(None, re.split(r"[,、\s]+", text)):
        found = _SPAN.fullmatch(one)
        if found is None:
            raise _bad(f"“{part}”里的“{one}”不是从几点到几点")
        start, end = _minutes(found[1], found[2], part), _minutes(found[3], found[4], part)
        if start >= end:
            raise _bad(f"“{one}”的结束不在开始之后；过半夜的请分成两天写，前一天到24:00为止")
        if spans and start < spans[-1][1]:
            raise _bad(f"“{part}”里的时间有重叠，或者没有从早到晚写")
        spans.append((start, end))
    return tuple(spans)


def _minutes(hour: str, minute: str, part: str) -> int:
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > 24 * 60:
        raise _bad(f"“{part}”里没有 {hour}:{minute} 这个时间")
    return total


def _bad(why: str) -> BadSettings:
    return BadSettings(f"设置 {SETTING} 不对：{why}", EXAMPLE)
