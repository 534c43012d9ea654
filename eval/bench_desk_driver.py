"""The load of ``eval.bench_desk``, in a process of its own: ``python -m eval.bench_desk_driver`` with a plan on its input.

Every line it prints is a JSON object: ``{"mark": name, "seconds": s}`` when a part is done, at last ``{"report": {…}}``.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx

from eval.bench_desk_account import AGENT, CITIZEN, Deliveries, Sent, spread
from eval.bench_desk_line import Trouble
from eval.bench_desk_people import Citizen, DeskAgent, Load

AT_ONCE = 20
"""Connections opened, citizens handed over and cases accepted at the same time."""
BATCH = 50
"""Citizens who wait before the next look at the queue."""
GRACE_SECONDS = 20.0
"""After the last message, for what is still on its way."""
KEPT_SECONDS = 2.0
"""A connection is not used again after so long: the service closes it after five, perhaps in that very moment."""
LAG_SECONDS = 0.05
ANSWERS = (
    "您好，我来看一下，请稍等。",
    "这个要看您参保地的规定，我帮您查。",
    "您把缴费年限告诉我，我给您算。",
    "好的，已经记下了。",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is driven: the workers' addresses, who there is, what they say, how often and how long, and whether desk
    pages look again after a change."""

    urls: Sequence[str]
    citizens: int
    logins: Sequence[str]
    password: str
    texts: Sequence[str]
    rate: float
    seconds: float
    looks: bool


@dataclass(slots=True)
class Room:
    """Everybody of the load."""

    load: Load
    citizens: list[Citizen]
    agents: list[DeskAgent]
    late: list[float] = field(default_factory=list)
    """Seconds by which a message was sent after its time."""
    lags: list[float] = field(default_factory=list)
    """Seconds by which the driver's own loop was late, looked at all the time."""

    def agent_of(self, number: int) -> DeskAgent:
        """Of the citizens of one agent every second one is on another worker, when there are two."""
        workers = len({agent.worker for agent in self.agents})
        return self.agents[number // workers % len(self.agents)]


def main() -> int:
    """Drive what the plan on the standard input says."""
    row: dict[str, Any] = json.loads(sys.stdin.readline())
    plan = Plan(**row)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        asyncio.run(_drive(plan))
    except KeyboardInterrupt:
        return 130
    return 0


async def _drive(plan: Plan) -> None:
    async with _room(plan) as room:
        watching = asyncio.create_task(_watch_lag(room.lags))
        await _marked("agents", _each(agent.sign_in() for agent in room.agents))
        await _marked("opened", _each(citizen.open() for citizen in room.citizens))
        await _marked("connected", _each(citizen.connect() for citizen in room.citizens))
        await _marked("handed_over", _hand_over(room))
        await _looking(room, plan)
        room.lags.clear()
        await _marked("held", _hold(room, plan))
        watching.cancel()
        _tell({"report": _report(room)})


@asynccontextmanager
async def _room(plan: Plan) -> AsyncIterator[Room]:
    limits = httpx.Limits(max_connections=4 * AT_ONCE, keepalive_expiry=KEPT_SECONDS)
    async with httpx.AsyncClient(timeout=60, limits=limits, trust_env=False) as http:
        http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))  # each agent carries their own
        load, urls = Load(http, Deliveries(), Trouble()), plan.urls
        citizens = [Citizen(load, n % len(urls), urls[n % len(urls)]) for n in range(plan.citizens)]
        agents = [
            DeskAgent(load, n % len(urls), urls[n % len(urls)], login, plan.password)
            for n, login in enumerate(plan.logins)
        ]
        yield Room(load, citizens, agents)
        await asyncio.gather(*(agent.close() for agent in agents))
        await asyncio.gather(*(citizen.line.close() for citizen in citizens))


