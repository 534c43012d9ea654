"""The month of birth as an answer: 六五年三月, 75.6, 六月份的, 阴历六月. Pure.

Only the identity card and the personnel file count, so a month of the lunar calendar is said to be one and not counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.dialogue import slots
from assistant.dialogue.spoken_corrections import Standing, corrected, latest, restates, statements
from assistant.dialogue.spoken_words import clauses, plainly

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
_OF_AN_EVENT = re.compile(
    r"^[^，。；]{0,6}(?:进|参加|参保|入职|上班|工作|入伍|当兵|下乡|下岗|毕业|结婚|退|交|缴|断|停|开始|办|死|去世|过世)"
)
"""Words after a date that make it another day than that of birth."""
_YEAR_ALONE = re.compile(
    r"(?:是|我|应该|就)*(?P<year>19[3-9]\d|20[01]\d|[3-9]\d|[一二][九零〇][零〇一二三四五六七八九]{2}|[三四五六七八九零〇][零〇一二三四五六七八九])年"
    r"(?:的|出?生|生人|吧|啊|呀)*"
)
_HUMS = re.compile(r"[嗯啊哦噢呃额哎唉诶是我的了就应该]*")
_DATED = re.compile(r"[\d零〇一二三四五六七八九十两正冬腊][年月岁]|\d[.\-/]\d")
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


def told_birth(text: str, today: date, asked: bool = False) -> tuple[int, int | None] | None:
    """Year and month of birth as ``slots.birth`` reads them, put right where the speaker takes them back (六五年三月，
    不对，六六年三月). Without ``asked`` nothing is a birth that would be none without the taking back.

    Only a date that stands in place of the birth counts: 65年3月生，85年3月，不对，86年3月进厂 leaves it.
    """
    told = slots.birth(corrected(text), today) if slots.birth(text, today) else None
    if not restates(text) or (told is None and not asked):
        return told or (_known(_birth(text, today, Standing.ANSWER)) if asked else None)
    found, before = None, ""
    parts = statements(plainly(text))
    for part in parts if len(parts) > 1 or asked else ():
        if found is None:
            found = _birth(part, today, Standing.ANSWER if asked else Standing.TOLD)
        elif (again := _anew(part, today)) and _stands_last(before, found, today):
            found = _put_right(found, again, part)
        before = part
    return _known(found) or told


def _known(found: Birth | None) -> tuple[int, int | None] | None:
    """The birth to count with; a lunar month is none."""
    return (found.year, None if found.lunar else found.month) if found and found.year else None


def _anew(part: str, today: date) -> Birth | None:
    """The birth with which a statement begins; none where it begins with something else or goes on to another event."""
    said = clauses(part)
    first = next((place for place, clause in enumerate(said) if not _HUMS.fullmatch(clause)), len(said))
    if first == len(said) or not _DATED.search(said[first]):
        return None
    if alone := _YEAR_ALONE.fullmatch(said[first]):
        year = slots.full_year(slots.number(alone.group("year")), today)
        return Birth(year, None) if year and 14 <= today.year - year <= 100 else None
    return _birth("，".join(said[first:]), today, Standing.ANSWER) or _birth(said[first], today, Standing.ANSWER)


def _stands_last(part: str, found: Birth, today: date) -> bool:
    """Whether the birth is the last date of a statement, so that what is taken back after it is the birth."""
    dated = next((clause for clause in reversed(clauses(part)) if _DATED.search(clause)), "")
    last = _birth(dated, today, Standing.ANSWER) if dated else found
    return last is not None and (last.year == found.year if last.year else last.month == found.month)


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
    if match and _PADDED.fullmatch(text[: match.start()]) and not _OF_AN_EVENT.search(text[match.end() :]):
        year = slots.full_year(slots.number(match.group("year")), today)
        if year is None or not 14 <= today.year - year <= 100:
            return None
        return year, _month(match.group("month"))
    alone = _MONTH_ONLY.fullmatch(text)
    return (None, _month(alone.group("month"))) if alone else None


def _month(said: str) -> int | None:
    return _LUNAR_MONTHS.get(said) or slots.number(said)
