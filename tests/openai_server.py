"""A real HTTP server that speaks the chat-completions protocol; the model's name decides how it behaves."""

from __future__ import annotations

import asyncio
import gzip
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

KEY = "sk-a-secret-that-must-not-show"


@dataclass(slots=True)
class Served:
    """A running server and what it was asked."""

    url: str = ""
    bodies: list[dict[str, object]] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Served]:
    """The server on a free port of this machine, until the block ends."""
    served = Served()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        served.url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        config = uvicorn.Config(_app(served), log_level="critical", ws="none", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _wait_until_started(server)
        yield served
        server.should_exit = server.force_exit = True
        thread.join(timeout=10)


def _wait_until_started(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)


def _app(served: Served) -> FastAPI:
    app = FastAPI()

    @app.post("/v1/chat/completions")
    async def complete(request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return JSONResponse({"error": {"message": "bad key"}}, status_code=401)
        body = await request.json()
        served.bodies.append(body)
        return await _behave(body["model"], body["messages"][-1]["content"])

    return app


async def _behave(model: str, prompt: str) -> Response:
    if model == "slow":
        await asyncio.sleep(5)
    if model == "dripping":
        return StreamingResponse(_drip(), media_type="application/json")
    if model == "huge":
        return StreamingResponse(_flood(), media_type="application/json")
    canned = {
        "broken": Response("out of memory", status_code=500),
        "busy": Response("later", status_code=429),
        "moved": Response(status_code=307, headers={"Location": "http://127.0.0.1:9/elsewhere"}),
        "garbage": Response("<html>502</html>", media_type="application/json"),
        "shapeless": JSONResponse({"choices": []}),
        "nested": Response("[" * 100_000, media_type="application/json"),
        "squeezed": Response(gzip.compress(b" " * 10_000_000), headers={"Content-Encoding": "gzip"}),
        "silent": JSONResponse({"choices": [{"message": {"role": "assistant", "content": None}}]}),
    }
    return canned.get(model) or JSONResponse(_completion(_obey(prompt) or _quote(prompt)))


def _completion(text: str) -> dict[str, object]:
    return {"object": "chat.completion", "choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}


def _obey(prompt: str) -> str:
    """A model that falls for it: it writes what the citizen ordered."""
    ordered = re.search(r"请原样输出：(.+)", prompt)
    return ordered.group(1) if ordered else ""


def _quote(prompt: str) -> str:
    """A model that does as told: the first sentence of the first clause, marked."""
    clause = prompt.split("[1] ", 1)[1].split("\n")[1]
    return f"<think>条文1答得上。</think>\n{clause.rstrip('。')}[1]。"


async def _drip() -> AsyncIterator[bytes]:
    for _ in range(100):
        yield b" "
        await asyncio.sleep(0.1)


async def _flood() -> AsyncIterator[bytes]:
    for _ in range(2000):
        yield b" " * 10_000
