"""Canned replies: agents read them, supervisors change them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from assistant.desk.canned import CannedDesk
from channels.desk.bodies_board import CannedBody, CannedChangeBody, Number, canned_json
from channels.desk.guard import Visitor, at_least, guard_of, signed_in

Anybody = Annotated[Visitor, Depends(signed_in)]
Supervisor = Annotated[Visitor, Depends(at_least("supervisor"))]


def canned_routes(desk: CannedDesk) -> APIRouter:
    """Routes ``/desk/api/canned``."""
    router = APIRouter(prefix="/desk/api/canned", include_in_schema=False)

    @router.get("")
    async def listed(visitor: Anybody) -> list[dict[str, Any]]:
        return [canned_json(one) for one in await desk.listed()]

    @router.post("", status_code=201)
    async def add(request: Request, visitor: Supervisor, body: CannedBody) -> dict[str, Any]:
        return canned_json(await desk.add(body.draft(), visitor.agent, guard_of(request).clock()))

    @router.patch("/{canned}")
    async def change(request: Request, canned: Number, visitor: Supervisor, body: CannedChangeBody) -> dict[str, Any]:
        changed = await desk.change(canned, body.wanted(), visitor.agent, guard_of(request).clock())
        return canned_json(changed)

    @router.delete("/{canned}", status_code=204)
    async def remove(canned: Number, visitor: Supervisor) -> None:
        await desk.remove(canned)

    return router
