"""When a member of the residents' scheme may claim: at sixty, men and women alike."""

from __future__ import annotations

from assistant.errors import BadInput
from assistant.pension.months import Month
from assistant.pension.parameters import ParameterBook
from assistant.tools.working import Working
from assistant.traces import ToolResult

AGE = 60
"""国发〔2014〕8号 第七条; the gradual delay of the retirement age does not touch it."""


def resident_claim(book: ParameterBook, birth: str) -> ToolResult:
    """看城乡居民养老哪个月能领：birth 出生年月（YYYY-MM），男女都是年满60周岁，不跟着延迟退休。"""
    born = Month.parse(birth)
    if not 1930 <= born.year <= 2020:
        raise BadInput("出生年月不合适", "请给出1930年以后的出生年月，如 1975-06")
    month = born.plus(AGE * 12)
    work = Working(book)
    formula = f"出生年月 + {AGE}年，男女一样，不跟着延迟退休（国发〔2014〕8号第七条）"
    work.step("满60周岁的月份", formula, {"出生年月": born.spoken}, month.spoken)
    work.caution("还要累计缴费满15年、没有领取国家规定的其他基本养老待遇，才能按月领。")
    return work.result("resident_claim", {"birth": born.spoken, "claim_month": month.spoken})
