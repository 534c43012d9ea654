"""Effective-dated figures as a book to look up in. Never borrowed from another province or another year. Pure.

The book is read from ``knowledge_base/parameters/`` (docs/parameters.md says how a file is written).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.traces import UsedParameter

NATIONAL = "全国"
RULE_NAMES = {
    "national": "全国统一的算法", "dual_base_place_index": "全省和退休地两个计发基数", "low_index": "指数低的另有系数",
    "dual_base_province_index": "市县和全省两个计发基数", "half_year_up": "年限按半年进位", "common": "按视同缴费年限",
    "before_account": "按建账前缴费年限", "place_base": "用退休地计发基数", "index_at_least_one": "指数不足1的按1",
    "weighted": "计发基数和指数化工资取平均", "beijing": "北京的算法", "shanghai": "上海的算法",
    "guangdong": "广东的算法", "jiangsu": "江苏的算法",
}  # fmt: skip
"""Names of rules as said to a person; the rules themselves stand in ``regional`` and ``transitional``."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure or one named rule, in force from ``effective_from`` through ``effective_to``.

    ``value`` is exact text: a decimal number in ``unit`` (``元/月``, ``%``, ``月``, ``年``, ``倍``, ``元/年`` …), or the
    name of a rule (unit ``规则``). ``not_for`` are places inside ``region`` it does not hold for.
    """

    key: str
    name: str
    region: str
    value: str
    unit: str
    effective_from: date
    effective_to: date | None
    source: str
    confidence: str
    note: str = ""
    not_for: tuple[str, ...] = ()

    @property
    def number(self) -> Decimal:
        """The value as a number in its unit; percentages as fractions (8% is 0.08)."""
        return Decimal(self.value) / 100 if self.unit == "%" else Decimal(self.value)

    @property
    def spoken(self) -> str:
        """As said to a person: 9493元, 8%."""
        return (
            RULE_NAMES.get(self.value, self.value) if self.unit == "规则" else f"{self.value}{self.unit.split('/')[0]}"
        )

    def in_force(self, on: date) -> bool:
        """Whether the figure is the one of that day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def used(self) -> UsedParameter:
        """As a trace keeps it."""
        return UsedParameter(
            self.name, self.spoken, self.region, self.effective_from, self.source, self.confidence,
            self.effective_to, self.key, self.value, self.unit,
        )  # fmt: skip


class MissingParameter(BadInput):
    """A figure that has not been published or is not on file: named, with its place and day."""

    def __init__(self, key: str, name: str, region: str, on: date) -> None:
        super().__init__(f"没有{region}{on.year}年{on.month}月的{name}", "请问参保地社保经办机构，或把这个数一并提供")
        self.key, self.name, self.region, self.on = key, name, region, on


class ParameterBook:
    """Parameters by key and place. ``version`` is a digest of all of them, or the one given."""

    def __init__(self, parameters: tuple[Parameter, ...], version: str = "") -> None:
        self.parameters = parameters
        self.version = version or _digest(parameters)
        self._by_key: dict[tuple[str, str], list[Parameter]] = defaultdict(list)
        self._names: dict[str, str] = {}
        for parameter in parameters:
            self._by_key[parameter.key, parameter.region].append(parameter)
            self._names.setdefault(parameter.key, parameter.name)

    def find(self, key: str, region: str, on: date) -> Parameter | None:
        """The figure in force on that day for the place: its own, else its province's, else the national one."""
        return next((p for group in self._groups(key, region) for p in group if p.in_force(on)), None)

    def latest(self, key: str, region: str, on: date) -> Parameter | None:
        """The figure in force, else the last one that was before that day: an assumption to be said aloud."""
        for group in self._groups(key, region):
            past = [p for p in group if p.effective_from <= on]
            if past:
                return max(past, key=lambda p: p.effective_from)
        return None

    def need(self, key: str, region: str, on: date) -> Parameter:
        """The figure in force. Raises ``MissingParameter``."""
        found = self.find(key, region, on)
        if found is None:
            raise MissingParameter(key, self._names.get(key, key), region, on)
        return found

    def begins_later(self, key: str, region: str, on: date) -> bool:
        """Whether the place, or its province, has figures of its own that only begin after that day.

        A wider figure is then no stand-in: what held there before is not on file.
        """
        groups = [group for group in self._groups(key, region)[:-1] if group]
        return any(all(p.effective_from > on for p in group) for group in groups) and region != NATIONAL

    def name(self, key: str) -> str:
        """How the figure is called."""
        return self._names.get(key, key)

    def _groups(self, key: str, region: str) -> list[list[Parameter]]:
        """What is on file for the place, its province and the nation; a place set apart gets no figure of its province."""
        places = [region]
        if "/" in region:
            places.append(region.split("/")[0])
        if region != NATIONAL:
            places.append(NATIONAL)
        return [[p for p in self._by_key.get((key, place), ()) if region not in p.not_for] for place in places]


def book_of(used: tuple[UsedParameter, ...], version: str) -> ParameterBook:
    """The book a stored calculation was made with, as far as it was used: replaying with it gives the same figures."""
    return ParameterBook(
        tuple(
            Parameter(
                u.key, u.name, u.region, u.exact, u.unit, u.effective_from, u.effective_to, u.source, u.confidence
            )
            for u in used
        ),
        version,
    )


def _digest(parameters: tuple[Parameter, ...]) -> str:
    lines = sorted(f"{p.key}|{p.region}|{p.value}|{p.unit}|{p.effective_from}|{p.effective_to}" for p in parameters)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
