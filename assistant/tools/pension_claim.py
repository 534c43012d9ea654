"""One claim worked out: when, after how many months paid, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.pension.elastic import Choice
from assistant.pension.estimate import Amounts, Record, Rules, amounts
from assistant.pension.formulas import money
from assistant.pension.growth import Account, balances
from assistant.pension.months import Month
from assistant.pension.payout import payout_months
from assistant.pension.regional import Bases
from assistant.pension.transitional import Transition, TransitionForm
from assistant.tools.pension_pay import Levels
from assistant.tools.pension_question import Question
from assistant.tools.pension_terms import Terms


@dataclass(frozen=True, slots=True)
class Claim:
    """A retirement month chosen; with ``gap`` months missing, the claim is only in ``month`` and on that condition.

    ``ahead`` are the months paid from now to the claim, the missing ones included; ``age`` is in months.
    """

    choice: Choice
    month: Month
    gap: int
    ahead: int

    @property
    def age(self) -> int:
        """Age at the claim, in months."""
        return self.choice.age + self.month.minus(self.choice.month)


@dataclass(frozen=True, slots=True)
class Worked:
    """A claim with what it comes to, in yuan."""

    claim: Claim
    bases: Bases
    balance: Decimal
    payout_months: Decimal
    amounts: Amounts


def claim_of(q: Question, choice: Choice) -> Claim:
    """When a pension can be claimed that begins with this choice."""
    before = max(choice.month.minus(q.as_of), 0) if q.keep_paying else 0
    gap = max(choice.minimum_months - q.paid - before, 0)
    ahead = before + gap
    month = max(choice.month, q.as_of.plus(ahead)) if gap else choice.month
    return Claim(choice, month, gap, ahead)


def account_balances(q: Question, terms: Terms, now: Levels, rate: Decimal, claim: Claim) -> tuple[Decimal, ...]:
    """Balances month by month until the claim; ``rate`` is what goes into the account of a month's base."""
    deposits = payments(q, terms, now, rate, claim.month.year)
    account = Account(now.balance, q.as_of, terms.rates.__getitem__, deposits.__getitem__, claim.ahead)
    return balances(account, max(claim.month.minus(q.as_of), 0))


def contributed(q: Question, terms: Terms, now: Levels, rate: Decimal, claim: Claim) -> Decimal:
    """What the person pays from now to the claim at ``rate`` of the base, in yuan to the cent."""
    each = payments(q, terms, now, rate, q.as_of.plus(max(claim.ahead, 0)).year)
    return sum((each[q.as_of.plus(number).year] for number in range(1, claim.ahead + 1)), Decimal(0))


def payments(q: Question, terms: Terms, now: Levels, rate: Decimal, last: int) -> dict[int, Decimal]:
    """What is paid in a month of each year up to ``last``, growing with wages; to the cent, as it is paid."""
    first = q.as_of.year
    return {
        year: money(now.monthly_base * rate * (1 + terms.growth) ** (year - first)) for year in range(first, last + 1)
    }


def worked_out(
    q: Question, terms: Terms, now: Levels, claim: Claim, balance: Decimal, transition: Transition | None,
    *, half_years: bool = False,
) -> Worked:  # fmt: skip
    """The pension of a claim. Raises ``BadInput`` where the place's form cannot be worked out."""
    payout = payout_months(claim.age, terms.table)
    record = Record(
        q.paid, claim.ahead, now.index, now.ahead_index, balance, payout, q.deemed, q.before_account,
        q.transitional_index,
    )  # fmt: skip
    bases = terms.bases_in(claim.month.year)
    place_base = bases.place if transition and transition.form is TransitionForm.PLACE_BASE else None
    rules = Rules(bases, terms.form, half_years, transition, place_base, q.transitional)
    return Worked(claim, bases, balance, payout, amounts(record, rules))
