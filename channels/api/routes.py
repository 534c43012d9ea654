"""The conversation routes of the contract. They parse, call, and render; nothing is decided here.

Annotations here are evaluated at once (no ``annotations`` import): FastAPI must see the local dependency in them.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from assistant import messages as m
from assistant.exchange import PAGE, Exchange
from assistant.public import message_json
from assistant.records import ConversationRecord, Feedback
from channels.api import answers
from channels.api.bodies import NewConversation, NewFeedback, NewMessage
from channels.api.documented import BODY, answering
from channels.api.entry import entering
from channels.api.limits import SlidingWindow

HELD = (401, 404)
"""What may be wrong with a conversation's id or token."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How often one conversation and one address may do things."""

    per_conversation: SlidingWindow
    per_address: SlidingWindow
    new_per_address: SlidingWindow


def address(request: Request) -> str:
    """The caller's address; uvicorn fills it from trusted proxies only."""
    return request.client.host if request.client else "unknown"


def api_routes(exchange: Exchange, limits: Limits) -> APIRouter:
    """Routes under ``/api/v1/conversations``."""
    router = APIRouter(prefix="/api/v1/conversations", default_response_class=JSONResponse)
    entry = Depends(entering(exchange))

    @router.post("", status_code=201, responses=answering(201, answers.OpenedConversation, *BODY, 429))
    async def open_conversation(request: Request, body: NewConversation | None = None) -> dict[str, str]:
        limits.new_per_address.take(address(request))
        wanted = body or NewConversation()
        opened = await exchange.open(wanted.channel, wanted.region, wanted.profile)
        return {"conversation_id": opened.id, "token": opened.token, "greeting": opened.greeting}

    @router.post("/{conversation_id}/messages", responses=answering(200, answers.ReplyOut, *BODY, *HELD, 429))
    async def say(request: Request, record: Annotated[ConversationRecord, entry], body: NewMessage) -> dict[str, Any]:
        limits.per_address.take(address(request))
        limits.per_conversation.take(record.id)
        return (await exchange.say(record, inbound(record, body))).reply

    @router.get("/{conversation_id}/messages", responses=answering(200, answers.MessagesOut, *HELD, 422))
    async def read(
        record: Annotated[ConversationRecord, entry], after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
    ) -> dict[str, Any]:
        found = await exchange.after(record, after)
        return {"messages": [message_json(x) for x in found], "more": len(found) == PAGE}

    @router.post("/{conversation_id}/feedback", status_code=204, responses=answering(204, None, *BODY, *HELD, 429))
    async def rate(record: Annotated[ConversationRecord, entry], body: NewFeedback) -> Response:
        limits.per_conversation.take(record.id)
        await exchange.rate(record, Feedback(body.reply_id, body.verdict, body.reason, body.text))
        return Response(status_code=204)

    return router


def inbound(record: ConversationRecord, body: NewMessage) -> m.InboundMessage:
    """The contract's message as the core takes it."""
    return m.InboundMessage(
        id=body.client_message_id, channel=record.channel, conversation=record.id, text=body.text,
        as_of=body.as_of, region=body.region or record.region, profile=record.profile,
    )  # fmt: skip
