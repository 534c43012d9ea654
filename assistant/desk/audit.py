"""Who at the desk did or saw what must be answered for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

LABELS: dict[str, str] = {
    "sign_in": "登录",
    "sign_in_failed": "登录失败",
    "locked": "登录被锁定",
    "sign_out": "退出",
    "password_changed": "修改密码",
    "agent_added": "添加坐席",
    "agent_changed": "修改坐席",
    "reveal_contact": "查看联系电话",
    "unmask": "查看遮住的信息",
    "listen_in": "旁听会话",
    "export_tickets": "导出问题台账",
    "cases_exported": "导出接待明细",
    "setting_changed": "修改设置",
}
"""What is written about accounts, and how it is shown. Other parts name their own actions, of at most 32 characters."""

SUBJECT = 64
"""Characters of a subject that are kept."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log. ``agent_id`` is None for the command line and for people nobody knows.

    ``subject`` is what it was done to: an id, a login, a file. ``reason`` is for people to read.
    """

    at: datetime
    agent_id: str | None
    agent_name: str
    action: str
    subject: str
    reason: str


class AuditLog(Protocol):
    """Lines are added and read, never changed."""

    async def note(self, agent_id: str | None, action: str, subject: str, reason: str, now: datetime) -> None:
        """Keep one line; of ``subject`` the first ``SUBJECT`` characters. Raises ``Unavailable``: do nothing then."""
        ...

    async def read(self, first: datetime, until: datetime, limit: int) -> tuple[AuditEntry, ...]:
        """Lines from ``first`` and before ``until``, the newest first, at most ``limit``."""
        ...
