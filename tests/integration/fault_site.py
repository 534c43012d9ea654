"""An installation that may be broken on purpose: two workers, a PostgreSQL and a Redis, each a process of its own."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from assistant.desk.accounts import NewAgent
from assistant.store.migrate import upgrade
from knowledge_base.versions import VersionStore
from tests.desk_accounts import Worker as Accounts
from tests.redis_server import RedisServer, free_port

from .serving import copied

ROOT = Path(__file__).parents[2]
PASSWORD = "春眠不觉晓 处处闻啼鸟"
GONE_SECONDS = 20
"""After so long without a beat an agent counts as gone; the shortest the service takes."""
START_SECONDS = 90


def initdb() -> Path | None:
    """Where the programs of PostgreSQL are, None when it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path) if on_path else None


class PostgresCluster:
    """A PostgreSQL that may be stopped as a machine stops that loses power; it refuses to run as root, so it does not."""

    def __init__(self) -> None:
        program = initdb()
        assert program is not None
        self._programs = program.parent
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="pension-faults-"))  # pytest's own folders are closed to others
        self._as: Sequence[str] = ()
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
            self._as = ("runuser", "-u", "postgres", "--")

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/faults"

    def make(self) -> None:
        """Create, start, and put an empty database in it."""
        self._run("initdb", "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C", "-D", self._data)
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "faults")

    def start(self) -> None:
        """Returns when it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "-D", self._data, "-l", str(self._folder / "log"), "-w", "-o", options, "start")

    def stop(self) -> None:
        """At once: nobody is asked, nothing is tidied up."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def remove(self) -> None:
        """Stop it and forget everything."""
        if (self._folder / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self._folder)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._programs / program), *arguments]
        log = self._folder / "commands"
        with log.open("ab") as out:  # a pipe would stay open as long as the server runs
            done = subprocess.run(command, cwd="/", stdout=out, stderr=subprocess.STDOUT, check=False, timeout=60)
        assert done.returncode == 0, log.read_text(encoding="utf-8", errors="replace")[-2000:]


@dataclass(slots=True)
class Worker:
    """``python -m assistant serve`` in a process of its own, always on the same port."""

    folder: Path
    environment: dict[str, str]
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """Everything it has written."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Returns at once; see ``ready``."""
        with (self.folder / "log").open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "assistant", "serve", "--port", str(self.port)],
                cwd=self.folder, env=self.environment, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip

    async def ready(self) -> None:
        """Waits until it takes requests."""
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(trust_env=False) as client:
            while True:
                assert self.process and self.process.poll() is None, self.log[-3000:]
                try:
                    if (await client.get(f"{self.url}/readyz", timeout=5)).status_code == 200:
                        return
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(0.2)

    def kill(self) -> None:
        """``kill -9``: it cannot say goodbye to anybody."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator does."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=30)
            self.process = None


class Site:
    """Everything together: ``a`` and ``b`` share database, Redis and the look of their index, nothing else."""

    def __init__(self, folder: Path, index: Path) -> None:
        self.postgres = PostgresCluster()
        self.redis = RedisServer(folder)
        self.a, self.b = (self._worker(folder / name, index) for name in ("a", "b"))

    @property
    def urls(self) -> tuple[str, str]:
        return self.a.url, self.b.url

    async def start(self) -> None:
        """Returns when both workers take requests and ``boss`` may sign in."""
        self.redis.start()
        await asyncio.to_thread(self.postgres.make)
        for worker in (self.a, self.b):
            worker.start()
        await asyncio.to_thread(upgrade, self.postgres.url)
        accounts = Accounts(self.postgres.url)
        await accounts.staff.add(NewAgent("boss", "班长", "administrator", (), 3, PASSWORD), None, datetime.now(UTC))
        await accounts.close()
        await asyncio.gather(self.a.ready(), self.b.ready())

    def stop(self) -> None:
        for worker in (self.a, self.b):
            worker.stop()
        self.redis.kill()
        self.postgres.remove()

    def _worker(self, folder: Path, index: Path) -> Worker:
        folder.mkdir()
        copied(index, folder / "var")
        store = VersionStore(folder / "var" / "index")
        store.use(str(store.current()), pin=True)  # the small one shall do; a worker would build the whole one
        settings = {
            "DATA_DIR": folder / "var", "DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url,
            "BUSINESS": "none", "MESSAGES_PER_MINUTE": 100_000, "MESSAGES_PER_ADDRESS_PER_MINUTE": 100_000,
            "CONVERSATIONS_PER_ADDRESS_PER_HOUR": 100_000, "DESK_AGENT_GONE_SECONDS": GONE_SECONDS,
        }  # fmt: skip
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PENSION_")}
        ours = {f"PENSION_{name}": str(value) for name, value in settings.items()}
        return Worker(folder, {**kept, **ours, "PYTHONPATH": str(ROOT)}, free_port())
