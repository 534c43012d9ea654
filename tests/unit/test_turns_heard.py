"""Spoken words about the handover, and a question asked back, in a conversation with a desk."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from assistant.desk.agents import Agent
from assistant.handoff.states import State
from assistant.messages import HeardAs, InboundMessage
from tests.handover_site import Citizen, Site, empty, site, text_of, wang
from tests.unit._heard import SURE, doubtful

__all__ = ["empty", "site", "wang"]
DISPUTE = "单位不给我交社保，凭什么"
BROKEN_OFF, DOUBT = "我断缴了三年还能补吗", doubtful("断缴", "参保")


async def hears(citizen: Citizen, text: str, heard: HeardAs = SURE) -> dict[str, Any]:
    record = citizen.record
    message = InboundMessage(uuid.uuid4().hex, record.channel, record.id, text, profile=record.profile, heard=heard)
    return (await citizen.site.exchange.say(record, message)).reply


@pytest.mark.parametrize("yes", ["嗯，好的。", "呃，那个，可以。", "那个，转吧。", "对，没错。", "好。"])
async def test_a_spoken_yes_to_an_offer_is_understood_and_kept_as_it_was_said(
    site: Site, wang: Agent, yes: str
) -> None:
    citizen = await site.citizen()
    await hears(citizen, DISPUTE)
    assert (await hears(citizen, yes))["handover"]["state"] == "queued"
    assert [m.text for m in await citizen.messages() if m.sender == "citizen"][-1] == yes


@pytest.mark.parametrize("no", ["嗯，不用了。", "那个，不用。", "呃不要。"])
async def test_a_spoken_no_to_an_offer_is_understood(site: Site, wang: Agent, no: str) -> None:
    citizen = await site.citizen()
    await hears(citizen, DISPUTE)
    assert (await hears(citizen, no))["outcome"] == "handover_declined"


async def test_a_yes_to_what_was_asked_back_is_no_yes_to_a_person(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await hears(citizen, DISPUTE)
    reply = await hears(citizen, BROKEN_OFF, DOUBT)
    assert (reply["outcome"], reply["suggestions"]) == ("clarify_heard", ["是", "不是"])
    assert not reply["handover"]["offered"]
    assert (await citizen.standing()).memory.unconfirmed is not None
    reply = await hears(citizen, "对。")
    assert reply["outcome"].startswith("answered") and "断缴" in text_of(reply)


async def test_who_waits_is_asked_back_too_and_hears_where_they_stand(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await hears(citizen, "转人工")
    reply = await hears(citizen, BROKEN_OFF, DOUBT)
    assert reply["outcome"] == "clarify_heard" and reply["sentences"][0]["text"] == "您说的是“断缴”吗？"
    assert reply["handover"]["state"] == "queued"


async def test_while_a_person_has_the_conversation_nothing_is_asked_back(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.with_agent(wang)
    reply = await hears(citizen, BROKEN_OFF, replace(DOUBT, confidence=0.05))
    assert reply["outcome"] == "handover_with_agent" and reply["sentences"] == []
    assert await citizen.state() is State.WITH_AGENT
    assert (await citizen.standing()).memory.unconfirmed is None


async def test_what_was_hardly_heard_twice_leads_to_a_person(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    for _ in range(2):
        reply = await hears(citizen, "那角锅里的酒野", HeardAs(0.05))
    assert "要不要我帮您转人工" in text_of(reply)
    assert (await hears(citizen, "好。"))["handover"]["state"] == "queued"
