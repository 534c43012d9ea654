"""``/desk/api/call_backs``: what citizens left, taking it, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends

from assistant.desk.call_back_values import CallBack
from assistant.desk.call_backs import CallBacks
from assistant.desk.due import day_of
from channels.desk.answers_ledger import CallBackOut, Revealed, call_back_out
from channels.desk.bodies_ledger import CallBackOutcome, PathId, Revealing
from channels.desk.guard import Visitor, signed_in

Caller = Annotated[Visitor, Depends(signed_in)]


def call_back_routes(call_backs: CallBacks, clock: Callable[[], datetime]) -> APIRouter:
    """Routes for every agent; who may do what to which call-back the core says."""
    router = APIRouter(prefix="/desk/api/call_backs", include_in_schema=False)

    def shown(one: CallBack, now: datetime) -> CallBackOut:
        return call_back_out(one, day_of(now))

    @router.get("")
    async def listed(caller: Caller, state: Literal["open", "done"] = "open") -> list[CallBackOut]:
        now = clock()
        return [shown(one, now) for one in await call_backs.listed(done=state == "done")]

    @router.post("/{call_back_id}/take")
    async def take(caller: Caller, call_back_id: PathId) -> CallBackOut:
        now = clock()
        return shown(await call_backs.take(call_back_id, caller.agent, now), now)

    @router.post("/{call_back_id}/reveal")
    async def reveal(caller: Caller, call_back_id: PathId, body: Revealing) -> Revealed:
        found = await call_backs.find(call_back_id)
        return Revealed(contact=await call_backs.reveal(found, caller.agent, body.reason, clock()))

    @router.post("/{call_back_id}/outcome")
    async def record(caller: Caller, call_back_id: PathId, body: CallBackOutcome) -> CallBackOut:
        now = clock()
        return shown(await call_backs.record(call_back_id, body.outcome, body.text, caller.agent, now), now)

    return router
