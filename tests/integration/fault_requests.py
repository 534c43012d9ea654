"""What is sent to the workers while something is away: messages twice, every kind of request, new sockets."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from .fault_count import Talk
from .fault_page import Frame, Sent
from .fault_site import Worker
from .fault_world import World


async def said_twice(world: World, talk: Talk, message: Sent, n: int) -> None:
    """Over HTTP one after the other, at once to both workers, or over HTTP and the socket."""
    citizen, (a, b) = talk.citizen, world.site.urls
    citizen.sent.append(message)
    body = {"client_message_id": message.id, "text": message.text}

    async def posted(url: str) -> Frame:
        path = f"{url}/api/v1/conversations/{citizen.id}/messages"
        answer = await world.client.post(path, json=body, headers=citizen.bearer)
        assert answer.status_code == 200, answer.text
        given: Frame = answer.json()
        return given

    if n % 3 == 0:
        first, second = await posted(a), await posted(b)
    elif n % 3 == 1:
        first, second = await asyncio.gather(posted(a), posted(b))
    else:
        _, first = await asyncio.gather(citizen.send({"type": "message", **body}), posted(a))
        second = await posted(b)
    assert (first["reply_id"], first["seq"], first["text"]) == (second["reply_id"], second["seq"], second["text"])


async def said_twice_by_agent(talk: Talk, message: Sent, urls: Sequence[str]) -> Frame:
    """At once to these workers; what both of them answer."""
    agent = talk.agents[0]
    agent.sent.setdefault(talk.case, []).append(message)
    body = {"client_message_id": message.id, "text": message.text}
    answers = await asyncio.gather(*(agent.call("POST", f"/cases/{talk.case}/messages", body, url) for url in urls))
    assert [one.status_code for one in answers] == [200] * len(urls)
    given: Frame = answers[0].json()
    assert all(one.json() == given for one in answers)
    return given


async def ask_all_the_time(world: World, talk: Talk, while_these: Sequence[asyncio.Task[Any]]) -> list[httpx.Response]:
    """Every kind of request to both workers, again and again as long as the others work."""
    answers: list[httpx.Response] = []
    agent, citizen = talk.agents[0], talk.citizen
    own, opening = f"/api/v1/conversations/{citizen.id}", "/api/v1/conversations"
    while not all(task.done() for task in while_these):
        for url in world.site.urls:
            asked = (
                world.client.get(f"{url}{own}/messages", headers=citizen.bearer),
                world.client.get(f"{url}{own}/handover", headers=citizen.bearer),
                world.client.post(f"{url}{opening}", json={}),
                agent.call("GET", "/state", None, url), agent.call("GET", f"/cases/{talk.case}", None, url),
                agent.call("GET", "/me", None, url), agent.call("POST", f"/cases/{talk.case}/accept", {}, url),
            )  # fmt: skip
            answers += await asyncio.gather(*asked)
        await asyncio.sleep(0.03)
    return answers


async def knocked(world: World, talk: Talk, worker: Worker) -> list[int]:
    """With what code new sockets are closed, the citizen's and the agent's."""
    codes = []
    for page in (talk.citizen, talk.agents[0]):
        address = worker.url.replace("http", "ws", 1) + page.path()
        async with connect(
            address, proxy=None, origin=worker.url, additional_headers=page.headers()  # type: ignore[arg-type]
        ) as socket:  # fmt: skip
            with contextlib.suppress(ConnectionClosed):
                await page.greet(socket)
                async with asyncio.timeout(10):
                    async for _ in socket:
                        pass
            codes.append(socket.close_code or 0)
    return codes
