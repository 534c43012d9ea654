"""A citizen and an agent as their pages are: one message at a time, again until it is answered, and connected again."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Sequence
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection

from .fault_page import AGAIN, LOST, Frame, Page, Sent, View
from .fault_site import PASSWORD

ANSWER = 8.0
"""Seconds to wait for an answer before a message is sent again."""
BEAT = 4.0
"""Seconds between two beats; the page's 15 would leave no room for a worker or a database that is away."""


class Citizen(Page):
    """Somebody with a conversation of their own; ``view`` is what they see."""

    def __init__(self, urls: Sequence[str], opened: Frame) -> None:
        super().__init__(urls)
        self.id, self.token = str(opened["conversation_id"]), str(opened["token"])
        self.view = View()
        self.sent: list[Sent] = []
        self._answers: dict[str, asyncio.Future[bool]] = {}
        self._writing = asyncio.Lock()

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def say(self, text: str) -> Sent:
        """Returns when it is known to be stored; messages go in the order they are written."""
        message = Sent(text)
        self.sent.append(message)
        async with self._writing:
            while not await self._deliver(message):
                await asyncio.sleep(AGAIN)
        return message

    async def _deliver(self, message: Sent) -> bool:
        await self.open.wait()
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._answers[message.id] = answer
        message.tries += 1
        try:
            await self.send({"type": "message", "client_message_id": message.id, "text": message.text})
            async with asyncio.timeout(ANSWER):
                return await answer
        except LOST:
            return False
        finally:
            del self._answers[message.id]

    def path(self) -> str:
        return f"/api/v1/conversations/{self.id}/ws?after={self.view.after}"

    async def greet(self, socket: ClientConnection) -> None:
        await socket.send(json.dumps({"type": "auth", "token": self.token}))

    async def _received(self, frame: Frame) -> None:
        if frame["type"] == "error":
            self.problems.append(frame)
            self._answer(None, False)
        elif "seq" in frame:
            self.view.take(frame)
            self._answer(frame.get("client_message_id"), True)

    def _answer(self, message_id: str | None, stored: bool) -> None:
        for known, waiting in self._answers.items():
            if message_id in (None, known) and not waiting.done():
                waiting.set_result(stored)

    def _dropped(self) -> None:
        self._answer(None, False)


class Agent(Page):
    """A signed-in agent: calls over HTTP, listens over the socket; ``views`` by case."""

    def __init__(self, urls: Sequence[str], client: httpx.AsyncClient, login: str) -> None:
        super().__init__(urls)
        self.client = client
        self.login = login
        self.id = ""
        self.views: dict[str, View] = {}
        self.sent: dict[str, list[Sent]] = {}
        self._cookie = self._csrf = ""

    async def sign_in(self) -> None:
        answer = await self.client.post(
            f"{self.urls[0]}/desk/api/sign_in", json={"login": self.login, "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        self._cookie = answer.cookies["desk_session"]
        self.client.cookies.clear()
        self._csrf, self.id = answer.json()["csrf"], answer.json()["agent"]["id"]

    async def arrive(self) -> None:
        """Sign in, open the desk and be there for citizens."""
        await self.sign_in()
        self.start()
        self._tasks.append(asyncio.create_task(self._beat()))
        await self.connected()
        await self.done("POST", "/status", {"status": "online"})

    async def call(self, method: str, path: str, body: Frame | None = None, url: str = "") -> httpx.Response:
        """One request, whatever comes of it."""
        return await self.client.request(
            method, f"{url or self.urls[0]}/desk/api{path}", json=body,
            headers={"Cookie": f"desk_session={self._cookie}", "X-CSRF-Token": self._csrf},
        )  # fmt: skip

    async def done(self, method: str, path: str, body: Frame | None = None) -> Any:
        """The answer, asked for again as long as the service is away."""
        while True:
            with contextlib.suppress(httpx.HTTPError):
                answer = await self.call(method, path, body)
                if answer.status_code < 300:
                    return answer.json()
                self.problems.append(answer.json())
                if answer.status_code < 500:
                    raise AssertionError(answer.text)
            await asyncio.sleep(AGAIN)

    async def case_of(self, citizen: Citizen) -> str:
        """The citizen's case, as soon as it stands in the queue."""
        while True:
            for case in (await self.done("GET", "/state"))["queue"]:
                if case["conversation_id"] == citizen.id:
                    return str(case["id"])
            await asyncio.sleep(AGAIN)

    async def accept(self, case: str) -> None:
        await self.done("POST", f"/cases/{case}/accept", {})
        await self.watch(case)

    async def watch(self, case: str) -> View:
        """From the first message on."""
        view = self.views.setdefault(case, View())
        with contextlib.suppress(*LOST):
            await self.send({"type": "watch", "case": case, "after": view.after})
        return view

    async def say(self, case: str, text: str) -> Sent:
        """Returns when it is known to be stored."""
        message = Sent(text)
        self.sent.setdefault(case, []).append(message)
        while True:
            message.tries += 1
            with contextlib.suppress(httpx.HTTPError):
                body = {"client_message_id": message.id, "text": text}
                answer = await self.call("POST", f"/cases/{case}/messages", body)
                if answer.status_code == 200:
                    self.views.setdefault(case, View()).take(answer.json())
                    return message
                self.problems.append(answer.json())
                assert answer.status_code >= 500, answer.text
            await asyncio.sleep(AGAIN)

    def path(self) -> str:
        return "/desk/ws"

    def headers(self) -> dict[str, str]:
        return {"Cookie": f"desk_session={self._cookie}"}

    async def _beat(self) -> None:
        while True:
            with contextlib.suppress(*LOST):
                await self.send({"type": "beat"})
            await asyncio.sleep(BEAT)

    async def _received(self, frame: Frame) -> None:
        if frame["type"] == "ready":
            for case in self.views:
                await self.watch(case)
        elif frame["type"] == "message":
            self.views.setdefault(frame["case"], View()).take(frame["message"])
        elif frame["type"] == "error":
            self.problems.append(frame)
