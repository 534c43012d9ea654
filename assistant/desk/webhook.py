"""Telling an agency's own desk what happens, in the shape users of Chatwoot know, and signing it. Pure, no I/O.

The same secret signs both ways: what we send, and what the agency's desk sends back.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import BadSettings
from assistant.handoff.states import CLOSED, Case, Event, State
from assistant.records import ConversationRecord, MessageRecord

TIMESTAMP, SIGNATURE = "X-Pension-Timestamp", "X-Pension-Signature"
DELIVERY, EVENT = "X-Pension-Delivery", "X-Pension-Event"
"""Header names, both ways."""
SHORTEST_SECRET = 16
FRESH = timedelta(minutes=5)
"""How far the sender's clock may be from ours."""
PAUSES = (5, 30, 120, 600, 3600)
"""Seconds before a failed delivery is tried again; after the last of them every hour."""
KEEP_TRYING = timedelta(hours=24)
_NAMES = uuid.UUID("5b1f6f0e-6a0f-4d0e-9b7e-2f4f4c8a7d15")


class EventName(StrEnum):
    """What is told. ``conversation_created`` is the opening of a case, not of a conversation."""

    CREATED = "conversation_created"
    STATUS_CHANGED = "conversation_status_changed"
    MESSAGE_CREATED = "message_created"
    RESOLVED = "conversation_resolved"


OPEN, PENDING, SOLVED = "open", "pending", "resolved"
STATUSES: dict[State, str] = {
    State.WITH_ASSISTANT: PENDING,
    State.OFFERED: PENDING,
    State.QUEUED: OPEN,
    State.ASSIGNED: OPEN,
    State.WITH_AGENT: OPEN,
    State.CALL_BACK: OPEN,
    State.RESOLVED: SOLVED,
    State.RETURNED: SOLVED,
    State.LEFT: SOLVED,
}
"""Pending: the assistant has it and nobody need do anything; open: people have something to do."""

SENDERS: dict[str, tuple[str, str, str]] = {
    "citizen": ("incoming", "contact", "市民"),
    "assistant": ("outgoing", "agent_bot", "养老保险智能助手"),
    "agent": ("outgoing", "user", "工作人员"),
    "system": ("activity", "system", "系统"),
}
"""For a message's ``sender``: message type, sender type and name."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where events go, the secret both sides sign with, and which events are told."""

    url: str
    secret: str = field(repr=False)
    events: frozenset[EventName] = frozenset(EventName)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event to be told. ``body`` is its JSON object; the id is the same however often it is sent."""

    id: str
    event: EventName
    conversation: str
    at: datetime
    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """What events and messages are about. ``case`` is as it is after them; ``packet`` is an agent's packet as JSON."""

    record: ConversationRecord
    case: Case | None
    packet: Mapping[str, Any] | None = field(default=None, repr=False)


def checked_webhook(url: str, secret: str, events: str = "", *, production: bool) -> Webhook | None:
    """The webhook of these settings, ``events`` by commas and all when empty; None without a URL. Raises ``BadSettings``."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        raise BadSettings("设置 PENSION_WEBHOOK_URL 不对：写法不对", "写成 https://主机/路径") from error
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        raise BadSettings("设置 PENSION_WEBHOOK_URL 不对：写法不对", "写成 https://主机/路径，里面不要写用户名和密码")
    if production and parts.scheme != "https":
        raise BadSettings("设置 PENSION_WEBHOOK_URL 不对：正式环境不能用 http://", "换成 https:// 的地址")
    if _never_a_desk(host):
        raise BadSettings("设置 PENSION_WEBHOOK_URL 不对：这个地址不会是坐席系统", "换成坐席系统的地址")
    if len(secret) < SHORTEST_SECRET:
        raise BadSettings(
            f"设置 PENSION_WEBHOOK_SECRET 不对：少于 {SHORTEST_SECRET} 个字符", "用 openssl rand -hex 32 生成一个"
        )
    names = [name.strip() for name in events.split(",") if name.strip()]
    if unknown := [name for name in names if name not in set(EventName)]:
        raise BadSettings(f"设置 PENSION_WEBHOOK_EVENTS 不对：没有 {unknown[0]}", f"可用：{'、'.join(EventName)}")
    return Webhook(url, secret, frozenset(map(EventName, names)) or frozenset(EventName))


def _never_a_desk(host: str) -> bool:
    """Whether the host is an address that only a machine's own surroundings use, as cloud metadata do."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_link_local or address.is_multicast or address.is_unspecified


