"""The routes of the contract. They parse, call, and render; nothing is decided here."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ArgsKwargs

from assistant import messages as m
from assistant.errors import BadInput, Forbidden
from assistant.exchange import Exchange
from assistant.places import accepted_regions, parse_region
from assistant.ports import Retriever
from assistant.public import hit_json, message_json, tool_json
from assistant.records import ConversationRecord, Feedback
from assistant.tools.registry import TOOLS, find_tool
from channels.api.bodies import HandoverRequest, NewConversation, NewFeedback, NewMessage
from channels.api.limits import SlidingWindow

ConversationId = Annotated[str, Path(pattern=r"^[0-9a-fA-F\-]{1,64}$")]
PROBLEM: dict[int | str, dict[str, Any]] = {
    code: {"content": {"application/problem+json": {}}, "description": "problem details"}
    for code in (400, 401, 404, 413, 422, 429, 500, 503)
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How often one conversation and one address may do things."""

    per_conversation: SlidingWindow
    per_address: SlidingWindow
    new_per_address: SlidingWindow


def address(request: Request) -> str:
    """The caller's address; uvicorn fills it from trusted proxies only."""
    return request.client.host if request.client else "unknown"


def api_routes(exchange: Exchange, retriever: Retriever, limits: Limits) -> APIRouter:
    """Routes under ``/api/v1``."""
    router = APIRouter(prefix="/api/v1", responses=PROBLEM)

    async def entered(request: Request, conversation_id: ConversationId) -> ConversationRecord:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Forbidden("no token")
        return await exchange.enter(conversation_id, token)

    Entered = Annotated[ConversationRecord, Depends(entered)]

    @router.post("/conversations", status_code=201)
    async def open_conversation(request: Request, body: NewConversation | None = None) -> dict[str, str]:
        limits.new_per_address.take(address(request))
        wanted = body or NewConversation()
        opened = await exchange.open(wanted.channel, wanted.region, wanted.profile)
        return {"conversation_id": opened.id, "token": opened.token, "greeting": opened.greeting}

    @router.post("/conversations/{conversation_id}/messages")
    async def say(request: Request, record: Entered, body: NewMessage) -> dict[str, Any]:
        limits.per_address.take(address(request))
        limits.per_conversation.take(record.id)
        stored, _ = await exchange.say(record, inbound(record, body))
        return stored.reply or {}

    @router.get("/conversations/{conversation_id}/messages")
    async def read(record: Entered, after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0) -> dict[str, Any]:
        return {"messages": [message_json(x) for x in await exchange.after(record, after)]}

    @router.post("/conversations/{conversation_id}/feedback", status_code=204)
    async def rate(record: Entered, body: NewFeedback) -> Response:
        limits.per_conversation.take(record.id)
        await exchange.rate(record, Feedback(body.reply_id, body.verdict, body.reason, body.text))
        return Response(status_code=204)

    @router.post("/conversations/{conversation_id}/handover", status_code=202)
    async def hand_over(record: Entered, body: HandoverRequest | None = None) -> dict[str, Any]:
        limits.per_conversation.take(record.id)
        handover, text = await exchange.hand_over(record, body.reason if body else None)
        return {"state": handover.state, "text": text}

    @router.get("/tools")
    async def tools() -> list[dict[str, Any]]:
        return [_tool(name) for name in TOOLS]

    @router.post("/tools/{name}")
    async def use_tool(
        request: Request,
        name: Annotated[str, Path(pattern=r"^[a-z_]{1,40}$")],
        parameters: Annotated[dict[str, str | int | None], Body()],
    ) -> dict[str, Any]:
        limits.per_address.take(address(request))
        function = find_tool(name).load()
        try:
            result = TypeAdapter(function).validate_python(ArgsKwargs((), parameters))
        except ValidationError as error:
            where = "、".join(str(part) for part in error.errors()[0]["loc"])
            raise BadInput(f"参数不对：{where}", "参数见 GET /api/v1/tools") from error
        return tool_json(result)

    @router.get("/search")
    async def search(
        request: Request,
        q: Annotated[str, Query(min_length=1, max_length=400)],
        as_of: Annotated[date | None, Query(ge=date(1990, 1, 1), le=date(2100, 12, 31))] = None,
        region: Annotated[str | None, Query(max_length=40)] = None,
        scheme: Annotated[str | None, Query(max_length=20)] = None,
        limit: Annotated[int, Query(ge=1, le=50)] = 10,
    ) -> list[dict[str, Any]]:
        limits.per_address.take(address(request))
        if scheme and scheme not in m.SCHEMES:
            raise BadInput(f"没有这种制度：{scheme}", "可用：" + "、".join(m.SCHEMES))
        regions = accepted_regions(parse_region(region) if region else None)
        query = m.Query(q, as_of or date.today(), regions, (scheme,) if scheme else (), limit)
        hits = await asyncio.to_thread(retriever.search, (query,))
        return [hit_json(hit) for hit in hits[0]]

    return router


def inbound(record: ConversationRecord, body: NewMessage) -> m.InboundMessage:
    """The contract's message as the core takes it."""
    return m.InboundMessage(
        id=body.client_message_id, channel=record.channel, conversation=record.id, text=body.text,
        as_of=body.as_of, region=body.region or record.region, profile=record.profile,
    )  # fmt: skip


def _tool(name: str) -> dict[str, Any]:
    tool = TOOLS[name]
    function = tool.load()
    return {
        "name": name,
        "title": tool.title,
        "description": (function.__doc__ or "").strip(),
        "parameters": TypeAdapter(function).json_schema(),
    }
