"""Which places an employee's pension can be worked out for, part by part, and why not."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Console
from rich.table import Table

from assistant.errors import BadInput
from assistant.pension.retirement import Track
from assistant.tools.registry import Toolbox
from assistant.traces import ToolResult

AS_OF = "2025-12"
LOW, USUAL = "0.5", "0.8"


def places(tools: Toolbox) -> tuple[str, ...]:
    """Every province, and the cities with a benefit base of their own."""
    named = [p.region for p in tools.book.parameters if p.key == "benefit_base"]
    return tuple(dict.fromkeys(place for region in named for place in (region.split("/")[0], region)))


def row(tools: Toolbox, region: str) -> tuple[str, str, str]:
    """Basic and account pension, the same with a low index, the transitional pension: 算, or why not."""
    basic = _told(tools, region, USUAL)
    low = _told(tools, region, LOW)
    found = basic if isinstance(basic, ToolResult) else _told(tools, region, USUAL, local_base="7000")
    transitional = _transitional(found) if isinstance(found, ToolResult) else found
    if found is not basic and isinstance(found, ToolResult):
        transitional += "（给了退休地计发基数时）"
    return (
        "算" if isinstance(basic, ToolResult) else f"拒绝：{basic}",
        "算" if isinstance(low, ToolResult) else f"拒绝：{low}",
        transitional,
    )


def _told(tools: Toolbox, region: str, index: str, local_base: str | None = None) -> ToolResult | str:
    """A man born in January 1970 with 30 years, 5 of them deemed and 2 before personal accounts; or why not."""
    asked = {
        "birth": "1970-01", "track": Track.MALE, "region": region, "as_of": AS_OF, "paid_months": 360,
        "average_index": Decimal(index), "account_balance": Decimal(100_000), "deemed_months": 60,
        "pre_account_months": 24, "keep_paying": False, "local_base": Decimal(local_base) if local_base else None,
    }  # fmt: skip
    try:
        return tools.run("pension_estimate", asked)
    except BadInput as error:
        return str(error)


def _transitional(found: ToolResult) -> str:
    counted = found.find("transitional")
    if counted is None:
        return (
            "拒绝："
            + next((c for c in found.caveats if "没有计入：" in c), "").partition("没有计入：")[2].split("。")[0]
        )
    step = next(step for step in found.trace if step.step == "过渡性养老金")
    partly = any("没有算进过渡性养老金" in c or "没有计入" in c and "虚账" in c for c in found.caveats)
    return f"算：{step.formula}{'；建账前实际缴费或虚账实记没有计入' if partly else ''}"


def print_places(tools: Toolbox, cases: list[tuple[str, bool]]) -> None:
    """One row a place on standard output; ``cases`` are the provinces cases are about and whether they were met."""
    counted: dict[str, list[bool]] = {}
    for region, met in cases:
        counted.setdefault(region, []).append(met)
    table = Table(
        "地区", "基础、个人账户", "指数0.5时", "过渡性养老金", "算例", title="\n各地能算什么", show_lines=True
    )
    for column, width in enumerate((9, 40, 40, 44)):
        table.columns[column].overflow, table.columns[column].max_width = "fold", width
    for region in places(tools):
        here = counted.get(region, [])
        table.add_row(region, *row(tools, region), f"{sum(here)}/{len(here)}" if here else "")
    Console(width=160).print(table)
