"""Payout months at an age, with the figures of the table they come from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.pension.months import spoken_age
from assistant.pension.parameters import NATIONAL
from assistant.pension.payout import bounded_age, payout_months
from assistant.tools.arguments import amount
from assistant.tools.working import Working, plain

LEAST, MOST = Decimal(50), Decimal(240)


def payout_at(work: Working, on: date, age: int, given: Decimal | None) -> Decimal:
    """Payout months at ``age`` in months, written down as a step; ``given`` stands in place of the table."""
    if given is not None:
        months = amount(given, "计发月数", MOST, least=LEAST)
        work.assume(f"计发月数用您提供的{plain(months)}个月")
        work.step("计发月数", "您提供的", {}, f"{plain(months)}个月")
        return months
    years, rest = divmod(bounded_age(age), 12)
    figures = {whole: work.need(f"payout_months.{whole}", NATIONAL, on) for whole in (years, years + bool(rest))}
    months = payout_months(age, {whole: figure.number for whole, figure in figures.items()})
    work.step(
        "计发月数",
        "整岁查表，整岁之间按月线性推算到0.1",
        {"年龄": spoken_age(age)},
        f"{plain(months)}个月",
        *figures.values(),
    )
    if rest:
        work.assume("不是整岁的计发月数按月线性推算，多地核定表这样算，没有见到全国文件")
    return months
