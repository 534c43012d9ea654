"""What was sent and what arrived: delivery times, and everything that must be zero. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

CITIZEN, AGENT = "citizen", "agent"
OTHER = {CITIZEN: AGENT, AGENT: CITIZEN}
SHARES = {"p50": 0.50, "p95": 0.95, "p99": 0.99}


@dataclass(frozen=True, slots=True)
class Sent:
    """One message on its way. ``at`` is in seconds of one clock, ``across`` whether the other side is on another worker."""

    side: str
    conversation: str
    across: bool
    at: float


@dataclass(slots=True)
class _Heard:
    """What one side of one conversation has of it."""

    first: int = 0
    last: int = 0
    numbers: set[int] = field(default_factory=set)

    @property
    def missing(self) -> int:
        return self.last - self.first + 1 - len(self.numbers) if self.numbers else 0


class Deliveries:
    """Every message by its client message id; a side is ``CITIZEN`` or ``AGENT``."""

    def __init__(self) -> None:
        self._sent: dict[str, Sent] = {}
        self._taken: dict[str, float] = {}
        self._refused: set[str] = set()
        self._heard: dict[tuple[str, str], _Heard] = {}
        self.duplicates = 0
        self.out_of_order = 0

    def send(self, message: str, sent: Sent) -> None:
        """Count a message just before it is sent."""
        self._sent[message] = sent

    def refused(self, message: str) -> None:
        """The service said that it did not take the message: it is an error, and not lost."""
        self._refused.add(message)

    def hear(self, side: str, conversation: str, number: int, message: str | None, at: float) -> None:
        """A message with this sequence number came to this side of the conversation."""
        heard = self._heard.setdefault((side, conversation), _Heard(first=number))
        if number in heard.numbers:
            self.duplicates += 1
            return
        if number < heard.last:
            self.out_of_order += 1
        heard.numbers.add(number)
        heard.first, heard.last = min(heard.first, number), max(heard.last, number)
        if message and message in self._sent and self._sent[message].side == OTHER[side]:
            self._taken.setdefault(message, at)

    def last(self, side: str, conversation: str) -> int:
        """The highest number this side has; 0 for none."""
        heard = self._heard.get((side, conversation))
        return heard.last if heard else 0

    @property
    def outstanding(self) -> int:
        """Messages that did not come to the other side."""
        return len(self._sent.keys() - self._taken.keys() - self._refused)

    @property
    def missing(self) -> int:
        """Numbers that a side skipped, whoever said them."""
        return sum(heard.missing for heard in self._heard.values())

    def wrong(self) -> dict[str, int]:
        """What must be zero."""
        return {
            "lost": self.outstanding, "missing_numbers": self.missing, "duplicated": self.duplicates,
            "out_of_order": self.out_of_order,
        }  # fmt: skip

    def times(self) -> dict[str, dict[str, float]]:
        """Milliseconds from sending to having it, for all, for each direction, and within it by worker."""
        found = {"all": self._seconds()}
        for side in (CITIZEN, AGENT):
            name = f"{side}_to_{OTHER[side]}"
            found[name] = self._seconds(side)
            found[f"{name}_same_worker"] = self._seconds(side, across=False)
            found[f"{name}_other_worker"] = self._seconds(side, across=True)
        return {name: spread(seconds) for name, seconds in found.items()}

    def counts(self) -> dict[str, int]:
        """Messages sent and taken by the service, by side, and those that arrived."""
        taken = [sent for message, sent in self._sent.items() if message not in self._refused]
        by_side = {f"sent_by_{side}s": sum(sent.side == side for sent in taken) for side in (CITIZEN, AGENT)}
        return {**by_side, "arrived": len(self._taken)}

    def _seconds(self, side: str | None = None, *, across: bool | None = None) -> list[float]:
        return [
            at - sent.at
            for message, at in self._taken.items()
            if (sent := self._sent[message]) and side in (None, sent.side) and across in (None, sent.across)
        ]


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Number of values, and their percentiles and maximum in milliseconds; only the number where there are none."""
    if not seconds:
        return {"count": 0}
    ordered = sorted(seconds)
    ranks = {name: ordered[math.ceil(share * len(ordered)) - 1] for name, share in SHARES.items()}
    return {"count": len(ordered), **{name: round(at * 1000, 1) for name, at in (*ranks.items(), ("max", ordered[-1]))}}
