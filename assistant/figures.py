"""Every figure in a Chinese sentence, as comparable tokens. The ground of the number lock. Pure.

A token is ``value|unit``: 15年, 十五年 and 15 年 give ``15|年``; 百分之八 and 8% give ``8|%``; 第十六条 gives ``16|条``.
Document numbers such as 国发〔2005〕38号 are one token of their own.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_CN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CN = "零〇一二两三四五六七八九十百千万亿"
_UNITS = (
    "个工作日|工作日|周岁|岁|个月|个自然月|月份|月龄|年度|年|月|日|号|天|小时|分钟|万元|亿元|元|块|角|倍|条|款|项|档|章|节|级|期|"
    "次|人|份|户|名|届|批|成|周|个星期|星期|季度|%|％|‰|个百分点"
)
_CANON = {
    "周岁": "岁", "个自然月": "个月", "年度": "年", "月份": "月", "号": "日", "％": "%", "块": "元", "个工作日": "工作日",
    "个星期": "周", "星期": "周",
}  # fmt: skip
_TIMES = {
    "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "千万": 10_000_000,
    "亿": 100_000_000, "万亿": 1_000_000_000_000,
}  # fmt: skip
_DOC_NO = re.compile(r"([\u4e00-\u9fff]{1,2})[〔\[［(（](\d{4})[〕\]］)）]第?(\d+)号")
_PERCENT = re.compile(rf"(百|千|万)分之([{_CN}点]+|\d+(?:\.\d+)?)")
_FRACTION = re.compile(rf"([{_CN}]+|\d+)分之([{_CN}]+|\d+)")
_ARABIC = re.compile(
    rf"(?<![A-Za-z\d.])(\d+(?:,\d{{3}})*(?:\.\d+)?)\s*(?:({'|'.join(sorted(_TIMES, key=len, reverse=True))})(?!分))?\s*({_UNITS})?(半(?![天年月数]))?"
)
_NOT_COUNTED = r"(?<![这那哪][一两])(?<![每某任同换另][一])"
"""这一年, 那两年, 每一次: the numeral points, it does not count."""
_CHINESE = re.compile(rf"(?<![{_CN}])(?:第)?([{_CN}]+(?:点[{_CN}]+)?)(半)?{_NOT_COUNTED}({_UNITS})(半(?![天年月数]))?")
_BARE = re.compile(
    rf"(?<![{_CN}])[{_CN}]*[一二两三四五六七八九十][{_CN}]*[十百千万亿][{_CN}]*(?![{_CN}])|(?<![{_CN}])十[一二三四五六七八九]"
)
_IDIOM = re.compile(
    r"一次(?=性)|一(?:份|档|条|项|人|名|户|批)|两(?:份|档|条|项|人|名|户)|十分(?!之)|[万百千]一|百分百|一五一十"
)


@lru_cache(maxsize=20_000)
def figures(text: str) -> frozenset[str]:
    """All figures of ``text`` as tokens."""
    found: set[str] = set()
    rest = _DOC_NO.sub(lambda m: _note(found, f"{m.group(1)}〔{m.group(2)}〕{m.group(3)}号|文号"), text)
    rest = _PERCENT.sub(lambda m: _note(found, _percent(m)), rest)
    rest = _FRACTION.sub(lambda m: _note(found, f"{_value(m.group(2))}/{_value(m.group(1))}|"), rest)
    rest = _ARABIC.sub(lambda m: _note(found, _arabic(m)), rest)
    rest = _CHINESE.sub(lambda m: _keep(found, m, _chinese(m)), rest)
    for match in _BARE.finditer(rest):
        if not _IDIOM.match(match.group()):
            found.add(f"{_value(match.group())}|")
    return frozenset(found)


def untraced(sentence: str, sources: str, allowed: frozenset[str] = frozenset()) -> frozenset[str]:
    """Figures of ``sentence`` that occur neither in ``sources`` nor, without a unit, in ``allowed``.

    A figure of two digits or more that a source gives without a unit may take one: 139 allows 139个月.
    """
    known = figures(sources) | {f"{value}|" for value in allowed}
    bare = {token[:-1] for token in known if token.endswith("|") and len(token) > 2} - allowed
    return frozenset(token for token in figures(sentence) if token not in known and token.split("|")[0] not in bare)


def _note(found: set[str], token: str) -> str:
    found.add(token)
    return " "


def _keep(found: set[str], match: re.Match[str], token: str | None) -> str:
    """Notes ``token``; without one the words stay, for what else they may hold."""
    if token is None:
        return match.group()
    if not _IDIOM.match(match.string, match.start(), match.end() + 1) or len(match.group(1)) > 1:
        found.add(token)
    return "#"


def _percent(match: re.Match[str]) -> str:
    unit = {"百": "%", "千": "‰", "万": "万分之"}[match.group(1)]
    return f"{_value(match.group(2))}|{unit}"


def _arabic(match: re.Match[str]) -> str:
    value = Decimal(match.group(1).replace(",", "")) * _TIMES.get(match.group(2) or "", 1)
    return _token(value, match.group(3) or "", half=match.group(4))


def _chinese(match: re.Match[str]) -> str | None:
    value = _value(match.group(1))
    if value is None:
        return None
    return _token(Decimal(value), match.group(3), half=match.group(2) or match.group(4))


def _token(value: Decimal, unit: str, *, half: str | None) -> str:
    if unit in ("万元", "亿元"):
        value *= 10_000 if unit == "万元" else 100_000_000
        unit = "元"
    if half:
        value += Decimal("0.5")
    return f"{_plain_number(value)}|{_CANON.get(unit, unit)}"


def _value(text: str) -> str | None:
    try:
        return _plain_number(Decimal(text))
    except InvalidOperation:
        whole, _, fraction = text.partition("点")
        number = _chinese_number(whole)
        if number is None:
            return None
        digits = "".join(str(_CN_DIGITS.get(c, 0)) for c in fraction)
        return _plain_number(Decimal(f"{number}.{digits}" if digits else str(number)))


def _chinese_number(text: str) -> int | None:
    if not text or not re.search(r"[零〇一二两三四五六七八九十]", text):
        return None
    if all(c in _CN_DIGITS for c in text):
        return int("".join(str(_CN_DIGITS[c]) for c in text))
    total, section, digit = 0, 0, 0
    for char in text:
        if char in _CN_DIGITS:
            digit = _CN_DIGITS[char]
        elif char in "十百千":
            section += (digit or (1 if char == "十" else 0)) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        else:
            total = (total + section + digit) * {"万": 10_000, "亿": 100_000_000}[char]
            section, digit = 0, 0
    return total + section + digit


def _plain_number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
