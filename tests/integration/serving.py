"""A small index built with the real encoder, and the real service over it on a port of its own."""

from __future__ import annotations

import asyncio
import io
import logging
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from assistant.app import bound, create_app, server_config
from assistant.bootstrap import bootstrap_service
from assistant.logs import OURS, JsonLines
from assistant.messages import Passage
from assistant.settings import Settings
from knowledge_base.encoders import Encoder
from knowledge_base.service import shipped_passages
from knowledge_base.vector_cache import VectorCache
from knowledge_base.versions import VersionStore

TODAY = date(2026, 11, 22)
ASKS = 1
"""Questions kept of each clause: enough to find it, few enough to encode in seconds."""
_WANTED: tuple[tuple[Callable[[Passage], bool], int], ...] = (
    (lambda p: p.source.id == "a-birth-male", 6),
    (lambda p: p.source.id.startswith("a-min-years") and p.effective_to is None, 8),
    (lambda p: p.effective_to is not None and p.topic == "退休年龄", 4),
    (lambda p: p.region.startswith("上海"), 4),
    (lambda p: p.region.startswith("广东"), 3),
    (lambda p: p.kind == "不归口", 5),
    (lambda p: "城乡居民" in p.schemes and len(p.schemes) == 1, 5),
    (lambda p: p.kind == "个案", 4),
)


def few_passages() -> tuple[Passage, ...]:
    """About forty shipped clauses: ages, years, old rules, places, other offices, residents, cases."""
    shipped = shipped_passages()
    chosen: dict[str, Passage] = {}
    for fits, count in _WANTED:
        chosen.update({p.id: p for p in [p for p in shipped if fits(p)][:count]})
    return tuple(replace(p, asks=p.asks[:ASKS]) for p in chosen.values())


def build_small_index(root: Path, encoder: Encoder, cache_file: Path) -> None:
    """An index version under ``root``; vectors are kept in ``cache_file`` from one run of the tests to the next."""
    cache = VectorCache(cache_file)
    VersionStore(root).build(few_passages(), encoder, cache)
    cache.save(cache_file)


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: ``lines`` are its log lines so far."""

    url: str
    data_dir: Path
    log: io.StringIO

    @property
    def ws_url(self) -> str:
        return self.url.replace("http://", "ws://")

    @property
    def lines(self) -> str:
        return self.log.getvalue()

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False)


@contextmanager
def logging_to(stream: io.StringIO) -> Iterator[None]:
    """The service's own log format at its most talkative, into ``stream``."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in OURS}
    root.addHandler(handler)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@contextmanager
def serving(data_dir: Path, encoder: Encoder, auth_seconds: float = 10.0, **wanted: Any) -> Iterator[Service]:
    """The real application under the real server, in a thread, until the block ends."""
    free = dict.fromkeys(("messages_per_minute", "messages_per_address_per_minute"), 100000)
    settings = Settings(data_dir=data_dir, port=0, **{**free, "conversations_per_address_per_hour": 100_000, **wanted})
    app = create_app(bootstrap_service(settings, encoder=encoder, today=lambda: TODAY), auth_seconds=auth_seconds)
    log = io.StringIO()
    reserved = bound(settings.host, 0)
    server = uvicorn.Server(server_config(app, settings))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[reserved])), name="service")
    with logging_to(log), reserved:
        thread.start()
        try:
            while thread.is_alive() and not server.started:
                time.sleep(0.02)
            assert server.started, log.getvalue()
            yield Service(f"http://127.0.0.1:{reserved.getsockname()[1]}", data_dir, log)
        finally:
            server.should_exit = True
            thread.join(timeout=20)


def copied(index: Path, data_dir: Path) -> Path:
    """``data_dir`` with a copy of the built index in it."""
    shutil.copytree(index, data_dir / "index", ignore=shutil.ignore_patterns("cache"))
    return data_dir


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation over HTTP."""

    client: httpx.Client
    id: str
    token: str

    @property
    def path(self) -> str:
        return f"/api/v1/conversations/{self.id}"

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, what: str, body: Any) -> httpx.Response:
        return self.client.post(f"{self.path}/{what}", json=body, headers=self.bearer)

    def say(self, text: str, message_id: str = "", **more: Any) -> httpx.Response:
        body = {"client_message_id": message_id or uuid.uuid4().hex, "text": text, **more}
        return self.post("messages", body)

    def messages(self, **query: Any) -> list[dict[str, Any]]:
        answer = self.client.get(f"{self.path}/messages", params=query, headers=self.bearer)
        assert answer.status_code == 200
        found: list[dict[str, Any]] = answer.json()["messages"]
        return found


def open_talk(client: httpx.Client, **body: Any) -> Talk:
    answer = client.post("/api/v1/conversations", json=body)
    assert answer.status_code == 201, answer.text
    return Talk(client, answer.json()["conversation_id"], answer.json()["token"])
