"""A real HTTP server that implements docs/agency-interface.md over made-up people, and misbehaves when told to."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.business.embedded_identity import EmbeddedIdentity
from assistant.business.embedded_records import PersonOnFile, add_people
from assistant.business.people import fictional_people
from assistant.business.tables import BusinessFile
from assistant.business_ports import Asker, RecordKind, Refused
from assistant.errors import TooMany

TOKEN = "token-that-must-not-show"
TODAY = date(2026, 11, 22)
PEOPLE = fictional_people(10, 1, TODAY)


@dataclass(slots=True)
class Clock:
    """A clock that tests put forward."""

    now: datetime = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(frozen=True, slots=True)
class Called:
    """A call as it arrived."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, str]


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM files: who signs, and the server's own pair."""

    ca: Path
    cert: Path
    key: Path


@dataclass(slots=True)
class AgencyServer:
    """A running server: what it was asked, what its operator saw, and how it answers the next calls."""

    clock: Clock
    url: str = ""
    calls: list[Called] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    """How the next calls go wrong, one word each."""


def person_in(situation: str) -> PersonOnFile:
    """The made-up person whose situation has this text in it."""
    return next(person for person in PEOPLE if situation in person.situation)


@contextmanager
def serving(folder: Path, clock: Clock, certificates: Certificates | None = None) -> Iterator[AgencyServer]:
    """The server on a free port of this machine, until the block ends; with certificates it wants the client's too."""
    served = AgencyServer(clock)
    file = BusinessFile(folder / "agency.db")
    app = _app(served, EmbeddedIdentity(file, served.shown.append, clock))
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:  # asyncio switches Nagle off for sockets that say so
        listener.bind(("127.0.0.1", 0))
        scheme = "https" if certificates else "http"
        served.url = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/pension/v1"
        config = uvicorn.Config(app, log_config=None, ws="none", lifespan="off", **_tls(certificates))
        server = uvicorn.Server(config)

        def run() -> None:
            asyncio.run(add_people(file, PEOPLE))  # here, since the test may have a loop running
            server.run(sockets=[listener])

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)
        yield served
        server.should_exit = server.force_exit = True
        thread.join(timeout=10)


def _tls(certificates: Certificates | None) -> dict[str, Any]:
    if certificates is None:
        return {}
    import ssl

    return {
        "ssl_certfile": str(certificates.cert), "ssl_keyfile": str(certificates.key),
        "ssl_ca_certs": str(certificates.ca), "ssl_cert_reqs": ssl.CERT_REQUIRED,
    }  # fmt: skip


def _app(served: AgencyServer, identity: EmbeddedIdentity) -> FastAPI:
    app = FastAPI()
    documents = {person.id: person.documents for person in PEOPLE}

    @app.post("/pension/v1/{path:path}")
    async def answer(path: str, request: Request) -> Response:
        body = json.loads(await request.body())
        served.calls.append(Called(str(request.url), dict(request.headers), body))
        trouble = served.trouble.pop(0) if served.trouble else ""
        if trouble in _TROUBLE:
            return await _misbehave(trouble)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return JSONResponse({"code": "unauthorized"}, status_code=401)
        proper = await _proper(path, body, identity, documents)
        return CutShort(proper.body) if trouble == "cut" else proper

    return app


async def _proper(
    path: str, body: dict[str, str], identity: EmbeddedIdentity, documents: dict[str, Mapping[RecordKind, str]]
) -> Response:
    """What the contract says."""
    if path.startswith("records/"):
        found = documents.get(body["person"])
        if found is None:
            return JSONResponse({"code": "unknown_person"}, status_code=404)
        return Response(found[RecordKind(path.removeprefix("records/"))], media_type="application/json")
    asker = Asker("interface", body["conversation"])
    if path == "identity/challenges":
        try:
            challenge = await identity.start(asker, body["id_number"])
        except TooMany as error:
            return JSONResponse({"code": "too_many"}, 429, {"Retry-After": str(error.retry_after)})
        return JSONResponse({"phone_tail": challenge.phone_tail, "expires_at": challenge.expires_at.isoformat()})
    outcome = await identity.confirm(asker, body["code"])
    if isinstance(outcome, Refused):
        return JSONResponse({"verified": False, "reason": outcome.reason, "left": outcome.left})
    proof = {"person": outcome.person.value, "name": outcome.name, "expires_at": outcome.expires_at.isoformat()}
    return JSONResponse({"verified": True, **proof})


class CutShort(Response):
    """Half an answer, then the line breaks."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(self.body) * 2).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        raise ConnectionAbortedError


_FUTURE = {"system": "某市社保业务系统", "as_of": "2027-11-22", "found": False}
_TROUBLE = {
    "500": Response("out of memory", 500),
    "502": Response("bad gateway", 502),
    "503": Response("later", 503),
    "504": Response("timeout", 504),
    "wrong address": Response("<html>no such page</html>", 404),
    "moved": Response(status_code=307, headers={"Location": "http://127.0.0.1:9/elsewhere"}),
    "busy": Response("{}", 429),
    "garbage": Response("<html>ok</html>"),
    "nested": Response("[" * 100_000),
    "shapeless": JSONResponse({"found": True}),
    "future": JSONResponse(_FUTURE),
    "squeezed": Response(gzip.compress(b" " * 10_000_000), headers={"Content-Encoding": "gzip"}),
    "huge": Response(b" " * 300_000),
    "slow": Response("{}"),
    "dripping": Response("{}"),
}


async def _misbehave(trouble: str) -> Response:
    if trouble == "slow":
        await asyncio.sleep(5)
    if trouble == "dripping":
        return StreamingResponse(_drip(), media_type="application/json")
    return _TROUBLE[trouble]


async def _drip() -> AsyncIterator[bytes]:
    for _ in range(100):
        yield b" "
        await asyncio.sleep(0.1)
