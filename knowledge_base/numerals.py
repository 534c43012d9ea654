"""Chinese numerals as laws write them, 1 to 9999. Pure."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_VALUES = {char: value for value, char in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

NUMERAL = r"[〇○零一二三四五六七八九十百千两0-9０-９]"
"""A regular expression for one character of a number."""


def to_chinese(number: int) -> str:
    """16 -> 十六, 110 -> 一百一十. ``ValueError`` outside 1..9999."""
    if not 1 <= number <= 9999:
        raise ValueError(f"只能写 1 到 9999：{number}")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return text[1:] if text.startswith("一十") else text


def from_numeral(text: str) -> int:
    """十六, 一六, 16 and １６ all give 16; blanks inside are ignored. ``ValueError`` when it is no number."""
    plain = "".join(text.split()).translate(_FULL_WIDTH)
    if not plain:
        raise ValueError("空的数字")
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if not any(char in _UNITS for char in plain):
        return int("".join(str(_digit(char)) for char in plain))
    total, digit = 0, -1
    for char in plain:
        if char in _UNITS:
            total += (1 if digit < 0 else digit) * _UNITS[char]
            digit = -1
        elif _digit(char):
            digit = _digit(char)
    return total + max(digit, 0)


def _digit(char: str) -> int:
    if char in _VALUES:
        return _VALUES[char]
    if char.isascii() and char.isdigit():
        return int(char)
    raise ValueError(f"不是数字：{char}")
