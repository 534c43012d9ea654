"""The listening side of a socket with a session that reports what it is told to; the real one: test_voice.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from assistant.errors import Unavailable
from assistant.messages import InboundMessage, Misheard
from assistant.records import ConversationRecord, MessageRecord
from channels.api.ear import Ear
from channels.api.voice import Voice
from speech.values import Doubt, Heard, Hints, Transcript

NOW = datetime(2026, 11, 22, tzinfo=UTC)
RECORD = ConversationRecord("c-1", "d", "web", "广东", "elderly", NOW)


def heard(text: str, *doubts: Doubt) -> Heard:
    return Heard("final", 2.0, Transcript(text, text, 0.8, doubts=doubts))


@dataclass
class ScriptedSession:
    """Reports ``script`` and is over."""

    script: tuple[Heard, ...] = ()
    hints: Hints = Hints()
    hold: bool = True
    fed: list[bytes] = field(default_factory=list)
    did: list[str] = field(default_factory=list)
    full: bool = False

    async def feed(self, pcm: bytes) -> None:
        if self.full:
            raise Unavailable("busy")
        self.fed.append(pcm)

    async def finish(self) -> None:
        self.did.append("finish")

    def cancel(self) -> None:
        self.did.append("cancel")

    async def close(self) -> None:
        self.did.append("close")

    def speaking(self, on: bool) -> None:
        self.did.append(f"speaking {on}")

    def why(self, nothing: Heard) -> str:
        return "unclear"

    async def events(self) -> AsyncIterator[Heard]:
        for one in self.script:
            yield one
        if not self.script:
            await asyncio.Event().wait()


@dataclass
class OneSession:
    """A speech part that opens the scene's session."""

    scene: Scene

    def session(self, profile: str, rate: int, hints: Hints, *, hold: bool) -> ScriptedSession:
        assert rate == 16_000
        self.scene.profile = profile
        return self.scene.session_for(hints, hold)


@dataclass
class Scene:
    """An ear, what it sent and said, and the session it opened."""

    session: ScriptedSession
    sent: list[dict[str, Any]] = field(default_factory=list)
    said: list[InboundMessage] = field(default_factory=list)
    error: dict[str, Any] = field(default_factory=dict)
    now: float = 100.0
    away: bool = False
    profile: str = ""
    ear: Ear = field(init=False)

    def __post_init__(self) -> None:
        voice = Voice(cast(Any, OneSession(self)), None, lambda: NOW)
        self.ear = Ear(voice, RECORD, self.send, self.say, lambda: self.now)

    @property
    def kinds(self) -> list[str]:
        return [one["type"] for one in self.sent]

    async def send(self, frame: dict[str, Any]) -> None:
        self.sent.append(frame)

    async def say(self, message: InboundMessage) -> dict[str, Any]:
        self.said.append(message)
        return self.error

    def session_for(self, hints: Hints, hold: bool) -> ScriptedSession:
        if self.away:
            raise Unavailable("no engine")
        self.session.hints, self.session.hold = hints, hold
        return self.session

    async def listen(self, **more: Any) -> None:
        await self.ear.frame("listen", {"utterance_id": "u-1", **more})
        for _ in range(5):
            await asyncio.sleep(0)


@pytest.fixture
def made() -> Callable[..., Scene]:
    def make(*script: Heard, **more: Any) -> Scene:
        return Scene(ScriptedSession(script), **more)

    return make


async def test_what_was_heard_is_said_with_its_doubts_under_the_utterances_id(made: Callable[..., Scene]) -> None:
    scene = made(
        Heard("speech_started", 0.4), Heard("partial", 1.0, Transcript("断脚", "断脚", 0.5, final=False)),
        heard("断缴两年还能补吗", Doubt(0, 2, "断缴", ("断交",), 0.5)),
    )  # fmt: skip
    await scene.listen()
    assert scene.kinds == ["listening", "speech_started", "hearing", "heard"]
    (said,) = scene.said
    assert (said.id, said.channel, said.text, said.region, said.profile) == (
        "u-1", "web", "断缴两年还能补吗", "广东", "elderly"
    )  # fmt: skip
    assert said.heard is not None and said.heard.doubts == (Misheard("断缴", ("断交",)),)
    assert "close" in scene.session.did


@pytest.mark.parametrize(("frame", "profile"), [({}, "elderly"), ({"profile": "ordinary"}, "ordinary")])
async def test_it_listens_to_whom_the_frame_names_and_else_to_whom_the_conversation_is_for(
    made: Callable[..., Scene], frame: dict[str, str], profile: str
) -> None:
    scene = made(heard("几岁退休"))
    await scene.listen(**frame)
    assert scene.profile == profile
    assert [one.profile for one in scene.said] == ["elderly"], "who has the conversation stays as it was"


async def test_hands_free_every_utterance_has_its_own_id(made: Callable[..., Scene]) -> None:
    scene = made(heard("几岁退休"), Heard("nothing", 5.0), heard("那女的呢"))
    await scene.listen(mode="free")
    assert [one.id for one in scene.said] == ["u-1", "u-1-2"]
    assert scene.session.hold is False
    assert [one.get("utterance_id") for one in scene.sent[1:]] == ["u-1", "u-1-2", "u-1-2"]


