"""Arabic numerals as Chinese words: counted, or digit by digit. Pure."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
"""3500, 3,500.50, 0.6 — as text, to be put into other patterns."""
_MOST_COUNTED = 16
"""Digits of a whole number that is still counted; a longer one is no amount, and is read digit by digit."""
_TWO = re.compile(
    r"(?:年|个|元|块|万|亿|千|百|次|天|人|位|名|份|种|项|条|档|户|家|倍|周|小时|分钟|秒|遍|张|笔|本|口|类|方|者|样|步|组|批|"
    r"件|套|届|成|岁|门|场|头|边|处|所|趟|段|片|颗|把|只|辆|台|封|句|寸|角|分(?!之)|毛|公里|米|斤|公斤|千克|点(?!\d)|性|地|辈|头|季)"
)
"""What follows a lone 2 that is said 两: the thing is counted, not numbered."""


def spelled(digits: str, one: str = "一") -> str:
    """Digit by digit: 2025 is 二零二五. ``one`` is 幺 for telephone and card numbers."""
    return "".join(one if digit == "1" else DIGITS[int(digit)] for digit in digits)


def dialled(digits: str) -> str:
    """Digit by digit as numbers are told over the telephone: 12333 is 幺二三三三."""
    return spelled(digits, one="幺")


def numeral(number: str) -> str:
    """A number as counted: 9493 is 九千四百九十三, 12.50 is 十二点五零."""
    whole, _, fraction = number.replace(",", "").partition(".")
    said = whole_number(whole)
    return f"{said}点{spelled(fraction)}" if fraction else said


def counted(number: str, following: str) -> str:
    """As ``numeral``, with 两 for a lone 2 before what is counted with 两."""
    return "两" if number == "2" and _TWO.match(following.lstrip()) else numeral(number)


def whole_number(digits: str) -> str:
    """A whole number as counted; of more than 16 digits, digit by digit."""
    digits = digits.lstrip("0") or "0"
    if len(digits) > _MOST_COUNTED:
        return dialled(digits)
    return _whole(int(digits), first=True) or "零"


def _whole(value: int, *, first: bool) -> str:
    for scale, name in ((100_000_000, "亿"), (10_000, "万")):
        if value >= scale:
            above, rest = divmod(value, scale)
            head = "两" if above == 2 else _whole(above, first=first)
            return f"{head}{name}{'零' if 0 < rest < scale // 10 else ''}{_whole(rest, first=False)}"
    return _below_ten_thousand(value, first=first)


def _below_ten_thousand(value: int, *, first: bool) -> str:
    """``first``: nothing was said before, so 十 stands without 一 and 百 takes 两."""
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit == 0:
            gap = bool(said)
            continue
        alone = first and not said
        word = DIGITS[digit]
        if digit == 2 and (name == "千" or (name == "百" and alone)):
            word = "两"
        if digit == 1 and name == "十" and alone:
            word = ""
        said += ("零" if gap else "") + word + name
        gap = False
    return said
