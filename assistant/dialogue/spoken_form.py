"""Numerals in the form the readers take, however they were spoken or a recogniser wrote them down. Pure.

Only what has one meaning is rewritten: pauses and hums inside a number (三十年零，嗯，四个月), two scripts in one number
(19六5年, 30年0四个月), the numerals of cheques (叁仟伍佰), 廿 and 卅, 点六 for 零点六, thousands set apart by spaces.
"""

from __future__ import annotations

import re

_CN = "零〇一二两三四五六七八九幺"
_N = rf"[\d{_CN}]"
_ANY = rf"[\d{_CN}十百千万]"
_MONTH = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月"
_PAUSE = r"[，、…\s]*"
_HUMMED = rf"{_PAUSE}(?:(?:[嗯呃额唔啊哦]|那个|这个|就是说?|那什么|怎么说呢){_PAUSE})+"
_CLOSED = r"(?=$|[，。！？；吧了啊呢的呀])"
_INSIDE = (
    re.compile(rf"(?<=年){_HUMMED}(?=(?:零|又)?{_ANY}{{1,3}}个半?月{_CLOSED})"),
    re.compile(rf"(?<={_ANY}年){_HUMMED}(?=零?{_MONTH})"),
    re.compile(rf"(?<=[年千百万])(?P<kept>零){_HUMMED}(?={_ANY})"),
    re.compile(rf"(?<={_N}万){_HUMMED}(?=零?{_ANY}{{1,2}}[千百十])"),
    re.compile(rf"(?<={_N}千){_HUMMED}(?=零?{_ANY}{{1,2}}[百十])"),
    re.compile(rf"(?<={_N}百){_HUMMED}(?=零?{_N}十)"),
    re.compile(rf"(?<=分之){_HUMMED}(?={_ANY})"),
    re.compile(rf"(?<=零)(?P<kept>点){_HUMMED}(?={_N})"),
)
"""Where a number that was begun goes on behind a hum."""
_AFTER_COMMA = re.compile(rf"(?<={_ANY}年)，(?=(?:零|又){_ANY}{{1,3}}个月)")
"""三十年，零四个月: the 零 goes on with what stands before the comma."""
_FORMAL = str.maketrans("壹贰貳弐叁參肆伍陆陸柒捌玖拾佰仟萬", "一二二二三三四五六六七八九十百千万")
_FORMAL_RUN = re.compile(
    rf"[壹贰貳弐叁參肆伍陆陸柒捌玖萬{_CN}万]+[十百千拾佰仟萬][壹贰貳弐叁參肆伍陆陸柒捌玖拾佰仟萬{_CN}十百千万]*"
)
_DIGITS = str.maketrans(_CN, "0012234567891")
_TWENTY, _THIRTY = (re.compile(rf"{word}(?=[一二三四五六七八九]?[几多来]?[年岁个])") for word in "廿卅")
_YEAR = re.compile(rf"(?<!{_N})(?P<year>(?:[1一幺][9九]|[2二][0零〇]){_N}{{2}})(?P<unit>年|[，\s]{{0,2}}(?={_MONTH}))")
_SHORT_YEAR = re.compile(rf"(?<![十百.{_CN}\d])(?:\d[{_CN}]|[{_CN}]\d)(?=年)")
_ZERO_MONTH = re.compile(
    rf"(?P<year>(?:19|20)\d\d年|[一二][九零〇]{_N}{{2}}年|(?<![十百{_CN}])[三四五六七八九]{_N}年)[零〇](?={_MONTH})"
)
_JOINING_ZERO = re.compile(rf"(?<=年)[0〇](?=(?:{_N}|十[一二]?)个月)")
_DECIMAL = re.compile(rf"(?<![十百{_CN}\d])[0零〇]点(?P<rest>{_N}{{1,4}})(?![{_CN}\d十分钟])")
_PERCENT = re.compile(rf"(?<=分之)(?P<whole>\d{{1,3}})点(?P<rest>{_N}{{1,4}})")
_NO_WHOLE = re.compile(
    rf"(?:^|(?<=[，。是按数为选的到嗯有]))点(?={_N}{{1,4}}(?:$|[，。！？吧啊呢的了档这那来交缴左]|指数|基数))"
)
_APART = re.compile(
    r"(?<=\d) (?=(?:年|个\s?月|月|岁|元|块|万|千|百|号|日|%|档))|(?<=[年零又]) (?=\d)|(?<=[\d年]) (?=[零又])|(?<=\d个) (?=月)"
)
_THOUSANDS = re.compile(r"(?<!\d)(?<!\d )\d{1,3}(?: \d{3})+(?=\s?[元块])")


def spoken_form(text: str) -> str:
    """``text`` with its numerals in the form the readers take; taken again it stays as it is."""
    if "拾" in text or "佰" in text or "仟" in text:
        text = _FORMAL_RUN.sub(lambda m: m.group().translate(_FORMAL), text)
    text = _APART.sub("", _THOUSANDS.sub(lambda m: m.group().replace(" ", ""), text))
    text = _THIRTY.sub("三十", _TWENTY.sub("二十", text))
    for inside in _INSIDE:
        text = inside.sub(lambda m: m.groupdict().get("kept", ""), text)
    text = _YEAR.sub(_year, _AFTER_COMMA.sub("", text))
    text = _SHORT_YEAR.sub(_short_year, text)
    text = _JOINING_ZERO.sub("零", _ZERO_MONTH.sub(r"\g<year>", text))
    text = _PERCENT.sub(lambda m: f"{m.group('whole')}.{m.group('rest').translate(_DIGITS)}", text)
    return _DECIMAL.sub(_decimal, _NO_WHOLE.sub("零点", text))


def _year(match: re.Match[str]) -> str:
    """A year in two scripts, with 幺, or without its 年."""
    year, unit = match.group("year"), match.group("unit")
    if unit == "年" and (year.isdecimal() or all(c in _CN and c != "幺" for c in year)):
        return match.group()
    return f"{year.translate(_DIGITS)}年"


def _short_year(match: re.Match[str]) -> str:
    """六5年 -> 65年; 3四年 is a range of years."""
    typed = match.group().translate(_DIGITS)
    return match.group() if int(typed[1]) == int(typed[0]) + 1 or "两" in match.group() else typed


def _decimal(match: re.Match[str]) -> str:
    """0点8 -> 0.8; one in a single script stays."""
    typed = any(c.isdecimal() for c in match.group())
    return f"0.{match.group('rest').translate(_DIGITS)}" if typed else match.group()
