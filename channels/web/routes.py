"""Serves the citizens' pages at their addresses and their files under ``/static/``."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

from channels.static_files import CONTENT_TYPES, SECURITY_HEADERS, answer, load_static

__all__ = ["CONTENT_TYPES", "PAGES", "SECURITY_HEADERS", "web_routes"]

PAGES = {"/": "index.html", "/estimator": "estimator.html", "/checklist": "checklist.html"}
"""Addresses of the pages, and their files."""


def web_routes() -> APIRouter:
    """Routes of the citizens' pages; the files are read once, here."""
    files = load_static(Path(__file__).parent / "static")
    router = APIRouter(include_in_schema=False)

    def serve(address: str, name: str) -> None:
        @router.api_route(address, methods=["GET", "HEAD"])
        async def page(request: Request) -> Response:
            return answer(files[name], request)

    for address, name in PAGES.items():
        serve(address, name)

    @router.api_route("/static/{name:path}", methods=["GET", "HEAD"])
    async def static(name: str, request: Request) -> Response:
        if name not in files:
            raise HTTPException(404)
        return answer(files[name], request)

    return router
