"""Figures as the desk's pages get them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.desk.figures import Figures


def figures_json(figures: Figures) -> dict[str, Any]:
    """Every table of the figures; None where there is nothing to divide by."""
    return {
        "from": str(figures.period.first),
        "to": str(figures.period.last),
        "totals": asdict(figures.totals),
        "by_day": [asdict(one) | {"day": str(one.day)} for one in figures.by_day],
        "by_reason": [asdict(one) for one in figures.by_reason],
        "by_resolution": [asdict(one) for one in figures.by_resolution],
        "by_channel": [asdict(one) for one in figures.by_channel],
        "by_group": [asdict(one) for one in figures.by_group],
        "by_agent": [asdict(one) for one in figures.by_agent],
        "by_hour": [asdict(one) for one in figures.by_hour],
    }
