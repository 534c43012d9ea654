"""The desk's page, routes and socket put into the application."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import Any

from fastapi import FastAPI

from assistant.bootstrap import Parts
from assistant.desk_parts import DeskServices
from assistant.messages import Query
from assistant.places import accepted_regions, parse_region
from assistant.public import hit_json
from channels.api.limits import SlidingWindow
from channels.desk.agents_routes import desk_agents_routes
from channels.desk.audit_routes import audit_routes
from channels.desk.auth_routes import desk_auth_routes
from channels.desk.board_routes import board_routes
from channels.desk.bodies_accounts import agent_json
from channels.desk.call_back_routes import call_back_routes
from channels.desk.canned_routes import canned_routes
from channels.desk.figures_routes import figures_routes
from channels.desk.guard import Guard, install_guard
from channels.desk.held_routes import held_routes
from channels.desk.pages import desk_pages
from channels.desk.sample_routes import sample_routes
from channels.desk.settings_routes import settings_routes
from channels.desk.socket import SocketParts, desk_socket
from channels.desk.ticket_routes import ticket_routes
from channels.desk.work_routes import DeskParts, work_routes

SIGN_INS = 300
"""Tries to sign in one address has in a minute: a whole office may share one; each account locks by itself."""


def mount_desk(app: FastAPI, parts: Parts, desk: DeskServices) -> None:
    """The desk's page, its routes and its socket."""
    secure = parts.settings.environment == "production"
    install_guard(app, Guard(desk.sessions, desk.clock, secure=secure))

    async def groups() -> tuple[str, ...]:
        return (await desk.settings.read()).groups

    async def agents(now: datetime) -> list[dict[str, Any]]:
        return [agent_json(one) for one in await desk.presence.everyone(now)]

    async def lookup(text: str, region: str | None, as_of: date | None, limit: int) -> list[dict[str, Any]]:
        regions = accepted_regions(parse_region(region) if region else None)
        query = Query(text, as_of or parts.today(), regions, (), limit)
        hits = await asyncio.to_thread(parts.retriever.search, (query,))
        return [hit_json(hit) for hit in hits[0]]

    work = DeskParts(
        desk.work,
        desk.room,
        desk.notes,
        desk.call_backs,
        desk.counts,
        lookup,
        desk.availability_text,
        agents,
        groups,
        desk.clock,
    )
    socket = SocketParts(
        desk.sessions, desk.presence, parts.signals, parts.exchange.handovers.changes.transcripts, desk.room, desk.work,
        desk.clock,
    )  # fmt: skip
    for router in (
        desk_pages(), desk_auth_routes(desk.sign_in, desk.presence, groups, SlidingWindow(SIGN_INS, 60)),
        desk_agents_routes(desk.staff, desk.presence), work_routes(work), desk_socket(socket),
        call_back_routes(desk.call_backs, desk.clock), ticket_routes(desk.ledger, desk.clock),
        held_routes(desk.held, desk.clock), board_routes(desk.board), canned_routes(desk.canned),
        settings_routes(desk.settings), sample_routes(desk.samples, desk.room.names),
        figures_routes(desk.figures, desk.settings), audit_routes(desk.audit),
    ):  # fmt: skip
        app.include_router(router)
