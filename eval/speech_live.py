"""How long a caller waits: one utterance fed as it would arrive, on a clock that only computing moves on.

Sound comes in pieces; texts are asked for at the times a session asks for them: a quick one now and then, the full one
in the pause that may be the end. Whatever the engine computes occupies it for as long as it really takes. So nothing has
to be played in real time, and the waits are those of one caller on this machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from speech.ports import Mender, Recognition, Rescoring, Transcriber
from speech.values import BYTES_PER_SAMPLE, NO_HINTS, Clip, Listening, Transcript

_PIECE_SECONDS = 0.1
_PAUSE_SECONDS = 0.3
"""Silence after which the whole text is worked out, so that it is there when the end is decided."""


@dataclass(frozen=True, slots=True)
class Live:
    """What was ``heard``, and that ``mended``. Seconds: ``computing`` of the full text and its repair; ``wait`` from the
    decision that speech ended to the text; ``after_speech`` the same from the end of speech."""

    heard: Transcript
    mended: Transcript
    computing: float
    wait: float
    after_speech: float


class _Engine:
    """What computes, one thing at a time; ``free`` is when it can take the next, in seconds of the utterance."""

    def __init__(self) -> None:
        self.free = 0.0

    def ask(self, now: float, ask: Callable[[], Transcript]) -> Transcript:
        """Begin at ``now`` or when the engine is free, whichever is later."""
        begun = time.perf_counter()
        told = ask()
        self.free = max(self.free, now) + time.perf_counter() - begun
        return told


def listen_live(transcriber: Transcriber, clip: Clip, listening: Listening, mender: Mender | None) -> Live:
    """Recognise ``clip`` (at the transcriber's rate) as a session would; silence follows it until the end is decided."""
    recognition, engine = transcriber.begin(NO_HINTS), _Engine()
    decided = clip.seconds + listening.end
    early = _Once(recognition, mender)
    pcm = clip.pcm + bytes(int(listening.end * clip.rate) * BYTES_PER_SAMPLE)
    size = int(_PIECE_SECONDS * clip.rate) * BYTES_PER_SAMPLE
    asked = 0.0
    for start in range(0, len(pcm), size):
        recognition.accept(pcm[start : start + size])
        now = round(min(len(pcm), start + size) / BYTES_PER_SAMPLE / clip.rate, 3)
        if engine.free > now or now >= decided:
            continue
        if now >= clip.seconds + _PAUSE_SECONDS:
            if not early.read:
                engine.ask(now, early.text)
        elif now - asked >= listening.partial_every:
            asked = now
            engine.ask(now, recognition.partial)
    engine.ask(decided, early.text)
    heard, better = early.told
    return Live(heard, better, early.computing, engine.free - decided, engine.free - clip.seconds)


class _Once:
    """The full text; read and mended again only when the engine tells another one."""

    def __init__(self, recognition: Recognition, mender: Mender | None) -> None:
        self._recognition, self._mender = recognition, mender
        self.told = (Transcript("", "", 0.0), Transcript("", "", 0.0))
        self.read = False
        self.computing = 0.0

    def text(self) -> Transcript:
        """Of all the sound there is."""
        begun = time.perf_counter()
        heard = self._recognition.final()
        if not self.read or self.told[0] != heard:
            self.told = (heard, mended(self._recognition, heard, self._mender))
            self.computing = time.perf_counter() - begun
        self.read = True
        return self.told[1]


def mended(recognition: Recognition, heard: Transcript, mender: Mender | None) -> Transcript:
    """The transcript after repair, scored against the sound where the engine can."""
    if mender is None or not heard.text:
        return heard
    return mender.mend(heard, recognition if isinstance(recognition, Rescoring) else None)