async def test_words_for_the_player_are_not_said(made: Callable[..., Scene]) -> None:
    scene = made(heard("慢一点。"))
    await scene.listen()
    assert scene.sent[-1] == {"type": "command", "utterance_id": "u-1", "command": "slower"}
    assert scene.said == []


async def test_yes_takes_up_what_was_offered_last_and_else_answers_the_assistant(made: Callable[..., Scene]) -> None:
    cited = {
        "mark": 1, "title": "社会保险法", "doc_no": "主席令", "issuer": "全国人大常委会", "section": "第十六条", "heading": "",
        "effective_from": "2011-07-01", "effective_to": None, "quote": "满十五年", "region": "全国", "scheme": "企业职工",
        "confidence": "primary", "passage_id": "p", "digest": "d", "source": "", "url": "",
    }  # fmt: skip
    reply = {
        "sentences": [{"text": "要满15年。", "marks": [1], "detail": False}], "citations": [cited], "suggestions": [],
        "outcome": "answered", "form": None, "trace": None, "handover": {"offered": False, "state": "none", "asks": None},
    }  # fmt: skip
    scene = made(heard("好的"))
    scene.ear.was_said(MessageRecord(2, NOW, "assistant", "要满15年。[1]", reply=reply))
    await scene.listen()
    assert scene.sent[-1]["command"] == "basis"
    other = made(heard("好的"))
    await other.listen()
    assert [one.text for one in other.said] == ["好的"]


async def test_the_session_knows_what_was_asked(made: Callable[..., Scene]) -> None:
    scene = made(heard("一九七五年六月"))
    scene.ear.was_said(MessageRecord(2, NOW, "agent", "请问您是哪年哪月出生的？", author="小王"))
    scene.ear.was_said(MessageRecord(3, NOW, "citizen", "等一下"))
    await scene.listen()
    assert scene.session.hints.asked == "请问您是哪年哪月出生的？"


@pytest.mark.parametrize("text", ["", "  "])
async def test_a_text_without_words_is_not_said(made: Callable[..., Scene], text: str) -> None:
    scene = made(heard(text))
    await scene.listen()
    assert scene.sent[-1]["reason"] == "unclear" and scene.said == []


async def test_a_message_that_cannot_be_taken_is_told(made: Callable[..., Scene]) -> None:
    scene = made(heard("几岁退休"), error={"title": "您发得太快了"})
    await scene.listen()
    assert scene.sent[-1] == {"type": "error", "title": "您发得太快了"}


async def test_without_an_engine_it_is_told_and_sound_is_dropped(made: Callable[..., Scene]) -> None:
    scene = made(away=True)
    await scene.listen()
    await scene.ear.sound(bytes(3200))
    assert [one["type"] for one in scene.sent] == ["not_heard"]
    assert scene.sent[0]["reason"] == "unavailable" and "打字" in scene.sent[0]["title"]


async def test_an_overloaded_engine_ends_the_utterance_and_says_so(made: Callable[..., Scene]) -> None:
    scene = made()
    await scene.listen()
    scene.session.full = True
    await scene.ear.sound(bytes(3200))
    assert scene.sent[-1]["reason"] == "busy"
    assert scene.session.did[:1] == ["cancel"]


@pytest.mark.parametrize("seconds,taken", [(4.9, True), (5.1, False)])
async def test_sound_may_run_ahead_of_the_clock_only_so_far(
    made: Callable[..., Scene], seconds: float, taken: bool
) -> None:
    scene = made()
    await scene.listen()
    await scene.ear.sound(bytes(2 * int(16_000 * seconds)))
    assert bool(scene.session.fed) is taken
    await scene.ear.close()


async def test_half_a_sample_ends_the_utterance(made: Callable[..., Scene]) -> None:
    scene = made()
    await scene.listen()
    await scene.ear.sound(b"123")
    assert scene.sent[-1]["type"] == "not_heard"


async def test_a_new_listen_forgets_the_one_before(made: Callable[..., Scene]) -> None:
    scene = made()
    await scene.listen()
    first = scene.session
    scene.session = ScriptedSession((heard("几岁退休"),))
    await scene.listen(utterance_id="u-2")
    assert "cancel" in first.did
    assert [one.id for one in scene.said] == ["u-2"]


async def test_who_speaks_again_before_the_answer_is_there_loses_nothing(made: Callable[..., Scene]) -> None:
    scene = made(heard("几岁退休"))
    answered, may_answer = asyncio.Event(), asyncio.Event()

    async def slowly(message: InboundMessage) -> dict[str, Any]:
        await may_answer.wait()
        answered.set()
        return {}

    scene.ear.say = slowly
    await scene.listen()
    scene.session = ScriptedSession()
    await scene.listen(utterance_id="u-2")
    may_answer.set()
    async with asyncio.timeout(1):
        await answered.wait()
    await scene.ear.close()


async def test_frames_reach_the_session(made: Callable[..., Scene]) -> None:
    scene = made()
    await scene.ear.frame("listen_end", {})  # nothing listens: no harm
    await scene.listen()
    await scene.ear.frame("speaking", {"on": True})
    await scene.ear.frame("listen_end", {})
    await scene.ear.frame("listen_cancel", {})
    assert scene.session.did[:3] == ["speaking True", "finish", "cancel"]
