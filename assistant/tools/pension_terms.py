"""The figures and rules of a place that a pension is worked out with, looked up once for all months asked about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL, MissingParameter, Parameter
from assistant.pension.payout import OLDEST, bounded_age
from assistant.pension.regional import Bases, BasicForm, needs_place
from assistant.pension.transitional import Transition
from assistant.tools.arguments import MUNICIPALITIES
from assistant.tools.pension_question import Question
from assistant.tools.pension_transition import transitions
from assistant.tools.working import Working, money, plain

TIERED = frozenset(("广东", "辽宁", "吉林", "河南", "湖北"))
"""Provinces whose cities have benefit bases of their own, not all of them on file."""
GIVEN = "您提供的"


@dataclass(frozen=True, slots=True)
class BaseOfYear:
    """A benefit base in yuan a month as published for (or given in) ``year``; ``parameter`` is None when given."""

    value: Decimal
    year: int
    parameter: Parameter | None = None

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """For a step of the trace."""
        return (self.parameter,) if self.parameter else ()


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything looked up; ``bases`` and ``rates`` by calendar year, ``payout`` by whole age.

    ``transitions`` are the ways the transitional pension may be worked out, the smaller result first; mostly one.
    """

    bases: dict[int, BaseOfYear]
    local: BaseOfYear | None
    form: BasicForm
    half_years: bool
    payout: dict[int, Parameter]
    rates: dict[int, Decimal]
    rate_parameters: tuple[Parameter, ...]
    transitions: tuple[Transition, ...]
    growth: Decimal

    def bases_in(self, year: int) -> Bases:
        """Bases in the year of a claim, grown from the year they were published for."""
        return Bases(self.grown(self.bases[year], year), None if self.local is None else self.grown(self.local, year))

    def grown(self, base: BaseOfYear, year: int) -> Decimal:
        """A base in a later year, to the cent as it is written down."""
        return money(base.value * (1 + self.growth) ** max(year - base.year, 0))

    @property
    def table(self) -> dict[int, Decimal]:
        """Payout months by whole age."""
        return {age: parameter.number for age, parameter in self.payout.items()}


def terms(work: Working, q: Question, claims: Iterable[Month]) -> Terms:
    """What is needed for claims in these months. Raises ``BadInput`` naming what is not on file."""
    months = sorted(claims)
    years = range(months[0].year, months[-1].year + 1)
    day = date(months[0].year, months[0].month, 1)
    form, half = _rules(work, q, day)
    bases, local = _bases(work, q, form, years)
    _say_tiers(work, q, next(iter(bases.values())))
    return Terms(
        bases, local, form, half, _payout(work, q, months, day), *_rates(work, q, months[-1]),
        transitions(work, q, day, has_local=local is not None, most_months=_most_months(q, months[-1])), q.yearly_growth,
    )  # fmt: skip


def yearly(work: Working, key: str, region: str, years: range) -> dict[int, Parameter]:
    """A figure of each year; the last one known stands for the years after it, and that is said once."""
    found: dict[int, Parameter] = {}
    stale: Parameter | None = None
    for year in years:
        day = date(year, 7, 1)
        figure = work.find(key, region, day)
        if figure is None and stale is None:
            stale = work.latest(key, region, day)
            if len(years) > 1:
                work.assume(f"{stale.name}在公布以前的各年都按{stale.spoken}算，公布后要重算")
        found[year] = figure or stale or work.need(key, region, day)
    return found


def _rules(work: Working, q: Question, day: date) -> tuple[BasicForm, bool]:
    form = work.local("basic_form", q.region, day)
    rounding = work.find("years_rounding", q.region, day)
    return BasicForm(form.value), rounding is not None


def _bases(
    work: Working, q: Question, form: BasicForm, years: range
) -> tuple[dict[int, BaseOfYear], BaseOfYear | None]:
    dual = needs_place(form)
    province = q.region.split("/")[0] if dual else q.region
    bases = _given_or_filed(work, q, q.benefit_base, province, years)
    if not dual:
        return bases, None
    if q.local_base is not None:
        return bases, BaseOfYear(q.local_base, q.as_of.year)
    day = date(years[0], 7, 1)
    own = work.find("benefit_base", q.region, day)
    return bases, BaseOfYear(own.number, years[0], own) if own and own.region == q.region != province else None


def _given_or_filed(
    work: Working, q: Question, given: Decimal | None, region: str, years: range
) -> dict[int, BaseOfYear]:  # fmt: skip
    if given is not None:
        work.assume(f"计发基数用{GIVEN}{plain(given)}元，请和参保地公布的数核对")
        return dict.fromkeys(years, BaseOfYear(given, q.as_of.year))
    try:
        found = yearly(work, "benefit_base", region, years)
    except MissingParameter as missing:
        settled = "/" in region or region in MUNICIPALITIES
        first = "请" if settled else "省里各市可能不一样，请说明在哪个市，或"
        raise BadInput(
            f"没有收录{region.replace('/', '')}{years[0]}年或以前的{missing.name}",
            f"{first}向当地社保经办机构（12333）问到这个数一并提供",
        ) from missing
    return {year: BaseOfYear(p.number, p.effective_from.year, p) for year, p in found.items()}


def _say_tiers(work: Working, q: Question, base: BaseOfYear) -> None:
    province = q.region.split("/")[0]
    if base.parameter and province in TIERED and base.parameter.region == province:
        work.caution(f"{province}有的市另有计发基数，没有全部收录；这里用的是{province}的，以退休地公布的为准。")


def _most_months(q: Question, last: Month) -> int:
    return q.paid + (max(last.minus(q.as_of), 0) if q.keep_paying else 0)


def _payout(work: Working, q: Question, months: list[Month], day: date) -> dict[int, Parameter]:
    ages = [bounded_age(month.minus(q.birth)) for month in (months[0], months[-1])]
    whole = range(ages[0] // 12, min(ages[-1] // 12 + 1, OLDEST) + 1)
    used = whole if ages[-1] % 12 else whole[: ages[-1] // 12 - whole[0] + 1]
    return {age: work.need(f"payout_months.{age}", NATIONAL, day) for age in used}


def _rates(work: Working, q: Question, last: Month) -> tuple[dict[int, Decimal], tuple[Parameter, ...]]:
    """Interest of each year from now to the last claim; nothing grows any more when that has passed."""
    if last <= q.as_of:
        return {}, ()
    years = range(q.as_of.plus(1).year, last.year + 1)
    if q.interest is not None:
        work.assume(f"个人账户记账利率每年都按{GIVEN}{plain(q.interest * 100)}%算，以每年公布的为准")
        return dict.fromkeys(years, q.interest), ()
    found = yearly(work, "account_interest", NATIONAL, years)
    return {year: rate.number for year, rate in found.items()}, tuple(dict.fromkeys(found.values()))
