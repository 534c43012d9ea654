"""The fault table (docs/faults.md): real workers, databases and networks are broken; nothing may be lost or doubled."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from assistant.handoff.states import State
from assistant.store.case_rows import CaseRows
from assistant.store.database import Database, make_engine
from knowledge_base.versions import VersionStore
from tests.redis_server import PROGRAM

from .fault_count import Count, Talk, counted, wrong_chain
from .fault_line import Line
from .fault_people import Agent, Citizen, Frame, Sent, until
from .fault_site import GONE_SECONDS, PASSWORD, Site, Worker, initdb

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(initdb() is None, reason="没有装 PostgreSQL（找不到 initdb），故障没有检查"),
    pytest.mark.skipif(PROGRAM is None, reason="没有装 redis-server，故障没有检查"),
]
SOON = 8.0
"""Seconds until a message is there though Redis was away when it was written."""
UNTOLD = 12.0
"""The same where nobody could be told because the worker died: everybody looks by themselves every ten seconds."""
LOST_SECONDS = 120
"""How long a citizen has no network."""


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
        await made.open.wait()
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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    store = VersionStore(small_index)
    store.use(str(store.current()), pin=True)  # the workers shall not build the whole one
    site = Site(tmp_path_factory.mktemp("faults"), small_index)
    async with httpx.AsyncClient(timeout=12, trust_env=False) as client:
        try:
            await site.start()
            made = World(site, client, Database(make_engine(site.postgres.url)))
            await staffed(made)
            yield made
            pages = (*made.citizens, *made.agents.values())
            await asyncio.gather(*(page.close() for page in pages))
            await made.database.close()
        finally:
            site.stop()
    store.use(str(store.current()))


async def staffed(world: World) -> None:
    """Three people at the desk, on different workers, and one for the citizen without network."""
    a, b = world.site.urls
    boss = world.of("boss", a)
    await boss.sign_in()
    for login, name, *urls in (("li", "李坐席", b, a), ("wang", "王坐席", a, b), ("sun", "孙坐席", b, a), ("zhao", "赵坐席", b)):
        await boss.done("POST", "/agents", {"login": login, "name": name, "most": 10, "password": PASSWORD})
        await world.of(login, *urls).arrive()


@dataclass
class Away:
    """The citizen without network."""

    line: Line
    talk: Talk
    since: float
    writing: list[asyncio.Task[Any]]
    before: int
    """Messages they saw before."""


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def away(world: World) -> AsyncIterator[Away]:
    """Loses the network first, so that the two minutes pass while everything else is broken."""
    line = Line(world.site.a.port)
    await line.open()
    sun = world.agents["sun"]
    talk = await world.talk(sun, line.url)
    await chat(talk, "断网前", 2)
    await until(lambda: talk.complete, "断网前的消息")
    line.lose()
    writing = [
        asyncio.create_task(say_now_and_then(lambda n: talk.citizen.say(f"断网时市民第{n}句"), 4, 25)),
        asyncio.create_task(say_now_and_then(lambda n: sun.say(talk.case, f"断网时坐席第{n}句"), 12, 9)),
    ]
    yield Away(line, talk, time.monotonic(), writing, len(talk.citizen.view.rows))
    for task in writing:
        task.cancel()
    await asyncio.gather(*writing, return_exceptions=True)
    await line.close()


async def say_now_and_then(say: Any, count: int, pause: float) -> None:
    """Nobody waits for an answer before they go on writing."""
    said = []
    for n in range(1, count + 1):
        said.append(asyncio.create_task(say(n)))
        await asyncio.sleep(pause)
    await asyncio.gather(*said)


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


async def closed(world: World, *talks: Talk) -> None:
    """Every conversation is ended by the agent who has it, and the citizens see it."""
    for talk in talks:
        await talk.agents[-1].done("POST", f"/cases/{talk.case}/close", {"resolution": "answered"})
    for talk in talks:
        kept = await world.database.after(talk.citizen.id, 0, 10_000)
        await until(lambda rows=kept, t=talk: all(v.after >= len(rows) for v in t.views), "结束以后的消息")  # type: ignore[misc]


def is_kind(problem: Frame) -> bool:
    """A sentence in Chinese, and nothing of what is inside."""
    title = str(problem.get("title", ""))
    inside = ("Traceback", "Error", "asyncpg", "sqlalchemy", "postgres", "redis", "Exception")
    return any("一" <= sign <= "鿿" for sign in title) and not any(word in json.dumps(problem) for word in inside)


async def test_the_same_message_sent_twice_is_kept_once_and_answered_once(world: World) -> None:
    """Row 6."""
    a, b = await world.up()
    asking = Talk(await world.citizen(b, a))
    li = world.agents["li"]
    talking = await world.talk(li, a, b)
    for n in range(8):
        question = Sent(f"男，19{70 + n}年3月出生，几岁退休")
        await said_twice(world, asking, question, n)
        await said_twice(world, talking, Sent(f"市民重复的第{n}句"), n)
        agents = Sent(f"坐席重复的第{n}句")
        li.sent.setdefault(talking.case, []).append(agents)
        body = {"client_message_id": agents.id, "text": agents.text}
        calls = [li.call("POST", f"/cases/{talking.case}/messages", body, url) for url in ((a, a), (a, b))[n % 2]]
        answers = await asyncio.gather(*calls)
        assert [one.status_code for one in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
    wanted = await asyncio.gather(*(world.wants_person(asking.citizen, url) for url in (a, b, a, b)))
    assert {one["state"] for one in wanted} == {"queued"}
    asking.case = await li.case_of(asking.citizen)
    await li.accept(asking.case)
    asking.agents.append(li)
    await until(lambda: asking.complete and talking.complete, "两边都看到")
    await closed(world, asking, talking)
    again = await li.call("POST", f"/cases/{talking.case}/messages", body)  # the agent's network was away meanwhile
    assert (again.status_code, again.json()) == (200, answers[0].json())
    late = await li.call("POST", f"/cases/{talking.case}/messages", {**body, "client_message_id": "late"})
    assert late.status_code == 422
    assert is_kind(late.json())
    rows = await world.database.after(asking.citizen.id, 0, 10_000)
    assert [row.client_message_id for row in rows if row.sender == "assistant"] == [s.id for s in asking.citizen.sent]
    await world.count("同一条消息发两次", asking, talking)


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


async def test_of_two_agents_who_accept_at_once_exactly_one_has_the_citizen(world: World) -> None:
    """Row 7."""
    a, b = await world.up()
    rivals = (world.agents["li"], world.agents["wang"])
    won: list[str] = []
    talks = []
    for n in range(12):
        citizen = await world.citizen(*((a, b) if n % 2 else (b, a)))
        await world.wants_person(citizen)
        case = await rivals[0].case_of(citizen)
        tries = [(rival, url) for rival in rivals for url in (a, b)]
        answers = await asyncio.gather(*(rival.call("POST", f"/cases/{case}/accept", {}, url) for rival, url in tries))
        winner = next(rival for (rival, _), answer in zip(tries, answers, strict=True) if answer.status_code == 200)
        for (rival, _), answer in zip(tries, answers, strict=True):
            assert answer.status_code == (200 if rival is winner else 422), answer.text
            assert rival is winner or (is_kind(answer.json()) and "有人接待" in answer.json()["title"])
        events = await CaseRows(world.database.working).events(case)
        assert [event.after for event in events] == [State.QUEUED, State.ASSIGNED, State.WITH_AGENT]
        assert {event.actor.id for event in events[1:]} == {winner.id}
        await winner.watch(case)
        won.append(winner.login)
        talks.append(Talk(citizen, case, [winner]))
        await chat(talks[-1], f"第{n}位", 1)
    await until(lambda: all(talk.complete for talk in talks), "两边都看到")
    await closed(world, *talks)
    await world.count("两位坐席同时接入", *talks)


async def test_a_worker_killed_in_mid_conversation_loses_nothing(world: World) -> None:
    """Row 1."""
    a, b = await world.up()
    li, wang = world.agents["li"], world.agents["wang"]
    await turned_to(li, b, a)
    await turned_to(wang, a, b)
    first, second = await world.talk(li, a, b), await world.talk(wang, b, a)
    alone = Talk(await world.citizen(a, b))

    async def asking() -> None:
        for n in range(6):
            await alone.citizen.say(f"女，19{75 + n}年5月出生，几岁退休")

    work = [asyncio.create_task(one) for one in (chat(first, "停一台", 20), chat(second, "停另一台", 20), asking())]
    await until(lambda: len(first.citizen.sent) >= 6 and len(second.citizen.sent) >= 6, "说到一半")
    world.site.a.kill()
    await asyncio.wait_for(asyncio.gather(*work), 60)
    await until(lambda: first.complete and second.complete and alone.complete, "两边都看到")
    world.site.a.start()
    assert wang.urls[0] == first.citizen.urls[0] == b
    await closed(world, first, second)
    await world.count("一个工作进程被强行停止", first, second, alone)


async def test_a_message_whose_worker_died_before_it_could_tell_is_there_within_seconds(world: World) -> None:
    """Row 1, at the worst moment: the message is stored, nobody was told, and the worker is dead."""
    a, b = await world.up()
    li, redis = world.agents["li"], world.site.redis
    await turned_to(li, a, b)
    talk, other = await world.talk(li, b, a), await world.citizen(b, a)
    await chat(talk, "停得不巧", 1)
    await until(lambda: talk.complete, "两边都看到")
    assert redis.pid
    os.kill(redis.pid, signal.SIGSTOP)  # the first signal waits for an answer, all others for the first
    await other.send({"type": "typing"})
    saying = asyncio.create_task(talk.citizen.say("存了还没来得及通知"))
    while not await world.database.said(talk.citizen.id, talk.citizen.sent[-1].id):
        await asyncio.sleep(0.01)
    world.site.b.kill()
    os.kill(redis.pid, signal.SIGCONT)
    await asyncio.wait_for(saying, 15)
    await until(lambda: talk.complete, "两边都看到", UNTOLD)
    world.site.b.start()
    await closed(world, talk)
    await world.count("停在存下和通知之间", talk)


async def turned_to(agent: Agent, *urls: str) -> None:
    """The agent's page goes to the first of these workers now."""
    if agent.urls[0] != urls[0]:
        agent.urls[:] = urls[::-1]
        await agent.reconnect()
    await agent.open.wait()
    assert agent.urls[0] == urls[0]


