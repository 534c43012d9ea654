"""Numbers as people say and type them: 三千五, 一万二, 3千5, 5.8万, 一二〇〇, 四千块八毛. Pure.

A number said as a range (八九千) or left open (两千多) has two ends; it is never taken for one figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.dialogue.spoken_corrections import latest

DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3, "幺": 1}
CN = "零〇一二两三四五六七八九幺"
SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_TYPED_SCALE = str.maketrans("wWkK", "万万千千")
_FRACTION = 2
"""Decimals a grouped amount has: 角 and 分."""

_GROUPED = r"(?:\d{1,3}(?:[,，]\d{3})+|\d{1,4}(?:[,，]\d{4})+)"
"""12,345 or 1,2345 (thousands or ten thousands); normalising may have made the comma full-width."""
ARABIC = (
    rf"(?<![\dA-Za-z.])(?<!\d[\-/])(?:{_GROUPED}(?:\.\d{{1,{_FRACTION}}}(?!\d)|(?!\d)(?=元|块|圆|$))|\d+(?:\.\d+)?)"
    r"(?!\d)(?![.\-/]\d)"
)
_RUN = re.compile(
    rf"(?<![几百千万亿第点{CN}])(?<!数(?=[十百千万]))"
    rf"(?:{ARABIC}|[{CN}十]|[百千万](?=[二三四五六七八九](?:块|元|蚊)))"
    rf"(?:{ARABIC}|[{CN}十百千万亿]|(?<=\d)[wWkK](?![A-Za-z])|点(?=[{CN}\d]))*"
)
_TOKEN = re.compile(rf"(?P<arabic>\d[\d,，]*(?:\.\d+)?)|(?P<digits>[{CN}]+)|(?P<scale>[十百千万亿])")
_SPOKEN_DECIMAL = re.compile(rf"(?P<whole>[^点]+)点(?P<fraction>[{CN}\d]+)(?P<scale>[十百千万亿]?)")
_OPEN = re.compile(r"多(?!交|缴|拿|领)|好?几|余(?!额)|来(?=块|元|年|个|岁|钱|万|千|斤|天)|把(?=块|元)")
"""两千多, 十几, 三千来块: the number goes on."""
_COINS = re.compile(
    rf"(?:块|元|圆)(?:(?P<jiao>[{CN}\d])[毛角](?:零?(?P<fen>[{CN}\d])分?(?![{CN}\d十百千万点个年]))?"
    rf"|零(?P<odd>[{CN}\d])分|(?P<half>[{CN}\d])(?=$|[，。！？、；\s的吧呢啊了]))"
)
_TENTHS = re.compile(r"[毛角]")
_UNIT_BEFORE_OPEN = re.compile(r"(?:块|元)(?:钱)?(?=多|来)")
_NOT_AN_AMOUNT = re.compile(
    r"\s?(?:(?:多|来|几)?(?:个)?(?:半)?(?:年|月|岁|周岁|星期|礼拜|工作日|百分点)|[%％]|[日号天次倍条点分秒亩斤米户名位家张度字]|小时|公里|里路|平方|个人(?![交缴账出承])|人|分之|年头)"
)
_BEYOND = re.compile(r"(?:不到|不足|没到|没有|不满|不够|超过|多于|少于|低于|高于|至少|最少|最低|最高|最多)(?:有)?$")
_BEYOND_AFTER = re.compile(r"(?:元|块)?(?:钱)?(?:以上|以下|不到|没到|往上|出头)")
_LONE_OK = re.compile(r"\s?(?:块|元|圆|毛|角|蚊|万|档)")
_AROUND = re.compile(r"[嗯啊哦呃额，。！？、\s是有大概约差不多就吧了的左右元块钱]*")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in ``text[start:end]``, from ``low`` to ``high``; one figure when both are the same."""

    low: Decimal
    high: Decimal
    start: int
    end: int

    @property
    def exact(self) -> bool:
        """Whether one figure was said."""
        return self.low == self.high


def numerals(text: str) -> tuple[Numeral, ...]:
    """Every number of ``text`` in order, those that count years or months as well."""
    found: list[Numeral] = []
    for match in _RUN.finditer(text):
        numeral = _numeral(text, match) if not found or match.start() >= found[-1].end else None
        if numeral:
            found.append(numeral)
    return tuple(found)


