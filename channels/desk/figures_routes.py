"""Figures over days, as a page and as a table, and the export of cases."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from assistant.desk.desk_settings import SettingsDesk
from assistant.desk.figures import Figures
from assistant.desk.figures_csv import figures_csv
from assistant.desk.figures_json import figures_json
from assistant.desk.figures_period import Period, period
from assistant.desk.figures_reading import FigureDesk
from channels.desk.bodies_board import FirstDay, LastDay
from channels.desk.guard import Visitor, at_least, guard_of

Supervisor = Annotated[Visitor, Depends(at_least("supervisor"))]


def figures_routes(desk: FigureDesk, settings: SettingsDesk) -> APIRouter:
    """Routes ``/desk/api/figures``, ``/desk/api/figures.csv`` and ``/desk/api/export``; without days the last 30."""
    router = APIRouter(prefix="/desk/api", include_in_schema=False)

    async def read(request: Request, over: Period) -> Figures:
        within = (await settings.read()).service_level_seconds
        return await desk.figures(over, guard_of(request).clock(), within)

    @router.get("/figures")
    async def figures(
        request: Request, visitor: Supervisor, first: FirstDay = None, last: LastDay = None
    ) -> dict[str, Any]:
        return figures_json(await read(request, period(first, last, guard_of(request).clock())))

    @router.get("/figures.csv")
    async def figures_table(
        request: Request, visitor: Supervisor, first: FirstDay = None, last: LastDay = None
    ) -> Response:
        over = period(first, last, guard_of(request).clock())
        return _table(figures_csv(await read(request, over)), "figures", over)

    @router.get("/export")
    async def export(request: Request, visitor: Supervisor, first: FirstDay = None, last: LastDay = None) -> Response:
        now = guard_of(request).clock()
        over = period(first, last, now)
        return _table(await desk.export(over, visitor.agent, now), "cases", over)

    return router


def _table(text: str, name: str, over: Period) -> Response:
    """A file to keep; no browser keeps a copy of its own."""
    file = f"{name}-{over.first}-{over.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
    return Response(text.encode(), headers=headers, media_type="text/csv; charset=utf-8")
