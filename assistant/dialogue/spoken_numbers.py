"""Numbers as people say and type them: 三千五, 一万二, 3千5, 5.8万, 一二〇〇, 四千块八毛. Pure.

A number said as a range (八九千) or left open (两千多) has two ends; it is never taken for one figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.dialogue.spoken_corrections import latest
from assistant.dialogue.spoken_numerals import CN, SCALE, TYPED_SCALE, digit, value_of
from assistant.dialogue.spoken_words import before, plainly

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
    rf"(?:{ARABIC}|(?<!\d)[{CN}]|[十百千万亿]|(?<=\d)[wWkK](?![A-Za-z])|点(?=[{CN}\d]))*"
)
_OPEN = re.compile(r"多(?!交|缴|拿|领)|好?几|余(?!额)|来(?=块|元|年|个|岁|钱|万|千|斤|天)|把(?=块|元)")
"""两千多, 十几, 三千来块: the number goes on."""
_COINS = re.compile(
    rf"(?:块|元|圆)(?:(?P<jiao>[{CN}\d])[毛角](?:零?(?P<fen>[{CN}\d])分?(?![{CN}\d十百千万点个年]))?"
    rf"|零(?P<odd>[{CN}\d])分|(?P<half>[{CN}\d])(?=$|[，。！？、；\s的吧呢啊了]))"
)
_TENTHS = re.compile(r"[毛角]")
_UNIT_BEFORE_OPEN = re.compile(r"(?:块|元)(?:钱)?(?=多|来)")
_NOT_AN_AMOUNT = re.compile(
    r"\s?(?:(?:多|来|几)?(?:个)?(?:半)?(?:年|月|岁|周岁|星期|礼拜|工作日|百分点)|[%％]|[日号天次倍条点分秒亩斤米户名位]|小时|个(?![个月钱人])|公里|里路|平方|个人(?![交缴账出承])|人|分之|年头)"
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
    return latest(
        text,
        lambda part, _: _one_number(part),
        join=lambda told, again, said: None if only_end(told, again, said) else again,
    )


def only_end(told: Decimal, again: Decimal, said: str) -> bool:
    """Whether ``again``, in the words ``said``, may be meant for the end of ``told`` alone (三千五百，不对，六百), so that
    neither 600 nor 3600 is sure.
    """
    if again >= told or again < 1 or not re.search("[百千万]", said) or re.search(r"\d", said):
        return False
    whole, end = str(int(told)), str(int(again))
    return len(whole) > len(end) and whole[-len(end)] != "0"


def _one_number(text: str) -> Decimal | None:
    found = [numeral for numeral in numerals(text) if _is_amount(text, numeral)]
    if any(not numeral.exact or is_beyond(text, numeral) for numeral in found):
        return None
    values = {numeral.low for numeral in found}
    return values.pop() if len(values) == 1 else None


def span(text: str) -> tuple[Decimal, Decimal] | None:
    """The ends of the one range ``text`` names: 八九千 -> (8000, 9000), 两千多 -> (2000, 3000)."""
    text = plainly(text)
    found = [numeral for numeral in numerals(text) if _is_amount(text, numeral)]
    return (found[0].low, found[0].high) if len(found) == 1 and not found[0].exact else None


def counts_something_else(text: str, numeral: Numeral) -> bool:
    """Whether the number counts years, months, per cent or the like rather than money."""
    return bool(_NOT_AN_AMOUNT.match(text, numeral.end)) or text.endswith("分之", 0, numeral.start)


def is_beyond(text: str, numeral: Numeral) -> bool:
    """Whether the number is only a bound: 不到三千, 至少五千, 三千以上."""
    return bool(_BEYOND.search(before(text, numeral.start)) or _BEYOND_AFTER.match(text, numeral.end))


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
    return Decimal(digit(tenths)) / 10 + Decimal(digit(cents)) / 100


def _last_scale(run: str, low: Decimal) -> Decimal:
    """How far an open number may go: 两千多 goes on by a thousand, 3500多 by a hundred."""
    scales = [SCALE[c] for c in run.translate(TYPED_SCALE) if c in SCALE]
    if scales and not run[-1].isdecimal():
        step = min(scales[-1], scales[-1] if run[-1] in SCALE else scales[-1] // 10)
        return Decimal(max(step, 1))
    digits = str(int(low))
    return Decimal(10 ** (len(digits) - len(digits.rstrip("0"))))
