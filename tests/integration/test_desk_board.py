"""What supervisors do over HTTP: board, figures, export, canned replies, settings, samples."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant.desk.accounts import NewAgent
from assistant.desk.board import BoardDesk, BoardSources
from assistant.desk.call_back_values import Counts
from assistant.desk.canned import CannedDesk
from assistant.desk.desk_settings import SettingsDesk
from assistant.desk.figures_reading import FigureDesk
from assistant.desk.samples import SampleDesk
from assistant.handoff.states import Case, State
from assistant.store.canned import StoredCannedReplies
from assistant.store.case_rows import CaseRows
from assistant.store.desk_settings import StoredDeskSettings
from assistant.store.desk_tables import SatisfactionRow
from assistant.store.samples import StoredSamples
from assistant.store.working import Working
from channels.api.problems import install_problems
from channels.desk.board_routes import board_routes
from channels.desk.canned_routes import canned_routes
from channels.desk.figures_routes import figures_routes
from channels.desk.guard import COOKIE, CSRF_HEADER, Guard, install_guard
from channels.desk.sample_routes import sample_routes
from channels.desk.settings_routes import settings_routes
from tests.desk_accounts import PASSWORD, Worker
from tests.desk_rows import NOW, desk_postgres, desk_sqlite, desk_url, queued, resolved, say, store, working

__all__ = ["desk_postgres", "desk_sqlite", "desk_url", "working"]
LATER = NOW + timedelta(hours=2)
TODAY = {"from": "2026-11-22", "to": "2026-11-22"}


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk with its routes: who signs in gets a browser of their own."""

    app: FastAPI
    worker: Worker
    working: Working

    async def browser(self, role: str) -> httpx.AsyncClient:
        new = NewAgent(role, {"agent": "李梅", "supervisor": "王强"}.get(role, "赵敏"), role, ("缴费",), 3, PASSWORD)
        agent = await self.worker.staff.add(new, None, LATER)
        opened = await self.worker.sessions.open(agent, LATER)
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://desk", cookies={COOKIE: opened.token},
            headers={CSRF_HEADER: opened.session.csrf},
        )  # fmt: skip

    async def answered(self, case_id: str, **changes: Any) -> Case:
        """A resolved case of the agent who is signed in as one, if there is."""
        case, *events = resolved(case_id)
        return await store(self.working, replace(case, **changes), *events)


@pytest.fixture
async def desk(desk_url: str, working: Working) -> AsyncIterator[Desk]:
    worker = Worker(desk_url)
    rows = CaseRows(working)
    settings = SettingsDesk(StoredDeskSettings(working), worker.audit.note)

    async def call_backs(now: datetime) -> Counts:
        return Counts(3, 1)

    async def availability(now: datetime) -> str:
        return "人工服务时间，前面有1位"

    async def names() -> dict[str, str]:
        return {one.id: one.name for one in await worker.staff.agents()} | {"agent-li": "李梅"}

    sources = BoardSources(rows, worker.presence.everyone, call_backs, settings.read, availability)
    app = FastAPI()
    install_problems(app)
    install_guard(app, Guard(worker.sessions, lambda: LATER))
    app.include_router(board_routes(BoardDesk(sources)))
    app.include_router(figures_routes(FigureDesk(rows, names, worker.audit.note), settings))
    app.include_router(canned_routes(CannedDesk(StoredCannedReplies(working))))
    app.include_router(settings_routes(settings))
    app.include_router(sample_routes(SampleDesk(StoredSamples(working), rows), names))
    yield Desk(app, worker, working)
    await worker.close()


