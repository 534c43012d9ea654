"""Who at the desk did what: for administrators."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from assistant.desk.audit import LABELS, AuditLog
from assistant.desk.figures_period import period
from channels.desk.bodies_board import FirstDay, LastDay
from channels.desk.guard import Visitor, at_least, guard_of

MOST = 1000


def audit_routes(audit: AuditLog) -> APIRouter:
    """Route ``/desk/api/audit``."""
    router = APIRouter(prefix="/desk/api", include_in_schema=False)

    @router.get("/audit")
    async def read(
        request: Request,
        visitor: Annotated[Visitor, Depends(at_least("administrator"))],
        first: FirstDay = None,
        last: LastDay = None,
    ) -> list[dict[str, Any]]:
        over = period(first, last, guard_of(request).clock())
        return [
            {
                "at": one.at.isoformat(timespec="milliseconds"), "agent_name": one.agent_name, "action": one.action,
                "action_label": LABELS.get(one.action), "subject": one.subject, "reason": one.reason,
            }
            for one in await audit.read(over.start, over.end, MOST)
        ]  # fmt: skip

    return router
