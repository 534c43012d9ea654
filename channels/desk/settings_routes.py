"""What is set at the desk."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from assistant.desk.desk_settings import SettingsDesk, settings_json
from channels.desk.bodies_board import SettingBody
from channels.desk.guard import Visitor, at_least, guard_of

Supervisor = Annotated[Visitor, Depends(at_least("supervisor"))]


def settings_routes(desk: SettingsDesk) -> APIRouter:
    """Routes ``/desk/api/settings``; most of them only an administrator may change."""
    router = APIRouter(prefix="/desk/api/settings", include_in_schema=False)

    @router.get("")
    async def read(visitor: Supervisor) -> dict[str, Any]:
        return {**settings_json(await desk.read()), "topics": list(desk.topics)}

    @router.put("/{name}")
    async def change(request: Request, name: str, visitor: Supervisor, body: SettingBody) -> dict[str, Any]:
        return settings_json(await desk.change(name, body.value, visitor.agent, guard_of(request).clock()))

    return router
