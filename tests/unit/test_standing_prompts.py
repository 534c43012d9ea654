"""What ``python -m speech prompts`` keeps is what is asked for when those sentences are spoken."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import handover_texts, texts
from assistant.messages import Outcome, Reply, Sentence
from assistant.public import reply_json
from assistant.records import MessageRecord
from assistant.voice import wording
from assistant.voice.rendering import spoken
from assistant.voice.talk import Talk
from speech.cli import main
from speech.clip_cache import ClipCache
from speech.parts import SpeechChoices, make_speech
from speech.pool import AudioPool
from speech.ports import Synthesizer
from speech.speaking import Speaker
from speech.synthesizers import make_synthesizer
from speech.values import Clip, Speaking

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ENDS = ("。", "？", "！")
REPLIES = [value for name, value in vars(texts).items() if name.isupper() and isinstance(value, tuple)]
LINES = sorted(line for line in texts.canned() | handover_texts.canned() if "{" not in line and line.endswith(ENDS))
OWN = [value for name, value in vars(wording).items() if name.isupper() and value.endswith(ENDS) and "{" not in value]


class Counting:
    """An engine that notes what it is asked for."""

    def __init__(self, engine: Synthesizer) -> None:
        self.engine = engine
        self.name, self.rate, self.voices, self.version = engine.name, engine.rate, engine.voices, engine.version
        self.asked: list[str] = []

    def render(self, text: str, voice: str, speed: float) -> Clip:
        self.asked.append(text)
        return self.engine.render(text, voice, speed)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder in which the command has kept its clips."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PENSION_DATA_DIR", str(folder))
        environment.setenv("PENSION_SYNTHESIZER", "espeak")
        assert main(["prompts"]) == 0
        yield folder


@pytest.fixture
def engine(data: Path) -> Counting:
    return Counting(make_synthesizer("espeak", models_dir=data / "models"))


@pytest.fixture
def speaker(data: Path, engine: Counting) -> Iterator[Speaker]:
    """As the service speaks, after a start of its own."""
    pool = AudioPool(2)
    yield Speaker(engine, engine, ClipCache(data / "clips", 200), pool)
    pool.close()


def pieces(*lines: str) -> list[str]:
    """What is said of a reply of these sentences."""
    reply = Reply(tuple(Sentence(line) for line in lines), Outcome.ANSWERED)
    message = MessageRecord(2, NOW, "assistant", reply.text, "m", "r", reply_json(reply, "r", "c"))
    return [part.text for part in spoken(message).parts]


def every_piece() -> list[str]:
    """Of replies of one sentence and of several, of the greeting, and of what the voice says by itself."""
    said = [piece for lines in (*REPLIES, *((line,) for line in LINES)) for piece in pieces(*lines)]
    greeting = MessageRecord(1, NOW, "assistant", "".join(texts.GREETING))
    again = [part.text for times in (1, 2, 3) for part in Talk().on_nothing(times).say]
    return [*said, *(part.text for part in spoken(greeting).parts), *again, *OWN]


@pytest.mark.parametrize(("profile", "speed"), [("ordinary", None), ("ordinary", 1.0), ("elderly", None)])
async def test_every_fixed_sentence_is_kept_before_it_is_said(
    data: Path, speaker: Speaker, engine: Counting, profile: str, speed: float | None
) -> None:
    said = every_piece()
    assert len(set(said)) > 150
    speech = make_speech(SpeechChoices(data, synthesizer="espeak"))
    speaking = speech.voice_of(profile, speed)
    speech.close()
    for piece in dict.fromkeys(said):
        assert (await speaker.whole(piece, speaking)).seconds > 0.2
    assert engine.asked == []


async def test_what_was_not_kept_is_made(speaker: Speaker, engine: Counting) -> None:
    await speaker.whole("这句话没有先读好。", Speaking())
    assert engine.asked


def test_a_speed_is_the_same_speed_with_and_without_a_point(data: Path, speaker: Speaker, engine: Counting) -> None:
    asyncio.run(speaker.whole("我没听清，请您再说一遍。", Speaking(speed=1)))
    assert engine.asked == []
