"""The whole service as one ASGI application, and how it is served."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI

from assistant.background import running
from assistant.bootstrap import Parts, bootstrap_service, utc_now
from assistant.desk_app import mount_desk
from assistant.errors import AssistantError, BadSettings
from assistant.logs import set_up_logs
from assistant.settings import Settings, load_settings
from channels.api.gate import Gate
from channels.api.handover_routes import handover_routes
from channels.api.health import Metrics, health_routes, make_metrics
from channels.api.limits import SlidingWindow
from channels.api.lookups import search_routes, tool_routes
from channels.api.own_records import own_records_routes
from channels.api.problems import install_problems
from channels.api.routes import Limits, api_routes
from channels.api.socket import AUTH_SECONDS, socket_routes
from channels.api.voice_routes import MAX_RECORDING_BYTES, voice_routes
from channels.web.routes import SECURITY_HEADERS, web_routes
from channels.webhook.routes import webhook_routes

if TYPE_CHECKING:
    from uvicorn import Config

REQUEST_SECONDS = 30.0
MAX_FRAME_BYTES = 65_536
PARTS_A_MESSAGE = 8
"""Pieces of sound an answer is fetched in, for the limit of an address."""

log = logging.getLogger(__name__)


def create_app(
    parts: Parts,
    metrics: Metrics | None = None,
    *,
    request_seconds: float = REQUEST_SECONDS,
    auth_seconds: float = AUTH_SECONDS,
) -> FastAPI:
    """The application over ``parts``; it warms the index while it starts and closes the database when it stops."""
    settings = parts.settings
    counted = metrics or make_metrics()
    parts.exchange.observe_with(counted.observe)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await _prepare(parts)
        await parts.start()
        async with running(*parts.jobs):
            yield
        await parts.close()

    app = FastAPI(
        title="pension-assistant", version="1", docs_url=None, redoc_url=None, lifespan=lifespan,
        openapi_url=None if settings.environment == "production" else "/openapi.json",
    )  # fmt: skip
    limits = Limits(
        SlidingWindow(settings.messages_per_minute, 60),
        SlidingWindow(settings.messages_per_address_per_minute, 60),
        SlidingWindow(settings.conversations_per_address_per_hour, 3600),
    )
    app.include_router(api_routes(parts.exchange, limits))
    app.include_router(own_records_routes(parts.exchange, parts.records, limits.per_address))
    app.include_router(tool_routes(parts.toolbox, limits.per_address))
    app.include_router(search_routes(parts.retriever, limits.per_address))
    app.include_router(socket_routes(parts.exchange, limits, auth_seconds, parts.voice))
    spoken_parts = SlidingWindow(PARTS_A_MESSAGE * settings.messages_per_address_per_minute, 60)
    app.include_router(voice_routes(parts.exchange, parts.voice, limits, spoken_parts))
    app.include_router(health_routes(parts.exchange, parts.retriever, counted, parts.voice))
    app.include_router(handover_routes(parts.exchange, limits))
    app.include_router(web_routes())
    if parts.desk and settings.handover != "none":
        mount_desk(app, parts, parts.desk)
    if parts.way_back:
        app.include_router(webhook_routes(parts.way_back, settings.webhook_secret, utc_now))
    install_problems(app)
    app.add_middleware(
        Gate, max_body=settings.max_body_bytes, seconds=request_seconds, headers=SECURITY_HEADERS,
        larger={"/recordings": MAX_RECORDING_BYTES},
    )  # fmt: skip
    return app


async def _prepare(parts: Parts) -> None:
    try:
        await parts.prepare_database()
        await asyncio.to_thread(parts.warm)
    except AssistantError as error:
        log.error("the service cannot start", extra={"error": type(error).__name__, "reason": str(error)})
        raise


def server_config(app: FastAPI | str, settings: Settings) -> Config:
    """How uvicorn serves ``app``: no access log, small frames, addresses from trusted proxies only."""
    from uvicorn import Config

    return Config(
        app, host=settings.host, port=settings.port, log_config=None, access_log=False, server_header=False,
        proxy_headers=bool(settings.trusted_proxies), forwarded_allow_ips=settings.trusted_proxies or None,
        ws_max_size=MAX_FRAME_BYTES, timeout_graceful_shutdown=5,
    )  # fmt: skip


def serve_in_workers(settings: Settings, reserved: socket.socket) -> None:
    """Serve from several processes over one address until told to stop; each is made by ``make_app``."""
    from uvicorn.supervisors import Multiprocess

    config = server_config("assistant.app:make_app", settings)
    config.factory, config.workers = True, settings.workers
    Multiprocess(config, sockets=[reserved]).run()


def make_app() -> FastAPI:
    """The application of one worker process, with the settings of its environment."""
    settings = load_settings()
    set_up_logs(settings.log_level)
    return create_app(bootstrap_service(settings))


def bound(host: str, port: int) -> socket.socket:
    """A socket on the address, not yet listening. Raises ``BadSettings`` when the address cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except OSError as error:
        remedy = "换一个端口，如 python -m assistant serve --port 8001，或先停掉占用它的程序"
        raise BadSettings(f"地址 {host}:{port} 用不了，多半是端口已被占用", remedy) from error
    return made
