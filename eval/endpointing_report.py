"""The figures of ``eval.endpointing`` and their tables."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from rich.console import Console
from rich.table import Table

from speech.values import Heard

Row = tuple[str, ...]


@dataclass(slots=True)
class Figures:
    """Milliseconds, unless said otherwise."""

    numbers: int = 0
    numbers_cut: int = 0
    interruptions: int = 0
    interruptions_missed: int = 0
    interruptions_late: int = 0
    interrupted_after: list[float] = field(default_factory=list)
    sentences: int = 0
    sentences_cut: int = 0
    ended_after: list[float] = field(default_factory=list)
    started_after: list[float] = field(default_factory=list)
    noise_minutes: float = 0.0
    false_starts: int = 0
    answered_after: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, float]:
        """Counts as they are; of lists the median, the least and the most."""
        told: dict[str, float] = {}
        for name, value in asdict(self).items():
            if not isinstance(value, list):
                told[name] = value
            elif value:
                told[f"{name}_median_ms"] = round(1000 * statistics.median(value))
                told[f"{name}_least_ms"] = round(1000 * min(value))
                told[f"{name}_most_ms"] = round(1000 * max(value))
        return told


def final_texts(heard: Iterable[Heard]) -> str:
    """What was understood in the end."""
    return " / ".join(each.transcript.text for each in heard if each.transcript and each.transcript.final)


def spread(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Median, least and most."""
    return statistics.median(seconds), min(seconds), max(seconds)


def milliseconds(seconds: float) -> str:
    """As a table says it."""
    return f"{1000 * seconds:.0f}"


def noise_of(snr: float | None) -> str:
    """As a table says it; None is a line without noise."""
    return "无噪声" if snr is None else f"{snr:.0f} dB"


def print_table(title: str, heads: Sequence[str], rows: Iterable[Row]) -> None:
    """Print it."""
    table = Table(title=title)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
