"""Chinese numerals written for tests, by their own rules: nothing here is shared with what reads them."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"


def below_ten_thousand(value: int, *, inner: bool) -> str:
    """1 to 9999 in words; ``inner`` numbers say 一十 in full."""
    thousands, rest = divmod(value, 1000)
    hundreds, rest = divmod(rest, 100)
    tens, ones = divmod(rest, 10)
    words = f"{DIGITS[thousands]}千" if thousands else ""
    if hundreds:
        words += f"{DIGITS[hundreds]}百"
    elif words and rest:
        words += "零"
    if tens:
        words += ("" if tens == 1 and not words and not inner else DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (DIGITS[ones] if ones else "")


def in_words(value: int, *, liang: bool = True) -> str:
    """1 to 99,999,999 in words; with ``liang`` a leading 二 before 百, 千 and 万 is 两."""
    high, low = divmod(value, 10_000)
    words = f"{below_ten_thousand(high, inner=False)}万" if high else ""
    if low:
        words += ("零" if high and low < 1000 else "") + below_ten_thousand(low, inner=bool(high))
    if liang and words[0] == "二" and words[1:2] in ("百", "千", "万"):
        words = "两" + words[1:]
    return words


def shortened(value: int) -> str:
    """The last scale left out where people leave it out: 3500 三千五, 12000 一万二."""
    words = in_words(value)
    for scale, above in (("十", "百"), ("百", "千"), ("千", "万")):
        if words.endswith(scale) and len(words) >= 4 and words[-3] == above:
            return words[:-1]
    return words
