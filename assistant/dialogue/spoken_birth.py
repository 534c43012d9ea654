"""The month of birth as an answer: 六五年三月, 75.6, 六月份的, 阴历六月. Pure.

Only the identity card and the personnel file count, so a month of the lunar calendar is said to be one and not counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.dialogue import slots
from assistant.dialogue.spoken_corrections import Standing, latest

_LUNAR = re.compile(
    r"阴历|农历|旧历|老历|古历|[正腊冬]月|闰[一二三四五六七八九十]|初[一二三四五六七八九十]|大年|老的?生日"
)
_SOLAR = re.compile(r"阳历|公历|新历|身份证|档案|户口")
_DAY = r"(?:[.\-/]\d{1,2}|\d{1,2}[日号]?|[一二三四五六七八九十]{1,3}[日号])?"
_TYPED = re.compile(
    rf"(?<![\d.])(?P<year>19[3-9]\d|20[01]\d|[3-9]\d)[.\-/](?P<month>1[0-2]|0?[1-9])(?!\d){_DAY}(?![\d%元块万倍档])"
)
_SPOKEN = re.compile(
    r"(?<![\d零一二三四五六七八九十])(?P<year>19[3-9]\d|20[01]\d|[3-9]\d|[一二][九零〇][零〇一二三四五六七八九]{2}|[三四五六七八九零〇][零〇一二三四五六七八九])年"
    r"(?:，|的|农历|阴历|阳历|公历|闰)*(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九正冬腊])月"
)
_MONTH_ONLY = re.compile(
    r"(?:[嗯啊是我的，在大概]|阴历|农历|阳历|公历|旧历|身份证上?|生日|出生|闰)*(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九正冬腊])月(?:份|间|里)?"
    r"(?:初?[\d一二三四五六七八九十]{1,3}[日号]?)?(?:的|生日?|出生|生人|吧|啊|呀|了|。)*"
)
_PADDED = re.compile(
    r"(?:[嗯啊是我的，。吧了呀哦在男女]|出生|生人|生日|出生年月|身份证上?|写的|阴历|农历|阳历|公历|属.|哎|那个)*"
)
_BROKEN_YEAR = re.compile(r"(?<![\d零〇一二三四五六七八九])[零〇一二三四五六七八九]{3}年")
"""一九二年: a digit was lost, and nobody knows which."""
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}


@dataclass(frozen=True, slots=True)
class Birth:
    """Year and month as told, either perhaps missing. ``lunar``: the month is one of the lunar calendar, not to count with."""

    year: int | None
    month: int | None
    lunar: bool = False


def birth_month(text: str, today: date, asked: bool = False) -> Birth | None:
    """The birth the text tells, as last stated. ``asked``: the text answers the question when somebody was born, so
    75.6 or 六月份的 will do. 7506 and an animal year (属兔) tell nothing.
    """
    return latest(text, lambda part, standing: _birth(part, today, standing), asked, _put_right)


def _put_right(told: Birth, again: Birth, _: str) -> Birth:
    """A year or a month said anew leaves the other as it was."""
    if again.year is None:
        return replace(again, year=told.year)
    if again.month is None and told.month is not None and not again.lunar:
        return replace(again, month=told.month, lunar=told.lunar)
    return again


def _birth(text: str, today: date, standing: Standing) -> Birth | None:
    if _BROKEN_YEAR.search(text):
        return None
    lunar = bool(_LUNAR.search(text)) and not _SOLAR.search(text)
    told = slots.birth(text, today)
    answer = _answer(text, today) if standing > Standing.TOLD else None
    if told and (told[1] or answer is None):
        return Birth(told[0], told[1], lunar)
    return Birth(answer[0], answer[1], lunar) if answer else None


def _answer(text: str, today: date) -> tuple[int | None, int | None] | None:
    """A year and month that fill the answer, or a month alone."""
    match = _SPOKEN.search(text) or _TYPED.search(text)
    if match and _PADDED.fullmatch(text[: match.start()]):
        year = slots.full_year(slots.number(match.group("year")), today)
        if year is None or not 14 <= today.year - year <= 100:
            return None
        return year, _month(match.group("month"))
    alone = _MONTH_ONLY.fullmatch(text)
    return (None, _month(alone.group("month"))) if alone else None


def _month(said: str) -> int | None:
    return _LUNAR_MONTHS.get(said) or slots.number(said)
