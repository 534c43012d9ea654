"""Installations to back up: a database with rows in every table, and the files beside it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, null, select, text

from assistant.store import backup
from assistant.store.archive import Manifest
from assistant.store.backup import Beside, Restored, back_up, restore
from assistant.store.database import make_engine
from assistant.store.tables import Table
from tests.postgres_server import empty_database

NOW = datetime(2026, 11, 22, 8, 30, 0, 123456, tzinfo=UTC)
BYTES = bytes(range(256))
MANY = 1_203
"""Messages: more than two batches."""


@dataclass(frozen=True, slots=True)
class Place:
    """One installation."""

    url: str
    folder: Path

    @property
    def beside(self) -> Beside:
        return Beside(self.folder / "business.db", self.folder / "secret.key")

    def save(self, file: Path, key: bytes = b"") -> Manifest:
        return back_up(self.url, file, self.beside.business, key, NOW)

    def put(self, file: Path, *, replace: bool = False) -> Restored:
        return restore(self.url, file, self.beside, replace=replace)


def run(url: str, *statements: Any) -> list[tuple[Any, ...]]:
    """Rows of the last statement, all in one transaction."""

    async def working() -> list[tuple[Any, ...]]:
        engine = make_engine(url)
        async with engine.begin() as connection:
            for statement in statements:
                result = await connection.execute(text(statement) if isinstance(statement, str) else statement)
            rows = [tuple(row) for row in result] if result.returns_rows else []
        await engine.dispose()
        return rows

    return asyncio.run(working())


def contents(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything, table by table, times in UTC."""

    def plain(value: Any) -> Any:
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value

    def rows(table: Any) -> list[tuple[Any, ...]]:
        found = run(url, select(table).order_by(*table.primary_key.columns))
        return [tuple(plain(value) for value in row) for row in found]

    return {table.name: rows(table) for table in backup.tables()}


def fill(url: str) -> None:
    """Rows in every table: every kind of column, with and without a value."""
    t = Table.metadata.tables
    said = [
        {"conversation_id": "c1", "seq": n, "at": NOW + timedelta(seconds=n), "sender": "citizen", "text": f"第{n}句𠮷\n\"",
         "client_message_id": f"m{n}" if n % 2 else None, "reply": null()}
        for n in range(1, MANY)
    ]  # fmt: skip
    run(
        url,
        insert(t["conversations"]).values(
            [{"id": i, "token_digest": "d" * 64, "channel": "web", "region": r, "profile": "elderly", "created_at": NOW,
              "memory": "{}", "handover_state": "none", "version": 3, "last_seq": MANY} for i, r in (("c1", "广东"), ("c2", None))]
        ),
        insert(t["messages"]).values(said),
        insert(t["messages"]).values(
            conversation_id="c1", seq=MANY, at=NOW, sender="agent", text="", author="小王", reply_id="r1",
            reply={"a": [1, 2.5, None, "中文"]}, citations=[], handover=None,
        ),
        insert(t["feedback"]).values(conversation_id="c1", reply_id="r1", verdict="helpful", at=NOW),
        insert(t["agents"]).values(
            id="a1", login="xw", name="小王", password_hash="h", role="agent", skills=["综合"], most=3, active=False,
            status="away", failures=2, created_at=NOW,
        ),
        insert(t["agent_sessions"]).values(digest="s", agent_id="a1", csrf="x", created_at=NOW, used_at=NOW),
        insert(t["cases"]).values(
            id="k1", conversation_id="c1", channel="web", state="call_back", reason="requested", skill="综合", priority=1,
            opened_at=NOW, state_at=NOW, steps=1,
        ),
        insert(t["case_events"]).values(
            case_id="k1", seq=1, at=NOW, actor="citizen", before="none", after="queued", reason="requested", detail="",
        ),
        insert(t["call_backs"]).values(
            id="b1", case_id="k1", conversation_id="c1", kind="call", contact=BYTES, contact_shown="138****8000",
            wanted="下午", text="", created_at=NOW, due_on=date(2026, 11, 24), attempts=0, outcome_text="",
        ),
        insert(t["notes"]).values(conversation_id="c1", agent_id="a1", author="小王", at=NOW, text="记一下"),
        insert(t["canned_replies"]).values(code="hi", title="问好", text="您好{市民称呼}", changed_at=NOW),
        insert(t["tickets"]).values(
            id=41, conversation_id="c1", origin="agent", category="其他", text="事", state="open", created_at=NOW,
            created_by="小王", due_on=date(2026, 12, 1), outcome="",
        ),
        insert(t["ticket_entries"]).values(ticket_id=41, at=NOW, author="小王", text="办了"),
        insert(t["satisfaction"]).values(case_id="k1", asked_at=NOW, score=5, text="好", at=NOW),
        insert(t["held_answers"]).values(
            id="h1", conversation_id="c1", question="问", client_message_id="m9", topic="退休", reply={"x": 1}, held_at=NOW,
            state="held",
        ),
        insert(t["quality_samples"]).values(case_id="k1", drawn_at=NOW, drawn_by="a1", note=""),
        insert(t["audit"]).values(at=NOW, agent_id="a1", action="unmask", subject="b1", reason="回电"),
        insert(t["desk_settings"]).values(name="groups", value=["综合", "转移接续"], changed_at=NOW),
        insert(t["webhook_deliveries"]).values(
            delivery_id="w1", event="case.opened", conversation_id="c1", body={"n": 1}, state="waiting", attempts=0,
            created_at=NOW, next_at=NOW, error="",
        ),
        insert(t["recordings"]).values(
            id="s1", conversation_id="c1", message_id="m1", at=NOW, seconds=2.5, media_type="audio/ogg", sealed=BYTES,
            expires_at=NOW + timedelta(days=30),
        ),
        insert(t["leases"]).values(name="sweep", holder="w", until=NOW),
    )  # fmt: skip


def business_file(place: Place, value: str) -> None:
    with closing(sqlite3.connect(place.beside.business)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE people (name TEXT)")
        connection.execute("INSERT INTO people VALUES (?)", (value,))
        connection.commit()


def people_in(file: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT name FROM people").fetchall()


@contextmanager
def installations(folder: Path) -> Iterator[Callable[[str, str], Place]]:
    """Makes installations without tables, by name and kind of database. Not for use inside an event loop."""
    with ExitStack() as databases:

        def made(name: str, kind: str) -> Place:
            own = folder / name
            own.mkdir()
            if kind == "sqlite":
                return Place(f"sqlite+aiosqlite:///{own / 'assistant.db'}", own)
            return Place(databases.enter_context(empty_database()), own)

        yield made