async def test_what_is_written_while_redis_is_away_arrives_within_seconds(world: World) -> None:
    """Row 2."""
    a, b = await world.up()
    li, wang = world.agents["li"], world.agents["wang"]
    await turned_to(li, b, a)
    await turned_to(wang, a, b)
    talks = [await world.talk(li, a, b), await world.talk(wang, b, a)]
    await chat(talks[0], "之前", 2)
    world.site.redis.kill()
    work = [asyncio.create_task(chat(talk, "没有Redis时", 12, 0.2)) for talk in talks]
    await asyncio.sleep(3)
    world.site.redis.start()
    await asyncio.wait_for(asyncio.gather(*work), 30)
    await until(lambda: all(talk.complete for talk in talks), "两边都看到", SOON)
    await closed(world, *talks)
    count = await world.count("Redis 重启", *talks)
    assert count.latest < SOON


async def test_while_postgresql_is_away_people_are_told_kindly_and_afterwards_nothing_is_missing(world: World) -> None:
    """Row 3."""
    a, b = await world.up()
    li, wang = world.agents["li"], world.agents["wang"]
    talks = [await world.talk(li, a, b), await world.talk(wang, b, a)]
    pages = [li, wang, *(talk.citizen for talk in talks)]
    for page in pages:
        page.closes.clear()
        page.problems.clear()
    work = [asyncio.create_task(chat(talk, "数据库重启", 12, 0.2)) for talk in talks]
    asked = asyncio.create_task(ask_all_the_time(world, talks[0], work))
    await asyncio.sleep(0.7)
    await asyncio.to_thread(world.site.postgres.stop)
    codes = await asyncio.gather(*(knocked(world, talks[0], worker) for worker in (world.site.a, world.site.b)))
    await asyncio.sleep(2)
    await asyncio.to_thread(world.site.postgres.start)
    await asyncio.wait_for(asyncio.gather(*work), 40)
    await until(lambda: all(talk.complete for talk in talks), "两边都看到")
    refused = [answer for answer in await asked if answer.status_code >= 300]
    assert refused, "停了却没有人发现"
    assert {answer.status_code for answer in refused} == {503}
    assert {answer.headers["content-type"] for answer in refused} == {"application/problem+json"}
    assert [one for one in (*(r.json() for r in refused), *(p for page in pages for p in page.problems)) if not is_kind(one)] == []
    assert codes == [[1013, 1013], [1013, 1013]]
    assert {code for page in pages for code in page.closes} <= {1013}
    await closed(world, *talks)
    await world.count("PostgreSQL 重启", *talks)
    assert "Traceback" not in world.site.a.log + world.site.b.log


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
        address = worker.url.replace("http", "ws", 1) + page._path()
        async with connect(
            address, proxy=None, origin=worker.url, additional_headers=page._headers()  # type: ignore[arg-type]
        ) as socket:  # fmt: skip
            with contextlib.suppress(ConnectionClosed):
                await page._opened(socket)
                async with asyncio.timeout(10):
                    async for _ in socket:
                        pass
            codes.append(socket.close_code or 0)
    return codes


