"""The WebSocket of the contract, against the running service."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from knowledge_base.encoders import SentenceEncoder
from tests.integration.serving import Service, Talk, copied, open_talk, serving

QUESTION = "养老保险最少交几年"


@asynccontextmanager
async def socket_of(service: Service, talk: Talk, after: str = "") -> AsyncIterator[ClientConnection]:
    """A socket before its first frame."""
    async with connect(f"{service.ws_url}{talk.path}/ws?after={after}", proxy=None) as socket:
        yield socket


@asynccontextmanager
async def entered(service: Service, talk: Talk, after: str = "") -> AsyncIterator[ClientConnection]:
    """A socket that has shown its token."""
    async with socket_of(service, talk, after) as socket:
        await send(socket, type="auth", token=talk.token)
        assert (await frame(socket))["type"] == "ready"
        yield socket


async def send(socket: ClientConnection, **values: Any) -> None:
    await socket.send(json.dumps(values, ensure_ascii=False))


async def say(socket: ClientConnection, text: str = QUESTION, message_id: str = "") -> None:
    await send(socket, type="message", client_message_id=message_id or uuid.uuid4().hex, text=text)


async def frame(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(15):
        found: dict[str, Any] = json.loads(await socket.recv())
    return found


async def frames(socket: ClientConnection, last: str) -> list[dict[str, Any]]:
    """Frames up to the first of type ``last``."""
    found = [await frame(socket)]
    while found[-1]["type"] != last:
        found.append(await frame(socket))
    return found


async def assert_closed(socket: ClientConnection, code: int) -> None:
    with pytest.raises(ConnectionClosed) as caught:
        await frame(socket)
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == code


async def test_a_message_is_followed_by_typing_and_the_reply(service: Service, talk: Talk) -> None:
    async with entered(service, talk) as socket:
        await say(socket, message_id="m-1")
        found = await frames(socket, "reply")
    assert [one["type"] for one in found] == ["typing", "message", "reply"]
    reply = found[-1]
    assert (reply["seq"], reply["from"], reply["client_message_id"]) == (2, "assistant", "m-1")
    assert reply["reply"] == talk.messages()[1]["reply"]


@pytest.mark.parametrize(
    "first",
    ['{"type": "auth", "token": "wrong"}', '{"type": "auth"}', '{"type": "auth", "token": 7}', "{", "[]", "null", "",
     '{"type": "message", "client_message_id": "m", "text": "x"}', "[" * 30_000, b"\x00\x01",
     '{"type": "auth", "token": "\\ud800"}'],
)  # fmt: skip
async def test_without_the_right_token_in_the_first_frame_the_socket_is_closed(
    service: Service, talk: Talk, first: str | bytes
) -> None:
    async with socket_of(service, talk) as socket:
        await socket.send(first)
        told = await frame(socket)
        assert told["type"] == "error"
        assert "凭证" in told["title"]
        await assert_closed(socket, 1008)


async def test_a_token_of_another_conversation_or_for_none_does_not_enter(service: Service, talk: Talk) -> None:
    stranger = open_talk(talk.client)
    for name in (talk.id, "nowhere", str(uuid.uuid4())):
        async with socket_of(service, Talk(talk.client, name, "")) as socket:
            await send(socket, type="auth", token=stranger.token)
            assert (await frame(socket))["type"] == "error"
            await assert_closed(socket, 1008)


async def test_a_socket_that_shows_no_token_in_time_is_closed(
    small_index: Path, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    with serving(copied(small_index, tmp_path), encoder, auth_seconds=0.3) as quick, quick.client() as client:
        async with socket_of(quick, open_talk(client)) as socket:
            assert (await frame(socket))["type"] == "error"
            await assert_closed(socket, 1008)


async def test_two_sockets_and_http_of_one_conversation_see_the_same(service: Service, talk: Talk) -> None:
    async with entered(service, talk) as one, entered(service, talk) as two:
        await say(one)
        first, second = (await frames(one, "reply"))[-1], (await frames(two, "reply"))[-1]
        assert first == second
        await asyncio.to_thread(talk.say, "谢谢")
        assert (await frames(two, "reply"))[-1]["seq"] == 4
        await asyncio.to_thread(talk.post, "handover", {})
        assert (await frames(one, "handover"))[-1]["seq"] == 5


async def test_another_conversation_hears_nothing(service: Service, talk: Talk) -> None:
    async with entered(service, open_talk(talk.client)) as other:
        await asyncio.to_thread(talk.say, "谢谢")
        await say(other, "谢谢", "mine")
        assert {one.get("client_message_id", "mine") for one in await frames(other, "reply")} == {"mine"}


async def test_coming_back_brings_what_was_missed_once_and_in_order(service: Service, talk: Talk) -> None:
    async with entered(service, talk) as socket:
        await say(socket)
        seen = (await frames(socket, "reply"))[-1]["seq"]
    for _ in range(3):
        await asyncio.to_thread(talk.say, "谢谢")
    async with entered(service, talk, after=str(seen)) as socket:
        missed = [await frame(socket) for _ in range(6)]
        assert [one["seq"] for one in missed] == [3, 4, 5, 6, 7, 8]
        await say(socket)
        later = await frames(socket, "reply")
        assert [one["seq"] for one in later if "seq" in one] == [9, 10]


async def test_coming_back_while_messages_arrive_loses_and_doubles_nothing(service: Service, talk: Talk) -> None:
    async def talkative() -> None:
        for _ in range(20):
            assert (await asyncio.to_thread(talk.say, "谢谢")).status_code == 200

    speaking = asyncio.create_task(talkative())
    seen = [0]
    while seen[-1] < 40:
        async with entered(service, talk, after=str(seen[-1])) as socket:
            for _ in range(min(5, 40 - seen[-1])):
                seen.append((await frame(socket))["seq"])
    await speaking
    assert seen == list(range(41))


async def test_a_long_history_comes_whole(service: Service, talk: Talk) -> None:
    def chatter() -> None:
        for _ in range(110):
            talk.say("谢谢")

    await asyncio.to_thread(chatter)
    assert len(talk.messages()) == 220
    async with entered(service, talk, after="0") as socket:
        assert [(await frame(socket))["seq"] for _ in range(220)] == list(range(1, 221))


async def test_the_same_message_id_gives_the_same_reply_on_the_socket_too(service: Service, talk: Talk) -> None:
    first = (await asyncio.to_thread(talk.say, QUESTION, "m-1")).json()
    async with entered(service, talk) as socket:
        await say(socket, "别的", "m-1")
        assert (await frames(socket, "reply"))[-1]["reply"] == first
    assert len(talk.messages()) == 2


@pytest.mark.parametrize("after", ["x", "-1", "²", "9" * 30, "9" * 15, "%00", ""])
async def test_a_number_that_cannot_be_does_not_hurt(service: Service, talk: Talk, after: str) -> None:
    async with entered(service, talk, after) as socket:
        await say(socket, "谢谢")
        found = await asyncio.wait_for(frame(socket), 5)
        assert found["type"] == "typing"


async def test_sound_that_nobody_listens_to_is_passed_over(service: Service, talk: Talk) -> None:
    async with entered(service, talk) as socket:
        await socket.send(b"\x00\xff" * 160)
        await say(socket)
        assert (await frames(socket, "reply"))[-1]["type"] == "reply"


@pytest.mark.parametrize(
    "garbage",
    ["{", "[]", "null", "7", '""', "", '{"type": "dance"}', '{"type": "message"}', "[" * 30_000,
     '{"type": "message", "client_message_id": "m", "text": "a\\u0000"}', '{"type": {"a": 1}}',
     '{"type": "message", "client_message_id": "m", "text": "\\ud800"}', '{"type": "auth", "token": "again"}',
     '{"type": "message", "client_message_id": "m", "text": "x", "\\ud800": 1}', "字" * 21_000 + "x" * 1_000,
     '{"type": "message", "client_message_id": "m", "text": "x", "admin": true}'],
)  # fmt: skip
async def test_a_frame_that_cannot_be_gets_an_error_and_the_talk_goes_on(
    service: Service, talk: Talk, garbage: str | bytes
) -> None:
    async with entered(service, talk) as socket:
        await socket.send(garbage)
        told = await frame(socket)
        assert set(told) == {"type", "title"}
        assert told["type"] == "error"
        await say(socket, "谢谢")
        assert (await frames(socket, "reply"))[-1]["seq"] == 2


async def test_a_frame_too_large_closes_the_socket(service: Service, talk: Talk) -> None:
    async with entered(service, talk) as socket:
        await socket.send("x" * 70_000)
        await assert_closed(socket, 1009)
    assert talk.say("谢谢").status_code == 200


async def test_too_many_messages_are_put_off_with_the_seconds_to_wait(
    small_index: Path, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    data_dir = copied(small_index, tmp_path)
    limits = {"messages_per_minute": 2, "messages_per_address_per_minute": 5}
    with serving(data_dir, encoder, **limits) as limited, limited.client() as client:
        async with entered(limited, open_talk(client)) as socket:
            for _ in range(2):
                await say(socket, "谢谢")
                await frames(socket, "reply")
            await say(socket, "谢谢")
            told = await frame(socket)
            assert told["type"] == "error"
            assert 1 <= told["retry_after"] <= 61
            for _ in range(3):
                await socket.send("garbage, which counts too")
            assert ["retry_after" in await frame(socket) for _ in range(3)] == [False, False, True]


async def test_sockets_that_vanish_leave_no_complaint_in_the_log(service: Service, talk: Talk) -> None:
    before = len(service.lines)
    for _ in range(5):
        async with entered(service, talk) as socket:
            await say(socket, "谢谢")
            socket.transport.abort()
    assert (await asyncio.to_thread(talk.say, "谢谢")).status_code == 200
    assert '"level": "ERROR"' not in service.lines[before:]
    assert talk.token not in service.lines
