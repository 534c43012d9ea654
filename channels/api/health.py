"""Liveness, readiness and metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest

from assistant.errors import AssistantError
from assistant.exchange import Exchange
from assistant.messages import Reply
from assistant.ports import Retriever
from channels.api.answers import Health, Readiness
from channels.api.voice import Voice


@dataclass(frozen=True, slots=True)
class Metrics:
    """What is counted: turns by outcome, and how long they took."""

    registry: CollectorRegistry
    turns: Counter
    seconds: Histogram

    def observe(self, reply: Reply, seconds: float) -> None:
        """Count one turn."""
        self.turns.labels(outcome=str(reply.outcome)).inc()
        self.seconds.observe(seconds)


def make_metrics() -> Metrics:
    """Fresh metrics in a registry of their own."""
    registry = CollectorRegistry()
    buckets = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
    return Metrics(
        registry,
        Counter("pension_turns", "Turns by outcome", ["outcome"], registry=registry),
        Histogram("pension_turn_seconds", "Seconds a turn took", buckets=buckets, registry=registry),
    )


def health_routes(exchange: Exchange, retriever: Retriever, metrics: Metrics, voice: Voice | None = None) -> APIRouter:
    """``/healthz``, ``/readyz`` and ``/metrics``. Without voice the service answers in writing: ready all the same."""
    router = APIRouter()

    @router.get("/healthz", responses={200: {"model": Health}})
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    told: dict[int | str, dict[str, Any]] = {
        200: {"model": Readiness},
        503: {"model": Readiness, "description": "not ready"},
    }

    @router.get("/readyz", responses=told)
    async def readyz() -> JSONResponse:
        signals = "ok" if exchange.connected else "alone"  # alone, others hear a few seconds later: still ready
        parts = {"index": retriever.version or "not loaded", "database": "ok", "signals": signals}
        parts |= voice.speech.state if voice else {"listening": "off", "speaking": "off"}
        try:
            await exchange.ping()
        except AssistantError:
            parts["database"] = "unavailable"
        ready = bool(retriever.version) and parts["database"] == "ok"
        return JSONResponse({"status": "ready" if ready else "preparing", "parts": parts}, 200 if ready else 503)

    @router.get("/metrics", response_class=PlainTextResponse)
    async def exposition() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return router
