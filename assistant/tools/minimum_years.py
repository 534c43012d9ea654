"""The minimum contribution years that a pension from a given year needs."""

from __future__ import annotations

from assistant.errors import BadInput
from assistant.pension.parameters import ParameterBook
from assistant.pension.retirement import RULE_VERSION
from assistant.pension.retirement import minimum_years as years_for
from assistant.tools.retirement_date import minimum_parameter
from assistant.traces import ToolResult, TraceStep


def minimum_years(book: ParameterBook, year: int) -> ToolResult:
    """查最低缴费年限：退休的年份（如 2035）。"""
    if not 2011 <= year <= 2100:
        raise BadInput("年份不合适", "请给出2011到2100之间的年份，如 2035")
    years = f"{years_for(year).normalize():f}"
    formula = "2029年及以前15年，2030年起每年加6个月，2039年起20年"
    return ToolResult(
        tool="minimum_years",
        result=(("year", f"{year}"), ("minimum_years", years)),
        trace=(
            TraceStep(
                "最低缴费年限",
                formula,
                (("退休年份", f"{year}年"),),
                f"{years}年",
                (minimum_parameter(year, f"{years}年"),),
            ),
        ),
        assumptions=("按法定退休年龄退休；弹性提前退休看所选的退休年份",),
        caveats=("累计缴费年限以社保经办机构核定为准。",),
        rule_version=RULE_VERSION,
        parameter_version=book.version,
    )
