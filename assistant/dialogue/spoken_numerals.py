"""The value of one Chinese or mixed numeral: 五万零八百, 3千5, 一点二万, 一二〇〇. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3, "幺": 1}
CN = "零〇一二两三四五六七八九幺"
SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
TYPED_SCALE = str.maketrans("wWkK", "万万千千")
_TOKEN = re.compile(rf"(?P<arabic>\d[\d,，]*(?:\.\d+)?)|(?P<digits>[{CN}]+)|(?P<scale>[十百千万亿])")
_SPOKEN_DECIMAL = re.compile(rf"(?P<whole>[^点]+)点(?P<fraction>[{CN}\d]+)(?P<scale>[十百千万亿]?)")


def value_of(run: str) -> tuple[Decimal, Decimal] | None:
    """The value of a whole numeral, twice; both ends for 八九千; None when it is no number."""
    run = run.translate(TYPED_SCALE)
    decimal = _SPOKEN_DECIMAL.fullmatch(run)
    if decimal:
        return _decimal(decimal)
    if "点" in run:
        return None
    tokens = [(str(m.lastgroup), m.group()) for m in _TOKEN.finditer(run)]
    if len(tokens) == 1 and tokens[0][0] != "scale":
        return _alone(*tokens[0])
    low, high = _scaled(tokens, 0), _scaled(tokens, -1)
    return None if low is None or high is None else (low, high)


def _decimal(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    whole = value_of(match.group("whole"))
    if whole is None or whole[0] != whole[1] or whole[0] != int(whole[0]):
        return None
    fraction = "".join(str(digit(c)) for c in match.group("fraction"))
    value = Decimal(f"{int(whole[0])}.{fraction}") * SCALE.get(match.group("scale"), 1)
    return value, value


def _alone(kind: str, said: str) -> tuple[Decimal, Decimal] | None:
    """A numeral without 十百千万: typed digits, one digit, a pair that is a range, or digits read one by one."""
    if kind == "arabic":
        value = Decimal(re.sub("[,，]", "", said))
        return value, value
    if len(said) == 1:
        return Decimal(DIGIT[said]), Decimal(DIGIT[said])
    if _is_range(said):
        return Decimal(DIGIT[said[0]]), Decimal(DIGIT[said[1]])
    if said == "三五" or said[0] in "零〇" or "两" in said:
        return None
    value = Decimal("".join(str(DIGIT[c]) for c in said))
    return value, value


def _is_range(said: str) -> bool:
    return len(said) == 2 and said[0] not in "零〇幺" and "幺" not in said and DIGIT[said[1]] - DIGIT[said[0]] == 1


def _scaled(tokens: list[tuple[str, str]], side: int) -> Decimal | None:
    """The value of 五万零八百 and the like; ``side`` picks the end (0 low, -1 high) of a range inside."""
    total, section, pending = Decimal(0), Decimal(0), None
    last, big, zero = 10**9, 10**9, False
    for place, (kind, said) in enumerate(tokens):
        if kind != "scale":
            pending, skipped = _part(kind, said, side, place == len(tokens) - 1 or tokens[place + 1][1] in SCALE)
            zero = zero or skipped
            if pending is None:
                return None
            continue
        scale = SCALE[said]
        if scale < SCALE["万"]:
            unit = Decimal(1) if pending is None and (scale == 10 or place == 0) else pending
            if unit is None or scale >= last:
                return None
            section, last = section + unit * scale, scale
        else:
            section += pending if pending is not None else Decimal(1 if place == 0 else 0)
            if section == 0 or scale >= big:
                return None
            total, section, last, big = total + section * scale, Decimal(0), 10**9, scale
        pending, zero = None, False
    if pending is None:
        return total + section
    tail = _tail(tokens, pending, min(last, big), zero)
    return None if tail is None else total + section + tail


def _part(kind: str, said: str, side: int, closing: bool) -> tuple[Decimal | None, bool]:
    """A number between two scales, and whether a 零 stands before it."""
    if kind == "arabic":
        return Decimal(re.sub("[,，]", "", said)), False
    bare = said.lstrip("零〇")
    zero = bare != said
    if not bare:
        return Decimal(0), True
    if len(bare) == 1 and bare != "幺":
        return Decimal(DIGIT[bare]), zero
    if _is_range(bare) and closing and not zero:
        return Decimal(DIGIT[bare[side]]), zero
    return None, zero


def _tail(tokens: list[tuple[str, str]], tail: Decimal, last: int, zero: bool) -> Decimal | None:
    """What stands after the last scale: the 五 of 三千五 is 500, of 三千零五 is 5, of 三十五 is 5."""
    kind, said = tokens[-1]
    if zero:
        return tail if tail < last and last > 10 else None
    if last == 10:
        return tail if tail < 10 else None
    if tail < 10 and (kind == "digits" or len(said) == 1):
        return tail * last / 10
    whole = said.split(".")[0]
    return tail if kind == "arabic" and len(whole) == len(str(last)) - 1 else None


def digit(char: str | None) -> int:
    """The value of one typed or Chinese digit; 0 for none."""
    return 0 if char is None else int(char) if char.isdecimal() else DIGIT[char]
