"""Agents and citizens of a running service, over HTTP and sockets, as their pages talk to it."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from assistant.desk.agents import Agent
from assistant.store.accounts import StoredAccounts
from assistant.store.database import make_engine
from assistant.store.working import Working
from tests.desk_accounts import CHEAP, PASSWORD
from tests.integration.serving import Service, Talk, open_talk

PEOPLE = (
    ("wang", "王敏", "agent", ("综合", "缴费")), ("li", "李强", "agent", ("投诉",)), ("sun", "孙班长", "supervisor", ()),
    ("zhao", "赵管", "administrator", ()),
)  # fmt: skip
PATIENCE = 15.0
"""Seconds after which a frame that should come is missed."""


def hire(database: str) -> None:
    """Add everybody of ``PEOPLE`` to the database at that URL."""

    async def add() -> None:
        engine = make_engine(database)
        for login, name, role, skills in PEOPLE:
            one = Agent(str(uuid.uuid4()), login, name, role, skills, 5, True, "away", None)
            await StoredAccounts(Working(engine)).add(one, CHEAP.hash(PASSWORD), datetime.now(UTC))
        await engine.dispose()

    asyncio.run(add())


class Frames:
    """An open socket, and what came over it."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def send(self, **frame: Any) -> None:
        self.write(json.dumps(frame, ensure_ascii=False))

    def write(self, text: str) -> None:
        """Whatever it is."""
        self._socket.send(text)

    def next(self, timeout: float = PATIENCE) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._socket.recv(timeout))
        return found

    def until(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next frame of this type with these values; others are passed over."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            frame = self.next(end - time.monotonic())
            if frame["type"] == kind and all(frame.get(name) == value for name, value in fields.items()):
                return frame
        raise TimeoutError(kind)

    def quiet(self, *kinds: str, seconds: float = 0.6) -> bool:
        """Whether no frame of these types comes for that long."""
        end = time.monotonic() + seconds
        try:
            while (left := end - time.monotonic()) > 0:
                if self.next(left)["type"] in kinds:
                    return False
        except TimeoutError:
            pass
        return True

    @property
    def ended(self) -> int | None:
        """The code with which the other side closed it."""
        return self._socket.close_code


class Desk:
    """One agent's browser."""

    def __init__(self, service: Service, login: str) -> None:
        self.service = service
        self.client = service.client()
        answer = self.client.post("/desk/api/sign_in", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        self.agent: dict[str, Any] = answer.json()["agent"]

    @property
    def id(self) -> str:
        return str(self.agent["id"])

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.client.get(f"/desk/api/{path}", params=query)

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self.client.post(f"/desk/api/{path}", json=body)

    def online(self) -> None:
        """At the desk from now on."""
        assert self.post("status", status="online").json()["status"] == "online"

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get("state").json()
        return found

    def case(self, talk: Talk) -> str:
        """The case of a citizen that is in the queue or with this agent."""
        state = self.state()
        return str(next(c["id"] for c in (*state["queue"], *state["mine"]) if c["conversation_id"] == talk.id))

    def takes(self, talk: Talk) -> str:
        """The case, accepted."""
        case = self.case(talk)
        answer = self.post(f"cases/{case}/accept")
        assert answer.status_code == 200, answer.text
        return case

    def says(self, case: str, text: str, **more: Any) -> dict[str, Any]:
        answer = self.post(f"cases/{case}/messages", client_message_id=uuid.uuid4().hex, text=text, **more)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    @contextmanager
    def socket(self, origin: str = "") -> Iterator[Frames]:
        """The page's socket, ready."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        headers = {"Cookie": cookie}
        url = f"{self.service.ws_url}/desk/ws"
        place = Origin(origin or self.service.url)
        with connect(url, origin=place, additional_headers=headers, proxy=None) as socket:
            frames = Frames(socket)
            if not origin:
                assert frames.next() == {"type": "ready"}
            yield frames


@dataclass(frozen=True, slots=True)
class Place:
    """A desk: the citizen meets one process of it, the agents another; on one machine they are the same."""

    citizens: Service
    agents: Service
    client: httpx.Client
    wang: Desk
    li: Desk
    sun: Desk
    zhao: Desk

    def citizen(self, **body: Any) -> Talk:
        return open_talk(self.client, **body)

    def waiting(self) -> Talk:
        """Somebody in the queue; 王敏 is there."""
        self.wang.online()
        talk = self.citizen()
        answer = talk.say("转人工")
        assert answer.json()["handover"]["state"] == "queued", answer.text
        return talk

    def talking(self) -> tuple[Talk, str]:
        """Somebody with 王敏, and the case."""
        talk = self.waiting()
        return talk, self.wang.takes(talk)


@contextmanager
def place(citizens: Service, agents: Service) -> Iterator[Place]:
    """With everybody signed in."""
    with citizens.client() as client:
        desks = [Desk(agents, login) for login, *_ in PEOPLE]
        yield Place(citizens, agents, client, *desks)
        for desk in desks:
            desk.client.close()


@contextmanager
def listening(service: Service, talk: Talk, after: int | str = "") -> Iterator[Frames]:
    """A citizen's socket that has shown its token."""
    with connect(f"{service.ws_url}{talk.path}/ws?after={after}", proxy=None) as socket:
        frames = Frames(socket)
        frames.send(type="auth", token=talk.token)
        assert frames.next() == {"type": "ready"}
        yield frames


def refused(answer: httpx.Response, status: int) -> str:
    """What a refusal says; it is problem details in plain words and tells nothing of the inside."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert set(body) <= {"type", "status", "title", "detail"} and body["status"] == status
    words = f"{body['title']}。{body.get('detail', '')}"
    assert any("\u4e00" <= c <= "\u9fff" for c in body["title"])
    assert not any(word in words for word in ("Traceback", "Error", "Exception", "sqlalchemy", "0x", ".py"))
    return words
