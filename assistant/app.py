"""The whole service as one ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from assistant.bootstrap import Parts
from channels.api.gate import Gate
from channels.api.health import Metrics, health_routes, make_metrics
from channels.api.limits import SlidingWindow
from channels.api.problems import install_problems
from channels.api.routes import Limits, api_routes
from channels.api.socket import socket_routes
from channels.web.routes import SECURITY_HEADERS, web_routes

REQUEST_SECONDS = 30.0


def create_app(parts: Parts, metrics: Metrics | None = None) -> FastAPI:
    """The application over ``parts``; it warms the index while it starts and closes the database when it stops."""
    settings = parts.settings
    counted = metrics or make_metrics()
    parts.exchange.observe_with(counted.observe)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await parts.prepare_database()
        await asyncio.to_thread(parts.warm)
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
    app.include_router(api_routes(parts.exchange, parts.retriever, limits))
    app.include_router(socket_routes(parts.exchange, limits))
    app.include_router(health_routes(parts.exchange, parts.retriever, counted))
    app.include_router(web_routes())
    install_problems(app)
    app.add_middleware(Gate, max_body=settings.max_body_bytes, seconds=REQUEST_SECONDS, headers=SECURITY_HEADERS)
    return app
