"""How high contributions were and will be: indices, what is paid in a month, what stands in the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.pension.formulas import index_of
from assistant.pension.parameters import NATIONAL, MissingParameter, Parameter
from assistant.tools.pension_question import Question
from assistant.tools.pension_terms import BaseOfYear
from assistant.tools.recent import recent
from assistant.tools.working import Working, money, plain, yuan

LOW_INDEX, MIDDLE_INDEX = Decimal("0.6"), Decimal(1)
"""The lowest base and the average: the ends of the range when nothing is known."""


@dataclass(frozen=True, slots=True)
class Pay:
    """What stands on file or was said about contributions; ``base`` is the monthly base inside its bounds, in yuan."""

    wage: Decimal
    wage_parameters: tuple[Parameter, ...]
    base: Decimal | None
    account_rate: Decimal
    personal_rate: Decimal
    rate_parameters: tuple[Parameter, ...] = ()
    personal_parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Levels:
    """Indices of the past and of what is ahead; the monthly base and the balance in yuan, both as of now."""

    index: Decimal
    ahead_index: Decimal
    monthly_base: Decimal
    balance: Decimal


def pay(work: Working, q: Question, stand_in: BaseOfYear, *, ahead: bool, flexible: bool = False) -> Pay:
    """What is known of contributions; looks up only what is needed. ``ahead``: whether anything more is paid."""
    day = date(q.as_of.year, q.as_of.month, 1)
    guesses_base = q.monthly_base is None and ahead
    uses_base = q.monthly_base is not None and (ahead or q.index is None)
    wage, parameters = Decimal(0), tuple[Parameter, ...]()
    if q.balance is None or guesses_base or uses_base:
        wage, parameters = _average_wage(work, q, stand_in, day)
    base = _bounded(work, q.monthly_base, q.region, wage, day) if uses_base and q.monthly_base is not None else None
    if not ahead and q.balance is not None:
        return Pay(wage, parameters, base, Decimal(0), Decimal(0))
    account = work.need("employee_rate", NATIONAL, day)
    personal = work.local("flexible_rate", q.region, day) if flexible else account
    return Pay(wage, parameters, base, account.number, personal.number, (account,), (personal,))


def levels(q: Question, known: Pay, unknown_index: Decimal) -> Levels:
    """Levels where ``unknown_index`` stands for what was not said."""
    told = known.base / known.wage if known.base is not None else None
    past = index_of(_first(q.index, told, q.future_index, unknown_index))
    ahead = index_of(_first(q.future_index, told, q.index, unknown_index))
    balance = q.balance
    if balance is None:
        paid = q.paid - q.deemed - q.before_account
        balance = money(known.account_rate * past * known.wage * paid)
    return Levels(past, ahead, ahead * known.wage if known.base is None else known.base, balance)


def say_levels(work: Working, q: Question, known: Pay, *, ahead: bool, ranged: bool = True) -> None:
    """What is taken for granted about contributions, aloud; ``ranged`` where a high end is told as well."""
    if not q.index_known:
        work.assume(
            "平均缴费指数没有提供：低的一头按0.6（最低基数），高的一头按1.0（平均工资），单列的各项按0.6"
            if ranged
            else "平均缴费指数没有提供：每个月份都按0.6（最低基数）算，缴得多的会高一些"
        )
    elif q.index is None:
        work.assume("以前的平均缴费指数没有提供，按和今后一样的水平算，个人权益记录单上有准确的数")
    if ahead and q.monthly_base is None:
        work.assume("今后的缴费基数没有提供，按指数乘以月平均工资算")
    if q.balance is None:
        work.assume("个人账户储存额没有提供，按缴费指数、现在的工资水平和已缴月数粗算，没有计利息；账单上的数更准")


def _average_wage(
    work: Working, q: Question, stand_in: BaseOfYear, day: date
) -> tuple[Decimal, tuple[Parameter, ...]]:  # fmt: skip
    try:
        found = work.latest("average_wage", q.region, day)
    except MissingParameter:
        return _stand_in(work, q, stand_in, day)
    return found.number, (found,)


def _stand_in(
    work: Working, q: Question, base: BaseOfYear, day: date
) -> tuple[Decimal, tuple[Parameter, ...]]:  # fmt: skip
    """The average wage the cap on contributions implies, as the tool ``contributions`` has it, else the benefit base."""
    cap = recent(work.book, work, "contribution_base_max", q.region, day)
    if cap is not None:
        times = work.need("base_ceiling_ratio", NATIONAL, day)
        wage = money(cap.number / times.number)
        work.assume(f"缴费用的平均工资没有收录，按缴费基数上限是它的{times.spoken}倒推，约{yuan(wage)}；它不是计发基数")
        return wage, (cap, times)
    work.assume(f"当地的月平均工资没有收录，用计发基数{plain(base.value)}元代替它，两个数可能有出入")
    return base.value, base.parameters


def _bounded(work: Working, base: Decimal, region: str, wage: Decimal, day: date) -> Decimal:
    keys = ("contribution_base_min", "contribution_base_max")
    floor, ceiling = (recent(work.book, work, key, region, day) for key in keys)
    lowest = floor.number if floor else wage * work.need("base_floor_ratio", NATIONAL, day).number
    highest = ceiling.number if ceiling else wage * work.need("base_ceiling_ratio", NATIONAL, day).number
    kept = min(max(base, lowest), highest)
    if kept != base:
        work.assume(f"月缴费基数{plain(base)}元超出当地的上下限，按{yuan(kept)}算")
    return kept


def _first(*values: Decimal | None) -> Decimal:
    return next(value for value in values if value is not None)
