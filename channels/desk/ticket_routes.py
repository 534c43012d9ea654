"""``/desk/api/tickets``: the ledger of feedback and complaints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from assistant.desk.due import day_of
from assistant.desk.ledger import Alteration, Draft, Ledger
from assistant.desk.ledger_csv import ledger_csv
from assistant.desk.ledger_values import Wanted
from channels.desk.answers_ledger import TicketOut, ticket_out
from channels.desk.bodies_ledger import Closing, NewEntry, NewTicket, Printable, TicketChange, TicketId
from channels.desk.guard import Visitor, signed_in

Caller = Annotated[Visitor, Depends(signed_in)]
Text = Annotated[str | None, Query(max_length=40, pattern=Printable)]


def asked(
    state: Literal["open", "done"] | None = None, category: Text = None, owner: Text = None, conversation: Text = None,
    overdue: bool = False,
) -> Wanted:  # fmt: skip
    """Which tickets the query means; an empty word means any."""
    return Wanted(state, category or None, owner or None, conversation or None, overdue)


Chosen = Annotated[Wanted, Depends(asked)]


def ticket_routes(ledger: Ledger, clock: Callable[[], datetime]) -> APIRouter:
    """Routes for every agent. ``X-Total-Count`` of a listing says how many there are beyond the page."""
    router = APIRouter(prefix="/desk/api", include_in_schema=False)

    @router.get("/tickets")
    async def listed(
        caller: Caller, wanted: Chosen, response: Response,
        offset: Annotated[int, Query(ge=0, le=10**6)] = 0, limit: Annotated[int, Query(ge=1, le=200)] = 100,
    ) -> list[TicketOut]:  # fmt: skip
        now = clock()
        page = await ledger.listed(wanted, now, offset=offset, limit=limit)
        response.headers["X-Total-Count"] = str(page.total)
        return [ticket_out(one, day_of(now)) for one in page.tickets]

    @router.get("/tickets.csv")
    async def exported(caller: Caller, wanted: Chosen) -> Response:
        now = clock()
        tickets = [one async for one in await ledger.exported(wanted, caller.agent, now)]
        headers = {"Content-Disposition": f'attachment; filename="tickets-{day_of(now)}.csv"'}
        return Response(ledger_csv(tickets, day_of(now)), media_type="text/csv; charset=utf-8", headers=headers)

    @router.post("/tickets", status_code=201)
    async def add(caller: Caller, body: NewTicket) -> TicketOut:
        now = clock()
        draft = Draft(
            body.category, body.text, "agent", caller.agent.name, body.conversation_id, body.reply_id, body.owner_id
        )
        return ticket_out(await ledger.add(draft, now), day_of(now))

    @router.patch("/tickets/{ticket_id}")
    async def alter(caller: Caller, ticket_id: TicketId, body: TicketChange) -> TicketOut:
        now = clock()
        change = Alteration(body.owner_id, body.category, body.due_on)
        return ticket_out(await ledger.alter(ticket_id, change, caller.agent, now), day_of(now))

    @router.post("/tickets/{ticket_id}/entries")
    async def write(caller: Caller, ticket_id: TicketId, body: NewEntry) -> TicketOut:
        now = clock()
        return ticket_out(await ledger.write(ticket_id, body.text, caller.agent, now), day_of(now))

    @router.post("/tickets/{ticket_id}/close")
    async def close(caller: Caller, ticket_id: TicketId, body: Closing) -> TicketOut:
        now = clock()
        closed = await ledger.close(ticket_id, body.outcome, caller.agent, now, tell=body.tell)
        return ticket_out(closed, day_of(now))

    return router
