"""Amounts, shares, ranges, fractions, formulas and counts as words. Pure."""

from __future__ import annotations

import re

from speech.speakable_numerals import DIGITS, NUMBER, counted, numeral

_CLAUSE = re.compile(r"[^，。；！？、\n]+")
_FORMULA = re.compile(r"[=×÷≈]|\d\s*[+*]\s*\d")
_SIGNS = {
    "=": "等于", "×": "乘以", "÷": "除以", "≈": "约等于", "+": "加", "±": "正负", "≤": "小于等于", "≥": "大于等于",
    "＜": "小于", "＞": "大于", "−": "减", "≠": "不等于", "√": "根号", "&": "和", "№": "第", "∞": "无穷大",
}  # fmt: skip
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
_MINUS = re.compile(r"(?<=[\d%元年月个额数金资）)\]\s])\s*[-–—−]\s*(?=[\d（(\u4e00-\u9fff])")
_TIMES = re.compile(r"(?<=[\d%）)\s])\s*\*\s*(?=[\d（(\u4e00-\u9fff])")
_NEGATIVE = re.compile(r"(?<![\d\u4e00-\u9fffA-Za-z%)）])[-−](?=\d)|(?<=[为是约于])[-−](?=\d)")
_COMPARED = re.compile(r"([<>])(?==?\s*\d)")
_RANGE = re.compile(r"(?<=[\d%‰元岁年月日号天个万亿块档倍])\s*(?:[-–—~～〜−]+|——)\s*(?=[¥￥]?\d)")
_CURRENCY = re.compile(rf"(?:[¥￥]|RMB|CNY)\s*({NUMBER})(?:\s*元)?|({NUMBER})\s*(?:RMB|CNY|人民币)(?![A-Za-z元])")
_MONEY = re.compile(rf"(?<![\d.])({NUMBER})\s*元")
_SHARES = re.compile(rf"(?<![\d.])({NUMBER})\s*(?:[-–—~～〜−]+|(?=[至到]))([至到]?)\s*({NUMBER})\s*([%‰])")
_SHARE = re.compile(rf"({NUMBER})\s*([%‰])")
_FRACTION = re.compile(r"(?<![\d.,/])(\d{1,4})\s*/\s*(\d{1,4})(?![\d.,/])")
_PER = re.compile(
    r"(?<=[\u4e00-\u9fff])/(?=(?:人|户|年|月|日|天|次|小时|平方|公|个|份)(?:[·/，。；、）)\s]|$|[\u4e00-\u9fff]))"
)
_PER_AND = re.compile(r"(?<=每[人户年月日天次])·(?=[人户年月日天次])")
_ORDINAL = re.compile(r"(?:第|\bNo\.)\s*(\d+)")
_NUMBER = re.compile(rf"(?<![\d.])({NUMBER})")
_UP_TO = re.compile(rf"^\s*[到至]\s*(?:{NUMBER})\s*")
"""In 2到3个月 the 2 is counted in months too."""
_SLASH = re.compile(r"(?<=[\u4e00-\u9fffA-Za-z\d])\s*/\s*(?=[\u4e00-\u9fffA-Za-z])")
_DOTTED = re.compile(r"(?<!\d)\d+(?:\.\d+){2,}(?!\d)")


def formulas(text: str) -> str:
    """(8000+6000)÷2 is 八千加六千，除以二; a dash is a minus only where something is worked out."""
    return _CLAUSE.sub(lambda m: _worked_out(m.group()) if _FORMULA.search(m.group()) else m.group(), text)


def _worked_out(clause: str) -> str:
    clause = _TIMES.sub("×", _MINUS.sub("减", clause))
    clause = re.sub(r"(?<=[\d%])\s*/\s*(?=[\d（(])", "÷", clause)
    clause = re.sub(r"[)）\]］]\s*(?=[×÷])", "，", clause)
    return re.sub(r"[（(\[［]|[)）\]］]", "", clause) if clause.count("=") + clause.count("≈") else clause


def amounts(text: str) -> str:
    """Every number left, by what stands around it."""
    text = _DOTTED.sub(lambda m: "点".join(numeral(part) for part in m.group().split(".")), text)
    text = _SHARES.sub(lambda m: f"{m.group(1)}{m.group(4)}{m.group(2) or '到'}{m.group(3)}{m.group(4)}", text)
    text = _RANGE.sub("到", text)
    text = _NEGATIVE.sub("负", text)
    text = _COMPARED.sub(lambda m: "小于" if m.group(1) == "<" else "大于", text)
    text = _CURRENCY.sub(lambda m: f"{m.group(1) or m.group(2)}元", text)
    text = _PER_AND.sub("每", _PER.sub("每", text))
    text = _SHARE.sub(lambda m: f"{'百' if m.group(2) == '%' else '千'}分之{numeral(m.group(1))}", text)
    text = _MONEY.sub(lambda m: _money(m.group(1)), text)
    text = _FRACTION.sub(lambda m: f"{numeral(m.group(2))}分之{numeral(m.group(1))}", text)
    text = _ORDINAL.sub(lambda m: f"第{numeral(m.group(1))}", text)
    text = _NUMBER.sub(lambda m: counted(m.group(1), _UP_TO.sub("", m.string[m.end() : m.end() + 12])), text)
    return signs(text)


def signs(text: str) -> str:
    """Signs of reckoning as words, a slash between words as a pause."""
    text = re.sub(r"\+(?![\d\s（(\u4e00-\u9fffA-Za-z])", "", _SLASH.sub("、", text))
    return _SIGN.sub(lambda m: _SIGNS[m.group()], text)


def _money(number: str) -> str:
    """3,500.50 yuan is 三千五百元零五角; half a yuan is 五角."""
    whole, _, fraction = number.replace(",", "").partition(".")
    if len(fraction) > 2:
        return f"{numeral(number)}元"
    tenths, hundredths = (int(digit) for digit in fraction.ljust(2, "0"))
    said = f"{counted(str(int(whole)), '元')}元" if int(whole) or not (tenths or hundredths) else ""
    if tenths:
        gap = "零" if said and int(whole) % 10 == 0 else ""
        said += f"{gap}{DIGITS[tenths]}角"
    if hundredths:
        said += f"{'零' if said and not tenths else ''}{DIGITS[hundredths]}分"
    return said
