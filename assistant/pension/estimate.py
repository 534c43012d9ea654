"""A monthly pension put together from its parts. Pure numbers: what is said about them is the tools' part."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.pension import regional
from assistant.pension.formulas import account_pension, half_year_up, index_of, money, weighted_index, years_of
from assistant.pension.regional import Bases, BasicForm
from assistant.pension.transitional import EarlyYears, Transition, transitional


@dataclass(frozen=True, slots=True)
class Record:
    """What counts for one person at the month of the claim; months, yuan.

    ``paid`` is everything paid so far, deemed months included; ``ahead`` what is paid until the claim.
    """

    paid: int
    ahead: int
    index: Decimal
    ahead_index: Decimal
    balance: Decimal
    payout_months: Decimal
    deemed: int = 0
    paid_before_account: int = 0
    transitional_index: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """A place's rules and bases in the year of the claim; ``given_transitional`` stands in place of a computed one."""

    bases: Bases
    form: BasicForm = BasicForm.NATIONAL
    half_years: bool = False
    transition: Transition | None = None
    transition_base: Decimal | None = None
    given_transitional: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Amounts:
    """The parts in yuan a month, each rounded to the cent, and what they were made from."""

    months: int
    years: Decimal
    index: Decimal
    basic: Decimal
    account: Decimal
    transitional: Decimal | None

    @property
    def total(self) -> Decimal:
        """The sum of the rounded parts, as award sheets add them."""
        return self.basic + self.account + (self.transitional or Decimal(0))


def amounts(record: Record, rules: Rules) -> Amounts:
    """The monthly pension. Raises ``BadInput`` where the place's form of the basic pension cannot be worked out."""
    months = record.paid + record.ahead
    years = half_year_up(years_of(months)) if rules.half_years else years_of(months)
    index = index_of(weighted_index(((record.index, record.paid), (record.ahead_index, record.ahead))))
    basic = regional.basic(rules.form, rules.bases, index, years)
    account = account_pension(money(record.balance), record.payout_months)
    extra = _transitional(record, rules, index)
    return Amounts(months, years, index, money(basic), money(account), None if extra is None else money(extra))


def _transitional(record: Record, rules: Rules, index: Decimal) -> Decimal | None:
    if rules.given_transitional is not None:
        return rules.given_transitional
    if rules.transition is None:
        return None
    base = rules.transition_base or rules.bases.province
    years = EarlyYears(years_of(record.deemed), years_of(record.paid_before_account))
    return transitional(
        rules.transition, base, index if record.transitional_index is None else record.transitional_index, years
    )
