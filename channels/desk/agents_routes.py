"""The list of agents, changes to it, and one's own status."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from assistant.desk.accounts import Staff
from assistant.desk.presence import Presence
from channels.desk.bodies_accounts import AgentChangeBody, NewAgentBody, StatusBody, agent_json
from channels.desk.bodies_ledger import PathId
from channels.desk.guard import Visitor, at_least, guard_of, signed_in

Anybody = Annotated[Visitor, Depends(signed_in)]
Administrator = Annotated[Visitor, Depends(at_least("administrator"))]


def desk_agents_routes(staff: Staff, presence: Presence) -> APIRouter:
    """Routes ``/desk/api/agents`` and ``/desk/api/status``."""
    router = APIRouter(prefix="/desk/api", include_in_schema=False)

    @router.get("/agents")
    async def everyone(request: Request, visitor: Anybody) -> list[dict[str, Any]]:
        return [agent_json(one) for one in await presence.everyone(guard_of(request).clock())]

    @router.post("/agents", status_code=201)
    async def add(request: Request, visitor: Administrator, body: NewAgentBody) -> dict[str, Any]:
        now = guard_of(request).clock()
        added = await staff.add(body.agent(), visitor.agent.id, now)
        return agent_json(await presence.of(added.id, now))

    @router.patch("/agents/{agent_id}")
    async def change(
        request: Request, agent_id: PathId, visitor: Administrator, body: AgentChangeBody
    ) -> dict[str, Any]:  # fmt: skip
        now = guard_of(request).clock()
        await staff.change(agent_id, body.change(), visitor.agent.id, now)
        return agent_json(await presence.of(agent_id, now))

    @router.post("/status")
    async def set_status(request: Request, visitor: Anybody, body: StatusBody) -> dict[str, Any]:
        return agent_json(await presence.set_status(visitor.agent.id, body.status, guard_of(request).clock()))

    return router
