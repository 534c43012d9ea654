"""What was understood, said back for a yes or no, typed or as a telephone voice reads it. Pure.

Aloud, years are read digit by digit (二零三八年) and amounts as numbers (三千五百元), the way people say them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from assistant.dialogue.spoken_lengths import months_of
from assistant.places import find_places

_DIGITS = "零一二三四五六七八九"
_SCALES = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿", "万亿")
LARGEST = Decimal(10) ** 16
_MONTH = re.compile(r"(?P<year>\d{4})(?:[-年](?P<month>\d{1,2}))?")
_POSTS = {"工人": "工人岗位", "干部": "管理或技术岗位", "灵活就业": "灵活就业"}
_ENDING = "对吗？"
_ID_GROUPS, _MOBILE_GROUPS, _REST = (6, 8, 4), (3, 4, 4), 4
_ON_THE_TELEPHONE = {
    ord(typed): said for typed, said in zip("0123456789Xx", (*"零幺二三四五六七八九", "艾克斯", "艾克斯"), strict=True)
}


def number_words(value: Decimal) -> str:
    """A number from 0 up in Chinese words: 3500 -> 三千五百, 20300 -> 两万零三百, 0.6 -> 零点六. Raises ``ValueError``."""
    if not 0 <= value < LARGEST:
        raise ValueError(f"not a number to be said: {value}")
    whole, _, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0")
    return _whole(int(whole)) + ("点" + "".join(_DIGITS[int(c)] for c in fraction) if fraction else "")


def say_month(year: int, month: int | None, aloud: bool = False) -> str:
    """2038年12月; aloud 二零三八年十二月. The year alone when the month is not known."""
    if not aloud:
        return f"{year}年{month}月" if month else f"{year}年"
    digits = "".join(_DIGITS[int(c)] for c in str(year))
    return f"{digits}年{_whole(month)}月" if month else f"{digits}年"


def say_amount(value: Decimal, aloud: bool = False) -> str:
    """3253.23 -> 3253.23元; aloud 三千二百五十三元二角三分."""
    if not aloud:
        text = f"{value:f}"
        return f"{text.rstrip('0').rstrip('.') if '.' in text else text}元"
    yuan, cents = divmod(int((value * 100).to_integral_value(ROUND_HALF_UP)), 100)
    tenths, hundredths = divmod(cents, 10)
    small = f"{_DIGITS[tenths]}角" if tenths else "零" if hundredths and yuan else ""
    small += f"{_DIGITS[hundredths]}分" if hundredths else ""
    return (f"{_counted(yuan)}元" if yuan or not small else "") + small


def say_duration(months: int, aloud: bool = False) -> str:
    """364 -> 30年4个月; aloud 三十年零四个月."""
    years, rest = divmod(months, 12)
    if not aloud:
        return f"{years}年{rest}个月" if years and rest else f"{years}年" if years else f"{rest}个月"
    spoken = f"{_counted(years)}年" if years else ""
    joint = "零" if years and rest else ""
    return spoken + (f"{joint}{_counted(rest)}个月" if rest or not years else "")


def say_percent(index: Decimal, aloud: bool = False) -> str:
    """0.6 -> 60%; aloud 百分之六十."""
    percent = index * 100
    if aloud:
        return f"百分之{number_words(percent)}"
    text = f"{percent:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def say_digits(number: str, groups: tuple[int, ...] = (), aloud: bool = False) -> str:
    """A number told by its digits, set apart in ``groups`` and the rest in fours: 138 6207 1871; aloud 幺三八，六二零七，幺八七幺.

    1 is 幺, as it is said on the telephone, X is 艾克斯.
    """
    parts: list[str] = []
    at = 0
    while at < len(number):
        length = groups[len(parts)] if len(parts) < len(groups) else _REST
        parts.append(number[at : at + length])
        at += length
    return "，".join(part.translate(_ON_THE_TELEPHONE) for part in parts) if aloud else " ".join(parts)


def say_id_number(number: str, aloud: bool = False) -> str:
    """An id of 18 characters in place, birth and order: 430102 19650312 1234."""
    return say_digits(number, _ID_GROUPS, aloud)


def say_phone(number: str, aloud: bool = False) -> str:
    """A mobile number in 3, 4 and 4 digits, a landline with its area code apart; 转 stays as it is."""
    area, dash, local = number.partition("-")
    if not dash:
        return say_digits(number, _MOBILE_GROUPS, aloud)
    local, transfer, extension = local.partition("转")
    said = [say_digits(area, (len(area),), aloud), say_digits(local, (), aloud)]
    tail = f"转{say_digits(extension, (len(extension),), aloud)}" if transfer else ""
    return ("，" if aloud else " ").join(said) + tail


def read_back(collected: Mapping[str, str], aloud: bool = False) -> str:
    """One plain sentence that says back what was understood and asks whether it is right; empty for nothing.

    ``collected`` is by field name: 出生年月 ``1975-06``, 性别, 岗位, 参保地 ``湖南/长沙``, 缴费年限 and 视同缴费年限 in months
    or words, 缴费水平 ``指数:0.6``, ``基数:4588`` or ``最低``, 个人账户余额 and 退休地计发基数 in yuan, 以后不交. A value in
    another form, and a field with another name, is said as it stands.
    """
    parts = [_part(name, collected[name], aloud) for name in _SAYINGS if collected.get(name)]
    parts += [f"{name}{value}" for name, value in collected.items() if name not in _SAYINGS and value]
    return f"我听到的是：{'，'.join(parts)}。{_ENDING}" if parts else ""


def _part(name: str, value: str, aloud: bool) -> str:
    said = _SAYINGS[name](value, aloud)
    return said if said is not None else value


def _birth(value: str, aloud: bool) -> str | None:
    match = _MONTH.match(value)
    if match is None:
        return None
    month = int(match.group("month")) if match.group("month") else None
    return f"{say_month(int(match.group('year')), month, aloud)}出生"


def _place(value: str, _: bool) -> str:
    places = find_places(value)
    named = next((p for p in reversed(places) if p.city), places[-1] if places else None)
    if named is None:
        return f"在{value}参保"
    return f"在{named.province}{'' if named.city in (None, named.province) else named.city}参保"


def _length(before: str) -> Callable[[str, bool], str | None]:
    def said(value: str, aloud: bool) -> str | None:
        months = int(value) if value.isdecimal() else months_of(value)
        return f"{before}{say_duration(months, aloud)}" if months else None

    return said


def _money(before: str) -> Callable[[str, bool], str | None]:
    def said(value: str, aloud: bool) -> str | None:
        amount = _decimal(value.removesuffix("元"))
        return None if amount is None else f"{before}{say_amount(amount, aloud)}"

    return said


def _level(value: str, aloud: bool) -> str | None:
    kind, _, said = value.partition(":")
    figure = _decimal(said)
    if figure is not None and kind == "指数":
        return f"缴费水平是平均工资的{say_percent(figure, aloud)}"
    if figure is not None and kind == "基数":
        return f"缴费基数{say_amount(figure, aloud)}"
    return "按最低档交" if value == "最低" else None


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < LARGEST else None


_SAYINGS: dict[str, Callable[[str, bool], str | None]] = {
    "出生年月": _birth,
    "性别": lambda value, _: value,
    "岗位": lambda value, _: _POSTS.get(value, value),
    "参保地": _place,
    "缴费年限": _length("交了"),
    "视同缴费年限": _length("其中视同缴费"),
    "缴费水平": _level,
    "个人账户余额": _money("个人账户里有"),
    "退休地计发基数": _money("退休地计发基数"),
    "以后不交": lambda value, _: "以后不再交",
}
"""How each field is said, in the order they are said."""


def _counted(count: int) -> str:
    """A number before a measure word: 2 is 两."""
    return "两" if count == 2 else _whole(count)


def _whole(number: int) -> str:
    """A whole number in words: a leading 一十 is 十, a leading 二 before 千, 万 and 亿 is 两."""
    if number == 0:
        return "零"
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        if groups[place]:
            skipped = said and (groups[place] < 1000 or not groups[place + 1])
            said += ("零" if skipped else "") + _group(groups[place]) + _MYRIADS[place]
    return re.sub(r"^二(?=[千万亿])", "两", re.sub(r"^一十", "十", said))


def _group(number: int) -> str:
    """A number from 1 to 9999, every digit with its scale, one 零 for a row of skipped ones."""
    said, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if skipped else "") + _DIGITS[digit] + _SCALES[place]
        skipped = bool(said) and digit == 0
    return said
