"""The fault table (docs/faults.md): real workers, databases and networks are broken; nothing may be lost or doubled."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from assistant.handoff.states import State
from assistant.store.case_rows import CaseRows
from assistant.store.database import Database, make_engine
from tests.redis_server import PROGRAM

from .fault_count import MANY, Talk, total, wrong_chain
from .fault_line import Line
from .fault_page import Sent, until
from .fault_requests import ask_all_the_time, knocked, said_twice, said_twice_by_agent
from .fault_site import GONE_SECONDS, Site, initdb
from .fault_world import World, chat, closed, is_kind, say_now_and_then, staffed, turned_to

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
class Away:
    """The citizen without network; ``before`` is how many messages they saw before."""

    line: Line
    talk: Talk
    since: float
    writing: list[asyncio.Task[None]]
    before: int


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
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
        last = Sent(f"坐席重复的第{n}句")
        given = await said_twice_by_agent(talking, last, (a, b) if n % 2 else (a, a))
    wanted = await asyncio.gather(*(world.wants_person(asking.citizen, url) for url in (a, b, a, b)))
    assert {one["state"] for one in wanted} == {"queued"}
    asking.case = await li.case_of(asking.citizen)
    await li.accept(asking.case)
    asking.agents.append(li)
    await until(lambda: asking.complete and talking.complete, "两边都看到")
    await closed(world, asking, talking)
    path = f"/cases/{talking.case}/messages"
    again = await li.call(
        "POST", path, {"client_message_id": last.id, "text": last.text}
    )  # not knowing that it arrived
    assert (again.status_code, again.json()) == (200, given)
    late = await li.call("POST", path, {"client_message_id": "late", "text": "太晚了"})
    assert late.status_code == 422
    assert is_kind(late.json())
    rows = await world.database.after(asking.citizen.id, 0, MANY)
    assert [row.client_message_id for row in rows if row.sender == "assistant"] == [s.id for s in asking.citizen.sent]
    await world.count("同一条消息发两次", asking, talking)


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
    assert [
        one for one in (*(r.json() for r in refused), *(p for page in pages for p in page.problems)) if not is_kind(one)
    ] == []
    assert codes == [[1013, 1013], [1013, 1013]]
    assert {code for page in pages for code in page.closes} <= {1013}
    await closed(world, *talks)
    await world.count("PostgreSQL 重启", *talks)
    assert "Traceback" not in world.site.a.log + world.site.b.log


async def test_when_the_agent_s_browser_is_closed_the_citizen_is_first_again_and_the_next_agent_sees_all(
    world: World,
) -> None:
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
    cancelled = await world.client.post(
        f"{b}/api/v1/conversations/{other.id}/handover", json={"action": "cancel"}, headers=other.bearer
    )
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
    cases = [*await reading.open_cases()]
    for citizen in world.citizens:
        cases += await reading.previous(citizen.id)
    wrong = [one for case in cases for one in wrong_chain(case, await reading.events(case.id))]
    found = total(world.counts, wrong)
    with capsys.disabled():
        print("", *(count.line for count in (*world.counts, found)), sep="\n")
    assert (found.lost, found.doubled, found.wrong) == ([], [], [])
