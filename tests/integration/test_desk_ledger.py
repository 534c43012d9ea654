"""Call-backs, tickets and held answers over HTTP, with real sessions, on SQLite and PostgreSQL."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from assistant.desk.agents import Agent
from assistant.desk.call_backs import CallBackEffects, CallBacks
from assistant.desk.held import HeldAnswers
from assistant.desk.ledger import Ledger, LedgerEffects
from assistant.desk.sessions import Sessions
from assistant.handoff.states import State
from assistant.store.agent_sessions import StoredSessions
from assistant.store.audit import StoredAudit
from assistant.store.call_backs import StoredCallBacks
from assistant.store.desk_tables import AuditRow
from assistant.store.encryption import FernetSecrets
from assistant.store.held import StoredHeld
from assistant.store.ledger import StoredTickets
from assistant.store.working import Working
from channels.api.problems import install_problems
from channels.desk.call_back_routes import call_back_routes
from channels.desk.guard import COOKIE, CSRF_HEADER, Guard, install_guard
from channels.desk.held_routes import held_routes
from channels.desk.ticket_routes import ticket_routes
from tests.contracts._ledger import (
    KEY,
    NOW,
    Effects,
    a_case,
    a_conversation,
    agents,
    effects,
    later,
    url,
    workers,
    working_days,
)

__all__ = ["agents", "effects", "url", "workers"]
Agents = tuple[Agent, Agent, Agent]


@dataclass
class Desk:
    """One worker's desk, its time, and whom its browsers belong to."""

    app: FastAPI
    sessions: Sessions
    call_backs: CallBacks
    held: HeldAnswers
    working: Working
    now: datetime = NOW

    async def browser(self, agent: Agent) -> httpx.AsyncClient:
        opened = await self.sessions.open(agent, self.now)
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="https://zx.example.cn/desk/api",
            cookies={COOKIE: opened.token}, headers={CSRF_HEADER: opened.session.csrf},
        )  # fmt: skip


@pytest.fixture
def desk(workers: tuple[Working, Working], effects: Effects) -> Desk:
    working = workers[0]
    audit = StoredAudit(working)
    sessions = Sessions(StoredSessions(working))
    call_back_effects = CallBackEffects(effects.conclude, audit.note, effects.look_again)
    call_backs = CallBacks(StoredCallBacks(working), FernetSecrets(KEY), working_days, call_back_effects)
    ledger = Ledger(StoredTickets(working), working_days, LedgerEffects(effects.tell, audit.note))
    held = HeldAnswers(StoredHeld(working), effects.deliver)
    one = Desk(FastAPI(), sessions, call_backs, held, working)

    def clock() -> datetime:
        return one.now

    install_problems(one.app)
    install_guard(one.app, Guard(sessions, clock))
    for routes in (call_back_routes(call_backs, clock), ticket_routes(ledger, clock), held_routes(held, clock)):
        one.app.include_router(routes)
    return one


@pytest.fixture
async def li(desk: Desk, agents: Agents) -> AsyncIterator[httpx.AsyncClient]:
    async with await desk.browser(agents[0]) as browser:
        yield browser


@pytest.fixture
async def wang(desk: Desk, agents: Agents) -> AsyncIterator[httpx.AsyncClient]:
    async with await desk.browser(agents[1]) as browser:
        yield browser


def told(answer: httpx.Response, status: int) -> str:
    """The title of a problem and what to do about it."""
    assert answer.status_code == status, answer.text
    problem = answer.json()
    return f"{problem['title']}。{problem.get('detail', '')}"


@pytest.mark.parametrize("path", ["call_backs", "tickets", "tickets.csv", "held"])
async def test_nobody_sees_anything_without_signing_in(li: httpx.AsyncClient, path: str) -> None:
    assert (await li.get(path)).status_code == 200
    li.cookies.clear()
    assert "登录" in told(await li.get(path), 401)


