"""Voice over HTTP: what there is, an answer as sound, a recorded file as a message.

Annotations here are evaluated at once (no ``annotations`` import): FastAPI must see the local dependency in them.
"""

import asyncio
from datetime import date
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from assistant.errors import BadAudio, NotFound, Unavailable
from assistant.exchange import Exchange
from assistant.records import ConversationRecord
from assistant.voice.rendering import Part, spoken
from channels.api import answers_voice as answers
from channels.api.bodies import MessageId
from channels.api.bodies_voice import ProfileName
from channels.api.documented import answering
from channels.api.entry import entering
from channels.api.limits import SlidingWindow
from channels.api.routes import HELD, Limits, address
from channels.api.voice import Voice, hints_after, of_utterance, taken
from speech.audio.files import read_audio, write_audio
from speech.values import NO_HINTS, Hints, Profile

SPEAKING_RATE = 24_000
MAX_RECORDING_BYTES = 4_000_000
LONGEST_RECORDING = 60.0
"""Seconds of a recorded file."""
FORMATS = {"mp3": "audio/mpeg", "wav": "audio/wav", "opus": "audio/ogg"}
_CACHED = {"Cache-Control": "private, max-age=3600"}
Seq = Annotated[int, Path(ge=1, le=2**31 - 1)]


def voice_routes(exchange: Exchange, voice: Voice | None, limits: Limits, spoken_parts: SlidingWindow) -> APIRouter:
    """``/api/v1/speech`` and the voice of a conversation; ``spoken_parts`` bounds the sound an address asks for."""
    router = APIRouter(prefix="/api/v1")
    entry = Depends(entering(exchange))

    @router.get("/speech", responses=answering(200, answers.SpeechOut))
    async def speech() -> dict[str, Any]:
        paces = {name: _pace(voice.speech.profile(name)) for name in get_args(ProfileName)} if voice else {}
        return {
            "listening": bool(voice and voice.speech.listening), "speaking": bool(voice and voice.speech.speaking),
            "rate": 16_000, "formats": list(FORMATS),
            "longest_seconds": paces["ordinary"]["longest_seconds"] if paces else 0.0,
            "recordings_days": voice.recordings_days if voice else 0, "profiles": paces,
        }  # fmt: skip

    _talking(router, exchange, voice, limits, spoken_parts, entry)
    return router


def _talking(
    router: APIRouter, exchange: Exchange, voice: Voice | None, limits: Limits, spoken_parts: SlidingWindow, entry: Any
) -> None:
    at = "/conversations/{conversation_id}/messages/{seq}/spoken"

    @router.get(at, responses=answering(200, answers.SpokenOut, *HELD, 422))
    async def parts(record: Annotated[ConversationRecord, entry], seq: Seq) -> dict[str, Any]:
        return {"seq": seq, "parts": [_part(i, one) for i, one in enumerate(await _parts(exchange, record, seq))]}

    @router.get(
        at + "/{index}", response_class=Response,
        responses=answering(200, None, *HELD, 422, 429) | {200: {"content": {kind: {} for kind in FORMATS.values()}}},
    )  # fmt: skip
    async def sound(
        request: Request,
        record: Annotated[ConversationRecord, entry],
        seq: Seq,
        index: Annotated[int, Path(ge=0, le=999)],
        speed: Annotated[float | None, Query(ge=0.7, le=1.2)] = None,
        format: Literal["mp3", "wav", "opus"] = "mp3",
        profile: ProfileName | None = None,
    ) -> Response:
        spoken_parts.take(address(request))
        speech = _on(voice).speech
        found = await _parts(exchange, record, seq)
        if index >= len(found):
            raise NotFound("这条回答没有这一段")
        speaking = speech.voice_of(profile or record.profile, speed)
        clip = await speech.clip(found[index].text, speaking, SPEAKING_RATE)
        data = await asyncio.to_thread(write_audio, clip, format)
        return Response(data, media_type=FORMATS[format], headers=_CACHED)

    @router.post(
        "/conversations/{conversation_id}/recordings",
        responses=answering(200, answers.RecordingOut, *HELD, 413, 422, 429),
        openapi_extra={"requestBody": {"required": True, "content": {"audio/*": {"schema": _BINARY}}}},
    )
    async def recording(
        request: Request, record: Annotated[ConversationRecord, entry], client_message_id: MessageId
    ) -> dict[str, Any]:
        limits.per_address.take(address(request))
        limits.per_conversation.take(record.id)
        ears = _on(voice)
        clip = await asyncio.to_thread(read_audio, await request.body(), longest=LONGEST_RECORDING)
        hints = await _hints(exchange, record)
        found = await ears.speech.transcribe(clip, hints)
        if not found.text.strip():
            raise BadAudio("没听清录音里说的话", "请靠近话筒、慢一点再录一遍，或者打字告诉我")
        what = taken(found, hints, date.today())
        message = of_utterance(record, client_message_id, what.text, what.heard)
        said = await exchange.say(record, message)
        if said.fresh:
            await ears.keep(record.id, client_message_id, clip)
        heard = {"text": what.text, "raw": found.raw, "confidence": round(found.confidence, 2)}
        return {"heard": heard, "reply": said.reply}


async def _hints(exchange: Exchange, record: ConversationRecord) -> Hints:
    """What the last message leads one to expect."""
    try:
        return hints_after(await exchange.message(record, await exchange.last_seq(record)))
    except NotFound:
        return NO_HINTS


def _on(voice: Voice | None) -> Voice:
    if voice is None:
        raise Unavailable("这里没有开通语音，请打字")
    return voice


def _pace(profile: Profile) -> dict[str, float]:
    speaking = profile.speaking
    return {"speed": speaking.speed, "pause": speaking.pause, "longest_seconds": profile.listening.longest}


_BINARY = {"type": "string", "format": "binary"}


async def _parts(exchange: Exchange, record: ConversationRecord, seq: int) -> tuple[Part, ...]:
    """The message as it is spoken. Raises ``NotFound``."""
    message = await exchange.message(record, seq)
    return spoken(message).parts if message.sender != "citizen" else ()


def _part(index: int, part: Part) -> dict[str, Any]:
    return {"index": index, "text": part.text, "kind": str(part.kind), "sentence": part.sentence}
