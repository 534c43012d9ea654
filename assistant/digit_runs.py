"""Runs of digits in Chinese text: typed, full width, circled or spoken one by one, with what stands between them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SPOKEN = dict(zip("〇零一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖洞拐勾", "0011223456789123456789079", strict=True))
_CIRCLED = {c: str(i) for i, c in enumerate("⓪①②③④⑤⑥⑦⑧⑨")}
_LAST = r"[xX×ＸｘⅩⅹХ叉](?![A-Za-z])|[艾埃爱]克斯"
_CHARACTER = rf"[\d{''.join(_SPOKEN)}{''.join(_CIRCLED)}]|{_LAST}"
_RUN = re.compile(
    rf"(?:\d|[{''.join(_SPOKEN)}{''.join(_CIRCLED)}])(?:[\s\-—–‐－·./_、,，嗯呃啊\u200b-\u200f\ufeff]{{0,3}}(?:{_CHARACTER}))+"
)
_ONE = re.compile(_CHARACTER)


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit of a run. ``gap`` is what separates it from the one before, ``script`` how it is written."""

    value: str
    start: int
    end: int
    gap: str
    script: str
    spelling: str


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring digits that may be one number, with the text around them."""

    digits: tuple[Digit, ...]
    before: str
    after: str

    @property
    def value(self) -> str:
        return "".join(d.value for d in self.digits)

    @property
    def groups(self) -> tuple[str, ...]:
        """The digits as they stand between gaps."""
        found = ""
        for i, digit in enumerate(self.digits):
            found += (" " if i and digit.gap else "") + digit.value
        return tuple(found.split(" "))

    @property
    def spoken(self) -> bool:
        return all(d.script == "spoken" for d in self.digits)

    @property
    def listed(self) -> bool:
        """Whether commas part it, as in a list of amounts or years."""
        return any(re.search(r"[、,，]", d.gap) for d in self.digits[1:])


def runs(text: str) -> Iterator[tuple[Digit, ...]]:
    """Every run of two digits or more, in order."""
    return (_digits(run) for run in _RUN.finditer(text))


def parted(digits: tuple[Digit, ...], at: int) -> bool:
    """Whether a gap or a change of script stands before ``digits[at]``, or the run ends there."""
    return at in (0, len(digits)) or bool(digits[at].gap) or digits[at].script != digits[at - 1].script


def mixed(digits: tuple[Digit, ...]) -> bool:
    """Whether some are typed and some spoken; an X at the end is neither."""
    return len({d.script for d in digits} - {"last"}) > 1


def _digits(run: re.Match[str]) -> tuple[Digit, ...]:
    found: list[Digit] = []
    for one in _ONE.finditer(run.group()):
        start, end = run.start() + one.start(), run.start() + one.end()
        gap = run.group()[found[-1].end - run.start() : one.start()] if found else ""
        value, script = _read(one.group())
        found.append(Digit(value, start, end, gap, script, one.group()))
    return tuple(found)


def _read(character: str) -> tuple[str, str]:
    if character in _SPOKEN:
        return _SPOKEN[character], "spoken"
    if character in _CIRCLED:
        return _CIRCLED[character], "typed"
    if character.isdecimal():
        return str(unicodedata.decimal(character)), "typed"
    return "X", "last"
