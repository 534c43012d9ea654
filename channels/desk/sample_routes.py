"""Quality review: closed cases drawn by chance, and what reviewers found."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from assistant.desk.figures_period import Period
from assistant.desk.figures_reading import Names
from assistant.desk.samples import SampleDesk
from channels.desk.bodies_board import DrawBody, ReviewBody, sample_json
from channels.desk.bodies_ledger import PathId
from channels.desk.guard import Visitor, at_least, guard_of

Supervisor = Annotated[Visitor, Depends(at_least("supervisor"))]


def sample_routes(desk: SampleDesk, names: Names) -> APIRouter:
    """Routes ``/desk/api/samples``."""
    router = APIRouter(prefix="/desk/api/samples", include_in_schema=False)

    @router.post("", status_code=201)
    async def draw(request: Request, visitor: Supervisor, body: DrawBody) -> list[dict[str, Any]]:
        now = guard_of(request).clock()
        drawn = await desk.draw(body.count, Period(body.first, body.last), visitor.agent, now)
        known = await names()
        return [sample_json(*one, known, now) for one in await desk.with_cases(drawn)]

    @router.get("")
    async def listed(request: Request, visitor: Supervisor) -> list[dict[str, Any]]:
        now, known = guard_of(request).clock(), await names()
        return [sample_json(*one, known, now) for one in await desk.listed()]

    @router.patch("/{case}")
    async def review(request: Request, case: PathId, visitor: Supervisor, body: ReviewBody) -> dict[str, Any]:
        now = guard_of(request).clock()
        reviewed = await desk.review(case, body.score, body.note, visitor.agent, now)
        return sample_json(*reviewed, await names(), now)

    return router
