"""Errors as RFC 9457 problem details with a Chinese title a person can act on."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from assistant.errors import AssistantError, BadInput, Forbidden, NotFound, NotVerified, TooMany, Unavailable

_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
_TITLES = {
    400: "请求的内容不对，请检查后重试",
    401: "会话凭证不对或没有带上，请重新开始",
    403: "还没有核验身份或已经过时，请在对话里说“查我的缴费记录”，照提示核验后再查",
    404: "没有这个地址或内容",
    405: "这个地址不支持这种操作",
    413: "内容太大了，请分几次发",
    422: "请求的内容不对，请检查后重试",
    429: "您发得太快了，请稍等一会儿再试",
    500: "服务出了点问题，请稍后再试，着急请拨打12333",
    503: "服务正在准备或暂时不可用，请稍后再试，着急请拨打12333",
}


def title_of(status: int) -> str:
    """What a person is told with this status."""
    return _TITLES.get(status, _TITLES[400])


def problem(status: int, title: str = "", detail: str = "", headers: dict[str, str] | None = None) -> JSONResponse:
    """A problem details response."""
    body = {"type": "about:blank", "status": status, "title": _sendable(title or title_of(status))}
    if detail:
        body["detail"] = _sendable(detail)
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def _sendable(text: str) -> str:
    """Without half surrogate pairs, which JSON can name and UTF-8 cannot hold."""
    return text.encode(errors="replace").decode()


def from_error(error: AssistantError) -> JSONResponse:
    """The response for one of our errors."""
    if isinstance(error, TooMany):
        return problem(429, headers={"Retry-After": str(error.retry_after)})
    if isinstance(error, BadInput):
        return problem(422, str(error), error.remedy)
    if isinstance(error, NotFound):
        return problem(404, str(error))
    if isinstance(error, NotVerified):
        return problem(403)
    if isinstance(error, Forbidden):
        return problem(401, headers={"WWW-Authenticate": "Bearer"})
    return problem(503 if isinstance(error, Unavailable) else 500)


def install_problems(app: FastAPI) -> None:
    """Every error of ``app`` becomes problem details (unexpected ones in ``Gate``); no exception text leaves."""

    @app.exception_handler(AssistantError)
    async def ours(request: Request, error: AssistantError) -> JSONResponse:
        return from_error(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        where = ".".join(str(part) for part in error.errors()[0]["loc"] if part != "body") if error.errors() else ""
        return problem(422, detail=f"请检查：{where}" if where else "")

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = ", ".join(_methods(app, request))
        return problem(error.status_code, headers=headers)


def _methods(app: FastAPI, request: Request) -> list[str]:
    """What the address supports, over all its routes; the framework names those of the first one only."""

    def supported(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in app.routes)

    return [method for method in _METHODS if supported(method)]