@pytest.mark.parametrize("path", ["call_backs/x/take", "call_backs/x/reveal", "tickets", "tickets/1/close", "held/x"])
async def test_a_change_needs_the_pages_token(li: httpx.AsyncClient, path: str) -> None:
    del li.headers[CSRF_HEADER]
    assert "刷新" in told(await li.post(path, json={}), 403)


async def test_a_call_back_from_the_list_to_its_end(
    desk: Desk, li: httpx.AsyncClient, wang: httpx.AsyncClient, effects: Effects
) -> None:
    case = await a_case(desk.working, State.OFFERED, State.CALL_BACK)
    left = await desk.call_backs.leave(case, "call", "13812345678", "明天上午", "少发了一个月", NOW)
    desk.now = later(days=4)
    li, wang = await _again(desk, li, wang)
    (shown,) = (await li.get("call_backs")).json()
    assert shown == {
        "id": left.id, "case_id": case.id, "conversation_id": case.conversation, "kind": "call",
        "kind_label": "回电话", "contact_shown": "138****5678", "wanted": "明天上午", "text": "少发了一个月",
        "created_at": "2026-11-20T08:30:00.123000Z", "due_on": "2026-11-23", "overdue": True, "owner_id": None,
        "owner_name": "", "attempts": 0, "outcome": None, "outcome_label": "", "outcome_text": "", "done_at": None,
    }  # fmt: skip
    path = f"call_backs/{left.id}"
    assert "领取" in told(await li.post(f"{path}/reveal", json={"reason": "回电答复"}), 403)
    assert (await li.post(f"{path}/take")).json()["owner_name"] == "李敏"
    assert "至少 4 个字" in told(await li.post(f"{path}/reveal", json={"reason": "打"}), 422)
    assert (await li.post(f"{path}/reveal", json={"reason": "回电答复"})).json() == {"contact": "13812345678"}
    async with desk.working.session() as session:
        (noted,) = (await session.scalars(select(AuditRow))).all()
    assert (noted.agent_id, noted.action, noted.subject, noted.reason) == (
        "agent-li", "reveal_contact", left.id, "回电答复",
    )  # fmt: skip
    tried = (await li.post(f"{path}/outcome", json={"outcome": "not_reached", "text": "没人接"})).json()
    assert (tried["attempts"], tried["due_on"], tried["overdue"]) == (1, "2026-11-25", False)
    assert "李敏" in told(await wang.post(f"{path}/outcome", json={"outcome": "reached"}), 403)
    done = (await li.post(f"{path}/outcome", json={"outcome": "reached", "text": "已说明"})).json()
    assert (done["outcome_label"], done["overdue"]) == ("已联系上", False)
    assert (await li.get("call_backs")).json() == []
    assert (await li.get("call_backs", params={"state": "done"})).json() == [done]
    assert [one[0] for one in effects.concluded] == [case.id]


async def _again(desk: Desk, *browsers: httpx.AsyncClient) -> tuple[httpx.AsyncClient, ...]:
    """The same browsers, signed in at the desk's new time."""
    for browser, login in zip(browsers, ("li", "wang"), strict=False):
        opened = await desk.sessions.open(
            Agent(f"agent-{login}", login, login, "agent", (), 3, True, "online", NOW), desk.now
        )
        browser.cookies.set(COOKIE, opened.token)
        browser.headers[CSRF_HEADER] = opened.session.csrf
    return browsers


