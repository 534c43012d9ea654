"""How provinces differ in the basic pension.

Source: award sheets and rules gathered by province (single source, to be confirmed): 广东 outside 深圳 multiplies the base
with a factor below one when the index is under 0.6, and the factor is not known; 河南 and 吉林 use two bases.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.errors import BadInput
from assistant.pension.formulas import HUNDREDTH, basic_pension

LOW_INDEX = Decimal("0.6")


class BasicForm(StrEnum):
    """The form of the basic pension a place uses."""

    NATIONAL = "national"
    DUAL_PLACE_INDEX = "dual_base_place_index"
    DUAL_PROVINCE_INDEX = "dual_base_province_index"
    LOW_INDEX = "low_index"


SPOKEN = {
    BasicForm.NATIONAL: "计发基数 ×（1 + 平均缴费指数）÷ 2 × 缴费年限 × 1%",
    BasicForm.DUAL_PLACE_INDEX: "（全省计发基数 + 退休地计发基数 × 平均缴费指数）÷ 2 × 缴费年限 × 1%",
    BasicForm.DUAL_PROVINCE_INDEX: "（市县计发基数 + 全省计发基数 × 平均缴费指数）÷ 2 × 缴费年限 × 1%",
    BasicForm.LOW_INDEX: "计发基数 ×（1 + 平均缴费指数）÷ 2 × 缴费年限 × 1%",
}


@dataclass(frozen=True, slots=True)
class Bases:
    """Benefit bases in yuan a month: of the province (or of the city set apart), and the place's own one if known."""

    province: Decimal
    place: Decimal | None = None


def needs_place(form: BasicForm) -> bool:
    """Whether the place's own base belongs into the formula."""
    return form in (BasicForm.DUAL_PLACE_INDEX, BasicForm.DUAL_PROVINCE_INDEX)


def base_names(form: BasicForm) -> tuple[str, str]:
    """What the formula as spoken calls the province's base and the place's own one."""
    if form is BasicForm.DUAL_PROVINCE_INDEX:
        return "全省计发基数", "市县计发基数"
    return ("全省计发基数" if needs_place(form) else "计发基数"), "退休地计发基数"


def least_index(form: BasicForm) -> Decimal:
    """The index below which the form cannot be worked out."""
    return LOW_INDEX if form is BasicForm.LOW_INDEX else Decimal(0)


def basic(form: BasicForm, bases: Bases, index: Decimal, years: Decimal) -> Decimal:
    """The basic pension in yuan a month. Raises ``BadInput`` where the form cannot be worked out."""
    if index < least_index(form):
        raise BadInput(
            "广东（深圳除外）平均缴费指数低于0.6时，基础养老金另有一个小于1的系数，这个系数没有查到公开文件，不能估算",
            "请向参保地社保经办机构申请测算；深圳参保的请写明深圳",
        )
    if not needs_place(form):
        return basic_pension(bases.province, index, years)
    if bases.place is None:
        raise BadInput(
            "当地的基础养老金要用全省和退休地两个计发基数，退休地的计发基数没有收录，不能估算",
            "请提供退休地（市、县）当年的计发基数，可以问当地社保经办机构或12333",
        )
    first, second = bases.province, bases.place
    if form is BasicForm.DUAL_PROVINCE_INDEX:
        first, second = second, first
    return (first + second * index) / 2 * years * HUNDREDTH
