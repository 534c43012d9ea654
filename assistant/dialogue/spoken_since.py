"""Since when somebody pays: 从2005年3月一直交到现在, 98年开始交的, 从05年交到18年. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.dialogue.slots import number
from assistant.dialogue.spoken_words import before

FIRST_YEAR = 1984
"""Pension contributions in their present form did not exist before; an earlier year is something else."""
_DIGITS = "零〇一二三四五六七八九幺"
_YEAR = rf"(?<![\d{_DIGITS}十])(?:(?:19|20)\d\d|\d\d|[一二][{_DIGITS}]{{3}}|[{_DIGITS}]{{2}})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_PAYS = r"(?:交|缴|参保|参的保|入的?保|买社保|上社保|买的?保险|上的?保险|买的社保|上的社保)"
_NOW = r"(?:到|至)(?:了)?(?:现在|如今|今天|今年|目前|这会儿?|这个?月|上个?月|当下)"
_GLUE = r"(?:我|就|才|一直|开始|起|以后|以来|以后就|连续|不间断|没断过|自己|单位|厂里|公司|给我?|在|的|社保|养老保险|保险|，){0,6}"
_FROM = re.compile(rf"(?P<lead>从|自从|自|打从|打|由)?(?P<year>{_YEAR})年(?:(?P<month>{_MONTH})月(?:份)?)?")
_REACH = 24
"""Characters after the year that still speak of it."""
_TO_NOW = re.compile(rf"{_GLUE}(?:{_PAYS})?{_GLUE}{_NOW}|{_GLUE}{_PAYS}{_GLUE}至今")
_BEGINS = r"(?:参保|参的保|入的?保|买社保|上社保|(?:买|上)的?(?:社保|养老|保险))"
_STARTED = re.compile(
    rf"(?:我|就|才|也)*(?:(?:开始|起)就?(?:自己|一直|连续)*(?:{_PAYS}|{_BEGINS})|{_BEGINS}(?!的?基数)|(?:一直)?{_PAYS}起)"
)
_CLOSED = re.compile(rf"{_GLUE}(?:{_PAYS})?{_GLUE}(?:到|至)(?P<year>{_YEAR})年(?:(?P<month>{_MONTH})月(?:份)?)?(?!龄)")
_PAYS_NEXT = re.compile(rf"[^，。]{{0,8}}?{_PAYS}(?!.{0, 4}(?:基数|标准|比例))(?:的|了|过|社保|养老)")
_PAYS_BEFORE = re.compile(rf"{_PAYS}(?!费?(?:基数|标准))[^，。]{{0,8}}$")
_BEGUN = re.compile(r"(?:我|就|才)*(?:开始的?|起|到现在|至今|到如今|到今年)(?=$|[，。！吧了的啊])")
"""What an answer to how long may leave out: 05年开始的, 05年到现在."""
_COUNTED = re.compile(r"(?:[了有满够过交缴干约共]|工龄|社保|保险|累计|年限|左右|大概)$")
"""交了18年: a length, not the year 2018."""
_PENSION = re.compile(rf"{_PAYS}|社保|养老|保险")
_NOT_PAYING = re.compile(
    r"退休|领|开始(?:领|发|工作|上班)|涨|调整|医保|医疗|公积金|房贷|商业|就没|就不|没(?:有)?(?:再)?(?:交|缴)"
)


@dataclass(frozen=True, slots=True)
class Since:
    """Paid from ``start`` (``2005`` or ``2005-03``); ``exact`` only when both ends were told to the month."""

    months: int
    exact: bool
    start: str


def since(text: str, today: date, asked: bool = False) -> Since | None:
    """How long somebody has paid who tells when it began. Up to now it counts through last month, and is not exact:
    nobody knows of gaps. A year without a month counts in whole years.
    """
    if re.search(r"断|停(?:了|过|交|缴)|间隔", text) and not re.search(r"没(?:有)?断|不间断|没(?:有)?停", text):
        return None
    found = {read for match in _FROM.finditer(text) if (read := _since(text, match, today, asked))}
    return found.pop() if len(found) == 1 else None


def _since(text: str, match: re.Match[str], today: date, asked: bool) -> Since | None:
    rest = re.split(r"[。；？！]", text[match.end() : match.end() + _REACH])[0]
    clause = re.split(r"[，。；？！]", before(text, match.start()))[-1]
    if _NOT_PAYING.search(clause + rest) or not (asked or _PENSION.search(text)):
        return None
    if not match.group("lead") and _COUNTED.search(clause) and not match.group("month") and not _STARTED.match(rest):
        return None
    start = _full(match.group("year"), today)
    if start is None or not FIRST_YEAR <= start <= today.year:
        return None
    month = number(match.group("month")) if match.group("month") else None
    closed = _CLOSED.match(rest)
    if closed and (
        asked or re.search(_PAYS, closed.group()) or _PAYS_NEXT.match(rest, closed.end()) or _PAYS_BEFORE.search(clause)
    ):
        return _until(closed, start, month, today)
    if (
        _TO_NOW.match(rest)
        and (asked or re.search(_PAYS, text))
        or _STARTED.match(rest)
        or asked
        and _BEGUN.match(rest)
    ):
        months = (today.year - start) * 12 + (today.month - month if month else 0)
        return Since(months, False, _start(start, month)) if months > 0 else None
    return None


def _until(closed: re.Match[str], start: int, month: int | None, today: date) -> Since | None:
    """Both ends told; the first and the last month count."""
    end = _full(closed.group("year"), today)
    if end is None or not start <= end <= today.year:
        return None
    last = number(closed.group("month")) if closed.group("month") else None
    exact = month is not None and last is not None
    months = (end - start) * 12 + ((last or 0) - (month or 0) + 1 if exact else 0)
    return Since(months, exact, _start(start, month)) if months > 0 else None


def _start(year: int, month: int | None) -> str:
    return f"{year}-{month:02d}" if month else str(year)


def _full(said: str, today: date) -> int | None:
    year = number(said)
    if year is None or year >= 1900:
        return year
    if year >= 100:
        return None
    return (2000 if year <= today.year % 100 else 1900) + year
