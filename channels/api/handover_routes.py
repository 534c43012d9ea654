"""Asking for a person, giving up waiting, leaving a number, saying how it was.

Annotations here are evaluated at once (no ``annotations`` import): FastAPI must see the local dependency in them.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from assistant.exchange import Exchange
from assistant.messages import Handover
from assistant.records import ConversationRecord
from channels.api import answers
from channels.api.bodies import HandoverRequest, NewCallBack, NewSatisfaction
from channels.api.documented import BODY, answering
from channels.api.entry import entering
from channels.api.routes import HELD, Limits, address


def handover_routes(exchange: Exchange, limits: Limits) -> APIRouter:
    """Routes about people under ``/api/v1/conversations/{id}``."""
    router = APIRouter(prefix="/api/v1/conversations/{conversation_id}")
    entry = Depends(entering(exchange))
    answer = answering(202, answers.HandoverAnswer, *BODY, *HELD, 429)

    @router.post("/handover", status_code=202, responses=answer)
    async def hand_over(
        request: Request, record: Annotated[ConversationRecord, entry], body: HandoverRequest | None = None
    ) -> dict[str, Any]:
        limits.per_address.take(address(request))
        limits.per_conversation.take(record.id)
        wanted = body or HandoverRequest()
        if wanted.action != "request":
            return shown(*await exchange.handovers.cancel(record))
        return shown(*await exchange.handovers.ask(record, wanted.reason))

    @router.get("/handover", responses=answering(200, answers.HandoverAnswer, *HELD))
    async def current(record: Annotated[ConversationRecord, entry]) -> dict[str, Any]:
        return shown(*await exchange.handovers.current(record))

    @router.post("/call_back", status_code=201, responses=answering(201, answers.HandoverAnswer, *BODY, *HELD, 429))
    async def call_back(
        request: Request, record: Annotated[ConversationRecord, entry], body: NewCallBack
    ) -> dict[str, Any]:
        limits.per_address.take(address(request))
        limits.per_conversation.take(record.id)
        return shown(
            *await exchange.handovers.call_back(record, body.kind, body.contact, body.wanted or "", body.text or "")
        )

    @router.post("/satisfaction", status_code=204, responses=answering(204, None, *BODY, *HELD, 429))
    async def rate(request: Request, record: Annotated[ConversationRecord, entry], body: NewSatisfaction) -> Response:
        limits.per_address.take(address(request))
        limits.per_conversation.take(record.id)
        await exchange.rated(record, body.score, body.text or "")
        return Response(status_code=204)

    return router


def shown(handover: Handover, text: str) -> dict[str, Any]:
    """The contract's answer about a handover."""
    row: dict[str, Any] = {"state": str(handover.state), "text": text}
    optional = {
        "position": handover.position, "estimate_seconds": handover.estimate_seconds, "asks": handover.asks
    }  # fmt: skip
    return row | {name: value for name, value in optional.items() if value is not None}
