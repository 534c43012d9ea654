"""The surcharge an employer pays on contributions that are overdue."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL, ParameterBook
from assistant.tools.arguments import cents, count, first_day
from assistant.tools.working import Working, money, plain, yuan
from assistant.traces import ToolResult


def late_fee(book: ParameterBook, as_of: str, arrears: Decimal, days: int) -> ToolResult:
    """算用人单位欠缴养老保险费的滞纳金：arrears 欠缴数额（元），days 欠缴天数，as_of 年月（YYYY-MM）。

    依据社会保险法第八十六条：自欠缴之日起，按日加收万分之五。
    """
    owed, late = cents(arrears, "欠缴数额"), count(days, "欠缴天数", 20_000)
    on, work = first_day(as_of), Working(book)
    rate = work.need("late_fee_daily", NATIONAL, on)
    last = Month.parse(as_of).plus(1)
    if date(last.year, last.month, 1) - timedelta(days=late) < rate.effective_from:
        raise BadInput(
            "2011年7月1日以前的欠费，那段时间的滞纳金按当时的规定，不是万分之五",
            "请只算2011年7月1日以后的天数，以前的请问参保地社保费征收机构",
        )
    fee = money(owed * rate.number * late)
    inputs = {"欠缴数额": yuan(owed), "每日": rate.spoken, "欠缴天数": f"{late}天"}
    work.step("滞纳金", "欠缴数额 × 每日（万分之五）× 欠缴天数", inputs, yuan(fee), rate)
    work.assume("欠缴数额在这段时间里没有变，滞纳金由单位承担，不能从职工工资里扣")
    return work.result("late_fee", {"arrears": plain(owed), "days": str(late), "late_fee": plain(fee)})
