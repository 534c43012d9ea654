"""What supervisors watch: the board, and every conversation that came to people."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from assistant.desk.board import BoardDesk
from assistant.desk.figures_period import period
from assistant.errors import BadInput
from assistant.handoff.states import State
from channels.desk.bodies_board import FirstDay, LastDay, Printable, board_json, listed_json
from channels.desk.guard import Visitor, at_least, guard_of

Supervisor = Annotated[Visitor, Depends(at_least("supervisor"))]
STATES = tuple(state.value for state in State if state is not State.WITH_ASSISTANT)


def board_routes(desk: BoardDesk) -> APIRouter:
    """Routes ``/desk/api/board`` and ``/desk/api/conversations``."""
    router = APIRouter(prefix="/desk/api", include_in_schema=False)

    @router.get("/board")
    async def look(request: Request, visitor: Supervisor) -> dict[str, Any]:
        now = guard_of(request).clock()
        return board_json(*await desk.look(now), now)

    @router.get("/conversations")
    async def conversations(
        request: Request,
        visitor: Supervisor,
        state: Annotated[str, Query(max_length=32)] = "",
        q: Annotated[str, Query(max_length=100, pattern=Printable)] = "",
        first: FirstDay = None,
        last: LastDay = None,
    ) -> list[dict[str, Any]]:
        now = guard_of(request).clock()
        over = period(first, last, now)
        found = await desk.conversations(_state(state), q.strip(), over.start, over.end, now)
        return listed_json(found, now)

    return router


def _state(name: str) -> State | None:
    """None for any. Raises ``BadInput``."""
    if name and name not in STATES:
        raise BadInput(f"没有这种状态：{name}", "可用：" + "、".join(STATES))
    return State(name) if name else None
