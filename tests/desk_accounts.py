"""The desk's accounts as one worker holds them, over a real database, with cheap hashes."""

from __future__ import annotations

from argon2 import PasswordHasher
from sqlalchemy.ext.asyncio import AsyncEngine

from assistant.desk.accounts import NewAgent, Staff
from assistant.desk.passwords import Passwords
from assistant.desk.presence import Presence
from assistant.desk.sessions import Sessions
from assistant.desk.sign_in import SignIn
from assistant.signals import SignalsInProcess
from assistant.store.accounts import StoredAccounts
from assistant.store.agent_sessions import StoredSessions
from assistant.store.audit import StoredAudit
from assistant.store.database import make_engine
from assistant.store.working import Working

CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
PASSWORD, ANOTHER = "春眠不觉晓 处处闻啼鸟", "夜来风雨声 花落知多少"


class Worker:
    """Everything about accounts, with an engine of its own."""

    def __init__(self, url: str, hasher: PasswordHasher = CHEAP) -> None:
        self.engine: AsyncEngine = make_engine(url)
        working = Working(self.engine)
        self.signals = SignalsInProcess()
        self.accounts = StoredAccounts(working)
        self.audit = StoredAudit(working)
        self.passwords = Passwords(hasher)
        self.sessions = Sessions(StoredSessions(working))
        self.presence = Presence(self.accounts, self.signals)
        self.staff = Staff(self.accounts, self.audit, self.passwords, self.signals)
        self.sign_in = SignIn(self.accounts, self.sessions, self.audit, self.passwords, self.presence)

    async def close(self) -> None:
        await self.engine.dispose()


def somebody(login: str, role: str = "agent", password: str = PASSWORD, name: str = "李坐席") -> NewAgent:
    """Somebody to be added."""
    return NewAgent(login, name, role, ("投诉",), 3, password)
