"""Made-up histories for people who do not exist, written as the documents an agency would answer. No I/O."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from assistant.business_ports import RecordKind
from assistant.pension.months import Month
from assistant.pension.retirement import Track, retirement
from assistant.tools.working import money

SYSTEM = "演示数据（虚构人物）"
_PAYOUT_MONTHS = {Track.MALE: 139, Track.FEMALE55: 170, Track.FEMALE50: 195}
_SHARE = Decimal("0.08")
_INTEREST = Decimal("1.03")
"""Not the published rates, only near them: nothing here is a rule."""
Documents = dict[RecordKind, str]


@dataclass(frozen=True, slots=True)
class Life:
    """What a made-up person has done: paid from ``first`` through ``last`` save the months in ``gap``."""

    track: Track
    birth: Month
    first: Month
    last: Month
    gap: tuple[Month, Month] | None = None
    deemed_months: int = 0

    @property
    def paid(self) -> list[Month]:
        """The months paid for, in order."""
        months = [self.first.plus(i) for i in range(self.last.minus(self.first) + 1)]
        return [m for m in months if not (self.gap and self.gap[0] <= m <= self.gap[1])]

    @property
    def months_paid(self) -> Counter[int]:
        """How many months were paid for in each year."""
        return Counter(month.year for month in self.paid)


@dataclass(frozen=True, slots=True)
class Claim:
    """A benefit being drawn: certified ``days`` ago, and what became of the last payment."""

    days: int
    payment: str = "paid"


def month_of(day: date) -> Month:
    """The calendar month of a day."""
    return Month(day.year, day.month)


def born_to_retire(month: Month, track: Track) -> Month:
    """A birth month whose statutory retirement month is ``month``, or the one soonest after it."""
    start = month.plus(-66 * 12)
    births = (start.plus(i) for i in range(18 * 12))
    return next(birth for birth in births if retirement(birth, track).month >= month)


def documents(
    rng: random.Random,
    life: Life,
    today: date,
    *,
    applications: tuple[dict[str, object], ...] = (),
    claim: Claim | None = None,
) -> Documents:
    """All four documents; without a ``claim`` there is neither benefit nor certification."""
    bases = _bases(rng, life)
    contributions = _contributions(life, bases, today)
    benefit = _benefit(rng, life, bases, today, claim) if claim else None
    if benefit:
        contributions |= {"balance": None, "balance_on": None}
    certification = _certification(rng, today, claim.days) if claim else None
    return {
        RecordKind.CONTRIBUTIONS: _text(today, contributions),
        RecordKind.BENEFIT: _text(today, benefit),
        RecordKind.APPLICATIONS: _text(today, {"items": list(applications)} if applications else None),
        RecordKind.CERTIFICATION: _text(today, certification),
    }


def with_gap(rng: random.Random, life: Life) -> Life:
    """The same life with five to twenty months missing somewhere in the middle."""
    span = life.last.minus(life.first)
    first = life.first.plus(rng.randint(span // 4, span // 2))
    return replace(life, gap=(first, first.plus(rng.randint(4, 19))))


def _text(today: date, body: dict[str, object] | None) -> str:
    head = {"system": SYSTEM, "as_of": today.isoformat(), "found": body is not None}
    return json.dumps({**head, **(body or {})}, ensure_ascii=False)


def _bases(rng: random.Random, life: Life) -> dict[int, Decimal]:
    """A contribution base in whole yuan for each year paid in, rising by 5 to 11 % a year."""
    base, found = Decimal(rng.randrange(5200, 13000, 10)), dict[int, Decimal]()
    for year in sorted(life.months_paid, reverse=True):
        found[year] = base
        base = max(Decimal(300), (base * 100 / rng.randint(105, 111)).quantize(Decimal(1)))
    return dict(sorted(found.items()))


def _contributions(life: Life, bases: dict[int, Decimal], today: date) -> dict[str, object]:
    paid, months = life.paid, life.months_paid
    years = [{"year": year, "months": months[year], "base": str(base)} for year, base in bases.items()]
    gaps = [life.gap] if life.gap else []
    before = month_of(today).plus(-1)
    if life.last < before and retirement(life.birth, life.track).month > before:
        gaps.append((life.last.plus(1), before))
    closed = today.year - 1
    return {
        "total_months": len(paid) + life.deemed_months,
        "deemed_months": life.deemed_months,
        "years": years,
        "last_paid": str(paid[-1]),
        "gaps": [{"first": str(first), "last": str(last)} for first, last in gaps],
        "balance": str(_balance(life, bases, closed)),
        "balance_on": date(closed, 12, 31).isoformat(),
    }


def _balance(life: Life, bases: dict[int, Decimal], through: int) -> Decimal:
    """The individual account at the end of year ``through``, in yuan."""
    balance, months = Decimal(0), life.months_paid
    for year in range(life.first.year, through + 1):
        balance = balance * _INTEREST + bases.get(year, Decimal(0)) * months[year] * _SHARE
    return money(balance)


def _benefit(
    rng: random.Random, life: Life, bases: dict[int, Decimal], today: date, claim: Claim
) -> dict[str, object]:  # fmt: skip
    account = money(_balance(life, bases, life.last.year) / _PAYOUT_MONTHS[life.track])
    parts = (
        ("基础养老金", Decimal(rng.randrange(120000, 260000)) / 100),
        ("个人账户养老金", account),
        ("历年调整增加", Decimal(rng.randrange(10000, 60000)) / 100),
    )
    suspended = claim.days > 365
    paid = date(today.year, today.month, 15) if today.day >= 15 else _month_before(today, 15)
    return {
        "monthly": str(sum(amount for _, amount in parts)),
        "components": [{"name": name, "amount": str(amount)} for name, amount in parts],
        "since": str(retirement(life.birth, life.track).month.plus(1)),
        "state": "suspended" if suspended else "paying",
        "last_paid_on": (_month_before(paid, 15) if suspended else paid).isoformat(),
        "last_payment": claim.payment,
    }


def _certification(rng: random.Random, today: date, days: int) -> dict[str, object]:
    done = today - timedelta(days=days)
    method = rng.choice(("data_match", "self_service", "counter"))
    return {
        "valid_until": (done + timedelta(days=365)).isoformat(),
        "done_on": done.isoformat(),
        "method": method,
    }


def _month_before(day: date, number: int) -> date:
    before = month_of(day).plus(-1)
    return date(before.year, before.month, number)
