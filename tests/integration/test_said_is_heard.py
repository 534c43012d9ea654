"""What the default voice says over a telephone is what the recogniser hears."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

from speech.audio.g711 import decode_alaw, encode_alaw
from speech.audio.resample import resample
from speech.clip_cache import ClipCache
from speech.models.locate import default_models_dir
from speech.pool import AudioPool
from speech.pronunciation import read
from speech.speaking import Speaker
from speech.synthesizers import make_synthesizer
from speech.transcribers import make_transcriber
from speech.values import Clip, Hints, Speaking

TEXT = "请带上身份证，到社保窗口办理。"


async def test_a_spoken_sentence_is_heard_as_written(tmp_path: Path) -> None:
    models = default_models_dir()
    kokoro, espeak = (make_synthesizer(name, models_dir=models, threads=2) for name in ("kokoro", "espeak"))
    pool = AudioPool(2)
    speaker = Speaker(kokoro, espeak, ClipCache(tmp_path, 5), pool)
    said = await speaker.whole(TEXT, Speaking(), 8_000)
    pool.close()
    on_the_line = Clip(decode_alaw(encode_alaw(said.pcm)), 8_000)
    recognition = make_transcriber("whisper", models_dir=models, threads=2).begin(Hints())
    recognition.accept(resample(on_the_line, 16_000).pcm)
    heard = recognition.final().text
    assert _same_sounds(TEXT, heard) >= 2 / 3, heard


def _same_sounds(written: str, heard: str) -> float:
    """The share of the written syllables that were heard in order, tones aside: whether 窗口 or 穿口 is not the voice's doing."""
    wanted, found = _syllables(written), _syllables(heard)
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)


def _syllables(text: str) -> list[str]:
    return [said.rstrip("12345") for word in read(re.sub(r"\W", "", text)) for said in word]
