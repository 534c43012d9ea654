"""Signing in at the desk over HTTP, on SQLite and PostgreSQL, and the command that adds the first administrator."""

from __future__ import annotations

import argparse
import asyncio
import io
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from assistant.agents_commands import add_agents_commands, run_agents
from assistant.desk.agents import Agent
from assistant.errors import BadInput
from assistant.settings import load_settings
from assistant.store.desk_tables import AgentRow, AuditRow
from channels.api.limits import SlidingWindow
from channels.api.problems import install_problems
from channels.desk.agents_routes import desk_agents_routes
from channels.desk.auth_routes import desk_auth_routes
from channels.desk.guard import Guard, install_guard
from channels.desk.pages import desk_pages
from tests.desk_accounts import ANOTHER, PASSWORD, Worker, somebody
from tests.postgres_server import needs_postgres, prepared_database

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
BASE = "https://zx.example.cn"


class Clock:
    """Time that passes when told to."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


class Desk:
    """One worker of the desk, and browsers to visit it with."""

    def __init__(self, url: str, clock: Clock, tries: int = 1000, *, secure: bool = True) -> None:
        self.worker = Worker(url)
        self.clock = clock
        self.app = FastAPI()
        install_problems(self.app)
        install_guard(self.app, Guard(self.worker.sessions, clock, secure=secure))
        window = SlidingWindow(tries, 60)
        self.app.include_router(desk_auth_routes(self.worker.sign_in, self.worker.presence, self.groups, window))
        self.app.include_router(desk_agents_routes(self.worker.staff, self.worker.presence))

    async def groups(self) -> tuple[str, ...]:
        return ("综合", "投诉")

    def browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=BASE)


async def sign_in(browser: httpx.AsyncClient, login: str, password: str = PASSWORD, **headers: str) -> httpx.Response:
    """Signs in; further calls of the browser carry the token."""
    answer = await browser.post("/desk/api/sign_in", json={"login": login, "password": password}, headers=headers)
    if answer.status_code == 200:
        browser.headers["X-CSRF-Token"] = answer.json()["csrf"]
    return answer


def told(answer: httpx.Response) -> tuple[int, str]:
    """Status and title of a problem."""
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["title"]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with prepared_database(request.param, tmp_path_factory.mktemp("db")) as address:
        yield address


@pytest.fixture
async def desk(url: str) -> AsyncIterator[Desk]:
    """With nobody in it."""
    one = Desk(url, Clock())
    async with one.worker.engine.begin() as connection:
        await connection.execute(delete(AgentRow))
        await connection.execute(delete(AuditRow))
    yield one
    await one.worker.close()


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.browser() as one:
        yield one


@pytest.fixture
async def agent(desk: Desk) -> Agent:
    return await desk.worker.staff.add(somebody("li"), None, NOW)


@pytest.fixture
async def chief(desk: Desk) -> Agent:
    return await desk.worker.staff.add(somebody("chief", "administrator", name="王主任"), None, NOW)


async def test_an_agent_signs_in_sees_who_they_are_and_signs_out(browser: httpx.AsyncClient, agent: Agent) -> None:
    answer = await sign_in(browser, "LI ")
    shown = {
        "id": agent.id, "login": "li", "name": "李坐席", "role": "agent", "skills": ["投诉"], "most": 3, "active": True,
        "status": "away", "load": 0,
    }  # fmt: skip
    assert answer.status_code == 200
    assert answer.json()["agent"] == shown
    me = await browser.get("/desk/api/me")
    assert me.json()["agent"] == shown
    assert me.json()["csrf"] == answer.json()["csrf"]
    assert me.json()["groups"] == ["综合", "投诉"]
    assert me.json()["resolutions"]["answered"] == "已解答"
    assert me.headers["cache-control"] == "no-store"
    assert (await browser.post("/desk/api/sign_out")).status_code == 204
    assert told(await browser.get("/desk/api/me")) == (401, "请重新登录")


@pytest.mark.parametrize("secure", [True, False])
async def test_the_cookie_is_kept_from_scripts_other_sites_and_other_paths(
    url: str, desk: Desk, agent: Agent, secure: bool
) -> None:
    one = Desk(url, desk.clock, secure=secure)
    async with one.browser() as browser:
        answer = await sign_in(browser, "li")
    await one.worker.close()
    (cookie,) = SimpleCookie(answer.headers["set-cookie"]).values()
    assert cookie.key == "desk_session"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "strict", "/desk")
    assert bool(cookie["secure"]) is secure
    assert cookie.value not in answer.text
    assert not cookie["max-age"]
    assert not cookie["expires"]


async def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(
    browser: httpx.AsyncClient, agent: Agent
) -> None:
    wrong, unknown = await sign_in(browser, "li", ANOTHER), await sign_in(browser, "nobody", ANOTHER)
    assert told(wrong) == (401, "登录名或密码不对")
    assert wrong.content == unknown.content
    assert dict(wrong.headers) == dict(unknown.headers)
    assert "set-cookie" not in wrong.headers


@pytest.mark.parametrize("login", ["li", "nobody"])
async def test_guessing_on_two_workers_locks_the_login_on_both(url: str, desk: Desk, agent: Agent, login: str) -> None:
    other = Desk(url, desk.clock)
    async with desk.browser() as first, other.browser() as second:
        for n in range(5):
            assert (await sign_in((first, second)[n % 2], login, ANOTHER)).status_code == 401
        for browser in (first, second):
            answer = await sign_in(browser, login)
            assert told(answer)[0] == 429
            assert "15分钟" in told(answer)[1]
            assert int(answer.headers["retry-after"]) == 900
        desk.clock.now += timedelta(seconds=int(answer.headers["retry-after"]))
        assert (await sign_in(second, login)).status_code == (200 if login == "li" else 401)
    await other.worker.close()


async def test_one_address_cannot_try_many_logins(url: str, desk: Desk) -> None:
    one = Desk(url, desk.clock, tries=3)
    async with one.browser() as browser:
        statuses = [(await sign_in(browser, f"nobody{n}", ANOTHER)).status_code for n in range(4)]
    await one.worker.close()
    assert statuses == [401, 401, 401, 429]


async def test_a_change_without_its_token_is_refused_and_reading_needs_none(
    desk: Desk, browser: httpx.AsyncClient, agent: Agent
) -> None:
    await sign_in(browser, "li")
    right = browser.headers.pop("X-CSRF-Token")
    for shown in (None, b"", right[:-1].encode(), "错".encode()):
        headers = {} if shown is None else {b"X-CSRF-Token": shown}
        for path, body in (("status", {"status": "online"}), ("sign_out", {}), ("password", {"old": "x", "new": "y"})):
            answer = await browser.post(f"/desk/api/{path}", json=body, headers=headers)
            assert told(answer) == (403, "页面已过期，请刷新后再试")
    async with desk.browser() as another:
        other = (await sign_in(another, "li")).json()["csrf"]
    assert (await browser.post("/desk/api/sign_out", headers={"X-CSRF-Token": other})).status_code == 403
    assert (await browser.get("/desk/api/agents")).status_code == 200


async def test_another_site_cannot_sign_a_browser_in(browser: httpx.AsyncClient, agent: Agent) -> None:
    assert (await sign_in(browser, "li", Origin="https://evil.example")).status_code == 403
    form = {"content-type": "text/plain"}
    typed = f'{{"login":"li","password":"{PASSWORD}"}}'.encode()
    assert (await browser.post("/desk/api/sign_in", content=typed, headers=form)).status_code == 422
    assert (await sign_in(browser, "li", Origin=BASE)).status_code == 200


async def test_a_session_that_was_not_used_for_half_an_hour_has_ended(
    desk: Desk, browser: httpx.AsyncClient, agent: Agent
) -> None:
    await sign_in(browser, "li")
    desk.clock.now += timedelta(minutes=29)
    assert (await browser.get("/desk/api/me")).status_code == 200
    desk.clock.now += timedelta(minutes=30)
    assert told(await browser.get("/desk/api/me")) == (401, "请重新登录")


async def test_signing_in_again_ends_the_session_the_browser_had(browser: httpx.AsyncClient, agent: Agent) -> None:
    await sign_in(browser, "li")
    old = browser.cookies["desk_session"]
    await sign_in(browser, "li")
    assert browser.cookies["desk_session"] != old
    browser.cookies.clear()
    assert (await browser.get("/desk/api/me", headers={"Cookie": f"desk_session={old}"})).status_code == 401


async def test_a_new_password_signs_other_browsers_out_and_this_one_goes_on(
    desk: Desk, browser: httpx.AsyncClient, agent: Agent
) -> None:
    await sign_in(browser, "li")
    async with desk.browser() as another:
        await sign_in(another, "li")
        wrong = await browser.post("/desk/api/password", json={"old": ANOTHER, "new": ANOTHER})
        assert told(wrong) == (422, "原密码不对")
        weak = await browser.post("/desk/api/password", json={"old": PASSWORD, "new": "1234567890"})
        assert told(weak)[0] == 422
        assert "太常见" in told(weak)[1]
        before = browser.cookies["desk_session"]
        assert (await browser.post("/desk/api/password", json={"old": PASSWORD, "new": ANOTHER})).status_code == 204
        assert browser.cookies["desk_session"] != before
        assert (await browser.post("/desk/api/status", json={"status": "online"})).status_code == 200
        assert (await another.get("/desk/api/me")).status_code == 401
        assert (await sign_in(another, "li")).status_code == 401
        assert (await sign_in(another, "li", ANOTHER)).status_code == 200


async def test_an_agent_goes_online_and_everybody_sees_it(
    desk: Desk, browser: httpx.AsyncClient, agent: Agent, chief: Agent
) -> None:
    await sign_in(browser, "li")
    assert (await browser.post("/desk/api/status", json={"status": "online"})).json()["status"] == "online"
    assert (await browser.post("/desk/api/status", json={"status": "busy"})).status_code == 422
    async with desk.browser() as another:
        await sign_in(another, "chief")
        seen = {one["login"]: one["status"] for one in (await another.get("/desk/api/agents")).json()}
    assert seen == {"li": "online", "chief": "away"}


@pytest.mark.parametrize("role", ["agent", "supervisor"])
async def test_only_an_administrator_changes_accounts(
    desk: Desk, browser: httpx.AsyncClient, chief: Agent, role: str
) -> None:
    await desk.worker.staff.add(somebody("zhang", role), None, NOW)
    body: dict[str, Any] = {"login": "new", "name": "新人", "role": "administrator", "password": PASSWORD}
    assert (await browser.post("/desk/api/agents", json=body)).status_code == 401
    assert (await browser.get("/desk/api/agents")).status_code == 401
    await sign_in(browser, "zhang")
    title = "您的角色不能做这件事，请找班长或管理员"
    assert told(await browser.post("/desk/api/agents", json=body)) == (403, title)
    assert told(await browser.patch(f"/desk/api/agents/{chief.id}", json={"active": False})) == (403, title)
    assert len((await browser.get("/desk/api/agents")).json()) == 2


async def test_an_administrator_adds_changes_and_disables_an_agent_whose_session_ends_at_once(
    desk: Desk, browser: httpx.AsyncClient, chief: Agent
) -> None:
    await sign_in(browser, "chief")
    body = {"login": "Zhao", "name": "赵坐席", "role": "agent", "skills": ["投诉"], "most": 2, "password": PASSWORD}
    added = await browser.post("/desk/api/agents", json=body)
    assert added.status_code == 201
    assert (added.json()["login"], added.json()["status"], added.json()["most"]) == ("zhao", "offline", 2)
    assert told(await browser.post("/desk/api/agents", json=body)) == (422, "登录名 zhao 已经有人用了")
    path = f"/desk/api/agents/{added.json()['id']}"
    async with desk.browser() as another:
        assert (await sign_in(another, "zhao")).status_code == 200
        changed = await browser.patch(path, json={"role": "supervisor", "skills": [], "most": 4})
        assert {**added.json(), "role": "supervisor", "skills": [], "most": 4, "status": "away"} == changed.json()
        assert (await another.get("/desk/api/me")).json()["agent"]["role"] == "supervisor"
        assert (await browser.patch(path, json={"active": False})).json()["status"] == "offline"
        assert (await another.get("/desk/api/me")).status_code == 401
        assert told(await sign_in(another, "zhao")) == (401, "账号已停用，请找管理员")
        assert (await browser.patch(path, json={"active": True, "password": ANOTHER})).status_code == 200
        assert (await sign_in(another, "zhao", ANOTHER)).status_code == 200
    assert told(await browser.patch("/desk/api/agents/nobody", json={})) == (404, "没有这位坐席")
    last = await browser.patch(f"/desk/api/agents/{chief.id}", json={"role": "agent"})
    assert told(last) == (422, "这是最后一位管理员，不能停用，也不能改成别的角色")
    entries = await desk.worker.audit.read(NOW - timedelta(days=1), NOW + timedelta(days=1), 100)
    assert {entry.agent_name for entry in entries if entry.action == "agent_changed"} == {"王主任"}


@pytest.mark.parametrize(
    "body",
    [
        {}, {"login": "li"}, {"login": "li\0", "password": "x"}, {"login": "l" * 65, "password": "x"},
        {"login": "li", "password": ""}, {"login": "li", "password": "x" * 257}, {"login": ["li"], "password": "x"},
        {"login": "li", "password": "x", "admin": True},
    ],
)  # fmt: skip
async def test_a_body_that_is_no_sign_in_is_refused_politely(browser: httpx.AsyncClient, body: Any) -> None:
    answer = await browser.post("/desk/api/sign_in", json=body)
    assert answer.status_code == 422
    assert "x" * 100 not in answer.text


async def test_half_a_character_is_refused_like_anything_else_that_is_wrong(
    browser: httpx.AsyncClient, agent: Agent
) -> None:
    for body in (rb'{"login":"\ud83d","password":"xxxxxxxxxx"}', rb'{"login":"li","password":"\ud83dxxxxxxxxxx"}'):
        answer = await browser.post("/desk/api/sign_in", content=body, headers={"content-type": "application/json"})
        assert answer.status_code in (401, 422)


@pytest.mark.parametrize("cookie", ["desk_session=", "desk_session=x", 'desk_session="\\377"', "desk_session=%00"])
async def test_a_made_up_cookie_opens_nothing(browser: httpx.AsyncClient, agent: Agent, cookie: str) -> None:
    assert (await browser.get("/desk/api/me", headers={"Cookie": cookie})).status_code == 401


async def test_no_password_hash_or_secret_is_ever_in_an_answer_or_a_log(
    desk: Desk, browser: httpx.AsyncClient, chief: Agent
) -> None:
    stream, answers = io.StringIO(), []
    listening = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(listening)
    root.setLevel(logging.INFO)
    try:
        answers.append(await sign_in(browser, "chief"))
        token = browser.cookies["desk_session"]
        body = {"login": "zhao", "name": "赵坐席", "role": "agent", "password": ANOTHER}
        answers.append(await browser.post("/desk/api/agents", json=body))
        answers.append(await browser.post("/desk/api/agents", json={**body, "most": "x"}))
        answers += [await browser.get(f"/desk/api/{path}") for path in ("agents", "me")]
        answers.append(await browser.post("/desk/api/password", json={"old": ANOTHER, "new": PASSWORD}))
        answers.append(await sign_in(browser, "chief", ANOTHER))
    finally:
        root.setLevel(level)
        root.removeHandler(listening)
    entries = await desk.worker.audit.read(NOW - timedelta(days=1), NOW + timedelta(days=1), 100)
    everything = "".join([*(answer.text for answer in answers), stream.getvalue(), repr(entries)])
    assert "赵坐席" in everything
    assert [secret for secret in (PASSWORD, ANOTHER, "argon2", token) if secret in everything] == []


async def test_the_page_and_its_files_are_served_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "desk.html").write_text("<!doctype html><title>坐席台</title>", encoding="utf-8")
    (tmp_path / "desk.js").write_text("export {};", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    app = FastAPI()
    app.include_router(desk_pages(tmp_path))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as browser:
        page, script = await browser.get("/desk"), await browser.get("/desk/static/desk.js")
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert (script.status_code, script.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
        again = await browser.get("/desk/static/desk.js", headers={"If-None-Match": script.headers["etag"]})
        assert again.status_code == 304
        for name in ("secret.txt", "../auth_routes.py", "..%2fguard.py", "no.js"):
            assert (await browser.get(f"/desk/static/{name}")).status_code == 404


class Command:
    """``agents`` as an operator runs it, over a service's own database."""

    def __init__(self, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.settings = load_settings(_env_file=None, data_dir=data_dir)
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: str, stdin: str = "") -> str:
        parser = argparse.ArgumentParser()
        add_agents_commands(parser)
        self._monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        assert run_agents(parser.parse_args(words), self.settings) == 0
        return self._capsys.readouterr().out

    def typing(self, *answers: str) -> None:
        """What is typed where a password is asked for."""
        left = iter(answers)
        self._monkeypatch.setattr("assistant.agents_commands.getpass", lambda _: next(left))

    def status(self, login: str, password: str) -> int:
        """What signing in comes to."""

        async def tried() -> int:
            async with self.visited() as browser:
                return (await sign_in(browser, login, password)).status_code

        return asyncio.run(tried())

    @asynccontextmanager
    async def visited(self) -> AsyncIterator[httpx.AsyncClient]:
        desk = Desk(self.settings.database, Clock())
        async with desk.browser() as browser:
            yield browser
        await desk.worker.close()


