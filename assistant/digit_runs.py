"""Runs of digits in Chinese text: typed, full width, circled or spoken one by one, with what stands between them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.restatement import TAKEN_BACK

_SPOKEN = dict(zip("〇零一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖洞拐勾", "0011223456789123456789079", strict=True))
_CIRCLED = {c: str(i) for i, c in enumerate("⓪①②③④⑤⑥⑦⑧⑨")}
_LAST = r"[xX×ＸｘⅩⅹХ叉](?![A-Za-z])|[艾埃爱]克斯"
_CHARACTER = rf"[\d{''.join(_SPOKEN)}{''.join(_CIRCLED)}]|{_LAST}"
_BETWEEN = r"(?:[\s\-—–‐－·./_、,，嗯呃额唔啊哦…\u200b-\u200f\ufeff]|那个|这个|然后|后面是?|最后是?|接着)"
_RUN = re.compile(rf"(?:\d|[{''.join(_SPOKEN)}{''.join(_CIRCLED)}])(?:{_BETWEEN}{{0,4}}(?:{_CHARACTER}))+")
_ONE = re.compile(_CHARACTER)
_FULL_STOP = re.compile(r"[。.，、\s]+")
_NEAR = 5
"""Characters between digits and the words that take them back."""
_MOST_ANEW = 4
"""How often one number is said anew; of more only the last count."""


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


def put_right(text: str, fits: Callable[[str], bool]) -> str:
    """``text`` with a number whose digits were partly taken back typed as it stands in the end.

    一三九…，不对，一三八…: the number said last. 四三零一，不对，四三零二: as many digits as are said anew take the place of
    the last ones, or a whole group that of the group before. Only a number that ``fits`` is written, and only when no
    other reading fits as well; otherwise ``text`` stays.
    """
    said = list(_said_anew(text))
    if len(said) < 2:
        return text
    whole = _value(said[-1])
    found = {whole} if fits(whole) else {value for value in _readings(said) if fits(value)}
    if len(found) != 1:
        return text
    return text[: said[0][0].start] + found.pop() + text[said[-1][-1].end :]


def dictated(text: str) -> str | None:
    """The digits of one number read out one by one, as they stand in the end; None for none.

    Of a number said anew the last counts; fewer digits said anew take the place of the last ones.
    """
    said = list(_said_anew(text))
    if len(said) < 2:
        return max(_joined(text), key=len, default=None)
    value = _value(said[0])
    for part in said[1:]:
        again = _value(part)
        value = again if len(again) >= len(value) else value[: len(value) - len(_groups(part)[0])] + again
    return value


def _said_anew(text: str) -> Iterator[tuple[Digit, ...]]:
    """The digits before the first taking back and after each, where nothing but that stands between them."""
    cuts = [match.span() for match in TAKEN_BACK.finditer(text)][-_MOST_ANEW:]
    found = list(runs(text)) if cuts else []
    for place, (start, stop) in enumerate(pairwise([0, *(at for cut in cuts for at in cut), len(text)])):
        inside = [run for run in found if start <= run[0].start and run[-1].end <= stop]
        if place % 2 or not inside:
            continue
        run = inside[0] if place else inside[-1]
        if (run[0].start - start if place else stop - run[-1].end) <= _NEAR:
            yield run


def _readings(said: list[tuple[Digit, ...]]) -> dict[str, tuple[str, ...]]:
    """What the number may be in the end, with the groups it was said in."""
    readings = {_value(said[0]): _groups(said[0])}
    for part in said[1:]:
        groups = _groups(part)
        again = _value(part)
        heads = {head for value, kept in readings.items() for head in _heads(value, kept, groups[0])}
        readings = {head + again: (head, *groups) if head else groups for head in heads} | {again: groups}
    return readings


def _heads(value: str, groups: tuple[str, ...], anew: str) -> Iterator[str]:
    """What may be left standing of ``value`` when the group ``anew`` is said instead of its end."""
    if len(anew) <= len(value):
        yield value[: len(value) - len(anew)]
    if len(groups) > 1:
        yield value[: len(value) - len(groups[-1])]


def _value(digits: tuple[Digit, ...]) -> str:
    return "".join(d.value for d in digits)


def _groups(digits: tuple[Digit, ...]) -> tuple[str, ...]:
    """The groups it was said in; digits that all stand apart are one group."""
    groups = Window(digits, "", "").groups
    return ("".join(groups),) if all(len(group) == 1 for group in groups) else groups


def _joined(text: str) -> list[str]:
    """The digits of every run, those of a run behind a mere full stop with the ones before it."""
    found: list[str] = []
    end = -1
    for run in runs(text):
        between = text[end : run[0].start]
        if found and _FULL_STOP.fullmatch(between):
            found[-1] += _value(run)
        else:
            found.append(_value(run))
        end = run[-1].end
    return found


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
