"""Every figure in a Chinese sentence, as comparable tokens. The ground of the number lock. Pure.

A token is ``value|unit``: 15年, 十五年 and 15 年 give ``15|年``; 百分之八 and 8% give ``8|%``; 第十六条 gives ``16|条``.
Document numbers such as 国发〔2005〕38号 are one token of their own.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_CN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CN = "零〇一二两三四五六七八九十百千万亿"
_UNITS = "个工作日|工作日|周岁|岁|个月|个自然月|月份|年度|年|月|日|号|天|小时|分钟|元|块|倍|条|款|项|档|分之|次|人|份|%|％|‰|个百分点|万元|亿元"
_CANON = {
    "周岁": "岁", "个自然月": "个月", "年度": "年", "月份": "月", "号": "日", "％": "%", "块": "元", "个工作日": "工作日",
}  # fmt: skip
_DOC_NO = re.compile(r"[\u4e00-\u9fff]{1,8}(?:〔|\[|［|\()\d{4}(?:〕|\]|］|\))\d+号")
_PERCENT = re.compile(rf"(百|千|万)分之([{_CN}点]+|\d+(?:\.\d+)?)")
_ARABIC = re.compile(rf"(?<![A-Za-z\d.])(\d+(?:,\d{{3}})*(?:\.\d+)?)\s*(万|亿)?\s*({_UNITS})?")
_CHINESE = re.compile(rf"(?<![这那每哪某任同换])(第)?([{_CN}]+(?:点[{_CN}]+)?)(半)?({_UNITS})")
_IDIOM = re.compile(
    r"一(次性|般|样|定|起|直|些|下|点|个人|人一|条一条|一|旦|并|律|边|辈子|句|步|份|种|笔|年一|半|档|项|块儿?|家|张|件|天天)|两(份|头|种|边|样|手|地|回事|家|个|档|条|项|次)|三(方|险)|五险|十分|万一|千万|百姓|第[一二三]方"
)


def figures(text: str) -> frozenset[str]:
    """All figures of ``text`` as tokens."""
    found: set[str] = set()
    rest = _DOC_NO.sub(lambda m: _note(found, _plain(m.group())), text)
    rest = _PERCENT.sub(lambda m: _note(found, _percent(m)), rest)
    for match in _ARABIC.finditer(rest):
        found.add(_arabic(match))
    for match in _CHINESE.finditer(_ARABIC.sub("#", rest)):
        token = _chinese(match)
        if token and not _IDIOM.match(match.group()):
            found.add(token)
    return frozenset(found)


def untraced(sentence: str, sources: str, allowed: frozenset[str] = frozenset()) -> frozenset[str]:
    """Figures of ``sentence`` that occur neither in ``sources`` nor, as bare numbers, in ``allowed``."""
    known = figures(sources)
    bare_known = {token.split("|")[0] for token in known if token.endswith("|")}
    return frozenset(
        token
        for token in figures(sentence)
        if token not in known and token.split("|")[0] not in bare_known and token.split("|")[0] not in allowed
    )


def _note(found: set[str], token: str) -> str:
    found.add(token)
    return " "


def _plain(doc_no: str) -> str:
    return re.sub(r"[〔\[［(]", "〔", re.sub(r"[〕\]］)]", "〕", doc_no))[-14:].lstrip("的按照据依和与及由") + "|文号"


def _percent(match: re.Match[str]) -> str:
    unit = {"百": "%", "千": "‰", "万": "万分之"}[match.group(1)]
    return f"{_value(match.group(2))}|{unit}"


def _arabic(match: re.Match[str]) -> str:
    value = Decimal(match.group(1).replace(",", ""))
    value *= {"万": 10_000, "亿": 100_000_000}.get(match.group(2) or "", 1)
    unit = match.group(3) or ""
    if unit in ("万元", "亿元"):
        value *= 10_000 if unit == "万元" else 100_000_000
        unit = "元"
    return f"{_plain_number(value)}|{_CANON.get(unit, unit)}"


def _chinese(match: re.Match[str]) -> str | None:
    value = _value(match.group(2))
    if value is None:
        return None
    if match.group(3):
        value = _plain_number(Decimal(value) + Decimal("0.5"))
    unit = match.group(4)
    return f"{value}|{_CANON.get(unit, unit)}"


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
    if not text:
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