@pytest.fixture
def agents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.delenv("PENSION_DATABASE_URL", raising=False)
    return Command(tmp_path / "var", monkeypatch, capsys)


FIRST = ("add", "chief", "--name", "王[主任]", "--role", "administrator")


def test_nobody_can_sign_in_before_the_first_administrator_was_added_by_command(agents: Command) -> None:
    assert "--role administrator" in agents("list")
    assert agents.status("admin", "admin") == 401
    out = agents(*FIRST, "--skills", "综合，投诉,", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert "chief" in out
    assert PASSWORD not in out
    listed = agents("list")
    assert [word for word in ("chief", "王[主任]", "管理员", "综合、投诉", "在用") if word not in listed] == []
    assert agents.status("chief", PASSWORD) == 200


def test_the_password_is_asked_twice_and_must_be_the_same(agents: Command) -> None:
    agents.typing(PASSWORD, ANOTHER)
    with pytest.raises(BadInput, match="不一样"):
        agents(*FIRST)
    agents.typing(PASSWORD, PASSWORD)
    agents(*FIRST)
    assert agents.status("chief", PASSWORD) == 200


def test_an_operator_sets_a_password_disables_and_enables(agents: Command) -> None:
    agents(*FIRST, "--password-stdin", stdin=f"{PASSWORD}\n")
    agents("add", "li", "--name", "李坐席", "--password-stdin", stdin=f"{PASSWORD}\n")
    for _ in range(6):
        agents.status("li", "猜一个密码猜一个密码")
    assert agents.status("li", PASSWORD) == 429
    agents("password", "li", "--password-stdin", stdin=f"{ANOTHER}\r\n")
    assert agents.status("li", ANOTHER) == 200
    assert "已停用" in agents("disable", "LI")
    assert agents.status("li", ANOTHER) == 401
    assert "已启用" in agents("enable", "li")
    assert agents.status("li", ANOTHER) == 200


def test_mistakes_are_explained(agents: Command) -> None:
    with pytest.raises(BadInput, match="10到128位"):
        agents(*FIRST, "--password-stdin", stdin="\n")
    agents(*FIRST, "--password-stdin", stdin=f"{PASSWORD}\n")
    with pytest.raises(BadInput, match="最后一位管理员"):
        agents("disable", "chief")
    with pytest.raises(BadInput, match="同时接待"):
        agents("add", "li", "--name", "李", "--most", "99", "--password-stdin", stdin=PASSWORD)
