"""Found in review: what one agent may hear of another's conversation, and what may be kept before anybody is asked."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from assistant.bootstrap import utc_now
from assistant.desk.accounts import NewAgent
from channels.desk.guard import COOKIE, CSRF_HEADER
from knowledge_base.encoders import SentenceEncoder
from tests.desk_accounts import PASSWORD, Worker
from tests.integration.serving import Service, Talk, copied, open_talk, serving

QUIET = 0.6
"""Seconds in which a frame that is to come has come."""


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Somebody who is signed in."""

    id: str
    service: Service
    client: httpx.Client

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self.client.post(f"/desk/api/{path}", json=body)

    def case_of(self, talk: Talk) -> str:
        """The queued case of a conversation."""
        queue = self.client.get("/desk/api/state").json()["queue"]
        found: str = next(one["id"] for one in queue if one["conversation_id"] == talk.id)
        return found

    @asynccontextmanager
    async def socket(self) -> AsyncIterator[ClientConnection]:
        cookie = {"Cookie": f"{COOKIE}={self.client.cookies[COOKIE]}"}
        url = f"{self.service.ws_url}/desk/ws"
        async with connect(url, origin=self.service.url, additional_headers=cookie, proxy=None) as socket:  # type: ignore[arg-type]
            await frames(socket)
            yield socket


async def frames(socket: ClientConnection) -> list[dict[str, Any]]:
    """What comes until it is quiet."""
    found: list[dict[str, Any]] = []
    with suppress(TimeoutError):
        while True:
            async with asyncio.timeout(QUIET):
                found.append(json.loads(await socket.recv()))
    return found


async def said(socket: ClientConnection) -> list[str]:
    """The words of the messages that come until it is quiet."""
    return [one["message"]["text"] for one in await frames(socket) if one["type"] == "message"]


async def watch(socket: ClientConnection, case: str) -> None:
    await socket.send(json.dumps({"type": "watch", "case": case, "after": 0}))


@pytest.fixture
def own(tmp_path: Path, small_index: Path, encoder: SentenceEncoder) -> Iterator[Service]:
    """A service that lets one address do sixty things a minute."""
    with serving(copied(small_index, tmp_path), encoder, messages_per_address_per_minute=60) as running:
        yield running


