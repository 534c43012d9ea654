"""The service where the operator wants no voice: everything in writing works, and asking for voice is told why not."""

from __future__ import annotations

import json

import httpx
from websockets.asyncio.client import connect

from .serving import Service, Talk


def test_it_says_that_there_is_none(client: httpx.Client) -> None:
    told = client.get("/api/v1/speech").json()
    assert (told["listening"], told["speaking"], told["profiles"]) == (False, False, {})
    assert client.get("/readyz").json()["parts"]["listening"] == "off"


def test_calls_for_voice_are_refused_with_what_to_do(talk: Talk) -> None:
    reply = talk.say("养老保险最少交几年").json()
    sound = talk.client.get(f"{talk.path}/messages/{reply['seq']}/spoken/0", headers=talk.bearer)
    heard = talk.client.post(f"{talk.path}/recordings?client_message_id=r", content=b"x", headers=talk.bearer)
    assert (sound.status_code, heard.status_code) == (503, 503)
    assert sound.json()["title"]


async def test_a_listen_frame_is_answered_with_an_error_and_the_talk_goes_on(service: Service, talk: Talk) -> None:
    async with connect(f"{service.ws_url}{talk.path}/ws", proxy=None) as socket:
        await socket.send(json.dumps({"type": "auth", "token": talk.token}))
        assert json.loads(await socket.recv())["type"] == "ready"
        await socket.send(json.dumps({"type": "listen", "utterance_id": "u-1"}))
        assert json.loads(await socket.recv())["type"] == "not_heard"
        await socket.send(bytes(3200))
        await socket.send(json.dumps({"type": "message", "client_message_id": "m", "text": "几岁退休"}))
        kinds = [json.loads(await socket.recv())["type"] for _ in range(3)]
    assert kinds == ["typing", "message", "reply"]
