"""What a calculation asked for in one message is: what was said, which tool takes it, how the answer is worded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.messages import Understanding
from assistant.pension.months import Month
from assistant.traces import ToolResult

Arguments = dict[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one message says: its text, the person, what it tells beyond, and the month it is asked in."""

    text: str
    found: Understanding
    extras: dict[str, str]
    today: date
    earlier: str = ""
    """The question this message goes on from."""

    @property
    def month(self) -> str:
        """As tools take it."""
        return str(Month.of(self.today))


@dataclass(frozen=True, slots=True)
class Calculation:
    """``wanted`` gives the tool's arguments, once for each way it may be, when the message asks for it and has all it
    takes, else none; ``say`` words one result.
    """

    tool: str
    wanted: Callable[[Asked], tuple[Arguments, ...]]
    say: Callable[[ToolResult], tuple[str, ...]]
