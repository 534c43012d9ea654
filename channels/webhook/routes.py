"""What an agency's own desk posts to us, signed with the same secret as what we post to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from assistant.desk.foreign_desk import SOMEBODY, AgentActs, AgentSays, WayBack
from assistant.desk.webhook import DELIVERY, signature_fault
from assistant.errors import BadInput

Printable = r"^[^\x00]*$"
ConversationId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f\-]{36}$")]
DeliveryId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:\-]{1,64}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=Printable)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=Printable)]


class Body(BaseModel):
    """Base of the bodies. Unknown fields are ignored: desks send what they have."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Said(Body):
    """``POST /api/v1/webhook/messages``."""

    conversation_id: ConversationId
    delivery_id: DeliveryId
    text: Text
    agent_name: Name = SOMEBODY


class Status(Body):
    """``POST /api/v1/webhook/status``; without a ``delivery_id`` that of the header counts."""

    conversation_id: ConversationId
    status: Literal["open", "pending", "resolved"]
    delivery_id: DeliveryId | None = None
    agent_name: Name = SOMEBODY
    resolution: str = "other"


B = TypeVar("B", bound=Body)


def webhook_routes(way_back: WayBack, secret: str, clock: Callable[[], datetime]) -> APIRouter:
    """Routes under ``/api/v1/webhook``; mounted only where a webhook is set."""
    router = APIRouter(prefix="/api/v1/webhook", include_in_schema=False)

    @router.post("/messages")
    async def messages(request: Request) -> Response:
        if refused := await _refused(request, secret, clock()):
            return refused
        body = _read(Said, await request.body())
        first = await way_back.said(AgentSays(body.conversation_id, body.delivery_id, body.text, body.agent_name))
        return JSONResponse({"taken": True, "duplicate": not first})

    @router.post("/status")
    async def status(request: Request) -> Response:
        if refused := await _refused(request, secret, clock()):
            return refused
        body = _read(Status, await request.body())
        delivery = body.delivery_id or request.headers.get(DELIVERY, "")
        if not 0 < len(delivery) <= 64:
            raise BadInput("没有投递编号", f"写在 delivery_id 里，或者放在 {DELIVERY} 头里，最长 64 个字符")
        act = AgentActs(body.conversation_id, delivery, body.status, body.agent_name, body.resolution)
        return JSONResponse({"taken": True, "duplicate": not await way_back.acted(act)})

    return router


async def _refused(request: Request, secret: str, now: datetime) -> Response | None:
    """The answer to a request that is not signed as it should be."""
    fault = signature_fault(secret, request.headers, await request.body(), now)
    if not fault:
        return None
    told = {"type": "about:blank", "status": 401, "title": fault}
    return JSONResponse(told, 401, media_type="application/problem+json")


def _read(model: type[B], raw: bytes) -> B:
    """The body, its signature checked. Raises ``BadInput`` naming the field."""
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BadInput("请求的内容不对，请检查后重试", f"请检查：{where}" if where else "") from error
