"""Numbers of documents, dates, years and times of day as words. Pure."""

from __future__ import annotations

import re

from speech.speakable_numerals import counted, numeral, spelled, whole_number

_DASH = r"[-–—~～〜−]"
_YEAR = r"(?:1[89]|20)\d\d"
_DOCUMENT = re.compile(r"[〔\[［(（【]((?:19|20)\d\d)[〕\]］)）】]\s*第?(\d{1,4})号")
_DAY = re.compile(rf"(?<![\d.])({_YEAR})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?:日|(?![\d]))(?:T(?=\d))?")
_MONTH = re.compile(rf"(?<![\d.])({_YEAR})(?:[-/](0?[1-9]|1[0-2])|\.(0[1-9]|1[0-2]))(?![\d%元块万./-]|{_DASH}\d)月?")
_YEARS = re.compile(rf"(?<![\d.,])({_YEAR})年?\s*(?:{_DASH}+|/)\s*({_YEAR})(?=年|(?![\d.,%元]))")
_DATED = re.compile(rf"(?<![\d.,])({_YEAR})\s*年(?:\s*(0?[1-9]|1[0-2])\s*月(?!龄)(?:\s*(\d{{1,2}})\s*([日号]))?)?")
_SHORT_YEAR = re.compile(
    r"(?<![\d.,第])([04-9]\d)年(?=\s*\d{1,2}月|生|[^\d，。；、？！]{0,2}(?:出生|生人|参加工作|参保|入职|退休|下岗|入伍))"
)
"""65年3月: nobody pays or waits for forty years and more, so such a number is a year."""
_BARE_YEAR = re.compile(
    r"(?<![\d.,A-Za-z+×÷=−-])(20[123]\d)(?=[\u4e00-\u9fff])(?!元|块|万|个|人|名|户|天|次|岁|多|左右|以[上下])"
)
_MONTH_DAY = re.compile(r"(?<![\d.])(0?[1-9]|1[0-2])\s*月\s*(0?[1-9]|[12]\d|3[01])\s*(?=[日号])")
_ZERO_MONTH = re.compile(r"(?<!\d)0([1-9])(?=[月日])")
_TIME = re.compile(r"(?<![\d.:：])([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：]([0-5]\d))?(?![\d:：])")
_RATIO = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*[:：∶]\s*(\d+(?:\.\d+)?)(?!\d)")
_OF_A_RATIO = re.compile(r"比例?[为是按约]{0,2}\s*$|按\s*$")


def documents(text: str) -> str:
    """人社部发〔2025〕1号 is 人社部发，二零二五年，一号."""
    return _DOCUMENT.sub(lambda m: f"，{spelled(m.group(1))}年，{whole_number(m.group(2))}号", text)


def dates(text: str) -> str:
    """Years digit by digit, months and days counted: 2026-11-22 is 二零二六年十一月二十二日."""
    text = _DAY.sub(lambda m: f"{m.group(1)}年{int(m.group(3))}月{int(m.group(4))}日", text)
    text = _YEARS.sub(lambda m: f"{spelled(m.group(1))}年到{m.group(2)}{'' if _next(m) == '年' else '年'}", text)
    text = _MONTH.sub(lambda m: f"{m.group(1)}年{int(m.group(2) or m.group(3))}月", text)
    text = _DATED.sub(_dated, text)
    text = _SHORT_YEAR.sub(lambda m: f"{spelled(m.group(1))}年", text)
    text = _BARE_YEAR.sub(lambda m: spelled(m.group(1)), text)
    text = _MONTH_DAY.sub(lambda m: f"{whole_number(m.group(1))}月{whole_number(m.group(2))}", text)
    return _ZERO_MONTH.sub(lambda m: whole_number(m.group(1)), text)


def times(text: str) -> str:
    """9:05 is 九点零五分; 1:2 and what is called a ratio is 一比二."""
    text = re.sub(rf"(?<=[:：][0-5]\d)\s*{_DASH}+\s*(?=\d{{1,2}}[:：][0-5]\d)", "到", text)
    return _RATIO.sub(lambda m: f"{numeral(m.group(1))}比{numeral(m.group(2))}", _TIME.sub(_time, text))


def _dated(match: re.Match[str]) -> str:
    year, month, day, mark = match.groups()
    said = f"{spelled(year)}年"
    if month:
        said += f"{whole_number(month)}月"
    if day:
        said += f"{whole_number(day)}{mark}"
    return said


def _time(match: re.Match[str]) -> str:
    hour, minute, second = match.groups()
    if _OF_A_RATIO.search(match.string[: match.start()]) and not second:
        return match.group()
    said = f"{counted(str(int(hour)), '点')}点"
    if int(minute) or second:
        said += f"{'零' if int(minute) < 10 and int(minute) else ''}{whole_number(minute)}分"
    if second and int(second):
        said += f"{whole_number(second)}秒"
    return said


def _next(match: re.Match[str]) -> str:
    return match.string[match.end() : match.end() + 1]
