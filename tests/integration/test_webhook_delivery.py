"""Events reach a real HTTP receiver that checks the signature, however badly it behaves at first."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, Request, Response

from assistant.desk.webhook import Delivery, EventName, Webhook
from assistant.store.database import make_engine
from assistant.store.migrate import upgrade
from assistant.store.webhook_delivery import WebhookDelivery, webhook_client
from assistant.store.webhook_rows import WebhookRows, add
from assistant.store.working import Working

SECRET = "a-secret-of-the-agency"
PRIVATE = "这句话不能进日志"


@dataclass(slots=True)
class Receiver:
    """An agency's desk: checks signatures, takes each delivery id once, and answers as ``trouble`` says first."""

    url: str = ""
    trouble: list[int] = field(default_factory=list)
    tries: list[dict[str, str]] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    forged: int = 0
    elsewhere: int = 0

    def answer(self, headers: dict[str, str], body: bytes) -> Response:
        timestamp = headers["x-pension-timestamp"]
        wanted = "sha256=" + hmac.new(SECRET.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted, headers["x-pension-signature"]) or abs(time.time() - int(timestamp)) > 300:
            self.forged += 1
            return Response(status_code=401)
        self.tries.append(headers)
        status = self.trouble.pop(0) if self.trouble else 200
        if status == 302:
            return Response(status_code=302, headers={"Location": "/elsewhere"})
        if status == 200:
            self.taken.setdefault(headers["x-pension-delivery"], json.loads(body))
        return Response(PRIVATE, status)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    app = FastAPI()

    @app.post("/hook")
    async def hook(request: Request) -> Response:
        return receiver.answer(dict(request.headers), await request.body())

    @app.api_route("/elsewhere", methods=["GET", "POST"])
    async def elsewhere() -> Response:
        receiver.elsewhere += 1
        return Response()

    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        receiver.url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started:
            assert time.monotonic() < deadline, "the receiver did not start"
            time.sleep(0.02)
        yield receiver
        server.should_exit = server.force_exit = True
        thread.join(timeout=10)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
async def working(tmp_path: Path) -> AsyncIterator[Working]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'assistant.db'}"
    await asyncio.to_thread(upgrade, url)
    engine = make_engine(url)
    yield Working(engine)
    await engine.dispose()


@dataclass(slots=True)
class Clock:
    """Real time, put forward."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def delivery(number: int, conversation: str = "") -> Delivery:
    ident = f"d-{number}"
    body = {"event": "message_created", "delivery_id": ident, "message": {"content": f"{PRIVATE}{number}，𠮷"}}
    return Delivery(ident, EventName.MESSAGE_CREATED, conversation or f"c-{number}", datetime.now(UTC), body)


async def put(working: Working, *deliveries: Delivery) -> None:
    async with working.session() as session:
        add(session, deliveries)


async def test_a_desk_that_fails_twice_gets_it_the_third_time_under_the_same_id(
    working: Working, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.trouble = [500, 503]
    clock = Clock()
    await put(working, delivery(1))
    with caplog.at_level(logging.DEBUG, "assistant"):
        async with webhook_client() as client:
            sender = WebhookDelivery(WebhookRows(working), client, Webhook(receiver.url, SECRET), clock)
            for wait in (5, 30, 120):
                assert await sender.send_due() == 1
                assert await sender.send_due() == 0
                clock.ahead += timedelta(seconds=wait)
            assert await sender.send_due() == 0
    assert receiver.forged == 0
    assert [(one["x-pension-delivery"], one["x-pension-event"]) for one in receiver.tries] == [
        ("d-1", "message_created")
    ] * 3
    assert receiver.taken["d-1"]["message"]["content"] == f"{PRIVATE}1，𠮷"
    assert [record.getMessage() for record in caplog.records] == ["webhook failed"] * 2
    assert PRIVATE not in caplog.text
    assert SECRET not in caplog.text


async def test_two_workers_send_each_delivery_once_and_a_conversation_in_order(
    working: Working, receiver: Receiver
) -> None:
    await put(working, *(delivery(number, f"c-{number % 4}") for number in range(24)))
    async with webhook_client() as client:
        workers = [WebhookDelivery(WebhookRows(working), client, Webhook(receiver.url, SECRET)) for _ in range(2)]

        async def work(sender: WebhookDelivery) -> None:
            deadline = time.monotonic() + 20
            while len(receiver.taken) < 24 and time.monotonic() < deadline:
                await sender.send_due()
                await asyncio.sleep(0.01)

        await asyncio.gather(*(work(sender) for sender in workers))
    arrived = [one["x-pension-delivery"] for one in receiver.tries]
    assert sorted(arrived) == sorted(f"d-{number}" for number in range(24))
    for conversation in range(4):
        mine = [int(name[2:]) for name in arrived if int(name[2:]) % 4 == conversation]
        assert mine == sorted(mine)


async def test_an_answer_lost_on_the_way_is_sent_again_and_the_desk_knows_it_by_its_id(
    working: Working, receiver: Receiver
) -> None:
    clock = Clock()
    await put(working, delivery(1))
    rows = WebhookRows(working)
    async with webhook_client() as client:
        sender = WebhookDelivery(rows, client, Webhook(receiver.url, SECRET), clock)
        (claimed,) = await rows.claim(clock(), 1)
        await sender._fault(claimed)  # it arrived, and the worker died before it wrote that down
        assert await sender.send_due() == 0
        clock.ahead = timedelta(seconds=61)
        assert await sender.send_due() == 1
    assert len(receiver.tries) == 2
    assert list(receiver.taken) == ["d-1"]


async def test_a_redirect_is_not_followed(working: Working, receiver: Receiver) -> None:
    receiver.trouble = [302]
    await put(working, delivery(1))
    async with webhook_client() as client:
        await WebhookDelivery(WebhookRows(working), client, Webhook(receiver.url, SECRET)).send_due()
    assert (receiver.elsewhere, receiver.taken) == (0, {})


async def test_the_worker_goes_on_when_nobody_answers_and_stops_when_told(working: Working, receiver: Receiver) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/hook"
        async with webhook_client() as client:
            rows = WebhookRows(working)
            await put(working, delivery(1))
            assert await WebhookDelivery(rows, client, Webhook(nobody, SECRET)).send_due() == 1
            await put(working, delivery(2))
            task = asyncio.create_task(WebhookDelivery(rows, client, Webhook(receiver.url, SECRET)).work())
            deadline = time.monotonic() + 20
            while "d-2" not in receiver.taken and time.monotonic() < deadline:
                await asyncio.sleep(0.05)
            await put(working, delivery(3))
            while "d-3" not in receiver.taken and time.monotonic() < deadline:
                await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
    assert {"d-2", "d-3"} <= set(receiver.taken)