async def _each(jobs: Iterable[Awaitable[None]]) -> None:
    """All of them, ``AT_ONCE`` at a time."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(job: Awaitable[None]) -> None:
        async with free:
            await job

    await asyncio.gather(*(one(job) for job in jobs))


async def _hand_over(room: Room) -> None:
    """Batch by batch: they ask, one agent looks at the queue, and everybody takes theirs."""
    for start in range(0, len(room.citizens), BATCH):
        batch = room.citizens[start : start + BATCH]
        await _each(citizen.ask_for_person() for citizen in batch)
        cases = await room.agents[start // BATCH % len(room.agents)].waiting()
        taken = [(start + n, citizen, cases[citizen.id]) for n, citizen in enumerate(batch) if citizen.id in cases]
        await _each(room.agent_of(number).accept(citizen, case) for number, citizen, case in taken)
    if missed := sum(not citizen.case for citizen in room.citizens):
        raise OSError(f"{missed} citizens were not handed over: {dict(room.load.trouble.errors)}")
    heard = room.load.deliveries
    while not all(heard.last(AGENT, c.id) and heard.last(CITIZEN, c.id) for c in room.citizens):
        await asyncio.sleep(0.1)


async def _looking(room: Room, plan: Plan) -> None:
    """From now on the desk's pages do what they do by themselves."""
    for agent in room.agents:
        agent.looks = plan.looks
    await asyncio.sleep(2)
    _tell({"mark": "quiet", "seconds": 2})


async def _hold(room: Room, plan: Plan) -> None:
    """One message after another at its time, whatever became of those before; by turns a citizen's and an agent's."""
    chance = random.Random(12333)
    turns = {side: chance.sample(range(plan.citizens), plan.citizens) for side in (CITIZEN, AGENT)}
    running = set[asyncio.Task[None]]()
    began = time.perf_counter()
    for number in range(int(plan.rate * plan.seconds)):
        due = began + number / plan.rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        side, turn = (CITIZEN, AGENT)[number % 2], number // 2
        who = turns[side][turn % plan.citizens]
        text = plan.texts[turn % len(plan.texts)] if side == CITIZEN else ANSWERS[turn % len(ANSWERS)]
        task = asyncio.create_task(_say(room, side, who, f"{side}-{number}", text))
        running.add(task)
        task.add_done_callback(running.discard)
        room.late.append(time.perf_counter() - due)
    _tell({"mark": "sent", "seconds": round(time.perf_counter() - began, 1)})
    until = time.perf_counter() + GRACE_SECONDS
    while (running or room.load.deliveries.outstanding) and time.perf_counter() < until:
        await asyncio.sleep(0.1)


async def _say(room: Room, side: str, who: int, message: str, text: str) -> None:
    citizen, agent = room.citizens[who], room.agent_of(who)
    across = citizen.worker != agent.worker
    room.load.deliveries.send(message, Sent(side, citizen.id, across, time.perf_counter()))
    if side == CITIZEN:
        await citizen.say(message, text)
    else:
        await agent.say(message, citizen, text)


async def _watch_lag(lags: list[float]) -> None:
    while True:
        started = time.perf_counter()
        await asyncio.sleep(LAG_SECONDS)
        lags.append(time.perf_counter() - started - LAG_SECONDS)


def _report(room: Room) -> dict[str, Any]:
    load = room.load
    pairs = [citizen.worker != room.agent_of(n).worker for n, citizen in enumerate(room.citizens)]
    return {
        "pairs": {"same_worker": pairs.count(False), "other_worker": pairs.count(True)},
        "messages": load.deliveries.counts(), "wrong": load.deliveries.wrong(),
        "reconnects": load.trouble.reconnects, "errors": dict(load.trouble.errors),
        "delivery_ms": load.deliveries.times(),
        "calls_ms": {name: spread(seconds) for name, seconds in load.calls.items()},
        "driver_late_ms": spread(room.late), "driver_lag_ms": spread(room.lags),
    }  # fmt: skip


async def _marked(name: str, job: Awaitable[None]) -> None:
    started = time.perf_counter()
    await job
    _tell({"mark": name, "seconds": round(time.perf_counter() - started, 1)})


def _tell(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
