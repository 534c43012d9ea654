"""Bar charts as inline SVG, readable without scripts or network."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

ROW, LABEL, WIDTH, VALUE = 26, 190, 360, 110
"""Pixels: height of a row, widths of the label, of a full bar and of the figure after it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``share`` of the full width in [0, 1], and the figure written after it."""

    label: str
    share: float
    figure: str
    tone: str = "plain"
    """``good``, ``fair``, ``poor`` or ``plain``; colours are in the page's style sheet."""


def tone_of(rate: float) -> str:
    """The tone of a pass rate."""
    return "good" if rate >= 0.85 else "fair" if rate >= 0.6 else "poor"


def bars(title: str, rows: list[Bar]) -> str:
    """A horizontal bar chart with its title, as a ``figure`` element."""
    drawn = "".join(_bar(n, row) for n, row in enumerate(rows))
    height, width = ROW * len(rows) + 4, LABEL + WIDTH + VALUE
    return (
        f"<figure><figcaption>{escape(title)}</figcaption>"
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">{drawn}</svg></figure>'
    )


def _bar(number: int, row: Bar) -> str:
    top = number * ROW + 4
    middle = top + ROW / 2
    length = max(2.0, WIDTH * min(1.0, max(0.0, row.share)))
    return (
        f'<text x="{LABEL - 8}" y="{middle}" class="label">{escape(row.label)}</text>'
        f'<rect x="{LABEL}" y="{top + 3}" width="{WIDTH}" height="{ROW - 8}" rx="3" class="track"/>'
        f'<rect x="{LABEL}" y="{top + 3}" width="{length:.1f}" height="{ROW - 8}" rx="3" class="bar {escape(row.tone)}"/>'
        f'<text x="{LABEL + WIDTH + 8}" y="{middle}" class="figure">{escape(row.figure)}</text>'
    )
