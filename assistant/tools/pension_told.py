"""What the steps of an estimate are made from, and how numbers are written in them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.pension.elastic import Choice
from assistant.pension.formulas import index_of
from assistant.pension.parameters import NATIONAL, Parameter
from assistant.tools.pension_claim import Claim, Worked
from assistant.tools.pension_pay import Levels, Pay
from assistant.tools.pension_question import Question
from assistant.tools.pension_terms import Terms
from assistant.tools.retirement_date import DECISION, FROM, LAW, LAW_FROM, NOTICE
from assistant.tools.working import plain

PLACES = Decimal("0.0001")
"""Years are said to four places."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of the range: what it comes to, and the levels it began with."""

    worked: Worked
    now: Levels
    half_years: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Everything the steps and the result are made from; ``low`` and ``high`` are the ends, perhaps the same one."""

    q: Question
    terms: Terms
    pay: Pay
    low: End
    high: End

    @property
    def claim(self) -> Claim:
        """The claim both ends are about."""
        return self.low.worked.claim

    @property
    def ranged(self) -> bool:
        """Whether the two ends come to different amounts."""
        return self.high.worked.amounts.total != self.low.worked.amounts.total


def short(value: Decimal) -> str:
    """A number of years to four places."""
    return plain(value.quantize(PLACES))


def indexed(value: Decimal) -> str:
    """A contribution index as it is used."""
    return plain(index_of(value))


def decision(name: str, value: Decimal | int, unit: str) -> Parameter:
    """A figure of the national decision on retirement ages, as a step shows it."""
    return Parameter("", name, NATIONAL, plain(Decimal(value)), unit, FROM, None, DECISION, "primary")


def minimum(choice: Choice) -> Parameter:
    """The minimum years of a choice, by the rule of its reference year."""
    source, since = (DECISION, FROM) if choice.reference_year >= FROM.year else (LAW, LAW_FROM)
    return Parameter("", "最低缴费年限", NATIONAL, plain(choice.minimum_years), "年", since, None, source, "primary")


def first_payment() -> Parameter:
    """From when a pension is paid, as retellings of the notice have it."""
    return Parameter("", "养老金起发", NATIONAL, "退休次月", "规则", FROM, None, NOTICE, "multi")
