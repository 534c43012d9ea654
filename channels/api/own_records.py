"""The tool that needs to know who asks: a person's own records, for a conversation that has verified them.

Annotations here are evaluated at once (no ``annotations`` import): FastAPI must see the local dependency in them.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from assistant.business_ports import Asker, RecordKind
from assistant.errors import Forbidden, NotFound
from assistant.exchange import Exchange
from assistant.own_records import Records
from assistant.public import tool_json
from channels.api import answers
from channels.api.documented import BODY, answering
from channels.api.limits import SlidingWindow
from channels.api.routes import address

NAME = "own_records"
DESCRIPTION = (
    "查本人的记录：缴费（contributions）、待遇发放（benefit）、办理进度（applications）、资格认证（certification）。"
    "先在这个会话里核验身份（对助手说“查我的缴费记录”，照提示做），再带会话的 token 调用；没有核验或过了30分钟是 403。"
)


class OwnRecordsRequest(BaseModel):
    """Which record, and the conversation in which the person was verified."""

    model_config = ConfigDict(extra="forbid")

    conversation_id: str = Field(max_length=36)
    kind: RecordKind


def own_records_tool() -> dict[str, Any]:
    """As ``GET /api/v1/tools`` lists it."""
    schema = OwnRecordsRequest.model_json_schema()
    return {"name": NAME, "title": "我的记录", "description": DESCRIPTION, "parameters": schema}


def own_records_routes(exchange: Exchange, records: Records | None, per_address: SlidingWindow) -> APIRouter:
    """``POST /api/v1/tools/own_records``; must be added before the tools that are found by name."""
    router = APIRouter(prefix="/api/v1/tools")
    bearer = HTTPBearer(auto_error=False)

    @router.post(f"/{NAME}", responses=answering(200, answers.ToolResultOut, *BODY, 401, 403, 404, 429, 503))
    async def look_up(
        request: Request,
        body: OwnRecordsRequest,
        shown: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
    ) -> dict[str, Any]:
        per_address.take(address(request))
        if shown is None:
            raise Forbidden("no token")
        conversation = await exchange.enter(body.conversation_id, shown.credentials)
        if records is None:
            raise NotFound("没有接上社保业务系统，查不到个人的记录")
        return tool_json(await records.look_up(Asker(conversation.channel, conversation.id), body.kind))

    return router
