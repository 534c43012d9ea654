"""What a pension is worked out from: the person's own figures, checked. Months are counts, amounts yuan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.formulas import index_of
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL
from assistant.pension.retirement import Retirement, Track, retirement
from assistant.tools.arguments import (
    MOST_MONTHLY,
    MOST_YUAN,
    alive,
    amount,
    cents,
    count,
    lived,
    place_of,
    shortened,
    written_out,
)
from assistant.tools.working import plain

MOST_INDEX = Decimal(5)
MOST_INTEREST = Decimal("0.2")
MOST_GROWTH = Decimal("0.15")


@dataclass(frozen=True, slots=True)
class Question:
    """A person's own figures. ``paid`` holds the deemed months and those before personal accounts as well.

    None stands for not known. ``benefit_base`` and ``local_base`` are given in place of figures on file.
    """

    birth: Month
    track: Track
    region: str
    as_of: Month
    paid: int
    index: Decimal | None = None
    monthly_base: Decimal | None = None
    balance: Decimal | None = None
    deemed: int = 0
    before_account: int = 0
    keep_paying: bool = True
    future_index: Decimal | None = None
    benefit_base: Decimal | None = None
    local_base: Decimal | None = None
    transitional: Decimal | None = None
    interest: Decimal | None = None
    growth: Decimal | None = None
    transitional_index: Decimal | None = None
    virtual_account: Decimal | None = None

    @property
    def retirement(self) -> Retirement:
        """The statutory retirement of the person."""
        return retirement(self.birth, self.track)

    @property
    def index_known(self) -> bool:
        """Whether anything was said about how high contributions were."""
        return not (self.index is None and self.future_index is None and self.monthly_base is None)

    @property
    def yearly_growth(self) -> Decimal:
        """Growth of wages and bases a year; none when nothing is said: in today's yuan."""
        return self.growth or Decimal(0)


def checked(question: Question) -> Question:
    """The question with every amount to the cent. Raises ``BadInput`` naming what is wrong."""
    q = question
    if q.birth.year < 1930 or q.as_of < q.birth:
        raise BadInput("出生年月不合适", "请给出1930年以后的出生年月，如 1975-06")
    alive(q.birth, q.as_of)
    count(q.paid, "累计缴费月数", 720)
    count(q.deemed, "视同缴费月数", 720)
    count(q.before_account, "建账前实际缴费月数", 720)
    if q.deemed + q.before_account > q.paid:
        raise BadInput(
            "视同缴费和建账前缴费的月数加起来，比累计缴费月数还多", "累计缴费月数要把视同缴费的月数也算在里面"
        )
    lived(q.paid, q.birth, max(q.as_of, q.retirement.month))
    _check_numbers(q)
    return _to_the_cent(q)


def _to_the_cent(q: Question) -> Question:
    one = Decimal(1)
    return replace(
        q,
        monthly_base=_cents(q.monthly_base, "月缴费基数", MOST_MONTHLY, one),
        benefit_base=_cents(q.benefit_base, "计发基数", MOST_MONTHLY, one),
        local_base=_cents(q.local_base, "退休地计发基数", MOST_MONTHLY, one),
        balance=_cents(q.balance, "个人账户储存额"),
        virtual_account=_cents(q.virtual_account, "虚账实记额"),
        transitional=_cents(q.transitional, "过渡性养老金", MOST_MONTHLY),
        transitional_index=None if q.transitional_index is None else index_of(q.transitional_index),
    )


def _cents(value: Decimal | None, name: str, most: Decimal = MOST_YUAN, least: Decimal = Decimal(0)) -> Decimal | None:
    return None if value is None else cents(value, name, most, least=least)


def _check_numbers(q: Question) -> None:
    lowest = Decimal("0.01")
    for value, name in (
        (q.index, "平均缴费指数"), (q.future_index, "今后的缴费指数"), (q.transitional_index, "过渡性养老金的指数")
    ):  # fmt: skip
        if value is not None:
            amount(value, name, MOST_INDEX, least=lowest)
    if q.interest is not None:
        fraction(q.interest, "记账利率", MOST_INTEREST)
    if q.growth is not None:
        fraction(q.growth, "增长率", MOST_GROWTH, least=-MOST_GROWTH)


def fraction(value: Decimal, name: str, most: Decimal, *, least: Decimal = Decimal(0)) -> Decimal:
    """A rate written as a fraction. Raises ``BadInput`` telling how to write it."""
    if not value.is_finite() or not least <= value <= most:
        raise BadInput(
            f"{name}不合适：{shortened(value)}", f"写成小数（3%写0.03），在{plain(least)}到{plain(most)}之间"
        )
    return written_out(value, name)


def region_of(named: str) -> str:
    """A place as the parameter files write it (广东, 广东/深圳, 全国). Raises ``BadInput`` for an unknown one."""
    return NATIONAL if named == NATIONAL else place_of(named).region
