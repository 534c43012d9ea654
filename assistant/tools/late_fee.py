"""The surcharge an employer pays on contributions that are overdue."""

from __future__ import annotations

from decimal import Decimal

from assistant.pension.parameters import NATIONAL, ParameterBook
from assistant.tools.arguments import amount, count, first_day
from assistant.tools.working import Working, money, plain, yuan
from assistant.traces import ToolResult


def late_fee(book: ParameterBook, as_of: str, arrears: Decimal, days: int) -> ToolResult:
    """算用人单位欠缴养老保险费的滞纳金：arrears 欠缴数额（元），days 欠缴天数，as_of 年月（YYYY-MM）。

    依据社会保险法第八十六条：自欠缴之日起，按日加收万分之五。
    """
    owed, late = amount(arrears, "欠缴数额"), count(days, "欠缴天数", 20_000)
    work = Working(book)
    rate = work.need("late_fee_daily", NATIONAL, first_day(as_of))
    fee = money(owed * rate.number * late)
    inputs = {"欠缴数额": yuan(owed), "每日": "万分之五", "欠缴天数": f"{late}天"}
    work.step("滞纳金", "欠缴数额 × 万分之五 × 欠缴天数", inputs, yuan(fee), rate)
    work.assume("欠缴数额在这段时间里没有变，滞纳金由单位承担，不能从职工工资里扣")
    return work.result("late_fee", {"arrears": plain(owed), "days": str(late), "late_fee": plain(fee)})