class People:
    """Who signs in at a service; their connections are given back at the end."""

    def __init__(self, service: Service, opened: ExitStack) -> None:
        self._service = service
        self._opened = opened

    async def __call__(self, name: str, role: str = "agent") -> AtDesk:
        worker = Worker(f"sqlite+aiosqlite:///{self._service.data_dir / 'assistant.db'}")
        login = f"l{uuid.uuid4().hex[:8]}"
        made = await worker.staff.add(NewAgent(login, name, role, ("综合",), 3, PASSWORD), None, utc_now())
        await worker.close()
        client = self._opened.enter_context(self._service.client())
        answer = client.post("/desk/api/sign_in", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        client.headers[CSRF_HEADER] = answer.json()["csrf"]
        client.post("/desk/api/status", json={"status": "online"})
        return AtDesk(made.id, self._service, client)


@pytest.fixture
def somebody(service: Service) -> Iterator[People]:
    with ExitStack() as opened:
        yield People(service, opened)


def queued(talk: Talk) -> Talk:
    """Somebody who waits for a person."""
    assert talk.say("转人工").json()["handover"]["state"] == "queued"
    return talk


async def test_who_watched_a_waiting_citizen_does_not_hear_the_talk_with_another_agent(
    somebody: People, talk: Talk
) -> None:
    wang, li = await somebody("王敏"), await somebody("李强")
    queued(talk)
    case = li.case_of(talk)
    async with li.socket() as watching, wang.socket() as holding:
        await watch(watching, case)
        assert "转人工" in await said(watching)
        assert wang.post(f"cases/{case}/accept").status_code == 200
        await watch(holding, case)
        await said(holding)
        talk.say("只说给王敏听")
        wang.post(f"cases/{case}/messages", client_message_id="m-1", text="只回给他一个人")
        assert await said(watching) == []
        assert await said(holding) == ["只说给王敏听", "只回给他一个人"]
        wang.post(f"cases/{case}/close", resolution="answered")
        assert "只说给王敏听" in await said(watching)  # closed: as the case itself shows it
    assert li.client.get(f"/desk/api/cases/{case}").status_code == 200


async def test_who_is_no_supervisor_any_more_stops_listening_in(somebody: People, talk: Talk) -> None:
    wang, boss = await somebody("王敏"), await somebody("赵班长", "supervisor")
    admin = await somebody("管理员", "administrator")
    queued(talk)
    case = wang.case_of(talk)
    wang.post(f"cases/{case}/accept")
    async with boss.socket() as listening:
        await watch(listening, case)
        assert "转人工" in await said(listening)
        assert admin.client.patch(f"/desk/api/agents/{boss.id}", json={"role": "agent"}).status_code == 200
        await frames(listening)
        talk.say("降级以后说的话")
        assert await said(listening) == []
        await watch(listening, case)
        assert [one["title"] for one in await frames(listening)] == ["这位市民正由别的坐席接待"]


@pytest.mark.parametrize("case", ["\\ud800", "\\u0000", "a\\nb"])
async def test_an_id_no_database_knows_leaves_the_desks_socket_open(somebody: People, case: str) -> None:
    wang = await somebody("王敏")
    async with wang.socket() as socket:
        await socket.send(f'{{"type": "watch", "case": "{case}"}}')
        assert [one["title"] for one in await frames(socket)] == ["这条指令没有看懂，请刷新页面"]
        await socket.send('{"type": "beat"}')
        assert await frames(socket) == []


async def test_nobody_becomes_owner_of_anothers_call_back_by_promising_one(somebody: People, talk: Talk) -> None:
    wang, li = await somebody("王敏"), await somebody("李强")
    queued(talk)
    case = wang.case_of(talk)
    talk.say("留电话")
    assert talk.say("13812345678").json()["handover"]["state"] == "call_back"
    left = next(one for one in wang.client.get("/desk/api/call_backs").json() if one["case_id"] == case)
    assert wang.post(f"call_backs/{left['id']}/take").status_code == 200
    assert li.post(f"cases/{case}/call_back", text="我来办").status_code == 422
    assert li.post(f"call_backs/{left['id']}/reveal", reason="想看看号码").status_code == 403
    after = next(one for one in wang.client.get("/desk/api/call_backs").json() if one["id"] == left["id"])
    assert (after["owner_id"], after["text"]) == (wang.id, "")


async def test_who_waits_and_was_promised_nothing_has_no_call_back_of_an_agent(somebody: People, talk: Talk) -> None:
    wang = await somebody("王敏")
    queued(talk)
    case = wang.case_of(talk)
    assert wang.post(f"cases/{case}/call_back", text="稍后").status_code == 422
    assert all(one["case_id"] != case for one in wang.client.get("/desk/api/call_backs").json())


async def test_one_address_cannot_call_people_without_end(own: Service) -> None:
    with own.client() as client:
        seen = [open_talk(client).post("handover", {}).status_code for _ in range(61)]
    assert set(seen[:60]) == {202} and seen[60] == 429


@pytest.mark.parametrize("wrong", ["%00", "a%0Ab", "x" * 200])
async def test_an_id_no_database_knows_is_refused_before_one_is_asked(somebody: People, wrong: str) -> None:
    boss = await somebody("管理员", "administrator")
    calls = {
        f"cases/{wrong}": boss.client.get(f"/desk/api/cases/{wrong}"),
        f"cases/{wrong}/accept": boss.post(f"cases/{wrong}/accept"),
        f"samples/{wrong}": boss.client.patch(f"/desk/api/samples/{wrong}", json={"score": 3}),
        f"agents/{wrong}": boss.client.patch(f"/desk/api/agents/{wrong}", json={"name": "李四"}),
    }
    assert {path: answer.status_code for path, answer in calls.items()} == dict.fromkeys(calls, 422)
