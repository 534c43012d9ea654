"""Voice over the real socket and HTTP with the real engines: what is said is heard, answered, and read aloud."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from assistant.store.database import make_engine
from assistant.store.encryption import make_secrets
from assistant.store.recordings import StoredRecordings
from assistant.store.working import Working
from knowledge_base.encoders import SentenceEncoder
from speech.audio.files import read_audio, write_audio
from speech.values import Clip
from tests.integration.serving import Service, Talk, copied, open_talk
from tests.voice_site import said, voice_service

QUESTION = "养老保险最少要交多少年？"
RATE = 16_000
FRAME = RATE // 10 * 2
"""Bytes of 100 ms."""


@pytest.fixture(scope="module")
def question() -> Clip:
    return said(QUESTION, RATE)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, small_index: Path, encoder: SentenceEncoder) -> Iterator[Service]:
    folder = copied(small_index, tmp_path_factory.mktemp("voice"))
    with voice_service(folder, encoder, recordings_days=7) as running:
        yield running


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[httpx.Client]:
    with service.client() as one:
        yield one


@pytest.fixture
def talk(client: httpx.Client) -> Talk:
    return open_talk(client)


@asynccontextmanager
async def entered(service: Service, talk: Talk) -> AsyncIterator[ClientConnection]:
    async with connect(f"{service.ws_url}{talk.path}/ws", proxy=None) as socket:
        await send(socket, type="auth", token=talk.token)
        assert (await frame(socket))["type"] == "ready"
        yield socket


async def send(socket: ClientConnection, **values: Any) -> None:
    await socket.send(json.dumps(values))


async def frame(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(90):  # two busy processors
        found: dict[str, Any] = json.loads(await socket.recv())
    return found


async def until(socket: ClientConnection, *kinds: str) -> list[dict[str, Any]]:
    """Frames up to the first of one of the types."""
    found = [await frame(socket)]
    while found[-1]["type"] not in kinds:
        found.append(await frame(socket))
    return found


async def speak(socket: ClientConnection, pcm: bytes, pace: float = 0.02) -> None:
    for at in range(0, len(pcm), FRAME):
        await socket.send(pcm[at : at + FRAME])
        await asyncio.sleep(pace)


async def test_what_is_said_while_the_button_is_held_is_answered(service: Service, talk: Talk, question: Clip) -> None:
    utterance = f"u-{uuid.uuid4().hex[:8]}"
    async with entered(service, talk) as socket:
        await send(socket, type="listen", utterance_id=utterance, rate=RATE, profile="elderly")
        assert (await frame(socket)) == {"type": "listening", "utterance_id": utterance}
        await speak(socket, question.pcm)
        await send(socket, type="listen_end")
        found = await until(socket, "reply", "not_heard")
    kinds = [one["type"] for one in found]
    assert kinds[-1] == "reply" and "speech_started" in kinds, found
    heard = next(one for one in found if one["type"] == "heard")
    assert "养老保险" in heard["text"] and 0 < heard["confidence"] <= 1
    mine = next(one for one in found if one["type"] == "message")
    assert (mine["client_message_id"], mine["text"]) == (utterance, heard["text"])
    assert found[-1]["reply"]["outcome"] == "answered"


async def test_hands_free_an_utterance_ends_by_itself_and_the_next_is_listened_to(
    service: Service, talk: Talk, question: Clip
) -> None:
    async with entered(service, talk) as socket:
        await send(socket, type="listen", utterance_id="u-free", rate=RATE, mode="free")
        await frame(socket)
        for count in range(2):
            await speak(socket, question.pcm, pace=0.06)
            silence = asyncio.create_task(
                speak(socket, bytes(RATE * 2 * 60), pace=0.1)
            )  # a line is never without sound
            found = await until(socket, "reply", "not_heard")
            silence.cancel()
            assert found[-1]["type"] == "reply", found
            assert found[-1]["client_message_id"] == ("u-free-2" if count else "u-free")
        await send(socket, type="listen_cancel")


async def test_silence_is_told_kindly_and_nothing_is_said(service: Service, talk: Talk) -> None:
    async with entered(service, talk) as socket:
        await send(socket, type="listen", utterance_id="u-quiet", rate=8000)
        await frame(socket)
        await speak(socket, bytes(16_000))
        await send(socket, type="listen_end")
        (told,) = [one for one in await until(socket, "not_heard") if one["type"] == "not_heard"]
    assert told["utterance_id"] == "u-quiet" and told["reason"] in ("silence", "unclear")
    assert "再说一遍" in told["title"]
    assert talk.messages() == []


async def test_sound_faster_than_speech_is_not_taken(service: Service, talk: Talk) -> None:
    async with entered(service, talk) as socket:
        await send(socket, type="listen", utterance_id="u-fast", rate=RATE)
        await frame(socket)
        for _ in range(8):
            await socket.send(bytes(60_000))
        assert (await until(socket, "not_heard"))[-1]["reason"] == "busy"
        await socket.send(bytes(60_000))  # late sound of an utterance that is over does no harm
        await send(socket, type="message", client_message_id="m-1", text="养老保险最少交几年")
        assert (await until(socket, "reply"))[-1]["type"] == "reply"


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "listen"},
        {"type": "listen", "utterance_id": "u", "rate": 11025},
        {"type": "listen", "utterance_id": "u u", "rate": 16000},
        {"type": "listen", "utterance_id": "u", "mode": "always"},
        {"type": "listen", "utterance_id": "u", "profile": "young"},
        {"type": "speaking"},
        {"type": "speaking", "on": 1},
        {"type": "listen_end", "now": True},
    ],
)
async def test_a_frame_that_is_not_as_documented_is_refused(
    service: Service, talk: Talk, wrong: dict[str, Any]
) -> None:
    async with entered(service, talk) as socket:
        await send(socket, **wrong)
        assert (await frame(socket))["type"] == "error"


def test_a_recorded_file_is_heard_and_answered_once(talk: Talk, question: Clip) -> None:
    at, sound = f"{talk.path}/recordings?client_message_id=r-1", write_audio(question, "mp3")
    headers = talk.bearer | {"Content-Type": "audio/mpeg"}
    first = talk.client.post(at, content=sound, headers=headers)
    assert first.status_code == 200, first.text
    assert "养老保险" in first.json()["heard"]["text"]
    assert first.json()["reply"]["outcome"] == "answered"
    again = talk.client.post(at, content=sound, headers=headers)
    assert again.json()["reply"]["reply_id"] == first.json()["reply"]["reply_id"]
    assert [one["from"] for one in talk.messages()] == ["citizen", "assistant"]


@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF" + bytes(2000)])
def test_a_file_that_is_no_sound_is_refused_with_what_to_do(talk: Talk, content: bytes) -> None:
    answer = talk.client.post(f"{talk.path}/recordings?client_message_id=r-2", content=content, headers=talk.bearer)
    assert answer.status_code == 422
    assert answer.json()["title"] and answer.json()["detail"]
    assert talk.messages() == []


def test_a_file_beyond_all_measure_is_refused(talk: Talk) -> None:
    answer = talk.client.post(
        f"{talk.path}/recordings?client_message_id=r-3", content=bytes(4_000_001), headers=talk.bearer
    )
    assert answer.status_code == 413


def test_an_answer_is_read_aloud_piece_by_piece(talk: Talk) -> None:
    reply = talk.say("养老保险最少交几年").json()
    at = f"{talk.path}/messages/{reply['seq']}/spoken"
    parts = talk.client.get(at, headers=talk.bearer).json()["parts"]
    assert parts[0]["kind"] == "fact" and parts[0]["sentence"] == 0
    assert all("[" not in part["text"] for part in parts)
    shortest = min(parts, key=lambda part: len(part["text"]))["index"]
    lengths = []
    for speed in (1.2, 0.7):
        sound = talk.client.get(f"{at}/{shortest}?speed={speed}&format=wav", headers=talk.bearer)
        assert (sound.status_code, sound.headers["content-type"]) == (200, "audio/wav"), sound.text
        lengths.append(read_audio(sound.content).seconds)
    assert lengths[0] * 1.3 < lengths[1]
    again = talk.client.get(f"{at}/{shortest}?speed=0.7", headers=talk.bearer)
    assert again.headers["content-type"] == "audio/mpeg"


def test_an_answer_is_read_more_slowly_to_the_elderly(talk: Talk) -> None:
    at = f"{talk.path}/messages/{talk.say('养老保险最少交几年').json()['seq']}/spoken"
    last = len(talk.client.get(at, headers=talk.bearer).json()["parts"]) - 1

    def seconds(query: str) -> float:
        sound = talk.client.get(f"{at}/{last}?format=wav{query}", headers=talk.bearer)
        assert sound.status_code == 200, sound.text
        return read_audio(sound.content).seconds

    ordinary, elderly = seconds("&profile=ordinary"), seconds("&profile=elderly")
    assert ordinary * 1.08 < elderly
    assert seconds("") == ordinary, "whom the conversation was opened for"
    assert seconds("&profile=elderly&speed=1") == ordinary, "a speed that was chosen holds"


@pytest.mark.parametrize(
    "wrong",
    ["9999/spoken", "9999/spoken/0", "1/spoken/0", "1/spoken/0?speed=3", "2/spoken/0?profile=old", "2/spoken/999"],
)
def test_what_cannot_be_read_aloud_is_said(talk: Talk, wrong: str) -> None:
    talk.say("养老保险最少交几年")
    answer = talk.client.get(f"{talk.path}/messages/{wrong}", headers=talk.bearer)
    assert answer.status_code in (404, 422) and answer.json()["title"]
    assert talk.client.get(f"{talk.path}/messages/2/spoken").status_code == 401


async def test_recordings_are_kept_sealed_when_the_operator_says_so(
    service: Service, talk: Talk, question: Clip
) -> None:
    answer = talk.client.post(
        f"{talk.path}/recordings?client_message_id=r-9", content=write_audio(question, "wav"), headers=talk.bearer
    )
    assert answer.status_code == 200
    engine = make_engine(f"sqlite+aiosqlite:///{service.data_dir / 'assistant.db'}")
    kept = StoredRecordings(Working(engine), make_secrets(service.data_dir), 7)
    (one,) = await kept.listed(talk.id)
    sound = await kept.sound(one.id)
    await engine.dispose()
    assert one.message == "r-9" and one.seconds == pytest.approx(question.seconds, abs=0.1)
    assert read_audio(sound.data).seconds == pytest.approx(question.seconds, abs=0.2)


def test_it_is_told_what_there_is_of_voice(client: httpx.Client) -> None:
    told = client.get("/api/v1/speech").json()
    assert told == {
        "listening": True, "speaking": True, "rate": 16000, "formats": ["mp3", "wav", "opus"],
        "longest_seconds": 15, "recordings_days": 7,
        "profiles": {
            "ordinary": {"speed": 1.0, "pause": 0.35, "longest_seconds": 15},
            "elderly": {"speed": 0.85, "pause": 0.7, "longest_seconds": 15},
        },
    }  # fmt: skip
    parts = client.get("/readyz").json()["parts"]
    assert (parts["listening"], parts["speaking"]) == ("whisper", "kokoro")
