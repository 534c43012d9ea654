"""Serves the desk's page at ``/desk`` and its files under ``/desk/static/``."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

from channels.static_files import answer, load_static

PAGE = "desk.html"


def desk_pages(folder: Path | None = None) -> APIRouter:
    """Routes of the page; the files of ``folder`` are read once, here."""
    files = load_static(folder or Path(__file__).parent / "static")
    router = APIRouter(prefix="/desk", include_in_schema=False)

    def found(name: str, request: Request) -> Response:
        if name not in files:
            raise HTTPException(404)
        return answer(files[name], request)

    @router.api_route("", methods=["GET", "HEAD"])
    async def page(request: Request) -> Response:
        return found(PAGE, request)

    @router.api_route("/static/{name:path}", methods=["GET", "HEAD"])
    async def static(name: str, request: Request) -> Response:
        return found(name, request)

    return router