async def test_a_ticket_from_opening_to_the_citizens_conversation(
    desk: Desk, li: httpx.AsyncClient, effects: Effects
) -> None:
    talk = await a_conversation(desk.working)
    body = {"conversation_id": talk, "category": "wrong_answer", "text": "答复的年龄不对", "owner_id": "agent-wang"}
    made = await li.post("tickets", json=body)
    assert made.status_code == 201
    one = made.json()
    assert (one["created_by"], one["owner_name"], one["due_on"], one["state"]) == (
        "李敏", "王强", "2026-11-24", "open",
    )  # fmt: skip
    path = f"tickets/{one['id']}"
    changed = (await li.patch(path, json={"category": "policy_gap", "due_on": "2026-12-01"})).json()
    assert (changed["category_label"], changed["due_on"]) == ("政策未收录", "2026-12-01")
    written = (await li.post(f"{path}/entries", json={"text": "已补充条文"})).json()
    assert [entry["author"] for entry in written["entries"]] == ["李敏", "李敏"]
    assert "处理结果" in told(await li.post(f"{path}/close", json={"outcome": " ", "tell": True}), 422)
    done = (await li.post(f"{path}/close", json={"outcome": "条文已更正", "tell": True})).json()
    assert (done["state"], done["outcome"], done["told_at"] is None) == ("done", "条文已更正", False)
    assert effects.told[0][0] == talk
    assert one["number"] in effects.told[0][1]
    assert "已经办结" in told(await li.post(f"{path}/close", json={"outcome": "再来一次"}), 422)


async def test_tickets_are_filtered_and_paged(li: httpx.AsyncClient) -> None:
    for category in ("complaint", "service", "service"):
        await li.post("tickets", json={"category": category, "text": "态度不好"})
    answer = await li.get("tickets", params={"category": "service", "limit": 1, "owner": "", "state": "open"})
    assert (len(answer.json()), answer.headers["X-Total-Count"]) == (1, "2")
    assert (await li.get("tickets", params={"state": "done"})).json() == []
    assert "没有这种类别" in told(await li.get("tickets", params={"category": "praise"}), 422)


async def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(desk: Desk, li: httpx.AsyncClient) -> None:
    await li.post("tickets", json={"category": "other", "text": '=HYPERLINK("http://x")'})
    await li.post("tickets", json={"category": "service", "text": "态度"})
    answer = await li.get("tickets.csv", params={"category": "other"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="tickets-2026-11-20.csv"' in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["内容"] == '\'=HYPERLINK("http://x")'
    async with desk.working.session() as session:
        assert [one.action for one in await session.scalars(select(AuditRow))][-1] == "export_tickets"


async def test_an_answer_is_approved_by_the_first_who_does(
    desk: Desk, li: httpx.AsyncClient, wang: httpx.AsyncClient, effects: Effects
) -> None:
    talk = await a_conversation(desk.working)
    held = await desk.held.hold(talk, "满几年能领", "m1", "待遇领取", {"text": "满 15 年"}, NOW)
    (shown,) = (await li.get("held")).json()
    assert shown == {
        "id": held.id, "conversation_id": talk, "question": "满几年能领", "topic": "待遇领取",
        "reply": {"text": "满 15 年"}, "held_at": "2026-11-20T08:30:00.123000Z", "state": "waiting",
        "state_label": "等待审核",
    }  # fmt: skip
    assert "写下要发给市民的话" in told(await li.post(f"held/{held.id}", json={"decision": "edit"}), 422)
    done = await li.post(f"held/{held.id}", json={"decision": "edit", "text": "满十五年就可以"})
    assert done.json()["state_label"] == "修改后发出"
    assert "已经有人处理" in told(await wang.post(f"held/{held.id}", json={"decision": "approve"}), 422)
    assert effects.delivered == [(held.id, "edit", "满十五年就可以", "agent-li")]
    assert (await wang.get("held")).json() == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("call_backs/%00/take", {}, 422),
        ("call_backs/nobody/take", {}, 404),
        ("call_backs/nobody/outcome", {"outcome": "reached", "more": 1}, 422),
        ("tickets/99999999999999/entries", {"text": "甲"}, 422),
        ("tickets/999999/entries", {"text": "甲"}, 404),
        ("tickets", {"category": "other", "text": "甲\x00"}, 422),
        ("tickets", {"category": "other", "text": "甲", "conversation_id": "nowhere"}, 404),
        ("held/nothing", {"decision": "approve"}, 404),
        ("held/nothing", {"decision": "send"}, 422),
    ],
)
async def test_what_is_not_there_or_cannot_be_used_is_said(
    li: httpx.AsyncClient, path: str, body: dict[str, object], status: int
) -> None:
    assert told(await li.post(path, json=body), status)
