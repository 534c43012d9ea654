"""Turns over HTTP against a real ``python -m assistant serve``: throughput and the memory of the service."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from assistant.errors import Unavailable
from eval.bench_turns import memory, questions, spread

START_SECONDS = 180.0
UNLIMITED = "1000000"


def measure(clients: list[int], seconds: float, count: int) -> dict[str, object]:
    """Start the service, drive it, stop it. Raises ``Unavailable`` when it does not get ready."""
    with tempfile.TemporaryDirectory() as folder, service(Path(folder)) as (url, process, ready):
        asked = questions(count)
        alone = asyncio.run(_drive(url, asked, 1, seconds))
        rates = {str(n): round(len(asyncio.run(_drive(url, asked, n, seconds))) / seconds, 1) for n in clients}
        return {
            "ready_seconds": round(ready, 1), "turn_ms_one_client": spread(alone), "turns_per_second": rates,
            **memory(str(process.pid)),
        }  # fmt: skip


@contextmanager
def service(folder: Path, speech: str = "off") -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    """The service on a free port, with a database of its own and without rate limits, until the block ends.

    Speech is measured apart, by ``eval.bench_speech``.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    limits = ("MESSAGES_PER_MINUTE", "MESSAGES_PER_ADDRESS_PER_MINUTE", "CONVERSATIONS_PER_ADDRESS_PER_HOUR")
    environment = {
        **os.environ, **{f"PENSION_{name}": UNLIMITED for name in limits}, "PENSION_LOG_LEVEL": "ERROR",
        "PENSION_SPEECH": speech,
        "PENSION_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'bench.db'}",
    }  # fmt: skip
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process)
        yield url, process, time.perf_counter() - started
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise Unavailable("服务没能启动，量不了 HTTP", retry=False)


async def _drive(url: str, asked: list[str], clients: int, seconds: float) -> list[float]:
    """Seconds of every turn that ``clients`` finished in ``seconds``, each in a conversation of its own."""
    taken: list[float] = []
    limits = httpx.Limits(max_connections=clients)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as http:
        opened = [await _open(http) for _ in range(clients)]
        until = time.perf_counter() + seconds

        async def client(number: int) -> None:
            path, headers = opened[number]
            turn = number
            while True:
                started = time.perf_counter()
                body = {"client_message_id": uuid.uuid4().hex, "text": asked[turn % len(asked)]}
                answer = await http.post(path, json=body, headers=headers)
                answer.raise_for_status()
                if time.perf_counter() > until:
                    return
                taken.append(time.perf_counter() - started)
                turn += 1

        await asyncio.gather(*(client(n) for n in range(clients)))
    return taken


async def _open(http: httpx.AsyncClient) -> tuple[str, dict[str, str]]:
    answer = await http.post("/api/v1/conversations", json={})
    answer.raise_for_status()
    opened = answer.json()
    path = f"/api/v1/conversations/{opened['conversation_id']}/messages"
    return path, {"Authorization": f"Bearer {opened['token']}"}
