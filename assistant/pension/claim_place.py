"""Where somebody who contributed in several provinces draws the pension. Source: 国办发〔2009〕66号 第六条."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Clause(StrEnum):
    """Which item of 第六条 decides."""

    AT_HUKOU = "第六条第一项"
    HERE = "第六条第二项"
    BACK = "第六条第三项"
    TO_HUKOU = "第六条第四项"


@dataclass(frozen=True, slots=True)
class Stay:
    """Contributions in one province, in the order of time; ``temporary`` is a temporary account (第五条)."""

    province: str
    months: int
    temporary: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """The province that pays, why, and where the relation is now; None when there is only temporary accounts."""

    province: str
    clause: Clause
    relation: str | None


def months_by_province(stays: Sequence[Stay]) -> dict[str, int]:
    """Cumulative months of each province, latest province last; temporary accounts do not count."""
    found: dict[str, int] = {}
    for stay in stays:
        if not stay.temporary and (stay.months or stay.current):
            found[stay.province] = found.pop(stay.province, 0) + stay.months
    return found


def claim_place(hukou: str, stays: Sequence[Stay], needed: int) -> ClaimPlace:
    """The province that pays the pension; ``needed`` is the ten years, in months.

    The relation is at the stay marked current, else in the province contributed in last. 上一个缴费年限满10年的原参保地 is
    the latest other province with enough cumulative months; the household province counts there like any other.
    """
    months = months_by_province(stays)
    marked = [stay.province for stay in stays if stay.current]
    relation = marked[-1] if marked else next(reversed(months), None)
    if relation == hukou:
        return ClaimPlace(hukou, Clause.AT_HUKOU, relation)
    if relation is not None and months[relation] >= needed:
        return ClaimPlace(relation, Clause.HERE, relation)
    back = next((p for p in reversed(months) if p != relation and months[p] >= needed), None)
    if back is not None:
        return ClaimPlace(back, Clause.BACK, relation)
    return ClaimPlace(hukou, Clause.TO_HUKOU, relation)