def deliveries_for(
    events: tuple[Event, ...], messages: tuple[MessageRecord, ...], subject: Subject
) -> tuple[Delivery, ...]:
    """What to tell of one change of a conversation; nothing while no person is wanted.

    ``messages`` must be as stored, with their numbers. Ids follow from what happened, so the same change gives the same
    deliveries again.
    """
    case = subject.case
    if case is None:
        return ()
    told = [
        *(_of_event(EventName.CREATED, event, case, subject) for event in events if event.seq == 1),
        *(_of_message(message, case, subject) for message in messages),
        *(_of_event(EventName.STATUS_CHANGED, event, case, subject) for event in events if event.seq > 1),
        *(_of_event(EventName.RESOLVED, event, case, subject) for event in events if event.after in CLOSED),
    ]
    return tuple(told)


def _of_event(name: EventName, event: Event, case: Case, subject: Subject) -> Delivery:
    changes = {"status": (STATUSES[event.before], STATUSES[event.after]), "state": (event.before, event.after)}
    more: dict[str, Any] = {
        "changed_attributes": [
            {key: {"previous_value": str(before), "current_value": str(after)}}
            for key, (before, after) in changes.items()
            if before != after
        ],
        "why": str(event.reason),
    }
    if name is EventName.CREATED:
        more = {"packet": dict(subject.packet) if subject.packet is not None else None}
    return _delivery(
        name, f"{event.case}:{event.seq}", event.at, _conversation_json(subject.record, case, event.after), more
    )


def _of_message(message: MessageRecord, case: Case, subject: Subject) -> Delivery:
    key = f"{subject.record.id}:{message.seq}"
    shown = {"message": message_json(message, key)}
    conversation = _conversation_json(subject.record, case, case.state)
    return _delivery(EventName.MESSAGE_CREATED, key, message.at, conversation, shown)


def _delivery(name: EventName, key: str, at: datetime, conversation: dict[str, Any], more: dict[str, Any]) -> Delivery:
    ident = str(uuid.uuid5(_NAMES, f"{name}:{key}"))
    head = {"event": str(name), "delivery_id": ident, "at": _iso(at), "conversation": conversation}
    return Delivery(ident, name, conversation["id"], at, {**head, **more})


def _conversation_json(record: ConversationRecord, case: Case, state: State) -> dict[str, Any]:
    return {
        "id": record.id, "case_id": case.id, "channel": case.channel, "status": STATUSES[state], "state": str(state),
        "reason": str(case.reason), "skill": case.skill, "resolution": case.resolution if state in CLOSED else None,
        "custom_attributes": {"region": record.region, "profile": record.profile},
    }  # fmt: skip


def message_json(message: MessageRecord, ident: str) -> dict[str, Any]:
    """A message as the agency's desk gets it. ``source_id`` is the id its sender gave it."""
    kind, sender, name = SENDERS[message.sender]
    shown: dict[str, Any] = {
        "id": ident, "seq": message.seq, "content": message.text, "message_type": kind,
        "sender": {"type": sender, "name": message.author if message.author and sender == "user" else name}, "created_at": _iso(message.at),
        "source_id": message.client_message_id,
    }  # fmt: skip
    if citations := message.citations or (message.reply or {}).get("citations"):
        shown["citations"] = list(citations)
    return shown


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def wire(body: Mapping[str, Any]) -> bytes:
    """The bytes that are sent and signed."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """``sha256=`` and the HMAC-SHA256 of ``{timestamp}.{body}`` in hex; ``timestamp`` in seconds since 1970."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def signed_headers(webhook: Webhook, delivery: str, event: str, body: bytes, now: datetime) -> dict[str, str]:
    """Headers of one try."""
    timestamp = str(int(now.timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8", DELIVERY: delivery, EVENT: event, TIMESTAMP: timestamp,
        SIGNATURE: signature(webhook.secret, timestamp, body),
    }  # fmt: skip


def signature_fault(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """What is wrong with a signed request, in Chinese; empty when nothing is. Header names are matched in lower case."""
    timestamp = headers.get(TIMESTAMP.lower(), "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return f"没有带上 {TIMESTAMP}，或写法不对，应该是 1970 年以来的秒数"
    wanted = signature(secret, timestamp, body)
    if not hmac.compare_digest(headers.get(SIGNATURE.lower(), "").encode(), wanted.encode()):
        return f"{SIGNATURE} 不对，请核对密钥和签名的算法"
    if abs(now.timestamp() - int(timestamp)) > FRESH.total_seconds():
        return f"{TIMESTAMP} 和这里的时间相差超过 5 分钟，请校准时钟"
    return ""


def next_try(attempts: int, created_at: datetime, now: datetime) -> datetime | None:
    """When to try again after ``attempts`` failures; None when it is time to give up."""
    at = now + timedelta(seconds=PAUSES[min(attempts, len(PAUSES)) - 1])
    return at if at <= created_at + KEEP_TRYING else None
