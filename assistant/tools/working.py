"""What a tool writes down while it works: steps, figures looked up, assumptions, cautions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from assistant.pension.formulas import money as money
from assistant.pension.parameters import MissingParameter, Parameter, ParameterBook
from assistant.pension.retirement import RULE_VERSION
from assistant.traces import ToolResult, TraceStep, UsedParameter

BY_OFFICE = "这是推算，以社保经办机构核定为准。"


class Working:
    """Collects one calculation. Every figure it looks up stands in the result, so that it can be replayed."""

    def __init__(self, book: ParameterBook) -> None:
        self.book = book
        self._steps: list[TraceStep] = []
        self._used: dict[UsedParameter, None] = {}
        self._assumptions: dict[str, None] = {}
        self._caveats: dict[str, None] = {}

    def need(self, key: str, region: str, on: date) -> Parameter:
        """The figure in force. Raises ``MissingParameter``."""
        return self._seen(self.book.need(key, region, on))

    def local(self, key: str, region: str, on: date) -> Parameter:
        """As ``need``, but no national figure for a day before the place's own ones. Raises ``MissingParameter``."""
        if self.book.begins_later(key, region, on):
            raise MissingParameter(key, self.book.name(key), region, on)
        return self.need(key, region, on)

    def find(self, key: str, region: str, on: date) -> Parameter | None:
        """The figure in force, if there is one."""
        found = self.book.find(key, region, on)
        return self._seen(found) if found else None

    def latest(self, key: str, region: str, on: date) -> Parameter:
        """The figure in force, else the last one before, which is then an assumption. Raises ``MissingParameter``."""
        found = self.book.latest(key, region, on)
        if found is None:
            return self.need(key, region, on)
        if not found.in_force(on):
            self.assume(
                f"{on.year}年的{found.name}没有公布或没有收录，先用{_place(found.region)}{found.effective_from.year}年的{found.spoken}"
            )
        return self._seen(found)

    def step(self, name: str, formula: str, inputs: Mapping[str, str], value: str, *parameters: Parameter) -> None:
        """Write a step down; ``inputs`` and ``value`` are as said to a person, with units."""
        self._steps.append(TraceStep(name, formula, tuple(inputs.items()), value, tuple(p.used() for p in parameters)))

    def assume(self, text: str) -> None:
        """Say what was taken for granted."""
        self._assumptions[text] = None

    def caution(self, text: str) -> None:
        """Say what is not counted or may differ."""
        self._caveats[text] = None

    def result(self, tool: str, result: Mapping[str, str]) -> ToolResult:
        """The whole calculation. Single-sourced and remembered figures are named as to be confirmed."""
        unsure = [u for u in self._used if u.confidence in ("single", "memory")]
        if unsure:
            names = "、".join(dict.fromkeys(f"{_place(u.region)}{u.name}" for u in unsure))
            self.caution(f"{names}没有核到正式文件原文，待确认。")
        self.caution(BY_OFFICE)
        return ToolResult(
            tool, tuple(result.items()), tuple(self._steps), tuple(self._assumptions), tuple(self._caveats),
            RULE_VERSION, self.book.version, (), tuple(self._used),
        )  # fmt: skip

    def _seen(self, parameter: Parameter) -> Parameter:
        self._used[parameter.used()] = None
        return parameter


def _place(region: str) -> str:
    """A region as said to a person: 湖北/武汉 -> 湖北武汉."""
    return region.replace("/", "")


def yuan(value: Decimal) -> str:
    """An amount as said to a person: 1234.50 -> 1234.5元."""
    return f"{plain(money(value))}元"


def plain(value: Decimal) -> str:
    """A decimal without trailing zeros or exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def months_spoken(months: int) -> str:
    """A length of time as said to a person: 364 -> 30年4个月."""
    years, rest = divmod(months, 12)
    return f"{years}年{rest}个月" if years and rest else f"{rest}个月" if rest or not years else f"{years}年"
