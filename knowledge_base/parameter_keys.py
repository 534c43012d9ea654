"""Which figures a parameter file may hold: their units, the rules a name may stand for, which are new every year."""

from __future__ import annotations

import re
from dataclasses import dataclass

RULE = "规则"
UNITS = ("元/月", "元/年", "%", "月", "年", "岁", "倍", RULE)


@dataclass(frozen=True, slots=True)
class Kind:
    """One key: its unit, the rule names it takes when the unit is 规则, and for a yearly figure where to look for it.

    ``seek`` is what an operator looks for, with ``{year}``; "" for a figure that holds until it is changed.
    ``everywhere`` says that every province has one, so that a province without it is worth naming.
    """

    unit: str
    rules: tuple[str, ...] = ()
    seek: str = ""
    everywhere: bool = False

    @property
    def yearly(self) -> bool:
        """Whether it must be given anew each year: its values always have an end."""
        return bool(self.seek)


_BASE = "省级人社部门公布的{year}年度基本养老金计发基数（多在下半年公布）"
_BOUNDS = "省级人社部门公布的{year}年度社会保险缴费基数上下限（多在7月前后公布）"
_WAGE = "省级人社部门公布缴费基数上下限时写明的全口径城镇单位就业人员月平均工资（{year}年度使用的）"
_INTEREST = "人社部、财政部公布的{year}年职工基本养老保险个人账户记账利率（多在下半年公布，各省会转发）"
_MINIMUM = "人社部、财政部提高{year}年城乡居民基础养老金最低标准的通知"
_RESIDENT = "当地人社部门调整{year}年城乡居民基础养老金标准的通知"
_INCOME = "当地统计部门公布的上一年度（{year}年的上一年）城镇居民人均可支配收入，除以12"
_TRANSITIONS = (
    "common", "before_account", "place_base", "index_at_least_one", "weighted", "beijing", "shanghai", "guangdong", "jiangsu",
)  # fmt: skip

_KINDS = {
    "benefit_base": Kind("元/月", seek=_BASE, everywhere=True),
    "average_wage": Kind("元/月", seek=_WAGE, everywhere=True),
    "contribution_base_min": Kind("元/月", seek=_BOUNDS, everywhere=True),
    "contribution_base_max": Kind("元/月", seek=_BOUNDS, everywhere=True),
    "urban_income": Kind("元/月", seek=_INCOME, everywhere=True),
    "resident_basic": Kind("元/月", seek=_RESIDENT, everywhere=True),
    "account_interest": Kind("%", seek=_INTEREST),
    "resident_minimum_basic": Kind("元/月", seek=_MINIMUM),
    "transitional_rate": Kind("%", everywhere=True),
    "transitional_rate_short": Kind("%"),
    "transitional_form": Kind(RULE, _TRANSITIONS),
    "basic_form": Kind(RULE, ("national", "dual_base_place_index", "dual_base_province_index", "low_index")),
    "years_rounding": Kind(RULE, ("half_year_up",)),
    "private_pension_cap": Kind("元/年"),
}
_PLAIN = {
    "%": (
        "employee_rate employer_rate flexible_rate flexible_account_rate base_floor_ratio base_ceiling_ratio "
        "pooled_transfer_rate private_pension_tax late_fee_daily occupational_employer_rate "
        "occupational_employee_rate enterprise_annuity_employer_cap enterprise_annuity_total_cap"
    ),
    "月": (
        "resident_payout_months funeral_months survivor_months.under_5 survivor_months.under_10 "
        "survivor_months.up_to_15 survivor_months.per_year survivor_months.cap survivor_months.floor "
        "disability_base_months disability_months_per_year elastic_months"
    ),
    "年": "resident_minimum_years disability_years_short claim_place_years",
    "岁": "temporary_account_age.male temporary_account_age.female",
    "元/年": "resident_subsidy.lowest resident_subsidy.from_500",
    "元/月": "resident_long_pay.up_to_15 resident_long_pay.over_15",
}
KINDS = _KINDS | {key: Kind(unit) for unit, keys in _PLAIN.items() for key in keys.split()}
_PAYOUT = re.compile(r"payout_months\.(?:[4-6]\d|70)")


def kind_of(key: str) -> Kind | None:
    """What is known of a key; None for a key no tool looks up."""
    return Kind("月") if _PAYOUT.fullmatch(key) else KINDS.get(key)
