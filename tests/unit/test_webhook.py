"""What an agency's own desk is told of a change, how it is signed, and when sending is given up."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.desk.webhook import (
    STATUSES,
    Subject,
    Webhook,
    checked_webhook,
    deliveries_for,
    next_try,
    signature,
    signature_fault,
    signed_headers,
    wire,
)
from assistant.errors import BadSettings
from assistant.handoff.states import CITIZEN, SYSTEM, Actor, Case, Event, Reason, State, advance, opened
from assistant.records import ConversationRecord, MessageRecord

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
SECRET = "0123456789abcdef"
RECORD = ConversationRecord("c" * 36, "d" * 64, "web", "四川/成都", "elderly", NOW)
HOOK = Webhook("https://desk.example/hook", SECRET)


def queued() -> tuple[Case, Event]:
    case = opened("k" * 36, RECORD.id, "web", Reason.REQUESTED, "综合", NOW)
    return advance(case, State.QUEUED, CITIZEN, Reason.REQUESTED, NOW)


def with_agent() -> Case:
    agent = Actor("agent", "a")
    assigned, _ = advance(queued()[0], State.ASSIGNED, agent, Reason.TAKEN, NOW, agent="a")
    return advance(assigned, State.WITH_AGENT, agent, Reason.TAKEN, NOW)[0]


def test_every_state_has_a_status() -> None:
    assert set(STATUSES) == set(State)
    assert set(STATUSES.values()) == {"open", "pending", "resolved"}


def test_nothing_is_told_while_no_person_is_wanted() -> None:
    assert deliveries_for((), (MessageRecord(1, NOW, "citizen", "几岁退休"),), Subject(RECORD, None)) == ()


def test_the_opening_of_a_case_carries_the_packet_and_who_the_citizen_is() -> None:
    case, event = queued()
    (created,) = deliveries_for((event,), (), Subject(RECORD, case, {"summary": "断缴怎么补"}))
    assert created.body == {
        "event": "conversation_created",
        "delivery_id": created.id,
        "at": "2026-11-22T08:30:00.000+00:00",
        "conversation": {
            "id": RECORD.id, "case_id": case.id, "channel": "web", "status": "open", "state": "queued",
            "reason": "requested", "skill": "综合", "resolution": None,
            "custom_attributes": {"region": "四川/成都", "profile": "elderly"},
        },
        "packet": {"summary": "断缴怎么补"},
    }  # fmt: skip


def test_messages_say_who_spoke_and_what_they_rest_on() -> None:
    messages = (
        MessageRecord(4, NOW, "citizen", "我断缴了", "m-1"),
        MessageRecord(
            5, NOW, "agent", "可以接着缴。", "d-9", author="王敏", citations=({"mark": 1, "title": "社会保险法"},)
        ),
        MessageRecord(6, NOW, "system", "王敏已结束服务"),
        MessageRecord(7, NOW, "assistant", "答", reply={"citations": [{"mark": 1}]}),
    )
    told = deliveries_for((), messages, Subject(RECORD, with_agent()))
    assert [str(one.event) for one in told] == ["message_created"] * 4
    shown = [one.body["message"] for one in told]
    assert [(m["seq"], m["message_type"], m["sender"]["type"], m["sender"]["name"]) for m in shown] == [
        (4, "incoming", "contact", "市民"),
        (5, "outgoing", "user", "王敏"),
        (6, "activity", "system", "系统"),
        (7, "outgoing", "agent_bot", "养老保险智能助手"),
    ]
    assert [m.get("citations") for m in shown] == [None, [{"mark": 1, "title": "社会保险法"}], None, [{"mark": 1}]]
    assert shown[1]["source_id"] == "d-9"
    assert len({m["id"] for m in shown}) == 4


def test_a_closing_is_told_as_a_change_and_as_the_end() -> None:
    case, event = advance(with_agent(), State.RESOLVED, Actor("agent", "a"), Reason.ANSWERED, NOW, detail="answered")
    told = deliveries_for((event,), (), Subject(RECORD, replace(case, resolution="answered")))
    assert [str(one.event) for one in told] == ["conversation_status_changed", "conversation_resolved"]
    assert told[0].body["changed_attributes"] == [
        {"status": {"previous_value": "open", "current_value": "resolved"}},
        {"state": {"previous_value": "with_agent", "current_value": "resolved"}},
    ]
    assert told[1].body["conversation"]["resolution"] == "answered"


def test_an_offer_taken_at_once_is_told_in_order_with_the_state_of_each_moment() -> None:
    first, offered = advance(
        opened("k" * 36, RECORD.id, "web", Reason.REQUESTED, "综合", NOW), State.OFFERED, SYSTEM, Reason.REQUESTED, NOW
    )
    second, accepted = advance(first, State.QUEUED, CITIZEN, Reason.OFFER_ACCEPTED, NOW)
    said = MessageRecord(1, NOW, "citizen", "转人工", "m-1")
    told = deliveries_for((offered, accepted), (said,), Subject(RECORD, second))
    assert [(str(one.event), one.body["conversation"]["state"]) for one in told] == [
        ("conversation_created", "offered"),
        ("message_created", "queued"),
        ("conversation_status_changed", "queued"),
    ]
    assert told[0].body["conversation"]["status"] == "pending"


def test_the_same_change_has_the_same_ids_and_different_changes_different_ones() -> None:
    case, event = queued()
    messages = (MessageRecord(1, NOW, "citizen", "一"), MessageRecord(2, NOW, "system", "二"))
    once, again = (deliveries_for((event,), messages, Subject(RECORD, case)) for _ in range(2))
    assert [one.id for one in once] == [one.id for one in again]
    assert len({one.id for one in once}) == 3


def test_the_signature_is_what_the_documentation_says() -> None:
    body = wire({"event": "message_created", "text": "养老"})
    headers = signed_headers(HOOK, "d-1", "message_created", body, NOW)
    wanted = hmac.new(SECRET.encode(), f"{int(NOW.timestamp())}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Pension-Signature"] == f"sha256={wanted}"
    assert headers["X-Pension-Timestamp"] == str(int(NOW.timestamp()))
    assert (headers["X-Pension-Delivery"], headers["X-Pension-Event"]) == ("d-1", "message_created")
    assert json.loads(body)["text"] == "养老"


def test_the_secret_does_not_show_when_the_webhook_is_printed() -> None:
    assert SECRET not in repr(HOOK)


def signed(body: bytes, at: datetime = NOW, secret: str = SECRET) -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    return {"x-pension-timestamp": timestamp, "x-pension-signature": signature(secret, timestamp, body)}


@pytest.mark.parametrize("minutes", [-5, 0, 5])
def test_what_is_signed_and_fresh_is_taken(minutes: int) -> None:
    assert signature_fault(SECRET, signed(b"{}", NOW + timedelta(minutes=minutes)), b"{}", NOW) == ""


@pytest.mark.parametrize(
    ("headers", "word"),
    [
        ({}, "X-Pension-Timestamp"),
        ({**signed(b"{}"), "x-pension-timestamp": "１７"}, "X-Pension-Timestamp"),
        ({**signed(b"{}"), "x-pension-timestamp": "-5"}, "X-Pension-Timestamp"),
        ({"x-pension-timestamp": "1795336200"}, "X-Pension-Signature"),
        ({**signed(b"{}"), "x-pension-signature": "sha256=签名"}, "X-Pension-Signature"),
        (signed(b"{ }"), "X-Pension-Signature"),
        (signed(b"{}", secret="another-secret-of-16"), "X-Pension-Signature"),
        (signed(b"{}", NOW - timedelta(minutes=5, seconds=1)), "5 分钟"),
        (signed(b"{}", NOW + timedelta(minutes=5, seconds=1)), "5 分钟"),
    ],
)
def test_anything_else_is_refused_with_a_reason(headers: dict[str, str], word: str) -> None:
    assert word in signature_fault(SECRET, headers, b"{}", NOW)


def test_pauses_grow_and_after_a_day_it_is_given_up() -> None:
    now = NOW
    tries: list[int] = []
    while again := next_try(len(tries) + 1, NOW, now):
        tries.append(int((again - now).total_seconds()))
        now = again
    assert tries[:6] == [5, 30, 120, 600, 3600, 3600]
    assert timedelta(hours=23) < now - NOW <= timedelta(hours=24)


def test_without_an_address_there_is_no_webhook() -> None:
    assert checked_webhook("", "", production=True) is None


@pytest.mark.parametrize("url", ["https://desk.example/hook", "https://10.1.2.3:8443/hook?team=1"])
def test_an_address_of_the_agency_is_taken(url: str) -> None:
    assert checked_webhook(url, SECRET, production=True) == Webhook(url, SECRET)


def test_plain_http_is_for_trying_out_only() -> None:
    assert checked_webhook("http://127.0.0.1:9000/", SECRET, production=False)
    with pytest.raises(BadSettings, match="PENSION_WEBHOOK_URL"):
        checked_webhook("http://desk.example/", SECRET, production=True)


@pytest.mark.parametrize(
    "url",
    [
        "desk.example", "ftp://desk.example/", "https://", "https://user:pass@desk.example/", "https://desk.example:x/",
        "https://169.254.169.254/latest", "https://[fe80::1]/", "https://0.0.0.0/",
    ],
)  # fmt: skip
def test_an_address_that_can_be_no_desk_is_refused(url: str) -> None:
    with pytest.raises(BadSettings, match="PENSION_WEBHOOK_URL"):
        checked_webhook(url, SECRET, production=False)


def test_only_the_events_that_are_named_are_told() -> None:
    url = "https://desk.example/"
    some = checked_webhook(url, SECRET, "conversation_created, conversation_resolved", production=True)
    every = checked_webhook(url, SECRET, production=True)
    assert some is not None
    assert every is not None
    assert sorted(some.events) == ["conversation_created", "conversation_resolved"]
    assert len(every.events) == 4
    with pytest.raises(BadSettings, match="PENSION_WEBHOOK_EVENTS"):
        checked_webhook(url, SECRET, "conversation_opened", production=True)


@pytest.mark.parametrize("secret", ["", "short", "123456789012345"])
def test_a_short_secret_is_refused(secret: str) -> None:
    with pytest.raises(BadSettings, match="PENSION_WEBHOOK_SECRET") as caught:
        checked_webhook("https://desk.example/", secret, production=False)
    assert not secret or secret not in str(caught.value)