async def test_when_the_agent_s_browser_is_closed_the_citizen_is_first_again_and_the_next_agent_sees_all(world: World) -> None:
    """Row 4."""
    a, b = await world.up()
    zhao, wang = world.agents["zhao"], world.agents["wang"]
    talk = await world.talk(zhao, a, b)
    await chat(talk, "坐席断线前", 2)
    await until(lambda: talk.complete, "两边都看到")
    other = await world.citizen(a, b)
    await world.wants_person(other)
    await zhao.close()
    gone = time.monotonic()
    talk.agents.clear()
    told = "对不起，工作人员那边断线了。您不用从头排队，前面排的时间都算。"
    await until(lambda: told in talk.citizen.view.came, "市民知道坐席断线了", GONE_SECONDS + 35)
    assert time.monotonic() - gone >= GONE_SECONDS - 12  # a beat is kept to within ten seconds
    await talk.citizen.say("坐席断线后市民说的")
    queue = [case["conversation_id"] for case in (await wang.done("GET", "/state"))["queue"]]
    assert queue == [talk.citizen.id, other.id]
    path = f"{a}/api/v1/conversations/{talk.citizen.id}/handover"
    standing = (await world.client.get(path, headers=talk.citizen.bearer)).json()
    assert (standing["state"], standing["position"]) == ("queued", 1)
    await wang.accept(talk.case)
    talk.agents.append(wang)
    await wang.say(talk.case, "换了一位坐席")
    await until(lambda: talk.complete, "第二位坐席看到全部")
    seen = [message["text"] for message in (await wang.done("GET", f"/cases/{talk.case}"))["messages"]]
    assert [text for text in seen if text.startswith("坐席断线")] == [
        text for text in talk.citizen.view.texts if text.startswith("坐席断线")
    ]
    cancelled = await world.client.post(f"{b}/api/v1/conversations/{other.id}/handover", json={"action": "cancel"}, headers=other.bearer)
    assert cancelled.status_code == 202
    await closed(world, talk)
    await world.count("坐席的浏览器关了", talk)


