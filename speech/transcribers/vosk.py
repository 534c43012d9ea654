"""Vosk (Kaldi) behind the ``Transcriber`` port: it decodes as sound comes in, so partial texts cost nothing.

Hints are not used: a Vosk grammar does not lean the recogniser towards words, it forbids all others. The mender leans
among the alternatives instead.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from assistant.errors import BadAudio, Unavailable
from speech.transcribers.vosk_readings import MOST, Stretch, spaced, stretch_of, transcript_of
from speech.values import BYTES_PER_SAMPLE, NO_HINTS, Hints, Transcript

_BLOCK_SECONDS = 0.2
"""Sound is decoded in blocks of this length however it comes in, so that the text does not depend on the pieces."""
_NAME = "vosk"


def open_vosk(model_dir: Path) -> VoskTranscriber:
    """Load the model in ``model_dir``; takes seconds. Raises ``Unavailable``."""
    import vosk

    vosk.SetLogLevel(-1)
    try:
        model = vosk.Model(str(model_dir))
    except Exception as error:  # the engine raises nothing narrower
        raise Unavailable(f"Vosk 模型 {model_dir} 打不开，可能不完整。请重新安装这个模型", retry=False) from error
    return VoskTranscriber(model, _rate_of(model_dir))


class VoskTranscriber:
    """One loaded model for every session."""

    name = _NAME
    streaming = True

    def __init__(self, model: Any, rate: int) -> None:
        self._model = model
        self._rate = rate

    @property
    def rate(self) -> int:
        """What the model was trained at."""
        return self._rate

    def begin(self, hints: Hints = NO_HINTS) -> VoskRecognition:
        """Start on one utterance."""
        import vosk

        recognizer = vosk.KaldiRecognizer(self._model, self._rate)
        recognizer.SetWords(True)
        recognizer.SetMaxAlternatives(2 * MOST)
        return VoskRecognition(recognizer, self._rate)


class VoskRecognition:
    """One utterance. Sound may go on after a final text; the next one holds both."""

    def __init__(self, recognizer: Any, rate: int) -> None:
        self._recognizer = recognizer
        self._block = int(rate * _BLOCK_SECONDS) * BYTES_PER_SAMPLE
        self._rest = bytearray()
        self._stretches: list[Stretch] = []
        self._fresh = False
        self._final: Transcript | None = None

    def accept(self, pcm: bytes) -> None:
        """More sound, at the model's rate. Raises ``BadAudio`` when it ends within a sample."""
        if len(pcm) % BYTES_PER_SAMPLE:
            raise BadAudio("声音数据不完整", "每个采样要有两个字节（16 位 PCM）")
        if not pcm:
            return
        self._final = None
        self._rest += pcm
        while len(self._rest) >= self._block:
            block = bytes(self._rest[: self._block])
            del self._rest[: self._block]
            self._decode(block)

    def partial(self) -> Transcript:
        """The text so far; how sure it is, Vosk does not say before the end, so ``confidence`` is 0."""
        words = [word.text for stretch in self._stretches for word in stretch[0].words]
        if self._fresh:
            words += json.loads(self._recognizer.PartialResult())["partial"].split()
        text = spaced(words)
        return Transcript(text, text, 0.0, final=False, engine=_NAME)

    def final(self) -> Transcript:
        """The whole text with alternatives and doubts."""
        if self._final is None:
            if self._rest:
                self._decode(bytes(self._rest))
                self._rest.clear()
            if self._fresh:
                self._keep(self._recognizer.FinalResult())
            self._final = transcript_of(tuple(self._stretches), _NAME)
        return self._final

    def _decode(self, block: bytes) -> None:
        self._fresh = True
        if self._recognizer.AcceptWaveform(block):  # the engine heard a pause
            self._keep(self._recognizer.Result())

    def _keep(self, told: str) -> None:
        self._fresh = False
        if stretch := stretch_of(json.loads(told)):
            self._stretches.append(stretch)


def _rate_of(model_dir: Path) -> int:
    """The sample rate the model's features are made at; 16 kHz, as Kaldi has it, when they do not say."""
    for name in ("conf/mfcc.conf", "mfcc.conf"):
        if (model_dir / name).is_file():
            text = (model_dir / name).read_text(encoding="utf-8", errors="replace")
            if told := re.search(r"^--sample-frequency=(\d+)", text, re.MULTILINE):
                return int(told.group(1))
            break
    return 16_000