@pytest.fixture
async def supervisor(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with await desk.browser("supervisor") as client:
        yield client


@pytest.fixture
async def agent(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with await desk.browser("agent") as client:
        yield client


FOR_SUPERVISORS = [
    ("GET", "board"), ("GET", "conversations"), ("GET", "figures"), ("GET", "figures.csv"), ("GET", "export"),
    ("GET", "samples"), ("POST", "samples"), ("PATCH", "samples/c1"), ("GET", "settings"), ("PUT", "settings/groups"),
    ("POST", "canned"), ("PATCH", "canned/1"), ("DELETE", "canned/1"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), FOR_SUPERVISORS)
async def test_what_is_for_supervisors_no_agent_gets(agent: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await agent.request(method, f"/desk/api/{path}", json={} if method != "GET" else None)
    assert answer.status_code == 403, answer.text


@pytest.mark.parametrize(("method", "path"), [*FOR_SUPERVISORS, ("GET", "canned")])
async def test_nobody_who_is_not_signed_in_gets_anything(desk: Desk, method: str, path: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url="http://desk") as client:
        answer = await client.request(method, f"/desk/api/{path}")
    assert answer.status_code == 401


class TestBoard:
    async def test_the_board_shows_who_waits_and_who_works(self, desk: Desk, supervisor: httpx.AsyncClient) -> None:
        await store(desk.working, *queued("c1", LATER - timedelta(seconds=400), skill="缴费"))
        await desk.answered("c2")
        answer = await supervisor.get("/desk/api/board")
        assert answer.status_code == 200, answer.text
        board = answer.json()
        assert (board["waiting"], board["longest_wait_seconds"], board["with_agent"]) == (1, 400, 0)
        assert board["availability_text"] == "人工服务时间，前面有1位"
        assert board["service_level"] == {"percent": 50.0, "within_seconds": 60, "of": 2}
        assert board["today"] == {"opened": 2, "accepted": 1, "closed": 1, "left": 0, "call_backs": 0}
        assert {"group": "缴费", "waiting": 1, "longest_wait_seconds": 400} in board["by_group"]
        assert [alarm["kind"] for alarm in board["alarms"]] == ["nobody_online", "waiting", "call_backs_overdue"]
        (row,) = board["agents"]
        assert (row["name"], row["status"], row["cases"]) == ("王强", "offline", [])

    async def test_a_talk_stands_with_its_agent_and_the_last_words(
        self, desk: Desk, supervisor: httpx.AsyncClient
    ) -> None:
        (wang,) = await desk.worker.staff.agents()
        await store(desk.working, replace(queued("c1")[0], state=State.ASSIGNED, agent=wang.id))
        await say(desk.working, "talk-c1", ("citizen", "还在吗"))
        (row,) = (await supervisor.get("/desk/api/board")).json()["agents"]
        (shown,) = row["cases"]
        assert (shown["id"], shown["agent_name"], shown["last_text"]) == ("c1", "王强", "还在吗")

    async def test_conversations_are_found_by_state_words_and_days(
        self, desk: Desk, supervisor: httpx.AsyncClient
    ) -> None:
        await store(desk.working, *queued("c1"))
        await desk.answered("c2")
        await say(desk.working, "talk-c2", ("citizen", "怎么转移"))

        async def found(**query: str) -> list[str]:
            answer = await supervisor.get("/desk/api/conversations", params=query)
            assert answer.status_code == 200, answer.text
            return [case["id"] for case in answer.json()]

        assert set(await found()) == {"c1", "c2"}
        assert await found(state="queued") == ["c1"]
        assert await found(q="转移") == ["c2"]
        assert await found(**{"from": "2026-11-01", "to": "2026-11-21"}) == []
        refused = await supervisor.get("/desk/api/conversations", params={"state": "lost"})
        assert (refused.status_code, refused.json()["title"]) == (422, "没有这种状态：lost")


class TestFigures:
    async def test_figures_of_a_day(self, desk: Desk, supervisor: httpx.AsyncClient) -> None:
        await desk.answered("c1")
        async with desk.working.session() as session:
            session.add(SatisfactionRow(case_id="c1", asked_at=NOW, score=4, text="好", at=NOW))
        answer = await supervisor.get("/desk/api/figures", params=TODAY)
        assert answer.status_code == 200, answer.text
        totals = answer.json()["totals"]
        assert (totals["cases"], totals["median_wait_seconds"], totals["median_pick_up_seconds"]) == (1, 21, 10)
        assert (totals["satisfaction_average"], totals["too_young"]) == (4.0, 1)
        assert totals["durable_resolution_percent"] is None
        assert answer.json()["by_agent"][0]["name"] == "李梅"

    async def test_without_days_they_are_of_the_last_thirty(self, supervisor: httpx.AsyncClient) -> None:
        answer = (await supervisor.get("/desk/api/figures")).json()
        assert (answer["from"], answer["to"], len(answer["by_day"])) == ("2026-10-24", "2026-11-22", 30)

    async def test_the_time_that_is_set_is_used(self, desk: Desk, supervisor: httpx.AsyncClient) -> None:
        await desk.answered("c1")
        async with await desk.browser("administrator") as administrator:
            answer = await administrator.put("/desk/api/settings/service_level_seconds", json={"value": 20})
            assert answer.status_code == 200
        totals = (await supervisor.get("/desk/api/figures", params=TODAY)).json()["totals"]
        assert (totals["service_level_seconds"], totals["service_level_percent"]) == (20, 0.0)

    async def test_the_table_is_a_file_for_a_spreadsheet(self, desk: Desk, supervisor: httpx.AsyncClient) -> None:
        await desk.answered("c1")
        answer = await supervisor.get("/desk/api/figures.csv", params=TODAY)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert 'filename="figures-2026-11-22-2026-11-22.csv"' in answer.headers["content-disposition"]
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert "转人工,1" in answer.text

    async def test_an_export_is_written_down_with_who_took_it(self, desk: Desk, supervisor: httpx.AsyncClient) -> None:
        await desk.answered("c1")
        async with desk.working.session() as session:
            session.add(SatisfactionRow(case_id="c1", asked_at=NOW, score=2, text="=HYPERLINK(1)", at=NOW))
        answer = await supervisor.get("/desk/api/export", params=TODAY)
        headings, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
        told = dict(zip(headings, row, strict=True))
        assert (told["编号"], told["坐席"], told["满意度"], told["满意度留言"]) == ("c1", "李梅", "2", "'=HYPERLINK(1)")
        lines = await desk.worker.audit.read(LATER, LATER + timedelta(days=1), 10)
        (line,) = [line for line in lines if line.action == "cases_exported"]
        assert (line.agent_name, line.subject, line.reason) == ("王强", "2026-11-22~2026-11-22", "导出 1 件")

    @pytest.mark.parametrize("path", ["figures", "figures.csv", "export", "conversations"])
    @pytest.mark.parametrize(
        "days", [{"from": "2026-11-22", "to": "2026-11-01"}, {"from": "2021-01-01"}, {"from": "yesterday"}]
    )
    async def test_days_that_make_no_sense_are_refused(
        self, supervisor: httpx.AsyncClient, path: str, days: dict[str, str]
    ) -> None:
        answer = await supervisor.get(f"/desk/api/{path}", params=days)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


class TestCanned:
    async def test_supervisors_write_and_agents_read(
        self, supervisor: httpx.AsyncClient, agent: httpx.AsyncClient
    ) -> None:
        body = {"code": "hello", "title": "问候", "text": "{市民称呼}好"}
        added = await supervisor.post("/desk/api/canned", json=body)
        assert (added.status_code, added.json()["skill"]) == (201, None)
        one = f"/desk/api/canned/{added.json()['id']}"
        changed = await supervisor.patch(one, json={"text": "您好", "skill": "缴费"})
        assert (changed.json()["text"], changed.json()["skill"]) == ("您好", "缴费")
        assert (await agent.get("/desk/api/canned")).json() == [changed.json()]
        assert (await supervisor.patch(one, json={"skill": None})).json()["skill"] is None
        assert (await supervisor.delete(one)).status_code == 204
        assert (await supervisor.delete(one)).status_code == 404
        assert (await agent.get("/desk/api/canned")).json() == []

    async def test_a_wrong_variable_is_told_with_those_there_are(self, supervisor: httpx.AsyncClient) -> None:
        body = {"code": "hello", "title": "问候", "text": "{密码}"}
        answer = await supervisor.post("/desk/api/canned", json=body)
        assert (answer.status_code, answer.json()["title"]) == (422, "没有这个变量：{密码}")
        assert "{市民称呼}" in answer.json()["detail"]

    @pytest.mark.parametrize("number", ["-1", "99999999999999999999", "x"])
    async def test_a_number_no_reply_can_have_is_refused(self, supervisor: httpx.AsyncClient, number: str) -> None:
        assert (await supervisor.delete(f"/desk/api/canned/{number}")).status_code == 422


class TestSettings:
    async def test_supervisors_read_all_and_change_the_topics_only(self, supervisor: httpx.AsyncClient) -> None:
        settings = (await supervisor.get("/desk/api/settings")).json()
        assert settings["groups"] == ["综合", "待遇核定", "转移接续", "缴费", "投诉"]
        changed = await supervisor.put("/desk/api/settings/approve_topics", json={"value": ["养老金计算"]})
        assert changed.json()["approve_topics"] == ["养老金计算"]
        refused = await supervisor.put("/desk/api/settings/groups", json={"value": ["综合"]})
        assert refused.status_code == 403
        unknown = await supervisor.put("/desk/api/settings/colour", json={"value": 1})
        assert (unknown.status_code, "service_level_seconds" in unknown.json()["detail"]) == (422, True)


class TestSamples:
    async def test_a_case_is_drawn_reviewed_and_listed(self, desk: Desk, supervisor: httpx.AsyncClient) -> None:
        await desk.answered("c1")
        drawn = await supervisor.post("/desk/api/samples", json={"count": 5, **TODAY})
        assert drawn.status_code == 201, drawn.text
        assert [(one["case"]["id"], one["score"]) for one in drawn.json()] == [("c1", None)]
        reviewed = await supervisor.patch("/desk/api/samples/c1", json={"score": 4, "note": "耐心"})
        assert (reviewed.json()["score"], reviewed.json()["reviewed_by"]) == (4, "王强")
        assert (await supervisor.get("/desk/api/samples")).json() == [reviewed.json()]
        assert (await supervisor.post("/desk/api/samples", json={"count": 5, **TODAY})).json() == []
        assert (await supervisor.patch("/desk/api/samples/nobody", json={"score": 4})).status_code == 404
        assert (await supervisor.patch("/desk/api/samples/c1", json={"score": 9})).status_code == 422