async def test_a_citizen_without_network_for_two_minutes_misses_nothing(world: World, away: Away) -> None:
    """Row 5: the network was lost before the first of these tests."""
    talk = away.talk
    assert len(talk.citizen.view.rows) == away.before, "断网时还收到了消息"
    await asyncio.sleep(max(0.0, away.since + LOST_SECONDS - time.monotonic()))
    away.line.mend()
    await until(lambda: all(task.done() for task in away.writing), "断网时写的都发出去")
    await asyncio.gather(*away.writing)
    await until(lambda: talk.complete, "两边都看到")
    assert {"断网时市民第1句", "断网时坐席第12句"} <= set(talk.citizen.view.came)
    await closed(world, talk)
    await world.count("市民断网两分钟", talk)


async def test_in_the_end_nothing_was_lost_or_doubled_and_every_state_is_right(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    reading = CaseRows(world.database.working)
    wrong = []
    cases = [*await reading.open_cases()]
    for citizen in world.citizens:
        cases += await reading.previous(citizen.id)
    for case in cases:
        wrong += wrong_chain(case, await reading.events(case.id))
    total = Count("合计", sum(c.talks for c in world.counts), sum(c.messages for c in world.counts),
                  sum(c.again for c in world.counts), max((c.latest for c in world.counts), default=0.0),
                  [x for c in world.counts for x in c.lost], [x for c in world.counts for x in c.doubled],
                  [x for c in world.counts for x in c.wrong] + wrong)  # fmt: skip
    with capsys.disabled():
        print("", *(count.line for count in (*world.counts, total)), f"接待 {len(cases)} 次", sep="\n")
    assert (total.lost, total.doubled, total.wrong) == ([], [], [])
