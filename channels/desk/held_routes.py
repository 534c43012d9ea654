"""``/desk/api/held``: answers of the assistant that wait for approval."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from assistant.desk.held import HeldAnswers
from channels.desk.answers_ledger import HeldOut, held_out
from channels.desk.bodies_ledger import Deciding, PathId
from channels.desk.guard import Visitor, signed_in

Caller = Annotated[Visitor, Depends(signed_in)]


def held_routes(held: HeldAnswers, clock: Callable[[], datetime]) -> APIRouter:
    """Routes for every agent."""
    router = APIRouter(prefix="/desk/api/held", include_in_schema=False)

    @router.get("")
    async def listed(caller: Caller) -> list[HeldOut]:
        return [held_out(one) for one in await held.open(clock())]

    @router.post("/{held_id}")
    async def decide(caller: Caller, held_id: PathId, body: Deciding) -> HeldOut:
        return held_out(await held.decide(held_id, body.decision, body.text, caller.agent, clock()))

    return router
