"""What an agency's own desk may do here, over HTTP: signed, fresh, each thing once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant.desk.foreign_desk import WayBack
from assistant.desk.webhook import signature
from assistant.errors import NotFound, Unavailable
from channels.api.problems import install_problems
from channels.webhook.routes import webhook_routes

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
SECRET = "0123456789abcdef"
TALK = "5d0c7a52-2f52-4a0e-8f43-0d1f6f2c9a10"


class DeskThatRemembers:
    """A ``ForeignDesk`` that writes down what it was told; ``trouble`` is raised once."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []
        self.trouble: Exception | None = None

    async def join(self, conversation: str, agent_name: str) -> None:
        self._heard("join", conversation, agent_name)

    async def say(self, conversation: str, agent_name: str, text: str, message_id: str) -> None:
        self._heard("say", conversation, agent_name, text, message_id)

    async def resolve(self, conversation: str, resolution: str) -> None:
        self._heard("resolve", conversation, resolution)

    async def hand_back(self, conversation: str) -> None:
        self._heard("hand_back", conversation)

    def _heard(self, *what: str) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble:
            raise trouble
        self.told.append(what)


class ReceivedInProcess:
    """``Received`` in a dictionary."""

    def __init__(self) -> None:
        self.known: dict[str, bool] = {}

    async def begin(self, delivery: str, conversation: str, now: datetime) -> bool:
        if self.known.get(delivery) is False:
            raise Unavailable("这一条正在处理")
        if self.known.get(delivery):
            return False
        self.known[delivery] = False
        return True

    async def done(self, delivery: str, now: datetime) -> None:
        self.known[delivery] = True

    async def undo(self, delivery: str) -> None:
        del self.known[delivery]


@pytest.fixture
def desk() -> DeskThatRemembers:
    return DeskThatRemembers()


@pytest.fixture
async def client(desk: DeskThatRemembers) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    install_problems(app)
    app.include_router(webhook_routes(WayBack(desk, ReceivedInProcess(), lambda: NOW), SECRET, lambda: NOW))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://here/api/v1/webhook") as opened:
        yield opened


async def post(client: httpx.AsyncClient, what: str, body: Any, **how: Any) -> httpx.Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = str(int(how.get("at", NOW).timestamp()))
    headers = {
        "X-Pension-Timestamp": timestamp,
        "X-Pension-Signature": signature(how.get("secret", SECRET), timestamp, raw),
        **how.get("headers", {}),
    }
    return await client.post(what, content=raw, headers=headers)


def said(**more: Any) -> dict[str, Any]:
    return {"conversation_id": TALK, "delivery_id": "d-1", "text": "您好，我是王敏。", "agent_name": "王敏", **more}


async def test_a_message_reaches_the_citizen_from_somebody_who_has_the_conversation(
    client: httpx.AsyncClient, desk: DeskThatRemembers
) -> None:
    answer = await post(client, "/messages", said())
    assert (answer.status_code, answer.json()) == (200, {"taken": True, "duplicate": False})
    assert desk.told == [("join", TALK, "王敏"), ("say", TALK, "王敏", "您好，我是王敏。", "d-1")]


async def test_the_same_delivery_is_done_once(client: httpx.AsyncClient, desk: DeskThatRemembers) -> None:
    for duplicate in (False, True, True):
        assert (await post(client, "/messages", said())).json()["duplicate"] is duplicate
    assert len(desk.told) == 2


async def test_a_delivery_that_failed_may_be_sent_again(client: httpx.AsyncClient, desk: DeskThatRemembers) -> None:
    desk.trouble = Unavailable("数据库没有回应")
    assert (await post(client, "/messages", said())).status_code == 503
    assert (await post(client, "/messages", said())).json() == {"taken": True, "duplicate": False}
    desk.trouble = NotFound("没有这个会话")
    assert (await post(client, "/messages", said(delivery_id="d-2"))).status_code == 404


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ({"status": "open", "agent_name": "王敏"}, ("join", TALK, "王敏")),
        ({"status": "open"}, ("join", TALK, "工作人员")),
        ({"status": "pending"}, ("hand_back", TALK)),
        ({"status": "resolved", "resolution": "guided"}, ("resolve", TALK, "guided")),
        ({"status": "resolved", "assignee_id": 7}, ("resolve", TALK, "other")),
    ],
)
async def test_a_status_does_what_it_means(
    client: httpx.AsyncClient, desk: DeskThatRemembers, body: dict[str, Any], wanted: tuple[str, ...]
) -> None:
    for _ in range(2):
        answer = await post(client, "/status", {"conversation_id": TALK, "delivery_id": "s-1", **body})
        assert answer.status_code == 200
    assert desk.told == [wanted]


async def test_the_delivery_id_of_a_status_may_stand_in_its_header(
    client: httpx.AsyncClient, desk: DeskThatRemembers
) -> None:
    body = {"conversation_id": TALK, "status": "pending"}
    assert (await post(client, "/status", body)).status_code == 422
    for _ in range(2):
        assert (await post(client, "/status", body, headers={"X-Pension-Delivery": "s-2"})).status_code == 200
    assert desk.told == [("hand_back", TALK)]


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "another-secret-of-16"},
        {"at": NOW - timedelta(minutes=6)},
        {"at": NOW + timedelta(minutes=6)},
        {"headers": {"X-Pension-Signature": ""}},
        {"headers": {"X-Pension-Timestamp": "soon"}},
    ],
)
async def test_what_is_not_signed_as_it_should_be_is_refused(
    client: httpx.AsyncClient, desk: DeskThatRemembers, how: dict[str, Any]
) -> None:
    answer = await post(client, "/messages", said(), **how)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["title"].startswith("X-Pension-") or "没有带上" in answer.json()["title"]
    assert desk.told == []


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("/messages", b""),
        ("/messages", b"[" * 2000),
        ("/messages", b'{"text": "\xff"}'),
        ("/messages", said(text="  ")),
        ("/messages", said(text="长" * 4001)),
        ("/messages", said(delivery_id="")),
        ("/messages", said(conversation_id="../x")),
        ("/messages", said(agent_name="")),
        ("/status", {"conversation_id": TALK, "delivery_id": "s", "status": "snoozed"}),
        ("/status", {"conversation_id": TALK, "delivery_id": "s", "status": "resolved", "resolution": "?"}),
    ],
)
async def test_a_body_that_says_nothing_usable_is_refused_in_words(
    client: httpx.AsyncClient, desk: DeskThatRemembers, what: str, body: Any
) -> None:
    answer = await post(client, what, body)
    assert answer.status_code == 422
    assert answer.json()["title"]
    assert desk.told == []
