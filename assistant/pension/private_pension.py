"""The tax of a voluntary private pension (个人养老金): deducted when paid in, taxed at one rate when drawn.

Sources: the yearly cap and the rate at drawing are told alike by several retellings of 人社部发〔2022〕70号 and 财政部
税务总局公告2024年第21号; the rates of comprehensive income are those of 个人所得税法 第三条.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

TAX_RATES = (0, 3, 10, 20, 25, 30, 35, 45)
"""Per cent: no income tax at all, and the seven steps of comprehensive income."""


@dataclass(frozen=True, slots=True)
class TaxEffect:
    """Yuan: what counts for the deduction in a year, and over all years the tax saved, paid later and the difference."""

    counted: Decimal
    saved: Decimal
    later: Decimal

    @property
    def net(self) -> Decimal:
        """Tax saved less tax at drawing; below zero it costs."""
        return self.saved - self.later


def tax_effect(yearly: Decimal, years: int, rate: Decimal, cap: Decimal, drawing: Decimal) -> TaxEffect:
    """The effect of paying in ``yearly`` for ``years`` at the marginal ``rate``; returns on it are left out."""
    counted = min(yearly, cap)
    paid = counted * years
    return TaxEffect(counted, paid * rate, paid * drawing)
