"""Lengths of time as people say them: 十八年半, 三十年零四个月, 216个月, 二十多年, in months. Pure.

A calendar year (05年, 1975年, 18年6月), an age and 15年前 are no lengths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.dialogue.spoken_numerals import CN, DIGIT, value_of
from assistant.dialogue.spoken_words import before

LONGEST_YEARS = 60
"""Nobody pays longer; beyond it 年 follows a birth year."""
LONGEST_MONTHS = LONGEST_YEARS * 12

_COUNT = rf"(?:\d{{1,3}}(?:\.\d{{1,2}})?|[{CN}十俩仨百]{{1,6}}(?:点[{CN}]{{1,2}})?)"
_MONTHS = (
    rf"(?:(?P<months>{_COUNT})(?P<months_open>多)?个(?P<months_half>半)?(?P<months_more>多)?月|(?P<pair>[俩仨两])月)"
)
_ONLY = _MONTHS.replace("(?P<", "(?P<only_")
_A_MONTH = r"(?<=[年半])[一1]个月(?!$|[，。；！？了吧的])"
"""早两年一个月少多少, 18年一个月960: each month, not a month more."""
_LENGTH = re.compile(
    rf"(?<![\d.第几好{CN}十百])(?<!数(?=十))(?<![\d{CN}十][到至、~\-])(?<![这那每头同某](?=一年))"
    rf"(?:(?P<years>{_COUNT})(?P<open>多|来|几|好几)?个?(?P<unit>年头|周年|年|载)(?![级代度轮底初末])(?P<half>半(?!载))?(?P<more>多)?"
    rf"(?:(?P<join>[零又加带欠差]|外加|还有|再加|还差)?(?!{_A_MONTH}){_MONTHS}|零(?P<bare>\d{{1,2}}|[{CN}十]{{1,3}})月|(?:零|又)(?P<half_year>半年))?"
    rf"|{_ONLY}|(?P<half_only>(?<![上下前后大多])半年))"
)
_CALENDAR = re.compile(
    rf"\s?(?:(?:\d{{1,2}}|[{CN}十]{{1,3}})(?:月(?!龄)|[.\-/])|[元正腊冬]月|份|(?:以|之)?前|生|出生|的兵|那年|那会|那阵|[春夏秋冬]天|上半|下半|开始|起|以来|至今|半载)"
)
"""What follows a year of the calendar, or of the past, and not a length."""
_ABOUT = re.compile(
    r"(?:大概|大约|差不多|约|约摸|估计|估摸着?|可能|好像|快|将近|接近|近|满打满算|也就|小|上下|大致|怕|应该|至少|起码)(?:是|有|满|够|交了?|缴了?|得|个|着|都)*$"
)
_ABOUT_AFTER = re.compile(r"(?:左右|上下|出头|的样子|样子|以上|打底|挂零)")
_BELOW = re.compile(r"(?:不到|不足|不满|没满|没到|没够|不够|未满|没有)$")
_BELOW_AFTER = re.compile(r"(?:还)?(?:不到|没到|没满|不满|差点)")


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in ``text[start:end]``; not ``exact`` when said roughly (then its low end)."""

    months: int
    exact: bool
    start: int
    end: int


def lengths(text: str) -> tuple[Length, ...]:
    """Every length of time ``text`` names, in order; those said to be fallen short of (不到15年) left out."""
    found = (_length(text, match) for match in _LENGTH.finditer(text))
    return tuple(length for length in found if length)


def _length(text: str, match: re.Match[str]) -> Length | None:
    if _CALENDAR.match(text, match.end()):
        return None
    if _BELOW.search(before(text, match.start())) or _BELOW_AFTER.match(text, match.end()):
        return None
    read = _years(match) if match.group("years") else _months(match, "only_") or _half_year(match)
    if read is None or not 0 < read[0] <= LONGEST_MONTHS:
        return None
    about = _ABOUT.search(before(text, match.start())) or _ABOUT_AFTER.match(text, match.end())
    return Length(read[0], read[1] and not about, match.start(), match.end())


def _half_year(match: re.Match[str]) -> tuple[int, bool] | None:
    return (6, True) if match.group("half_only") else None


def _years(match: re.Match[str]) -> tuple[int, bool] | None:
    said = match.group("years")
    if said[0] in "零〇0" and not said.startswith(("0.", "零点")):
        return None  # 05年 is a year of the calendar
    ends = _count(said)
    if ends is None or ends[0] > LONGEST_YEARS:
        return None
    whole = ends[0] * 12
    if whole != int(whole):
        return None
    rough = bool(match.group("open") or match.group("more")) or match.group("unit") == "年头" or ends[0] != ends[1]
    rest = _rest(match)
    if rest is None:
        return None
    return int(whole) + (6 if match.group("half") else 0) + rest[0], rest[1] and not rough


def _rest(match: re.Match[str]) -> tuple[int, bool] | None:
    """Months beside whole years; negative after 差 (十八年差两个月)."""
    if match.group("half_year"):
        return 6, True
    if match.group("bare"):
        ends = _count(match.group("bare"))
        return (int(ends[0]), True) if ends else None
    if not match.group("months") and not match.group("pair"):
        return 0, True
    months = _months(match, "")
    if months is None or months[0] > 12 or match.group("half") or match.group("join") == "还差":
        return None
    return (-months[0] if match.group("join") in ("差", "欠") else months[0]), months[1]


def _months(match: re.Match[str], prefix: str) -> tuple[int, bool] | None:
    pair = match.group(f"{prefix}pair")
    if pair:
        return DIGIT[pair], True
    said = match.group(f"{prefix}months")
    ends = _count(said) if said else None
    if ends is None or ends[0] != int(ends[0]):
        return None
    rough = any(match.group(f"{prefix}months_{part}") for part in ("open", "half", "more")) or ends[0] != ends[1]
    return int(ends[0]), not rough


def _count(said: str) -> tuple[Decimal, Decimal] | None:
    """How many; two digits read one by one (一八年) are a year of the calendar, a pair (七八年) is a range."""
    if len(said) == 1 and said in DIGIT:
        return Decimal(DIGIT[said]), Decimal(DIGIT[said])
    if len(said) > 1 and all(c in DIGIT for c in said):
        ends = value_of(said)
        return ends if ends and ends[0] != ends[1] else None
    return value_of(said)


def months_of(text: str) -> int | None:
    """The one exact length ``text`` names, in months."""
    found = {length.months for length in lengths(text) if length.exact}
    return found.pop() if len(found) == 1 else None
