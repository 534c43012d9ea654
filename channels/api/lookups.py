"""The routes of the contract that need no conversation: tools and search."""

from __future__ import annotations

import asyncio
import inspect
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, get_type_hints

from fastapi import APIRouter, Body, Query, Request
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from assistant import messages as m
from assistant.errors import BadInput
from assistant.places import accepted_regions, parse_region
from assistant.ports import Retriever
from assistant.public import hit_json, tool_json
from assistant.tools.registry import TOOLS, Toolbox, find_tool
from channels.api import answers
from channels.api.bodies import FIRST_DAY, LAST_DAY
from channels.api.documented import BODY, answering
from channels.api.limits import SlidingWindow
from channels.api.own_records import own_records_tool
from channels.api.routes import address


def tool_routes(toolbox: Toolbox, per_address: SlidingWindow) -> APIRouter:
    """``/api/v1/tools``."""
    router = APIRouter(prefix="/api/v1/tools")

    @router.get("", responses=answering(200, list[answers.ToolOut]))
    async def tools() -> list[dict[str, Any]]:
        return [*(_tool(name) for name in TOOLS), own_records_tool()]

    @router.post("/{name}", responses=answering(200, answers.ToolResultOut, *BODY, 404, 429))
    async def use_tool(
        request: Request, name: str, parameters: Annotated[dict[str, str | int | float | bool | None], Body()]
    ) -> dict[str, Any]:
        per_address.take(address(request))
        try:
            checked = _shape(name).model_validate(parameters)
        except ValidationError as error:
            where = "、".join(str(part) for part in error.errors()[0]["loc"])
            raise BadInput(f"参数不对：{where}", "参数见 GET /api/v1/tools") from error
        return tool_json(toolbox.run(name, dict(checked)))

    return router


def search_routes(retriever: Retriever, per_address: SlidingWindow) -> APIRouter:
    """``/api/v1/search``."""
    router = APIRouter(prefix="/api/v1/search")

    @router.get("", responses=answering(200, list[answers.HitOut], 422, 429))
    async def search(
        request: Request,
        q: Annotated[str, Query(min_length=1, max_length=400)],
        as_of: Annotated[date | None, Query(ge=FIRST_DAY, le=LAST_DAY)] = None,
        region: Annotated[str | None, Query(max_length=40)] = None,
        scheme: Annotated[str | None, Query(max_length=20, json_schema_extra={"enum": list(m.SCHEMES)})] = None,
        limit: Annotated[int, Query(ge=1, le=50)] = 10,
    ) -> list[dict[str, Any]]:
        per_address.take(address(request))
        if scheme and scheme not in m.SCHEMES:
            raise BadInput(f"没有这种制度：{scheme}", "可用：" + "、".join(m.SCHEMES))
        regions = accepted_regions(parse_region(region) if region else None)
        query = m.Query(q, as_of or date.today(), regions, (scheme,) if scheme else (), limit)
        hits = await asyncio.to_thread(retriever.search, (query,))
        return [hit_json(hit) for hit in hits[0]]

    return router


def _tool(name: str) -> dict[str, Any]:
    tool = TOOLS[name]
    return {
        "name": name,
        "title": tool.title,
        "description": (tool.load().__doc__ or "").strip(),
        "parameters": _shape(name).model_json_schema(),
    }


@lru_cache(maxsize=64)
def _shape(name: str) -> type[BaseModel]:
    """The tool's own parameters as a model: its JSON schema and its check."""
    function = find_tool(name).load()
    hints = get_type_hints(function)
    fields: dict[str, Any] = {
        one.name: (hints[one.name], ... if one.default is one.empty else one.default)
        for one in list(inspect.signature(function).parameters.values())[1:]
    }
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)
