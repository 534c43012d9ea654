"""The benefit base (计发基数) of a place, given by the person or on file, written down as a step."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.tools.arguments import monthly, place_of
from assistant.tools.working import Working, plain

NAME = "计发基数"


def benefit_base_of(work: Working, region: str | None, on: date, given: Decimal | None) -> Decimal:
    """Yuan a month. Raises ``BadInput`` when it is neither given nor on file for the place."""
    place = place_of(region) if region is not None else None
    if given is not None:
        base = monthly(given, NAME)
        work.assume(f"{NAME}用您提供的{plain(base)}元，请和当地公布的数核对")
        work.step(NAME, "您提供的", {}, f"{plain(base)}元")
        return base
    if place is None:
        raise BadInput(f"没有参保地，也没有{NAME}", f"请说在哪个省市参保，或提供当地当年的{NAME}")
    figure = work.latest("benefit_base", place.region, on)
    if place.city and figure.region == place.province:
        work.assume(f"{place.city}没有单独收录的{NAME}，用{place.province}的")
    told = {"参保地": place.region.replace("/", ""), "年度": f"{figure.effective_from.year}年"}
    work.step(NAME, "当地公布的", told, f"{plain(figure.number)}元", figure)
    return figure.number
