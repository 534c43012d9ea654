"""Numbers that name something and are told digit by digit: telephones, identity cards, accounts, codes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from speech.speakable_numerals import dialled

COUNTS = (
    r"\s*(?:元|块|万|亿|千|百|%|‰|年|个|岁|周岁|月|天|日|人(?![工脸员社])|名|位|户|家|倍|次|份|种|项|条|档|期|周|小时|分|秒|张|笔|吨|公|米|"
    r"平方|斤|度|级|届|批|期|套|件)"
)
"""What follows a number that is an amount."""
_OPERATOR = r"[=+×÷*/≈<>≤≥−-]"
_IDENTITY = re.compile(r"(?<!\d)(\d{6})(\d{8})(\d{3}[\dXx])(?![\dA-Za-z])")
_MASKED = re.compile(r"(?<!\d)(\d{2,})[*＊●•]{3,}([\dXx]*)(?!\d)")
_MOBILE = re.compile(rf"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)([- ]?)(\d{{4}})\2(\d{{4}})(?!\d|{COUNTS})")
_LANDLINE = re.compile(r"(?<![\d.])[(（]?(0\d{2,3})[)）]?[-—– ]?(\d{3,4})[- ]?(\d{4})(?![\d.])")
_FREE = re.compile(rf"(?<!\d)([48]00)[- ]?(\d{{3,4}})[- ]?(\d{{3,4}})(?!\d|{COUNTS})")
_NAMED = re.compile(
    r"((?:验证码|编号|账号|帐号|卡号|号码|密码|工号|邮编|尾号|代码|电话|热线|专线|拨打?|致电|打)[是为：: ]{0,2})(\d{3,})"
    rf"(?!\d|[.,]\d|{COUNTS})"
)
_HOTLINE = re.compile(rf"(?<![\d.,第])(?<!{_OPERATOR})(123\d\d|9[56]\d{{3}})(?!\d|[.,]\d|{_OPERATOR}|{COUNTS})")
_EMERGENCY = re.compile(r"(?<=[打拨或和、])(11[09]|12[02])(?=[，。；、！？或和]|$)")
_LONG = re.compile(rf"(?<![\d.,])\d{{7,}}(?!\d|[.,]\d|{COUNTS})")
_ZERO = re.compile(r"(?<![\d.,])0\d+(?![\d.])")


def hidden(text: str) -> str:
    """A number of which a part was hidden: 138****5678 is 幺三八，中间隐去，五六七八."""
    return _MASKED.sub(_masked, text)


def identifiers(text: str) -> str:
    """12333 is 幺二三三三; an identity card is told in its three parts, a mobile number in 3, 4 and 4 digits."""
    text = _IDENTITY.sub(lambda m: _parts(m.groups()), text)
    text = _MOBILE.sub(lambda m: _parts(m.group(1, 3, 4)), text)
    text = _LANDLINE.sub(_landline, text)
    text = _FREE.sub(lambda m: _parts(m.groups()) if len("".join(m.groups())) == 10 else m.group(), text)
    text = _NAMED.sub(lambda m: m.group(1) + _grouped(m.group(2)), text)
    text = _HOTLINE.sub(lambda m: dialled(m.group()), text)
    text = _EMERGENCY.sub(lambda m: dialled(m.group()), text)
    text = _LONG.sub(lambda m: _grouped(m.group()), text)
    return _ZERO.sub(lambda m: dialled(m.group()), text)


def _landline(match: re.Match[str]) -> str:
    """Area code and number together have ten to twelve digits."""
    parts = match.groups()
    return _parts((parts[0], parts[1] + parts[2])) if 10 <= len("".join(parts)) <= 12 else match.group()


def _masked(match: re.Match[str]) -> str:
    before, after = (_told(part) for part in match.groups())
    return f"{before}，中间隐去，{after}" if after else f"{before}，后面隐去，"


def _grouped(digits: str) -> str:
    """Long numbers in fours, as they stand on cards."""
    return dialled(digits) if len(digits) <= 8 else _parts(digits[i : i + 4] for i in range(0, len(digits), 4))


def _parts(parts: Iterable[str]) -> str:
    return "，".join(_told(part) for part in parts)


def _told(part: str) -> str:
    return "".join(dialled(char) if char.isdigit() else f" {char.upper()}" for char in part)
