"""How many months the invalidity allowance is paid to somebody who has not reached the minimum years."""

from __future__ import annotations

from assistant.errors import BadInput
from assistant.pension.disability import ShortRule, months_payable
from assistant.pension.formulas import years_of
from assistant.pension.parameters import NATIONAL, ParameterBook
from assistant.pension.retirement import minimum_years
from assistant.tools.arguments import count, first_day
from assistant.tools.working import Working, months_spoken, plain
from assistant.traces import ToolResult


def disability_months(book: ParameterBook, as_of: str, paid_months: int) -> ToolResult:
    """看缴费没满最低年限的人病残津贴发几个月：as_of 申领的年月（YYYY-MM），paid_months 累计缴费月数（含视同）。"""
    on = first_day(as_of)
    paid = count(paid_months, "累计缴费月数", 720)
    lowest = minimum_years(on.year)
    if years_of(paid) >= lowest:
        raise BadInput(
            f"缴费已满{plain(lowest)}年，不按月数发", "请给出出生年月，用 disability_allowance 看属于哪种情况"
        )
    work = Working(book)
    keys = ("disability_base_months", "disability_months_per_year", "disability_years_short")
    base, more, border = (work.need(key, NATIONAL, on) for key in keys)
    months = months_payable(years_of(paid), ShortRule(int(base.number), int(more.number), int(border.number)))
    formula = f"累计缴费不满{border.spoken}的发{plain(base.number)}个月；满{border.spoken}以上每多1年加{plain(more.number)}个月，不满1年按1年"
    work.step("病残津贴支付月数", formula, {"累计缴费": months_spoken(paid)}, f"{months}个月", base, more, border)
    work.assume(f"按{on.year}年申领、最低缴费年限{plain(lowest)}年看，没有满最低年限")
    work.caution("先要经劳动能力鉴定为完全丧失劳动能力，鉴定结论和月数由当地人社部门核定。")
    return work.result("disability_months", {"paid": months_spoken(paid), "months": str(months)})
