"""The transitional pension (过渡性养老金) in the forms provinces use. Yuan a month; rates are fractions.

Source: 国发〔2005〕38号 第六条 leaves the form to the provinces; the forms here are gathered by province from secondary sources and
to be confirmed with the agency office. A province whose form is not on file is refused by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

SHANGHAI_DIVISOR = 120
"""上海: 虚账实记额 is paid out over 120 months."""


class TransitionForm(StrEnum):
    """The form of the transitional pension a province uses."""

    COMMON = "common"
    BEFORE_ACCOUNT = "before_account"
    PLACE_BASE = "place_base"
    AT_LEAST_ONE = "index_at_least_one"
    WEIGHTED = "weighted"
    BEIJING = "beijing"
    SHANGHAI = "shanghai"
    GUANGDONG = "guangdong"


SPOKEN = {
    TransitionForm.COMMON: "计发基数 × 指数 × 视同缴费年限 × 过渡系数",
    TransitionForm.BEFORE_ACCOUNT: "计发基数 × 指数 × 建账前缴费年限（含视同）× 过渡系数",
    TransitionForm.PLACE_BASE: "退休地计发基数 × 指数 × 视同缴费年限 × 过渡系数",
    TransitionForm.AT_LEAST_ONE: "计发基数 × 指数（不足1的按1）× 建账前缴费年限（含视同）× 过渡系数",
    TransitionForm.WEIGHTED: "（计发基数 + 计发基数 × 指数）÷ 2 × 建账前缴费年限（含视同）× 过渡系数",
    TransitionForm.BEIJING: "计发基数 × 视同缴费年限 × 系数 + 计发基数 × 指数 × 建账前实际缴费年限 × 系数",
    TransitionForm.SHANGHAI: "计发基数 × 1.0 × 1992年底前视同缴费年限 × 过渡系数 + 虚账实记额 ÷ 120",
    TransitionForm.GUANGDONG: "计发基数 × 1998年6月前缴费指数 ×（视同 + 1998年6月前实际缴费年限）× 过渡系数",
}
_WITH_PAID = frozenset(
    (
        TransitionForm.BEFORE_ACCOUNT, TransitionForm.AT_LEAST_ONE, TransitionForm.WEIGHTED, TransitionForm.BEIJING,
        TransitionForm.GUANGDONG,
    )
)  # fmt: skip


def form_of(name: str) -> TransitionForm | None:
    """The form called ``name``; None for one that is known to exist but not how it goes (江苏)."""
    return TransitionForm(name) if name in list(TransitionForm) else None


@dataclass(frozen=True, slots=True)
class EarlyYears:
    """Years before personal accounts: deemed (视同), and actually paid in (实际缴费)."""

    deemed: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Transition:
    """A province's form with its rate; ``virtual_account`` is 上海's 虚账实记额 in yuan."""

    form: TransitionForm
    rate: Decimal
    virtual_account: Decimal = Decimal(0)

    @property
    def counts_paid(self) -> bool:
        """Whether years actually paid in before personal accounts count."""
        return self.form in _WITH_PAID


def transitional(rule: Transition, base: Decimal, index: Decimal, years: EarlyYears) -> Decimal:
    """The transitional pension in yuan a month, unrounded. ``base`` is the benefit base the form names."""
    counted = years.deemed + (years.paid if rule.counts_paid else Decimal(0))
    match rule.form:
        case TransitionForm.BEIJING:
            return base * years.deemed * rule.rate + base * index * years.paid * rule.rate
        case TransitionForm.SHANGHAI:
            return base * years.deemed * rule.rate + rule.virtual_account / SHANGHAI_DIVISOR
        case TransitionForm.WEIGHTED:
            return (base + base * index) / 2 * counted * rule.rate
        case TransitionForm.AT_LEAST_ONE:
            return base * max(index, Decimal(1)) * counted * rule.rate
        case _:
            return base * index * counted * rule.rate
