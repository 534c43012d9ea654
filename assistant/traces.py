"""Calculations as values: every step, every figure used and what was assumed. Frozen, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class UsedParameter:
    """A figure a calculation used, with where it comes from.

    ``value`` is as said to a person (``9493元``); ``key`` and ``exact`` are as the parameter file writes them, so that
    the calculation can be repeated after the file has changed.
    """

    name: str
    value: str
    region: str
    effective_from: date
    source: str
    confidence: str
    effective_to: date | None = None
    key: str = ""
    exact: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One named step of a calculation; ``value`` is what it produced, as text with its unit."""

    step: str
    formula: str
    inputs: tuple[tuple[str, str], ...]
    value: str
    parameters: tuple[UsedParameter, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool returns: the result, every step, and what it assumed.

    ``arguments`` are what it was asked with, ``used`` every parameter it looked up: enough to repeat it exactly.
    """

    tool: str
    result: tuple[tuple[str, str], ...]
    trace: tuple[TraceStep, ...]
    assumptions: tuple[str, ...]
    caveats: tuple[str, ...]
    rule_version: str
    parameter_version: str
    arguments: tuple[tuple[str, str], ...] = ()
    used: tuple[UsedParameter, ...] = ()
    parts: tuple[ToolResult, ...] = ()
    """The calculations this one puts together; each can be repeated on its own."""

    def value(self, name: str) -> str:
        """The named result; KeyError when there is none."""
        return dict(self.result)[name]

    def find(self, name: str) -> str | None:
        """The named result, or None."""
        return dict(self.result).get(name)


def together(results: tuple[ToolResult, ...]) -> ToolResult:
    """Several calculations as one; each stays repeatable in ``parts``. A single one is itself."""
    unique = tuple({(r.tool, r.result): r for r in results}.values())
    if len(unique) == 1:
        return unique[0]
    return replace(
        unique[0],
        result=tuple(pair for r in unique for pair in r.result),
        trace=tuple(dict.fromkeys(step for r in unique for step in r.trace)),
        assumptions=tuple(dict.fromkeys(line for r in unique for line in r.assumptions)),
        caveats=tuple(dict.fromkeys(line for r in unique for line in r.caveats)),
        used=tuple(dict.fromkeys(figure for r in unique for figure in r.used)),
        parts=unique,
    )