def number(text: str) -> Decimal | None:
    """The one amount ``text`` names, as last stated; None for none, several, a range, or an open end (两千多).

    Counts of time, ordinals, percentages and lone numerals inside words (一下, 一直) are not amounts; 不到三千 is none.
    """
    return latest(text, lambda part, _: _one_number(part))


def _one_number(text: str) -> Decimal | None:
    found = [numeral for numeral in numerals(text) if _is_amount(text, numeral)]
    if any(not numeral.exact or is_beyond(text, numeral) for numeral in found):
        return None
    values = {numeral.low for numeral in found}
    return values.pop() if len(values) == 1 else None


def span(text: str) -> tuple[Decimal, Decimal] | None:
    """The ends of the one range ``text`` names: 八九千 -> (8000, 9000), 两千多 -> (2000, 3000)."""
    found = [numeral for numeral in numerals(text) if _is_amount(text, numeral)]
    return (found[0].low, found[0].high) if len(found) == 1 and not found[0].exact else None


def counts_something_else(text: str, numeral: Numeral) -> bool:
    """Whether the number counts years, months, per cent or the like rather than money."""
    return bool(_NOT_AN_AMOUNT.match(text, numeral.end)) or text[: numeral.start].endswith("分之")


def is_beyond(text: str, numeral: Numeral) -> bool:
    """Whether the number is only a bound: 不到三千, 至少五千, 三千以上."""
    return bool(_BEYOND.search(text[: numeral.start]) or _BEYOND_AFTER.match(text, numeral.end))


def is_lone(text: str, numeral: Numeral) -> bool:
    """A single Chinese digit without a unit: mostly part of a word (一下, 一直), not a figure."""
    said = text[numeral.start : numeral.end]
    return len(said) == 1 and not said.isdecimal() and not _LONE_OK.match(text, numeral.end)


def _is_amount(text: str, numeral: Numeral) -> bool:
    if counts_something_else(text, numeral):
        return False
    rest = text[: numeral.start] + text[numeral.end :]
    return not is_lone(text, numeral) or bool(_AROUND.fullmatch(rest))


def _numeral(text: str, match: re.Match[str]) -> Numeral | None:
    ends = value_of(match.group())
    if ends is None:
        return None
    low, high = ends
    end = match.end()
    coins = _COINS.match(text, end)
    if coins and low == high and low == int(low):
        low += _coins(coins)
        return Numeral(low, low, match.start(), coins.end())
    if _TENTHS.match(text, end):
        return Numeral(low / 10, high / 10, match.start(), end + 1)
    after = _UNIT_BEFORE_OPEN.match(text, end)
    open_end = _OPEN.match(text, after.end() if after else end)
    if open_end and low == high:
        return Numeral(low, low + _last_scale(match.group(), low), match.start(), open_end.end())
    return Numeral(low, high, match.start(), end)


def _coins(match: re.Match[str]) -> Decimal:
    tenths = match.group("jiao") or match.group("half")
    cents = match.group("fen") or match.group("odd")
    return Decimal(_digit(tenths)) / 10 + Decimal(_digit(cents)) / 100


def _digit(char: str | None) -> int:
    return 0 if char is None else int(char) if char.isdecimal() else DIGIT[char]


def _last_scale(run: str, low: Decimal) -> Decimal:
    """How far an open number may go: 两千多 goes on by a thousand, 3500多 by a hundred."""
    scales = [SCALE[c] for c in run.translate(_TYPED_SCALE) if c in SCALE]
    if scales and not run[-1].isdecimal():
        step = min(scales[-1], scales[-1] if run[-1] in SCALE else scales[-1] // 10)
        return Decimal(max(step, 1))
    digits = str(int(low))
    return Decimal(10 ** (len(digits) - len(digits.rstrip("0"))))


def value_of(run: str) -> tuple[Decimal, Decimal] | None:
    """The value of a whole numeral, twice; both ends for 八九千; None when it is no number."""
    run = run.translate(_TYPED_SCALE)
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
    fraction = "".join(str(_digit(c)) for c in match.group("fraction"))
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
