"""Everybody in an installation that is broken, and what they do together."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx

from assistant.store.database import Database

from .fault_count import Count, Talk, counted
from .fault_page import Frame, until
from .fault_people import Agent, Citizen
from .fault_site import PASSWORD, Site


@dataclass
class World:
    """The installation and everybody in it."""

    site: Site
    client: httpx.AsyncClient
    database: Database
    agents: dict[str, Agent] = field(default_factory=dict)
    citizens: list[Citizen] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)

    def of(self, login: str, *urls: str) -> Agent:
        """Somebody of the desk, whose page goes to these workers."""
        self.agents[login] = Agent(urls, self.client, login)
        return self.agents[login]

    async def up(self) -> tuple[str, str]:
        """The addresses of both workers, as soon as both take requests."""
        await asyncio.gather(self.site.a.ready(), self.site.b.ready())
        return self.site.urls

    async def citizen(self, *urls: str) -> Citizen:
        """Somebody with a new conversation and an open page."""
        answer = await self.client.post(f"{self.site.b.url}/api/v1/conversations", json={})
        assert answer.status_code == 201, answer.text
        made = Citizen(urls, answer.json())
        self.citizens.append(made)
        made.start()
        await made.connected()
        return made

    async def wants_person(self, citizen: Citizen, url: str = "") -> Frame:
        path = f"{url or self.site.b.url}/api/v1/conversations/{citizen.id}/handover"
        answer = await self.client.post(path, json={}, headers=citizen.bearer)
        assert answer.status_code == 202, answer.text
        wanted: Frame = answer.json()
        return wanted

    async def talk(self, agent: Agent, *urls: str) -> Talk:
        """A citizen whose page goes to these workers, with whom the agent talks."""
        citizen = await self.citizen(*urls)
        assert (await self.wants_person(citizen))["state"] == "queued"
        case = await agent.case_of(citizen)
        await agent.accept(case)
        return Talk(citizen, case, [agent])

    async def count(self, name: str, *talks: Talk) -> Count:
        """A row of the table; fails when anything of it is not right."""
        found = await counted(self.database, name, talks)
        self.counts.append(found)
        assert found.faults == []
        return found


async def staffed(world: World) -> None:
    """Three people at the desk, on different workers, and one for the citizen without network."""
    a, b = world.site.urls
    boss = world.of("boss", a)
    await boss.sign_in()
    for login, name, *urls in (
        ("li", "李坐席", b, a),
        ("wang", "王坐席", a, b),
        ("sun", "孙坐席", b, a),
        ("zhao", "赵坐席", b),
    ):
        await boss.done("POST", "/agents", {"login": login, "name": name, "most": 10, "password": PASSWORD})
        await world.of(login, *urls).arrive()


async def chat(talk: Talk, tag: str, count: int, pause: float = 0.05) -> None:
    """Citizen and agent write, both at once; returns when all of it is known to be stored."""

    async def citizen() -> None:
        for n in range(1, count + 1):
            await talk.citizen.say(f"{tag}市民第{n}句")
            await asyncio.sleep(pause)

    async def agent() -> None:
        for n in range(1, count + 1):
            await talk.agents[0].say(talk.case, f"{tag}坐席第{n}句")
            await asyncio.sleep(pause)

    await asyncio.gather(citizen(), agent())


async def say_now_and_then(say: Callable[[int], Awaitable[Any]], count: int, pause: float) -> None:
    """Nobody waits for an answer before they go on writing."""
    said = []
    for n in range(1, count + 1):
        said.append(asyncio.ensure_future(say(n)))
        await asyncio.sleep(pause)
    await asyncio.gather(*said)


async def closed(world: World, *talks: Talk) -> None:
    """Every conversation is ended by the agent who has it, and the citizens see it."""
    for talk in talks:
        await talk.agents[-1].done("POST", f"/cases/{talk.case}/close", {"resolution": "answered"})
    for talk in talks:
        last = (await world.database.standing(talk.citizen.id)).last_seq
        await until(partial(_shown, talk, last), "结束以后的消息")


def _shown(talk: Talk, last: int) -> bool:
    return all(view.after >= last for view in talk.views)


async def turned_to(agent: Agent, *urls: str) -> None:
    """The agent's page goes to the first of these workers now."""
    if agent.urls[0] != urls[0]:
        agent.urls[:] = urls[::-1]
        await agent.reconnect()
    await agent.connected()
    assert agent.urls[0] == urls[0]


def is_kind(problem: Frame) -> bool:
    """A sentence in Chinese, and nothing of what is inside."""
    title = str(problem.get("title", ""))
    inside = ("Traceback", "Error", "asyncpg", "sqlalchemy", "postgres", "redis", "Exception")
    return any("一" <= sign <= "鿿" for sign in title) and not any(word in json.dumps(problem) for word in inside)
