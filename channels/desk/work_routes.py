"""The agent's work over HTTP: the room, cases, talking, passing on, ending.

Annotations here are evaluated at once (no ``annotations`` import): FastAPI must see the local dependency in them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from assistant.desk.agents import Agent
from assistant.desk.call_backs import CallBacks
from assistant.desk.case_json import case_json
from assistant.desk.notes import NoteBook, note_json
from assistant.desk.room import Room
from assistant.desk.work import AgentWork, Passed
from assistant.errors import BadInput
from assistant.handoff.states import Case, State
from assistant.public import message_json
from channels.desk.bodies_ledger import PathId
from channels.desk.bodies_work import AgentMessage, Assignment, Closing, Later, Note, Remark, Transfer, Unmasking
from channels.desk.guard import Visitor, at_least, signed_in

Counts = Callable[[datetime], Awaitable[dict[str, int]]]
Lookup = Callable[[str, str | None, date | None, int], Awaitable[list[dict[str, Any]]]]
AvailabilityText = Callable[[], Awaitable[str]]
AgentsNow = Callable[[datetime], Awaitable[list[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class DeskParts:
    """What the routes of the agent's work use."""

    work: AgentWork
    room: Room
    notes: NoteBook
    call_backs: CallBacks
    counts: Counts
    lookup: Lookup
    availability_text: AvailabilityText
    agents: AgentsNow
    groups: Callable[[], Awaitable[tuple[str, ...]]]
    clock: Callable[[], datetime]


Caller = Annotated[Visitor, Depends(signed_in)]
Supervisor = Annotated[Visitor, Depends(at_least("supervisor"))]


def work_routes(parts: DeskParts) -> APIRouter:
    """Routes under ``/desk/api`` about cases."""
    router = APIRouter(prefix="/desk/api", include_in_schema=False)
    _reading(router, parts)
    _talking(router, parts)
    _passing_on(router, parts)
    return router


def _reading(router: APIRouter, parts: DeskParts) -> None:
    """The room at a glance, a case, what could be answered, the corpus."""

    @router.get("/state")
    async def state(who: Caller) -> dict[str, Any]:
        now = parts.clock()
        agents = await parts.agents(now)
        queue, mine = await parts.room.lists(who.agent)
        return {
            "me": next((a for a in agents if a["id"] == who.agent.id), None), "queue": queue, "mine": mine,
            "agents": [a for a in agents if a["active"]], "counts": await parts.counts(now),
            "availability_text": await parts.availability_text(), "now": now.isoformat(timespec="milliseconds"),
        }  # fmt: skip

    @router.get("/cases/{case_id}")
    async def dossier(case_id: PathId, who: Caller) -> dict[str, Any]:
        found = await parts.room.dossier(case_id, who.agent)
        notes = await parts.notes.of(found["case"]["conversation_id"])
        return {**found, "notes": [note_json(note) for note in notes]}

    @router.get("/cases/{case_id}/suggestion")
    async def suggestion(case_id: PathId, who: Caller) -> dict[str, Any]:
        return await parts.room.suggestion(case_id, who.agent)

    @router.get("/search")
    async def search(
        who: Caller,
        q: Annotated[str, Query(min_length=1, max_length=400)],
        region: Annotated[str | None, Query(max_length=40)] = None,
        as_of: date | None = None,
        limit: Annotated[int, Query(ge=1, le=20)] = 8,
    ) -> list[dict[str, Any]]:
        return await parts.lookup(q, region, as_of, limit)


def _talking(router: APIRouter, parts: DeskParts) -> None:
    """Taking a case, speaking, noting, looking at what is masked."""

    @router.post("/cases/{case_id}/accept")
    async def accept(case_id: PathId, who: Caller) -> dict[str, Any]:
        if (await parts.work.find(case_id)).state is State.CALL_BACK:
            await parts.call_backs.must_be_theirs(case_id, who.agent, parts.clock())
        return await _shown(parts, await parts.work.accept(case_id, who.agent))

    @router.post("/cases/{case_id}/decline")
    async def decline(case_id: PathId, who: Caller) -> dict[str, Any]:
        return await _shown(parts, await parts.work.decline(case_id, who.agent))

    @router.post("/cases/{case_id}/messages")
    async def say(case_id: PathId, who: Caller, body: AgentMessage) -> dict[str, Any]:
        said = await parts.work.say(case_id, who.agent, body.text, body.client_message_id, tuple(body.citations))
        return message_json(said)

    @router.post("/cases/{case_id}/notes")
    async def note(case_id: PathId, who: Caller, body: Note) -> dict[str, Any]:
        found = await parts.room.seen(case_id, who.agent)
        return note_json(await parts.notes.write(found.conversation, who.agent, body.text, parts.clock()))

    @router.post("/cases/{case_id}/unmask")
    async def unmask(case_id: PathId, who: Caller, body: Unmasking) -> dict[str, str]:
        return {"field": body.field, "value": await parts.room.unmask(case_id, who.agent, body.field, body.reason)}


def _passing_on(router: APIRouter, parts: DeskParts) -> None:
    """To others, to later, to the assistant, to its end."""

    @router.post("/cases/{case_id}/transfer")
    async def transfer(case_id: PathId, who: Caller, body: Transfer) -> dict[str, Any]:
        if body.group is not None and body.group not in await parts.groups():
            raise BadInput("没有这个组", "请从列表里选一个组")
        case = await parts.work.transfer(case_id, who.agent, Passed(body.agent_id, body.group))
        await _noted(parts, case, who.agent, body.note)
        return await _shown(parts, case)

    @router.post("/cases/{case_id}/close")
    async def close(case_id: PathId, who: Caller, body: Closing) -> dict[str, Any]:
        case = await parts.work.close(case_id, who.agent, body.resolution)
        await parts.call_backs.answered_in(case.id, who.agent, parts.clock())
        await _noted(parts, case, who.agent, body.note)
        return await _shown(parts, case)

    @router.post("/cases/{case_id}/return")
    async def hand_back(case_id: PathId, who: Caller, body: Remark | None = None) -> dict[str, Any]:
        case = await parts.work.hand_back(case_id, who.agent)
        await parts.call_backs.answered_in(case.id, who.agent, parts.clock())
        await _noted(parts, case, who.agent, body.note if body else None)
        return await _shown(parts, case)

    @router.post("/cases/{case_id}/call_back")
    async def later(case_id: PathId, who: Caller, body: Later | None = None) -> dict[str, Any]:
        wanted = body or Later()
        now = parts.clock()
        found = await parts.work.talking(case_id, who.agent)  # before anything is kept: a promise names its owner
        text = wanted.text or "坐席稍后答复"
        left = await parts.call_backs.leave(found, "message", None, wanted.wanted or "", text, now, owner=who.agent.id)
        return await _shown(parts, await parts.work.call_back_later(case_id, who.agent, left.due_on))

    @router.post("/cases/{case_id}/assign")
    async def assign(case_id: PathId, who: Supervisor, body: Assignment) -> dict[str, Any]:
        return await _shown(parts, await parts.work.assign(case_id, who.agent, body.agent_id))


async def _shown(parts: DeskParts, case: Case) -> dict[str, Any]:
    return case_json(case, parts.clock(), await parts.room.names())


async def _noted(parts: DeskParts, case: Case, agent: Agent, text: str | None) -> None:
    if text and text.strip():
        await parts.notes.write(case.conversation, agent, text, parts.clock())
