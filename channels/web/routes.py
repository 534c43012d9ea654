"""Serves the citizens' pages at their addresses and their files under ``/static/``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}
"""Sent with every page and file: nothing is loaded from elsewhere, nothing frames the page."""

PAGES = {"/": "index.html", "/estimator": "estimator.html", "/checklist": "checklist.html"}
"""Addresses of the pages, and their files."""

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent."""

    body: bytes
    content_type: str
    etag: str


def load_static(folder: Path) -> dict[str, StaticFile]:
    """Every file of a known type in ``folder``, by its path below it; anything else is not served."""
    files: dict[str, StaticFile] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in CONTENT_TYPES:
            body = path.read_bytes()
            etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
            files[path.relative_to(folder).as_posix()] = StaticFile(body, CONTENT_TYPES[path.suffix], etag)
    return files


def answer(file: StaticFile, request: Request) -> Response:
    """The file, or 304 when the browser already has it.

    Every file is revalidated: file names carry no version, and a page must not mix modules of two versions.
    """
    headers = {**SECURITY_HEADERS, "ETag": file.etag, "Cache-Control": "no-cache"}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if file.etag in known:
        return Response(status_code=304, headers=headers)
    return Response(file.body, headers=headers, media_type=file.content_type)


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
