"""Signing in and out, who one is, and one's own password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Request, Response

from assistant.desk.presence import Presence
from assistant.desk.refusals import NotAllowed
from assistant.desk.sessions import Session
from assistant.desk.sign_in import SignIn
from assistant.handoff.states import RESOLUTIONS
from channels.desk.bodies_accounts import PasswordBody, SignInBody, agent_json
from channels.desk.guard import COOKIE, Visitor, guard_of, same_origin, session_of, signed_in

Groups = Callable[[], Awaitable[tuple[str, ...]]]
"""The groups there are."""


class Window(Protocol):
    """Counts tries of one address."""

    def take(self, key: str) -> None:
        """Count one. Raises ``TooMany``."""
        ...


def desk_auth_routes(sign_in: SignIn, presence: Presence, groups: Groups, tries: Window) -> APIRouter:
    """Routes under ``/desk/api`` for one's own session; ``install_guard`` must be called for the same app."""
    router = APIRouter(prefix="/desk/api", include_in_schema=False)

    @router.post("/sign_in")
    async def enter(request: Request, response: Response, body: SignInBody) -> dict[str, Any]:
        if "origin" in request.headers and not same_origin(request.headers):
            raise NotAllowed("请打开坐席台页面登录")
        tries.take(request.client.host if request.client else "unknown")
        guard = guard_of(request)
        now = guard.clock()
        opened = await sign_in.sign_in(body.login, body.password, now)
        if before := await guard.sessions.of(request.cookies.get(COOKIE, ""), now, used=False):
            await guard.sessions.close(before)
        guard.set_cookie(response, opened.token)
        response.headers["Cache-Control"] = "no-store"
        agent = agent_json(await presence.of(opened.session.agent.id, now))
        return {"agent": agent, "csrf": opened.session.csrf}

    @router.post("/sign_out", status_code=204)
    async def leave(request: Request, session: Annotated[Session, Depends(session_of)]) -> Response:
        guard = guard_of(request)
        await sign_in.sign_out(session, guard.clock())
        answer = Response(status_code=204)
        guard.drop_cookie(answer)
        return answer

    @router.get("/me")
    async def me(request: Request, visitor: Annotated[Visitor, Depends(signed_in)]) -> dict[str, Any]:
        agent = agent_json(await presence.of(visitor.agent.id, guard_of(request).clock()))
        return {"agent": agent, "csrf": visitor.csrf, "groups": list(await groups()), "resolutions": RESOLUTIONS}

    @router.post("/password", status_code=204)
    async def change_password(
        request: Request, session: Annotated[Session, Depends(session_of)], body: PasswordBody
    ) -> Response:
        guard = guard_of(request)
        opened = await sign_in.change_password(session, body.old, body.new, guard.clock())
        answer = Response(status_code=204)
        guard.set_cookie(answer, opened.token)
        return answer

    return router
