"""The contribution base of a month: the limits of the place, and the base a person pays on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.contribution import BaseLimits
from assistant.pension.parameters import NATIONAL, Parameter, ParameterBook
from assistant.places import Place
from assistant.tools.arguments import monthly
from assistant.tools.recent import recent
from assistant.tools.working import Working, money, plain, yuan

NAMES = {"floor": "缴费基数下限", "cap": "缴费基数上限"}
_KEYS = {"floor": "contribution_base_min", "cap": "contribution_base_max"}
_RATIOS = {"floor": "base_floor_ratio", "cap": "base_ceiling_ratio"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person said about the base: at most one counts, the first that was given."""

    base: Decimal | None
    ratio: Decimal | None
    wage: Decimal | None

    @property
    def nothing(self) -> bool:
        """Whether the person left the base open."""
        return self.base is None and self.ratio is None and self.wage is None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the place: limits and average wage, yuan a month, and the figures behind them."""

    limits: BaseLimits
    average: Decimal | None
    figures: tuple[Parameter, ...]

    @property
    def told(self) -> dict[str, str]:
        """Both limits as said to a person, as far as they are known."""
        pairs = ((NAMES["floor"], self.limits.floor), (NAMES["cap"], self.limits.cap))
        return {name: yuan(value) for name, value in pairs if value is not None}


@dataclass(frozen=True, slots=True)
class Given:
    """Figures of the place a person brought along, yuan a month."""

    floor: Decimal | None
    cap: Decimal | None
    average: Decimal | None


def known_of(book: ParameterBook, work: Working, place: Place | None, on: date, given: Given) -> Known:
    """The limits of the place: as given, else as published there, else from its average wage; never borrowed."""
    figures: list[Parameter] = []

    def figure(key: str, value: Decimal | None, name: str) -> Decimal | None:
        if value is not None:
            value = monthly(value, name)
            work.assume(f"{name}用您提供的{plain(value)}元")
            return value
        found = recent(book, work, key, place.region, on) if place else None
        if found is not None:
            figures.append(found)
        return found.number if found is not None else None

    average = figure("average_wage", given.average, "平均工资")
    floor, cap = (figure(_KEYS[side], getattr(given, side), NAMES[side]) for side in ("floor", "cap"))
    if average is not None:
        floor = _by_average(work, on, "floor", average, figures) if floor is None else floor
        cap = _by_average(work, on, "cap", average, figures) if cap is None else cap
    if floor is not None and cap is not None and floor > cap:
        raise BadInput(f"缴费基数下限{plain(floor)}元比上限{plain(cap)}元还高", "请核对后再说")
    return Known(BaseLimits(floor, cap), average, tuple(figures))


def _by_average(work: Working, on: date, side: str, average: Decimal, figures: list[Parameter]) -> Decimal:
    ratio = work.need(_RATIOS[side], NATIONAL, on)
    figures.append(ratio)
    work.assume(f"{NAMES[side]}没有收录，按平均工资的{ratio.spoken}推算，当地公布的数可能取整或另有过渡标准")
    return money(average * ratio.number)


def average_of(work: Working, on: date, known: Known) -> Decimal | None:
    """The average wage, or the one the cap implies: the cap is 300% of it by 国办发〔2019〕13号 三."""
    if known.average is not None or known.limits.cap is None:
        return known.average
    times = work.need("base_ceiling_ratio", NATIONAL, on)
    average = money(known.limits.cap / times.number)
    work.assume(f"缴费用的平均工资没有收录，按上限是它的{times.spoken}倒推，约{yuan(average)}；它不是计发基数")
    return average


def base_of(work: Working, on: date, known: Known, wanted: Wanted) -> Decimal:
    """The base paid on, written down as a step."""
    name, amount, formula = _asked(work, on, known, wanted)
    amount = money(amount)
    base = money(known.limits.bound(amount))
    if missing := [NAMES[side] for side in NAMES if getattr(known.limits, side) is None]:
        work.assume(
            f"没有核对{'和'.join(missing)}：参保地的数这里没有；全国规定是当地平均工资的60%到300%，低于下限按下限，高于上限按上限"
        )
    work.step(
        "缴费基数",
        f"{formula}，低于下限按下限，高于上限按上限",
        {name: yuan(amount), **known.told},
        yuan(base),
        *known.figures,
    )
    if base != amount:
        work.assume(f"{name}{yuan(amount)}{'低于下限' if base > amount else '高于上限'}，按{yuan(base)}缴")
    return base


def _asked(work: Working, on: date, known: Known, wanted: Wanted) -> tuple[str, Decimal, str]:
    if wanted.base is not None:
        if wanted.wage is not None or wanted.ratio is not None:
            work.assume("按您说的缴费基数算，没有再用工资和档次")
        return "缴费基数", monthly(wanted.base, "缴费基数"), "您说的缴费基数"
    if wanted.ratio is not None:
        average = average_of(work, on, known)
        if average is None:
            raise BadInput("参保地的平均工资没有收录，档次换算不成钱数", "请提供缴费基数，或当地公布的平均工资")
        told = f"{plain(wanted.ratio * 100)}%"
        return f"{told}档", known.limits.snap(average * wanted.ratio), f"平均工资 × {told}"
    assert wanted.wage is not None
    work.assume("按您说的月工资（或月收入）当作缴费用的上年度月平均工资")
    return "月工资", monthly(wanted.wage, "月工资"), "上年度月平均工资"
