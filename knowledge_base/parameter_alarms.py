"""Which figures run out, or have run out: what an operator has to look for next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.pension.parameters import NATIONAL
from knowledge_base.parameter_files import Located
from knowledge_base.parameter_keys import KINDS, kind_of


@dataclass(frozen=True, slots=True)
class Alarm:
    """A figure that is not on file from ``missing_from`` on.

    ``last`` is the newest one there is and ``seek`` what to look for; ``todo`` says that and where to write it.
    """

    key: str
    name: str
    region: str
    missing_from: date
    last: str
    last_to: date | None
    file: str
    line: int
    seek: str
    todo: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which provinces have a figure on file and which never had."""

    key: str
    name: str
    have: tuple[str, ...]
    lacking: tuple[str, ...]


def alarms(located: Iterable[Located], start: date, end: date) -> tuple[Alarm, ...]:
    """Every figure that ends and is missing on some day from ``start`` through ``end``, by key and place."""
    found = []
    for (key, _), group in _ending(located).items():
        missing = _first_missing(group, start, end)
        if missing is not None:
            found.append(_alarm(key, group, missing))
    return tuple(sorted(found, key=_order))


def _order(alarm: Alarm) -> tuple[int, str, date, str]:
    """Yearly figures in the order of ``KINDS``, then the others by key."""
    kind = kind_of(alarm.key)
    place = list(KINDS).index(alarm.key) if kind and kind.yearly else len(KINDS)
    return place, alarm.key, alarm.missing_from, alarm.region


def coverage(located: Iterable[Located]) -> tuple[Coverage, ...]:
    """For every key each province should have: which provinces have one on file, were it for a city, and which never had."""
    have: dict[str, dict[str, None]] = defaultdict(dict)
    provinces: dict[str, None] = {}
    names: dict[str, str] = {}
    for one in located:
        province = one.parameter.region.split("/")[0]
        if province != NATIONAL:
            provinces[province] = None
            have[one.parameter.key][province] = None
        names.setdefault(one.parameter.key, one.parameter.name)
    return tuple(
        Coverage(key, names.get(key, key), tuple(have[key]), tuple(p for p in provinces if p not in have[key]))
        for key in KINDS
        if KINDS[key].everywhere
    )


def _ending(located: Iterable[Located]) -> dict[tuple[str, str], list[Located]]:
    """Yearly figures, and others whose rule was given an end."""
    groups: dict[tuple[str, str], list[Located]] = defaultdict(list)
    for one in located:
        groups[one.parameter.key, one.parameter.region].append(one)
    return {which: group for which, group in groups.items() if _newest(group).parameter.effective_to is not None}


def _newest(group: list[Located]) -> Located:
    return max(group, key=lambda one: one.parameter.effective_from)


def _first_missing(group: list[Located], start: date, end: date) -> date | None:
    day = start
    while day <= end:
        now = next((one.parameter for one in group if one.parameter.in_force(day)), None)
        if now is None:
            return _gap_start(group, day)
        if now.effective_to is None:
            return None
        day = now.effective_to + timedelta(days=1)
    return None


def _gap_start(group: list[Located], day: date) -> date:
    """The first day of the gap ``day`` lies in."""
    ended = [p.effective_to for p in (one.parameter for one in group) if p.effective_to is not None]
    before = [end for end in ended if end < day]
    return max(before) + timedelta(days=1) if before else day


def _alarm(key: str, group: list[Located], missing: date) -> Alarm:
    newest = _newest(group)
    figure, kind = newest.parameter, kind_of(key)
    seek = kind.seek.format(year=missing.year) if kind and kind.yearly else f"接替“{figure.source}”的规定"
    todo = (
        f"找{seek}；有了就在 {newest.file} 第{newest.line}行这一组里加一行，"
        f"from 从 {missing} 起，写明 source；没有公布就不要写，也不要照抄上一年"
    )
    return Alarm(
        key,
        figure.name,
        figure.region,
        missing,
        figure.spoken,
        figure.effective_to,
        newest.file,
        newest.line,
        seek,
        todo,
    )
