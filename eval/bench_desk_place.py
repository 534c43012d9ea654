"""Where the desk's load is measured: a database of its own, people at the desk, and several workers that share them."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import psutil
from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url

from assistant.desk.agents import GENERAL, Agent
from assistant.desk.passwords import Passwords
from assistant.errors import Unavailable
from assistant.store.accounts import StoredAccounts
from assistant.store.database import make_engine
from assistant.store.migrate import upgrade
from assistant.store.working import Working
from eval.bench_http import START_SECONDS, UNLIMITED

POSTGRES = (
    os.environ.get("PENSION_TEST_POSTGRES_HOST", "127.0.0.1"),
    int(os.environ.get("PENSION_TEST_POSTGRES_PORT", "5432")),
)
REDIS = f"redis://{os.environ.get('PENSION_TEST_REDIS', '127.0.0.1:6379')}/0"
LIMITS = ("MESSAGES_PER_MINUTE", "MESSAGES_PER_ADDRESS_PER_MINUTE", "CONVERSATIONS_PER_ADDRESS_PER_HOUR")


class Connections:
    """PostgreSQL's processes for one database: they come and go with connections, so they are looked at all the time."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._used: dict[tuple[int, float], float] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Connections:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def seconds(self) -> float:
        """Processor seconds of all there ever were, but for the last second of those that are gone."""
        return sum(dict(self._used).values())

    def _look(self) -> None:
        while not self._done.wait(1.0):
            for one in _processes("postgres"):
                if self._database in " ".join(_command(one)):
                    self._used[one.pid, one.create_time()] = seconds_used(one)


@dataclass(slots=True)
class Place:
    """A running installation. ``warnings`` is where the workers' logs go, from WARNING on."""

    database: str
    urls: tuple[str, ...]
    workers: tuple[psutil.Process, ...]
    warnings: Path
    ready_seconds: float
    connections: Connections
    redis: psutil.Process | None

    def stored(self) -> dict[str, int]:
        """Messages in the database, by who said them."""
        query = "SELECT sender, count(*) FROM messages GROUP BY sender"
        return {str(row["sender"]): int(row["count"]) for row in asyncio.run(_rows(self.database, query))}


@contextmanager
def place(folder: Path, workers: int, logins: tuple[str, ...], password: str, most: int) -> Iterator[Place]:
    """The installation until the block ends, however it ends. Raises ``Unavailable`` when it cannot be had."""
    name = f"pension_bench_{uuid.uuid4().hex[:12]}"
    log = folder / "workers.log"
    started = time.perf_counter()
    with ExitStack() as stack:
        stack.enter_context(_database(name))
        url = f"postgresql+asyncpg://postgres@{POSTGRES[0]}:{POSTGRES[1]}/{name}"
        upgrade(url)
        asyncio.run(_add_agents(url, logins, password, most))
        environment = _environment(url, f"bench-{name[-12:]}")
        made = [stack.enter_context(_worker(environment, log)) for _ in range(workers)]
        for address, process in made:
            _wait(address, process, log)
        yield Place(
            name, tuple(address for address, _ in made), tuple(psutil.Process(process.pid) for _, process in made), log,
            round(time.perf_counter() - started, 1), stack.enter_context(Connections(name)), _redis(),
        )  # fmt: skip


@contextmanager
def _database(name: str) -> Iterator[None]:
    try:
        asyncio.run(_rows("postgres", f'CREATE DATABASE "{name}"'))
    except (OSError, asyncpg.PostgresError) as error:
        raise Unavailable(f"没有 PostgreSQL 在 {POSTGRES[0]}:{POSTGRES[1]} 应答（免密用户 postgres）") from error
    try:
        yield
    finally:
        asyncio.run(_rows("postgres", f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _rows(database: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(host=POSTGRES[0], port=POSTGRES[1], user="postgres", database=database)
    try:
        rows: list[asyncpg.Record] = await connection.fetch(statement)
        return rows
    finally:
        await connection.close()


async def _add_agents(url: str, logins: tuple[str, ...], password: str, most: int) -> None:
    """Straight into the table: the desk lets nobody have as many citizens as are measured here."""
    engine = make_engine(url)
    accounts, now = StoredAccounts(Working(engine)), datetime.now(UTC)
    kept = await Passwords().hash(password)
    try:
        for login in logins:
            agent = Agent(str(uuid.uuid4()), login, f"坐席{login}", "agent", (GENERAL,), most, True, "away", None)
            await accounts.add(agent, kept, now)
    finally:
        await engine.dispose()


def _environment(url: str, prefix: str) -> dict[str, str]:
    """Of the workers: no rate limits, nothing from outside, always open."""
    own = {
        "DATABASE_URL": make_url(url).render_as_string(hide_password=False), "REDIS_URL": REDIS, "REDIS_PREFIX": prefix,
        "SECRET_KEY": Fernet.generate_key().decode(), "BUSINESS": "none", "WRITER": "none", "HANDOVER": "desk",
        "DESK_HOURS": "全天", "WORKERS": "1", "ENVIRONMENT": "development", "LOG_LEVEL": "WARNING",
        **dict.fromkeys(LIMITS, UNLIMITED),
    }  # fmt: skip
    return {**os.environ, **{f"PENSION_{name}": value for name, value in own.items()}}


@contextmanager
def _worker(environment: dict[str, str], log: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("ab") as errors:
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
        )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End it, gently first."""
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    said = "\n".join(log.read_text(encoding="utf-8").splitlines()[-10:])
    raise Unavailable(f"服务没能启动，量不了坐席台\n{said}", retry=False)


def _redis() -> psutil.Process | None:
    """The server behind ``REDIS`` where it can be seen."""
    port = str(urlsplit(REDIS).port or 6379)
    return next((one for one in _processes("redis-server") if port in " ".join(_command(one))), None)


def _processes(name: str) -> list[psutil.Process]:
    return [one for one in psutil.process_iter(["name"]) if one.info["name"] == name]


def seconds_used(process: psutil.Process) -> float:
    """Processor seconds of a process so far; 0 when it is gone."""
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def _command(process: psutil.Process) -> list[str]:
    try:
        line: list[str] = process.cmdline()
    except psutil.Error:
        return []
    return line
