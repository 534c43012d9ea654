"""The text of a whole recording: what is silent is left out, what is long is read in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from speech.audio.resample import resample
from speech.ports import Mender, Rescoring, Transcriber, VoiceActivity
from speech.utterance import Pool
from speech.values import BYTES_PER_SAMPLE, Clip, Hints, Listening, Transcript

LONGEST_PIECE = 25.0
"""Seconds read at once; engines take 30."""
_SHORTEST_PIECE = 8.0
_AROUND = 0.3
_HYSTERESIS = 0.15
_LISTENING = Listening()

Stretch = tuple[float, float]
"""From and to, in seconds."""


async def transcribe(
    clip: Clip, transcriber: Transcriber, mender: Mender | None, pool: Pool, hints: Hints, activity: VoiceActivity,
    listening: Listening = _LISTENING,
) -> Transcript:  # fmt: skip
    """The words of a recording; an empty text when there are none. Raises ``Unavailable``."""
    heard = await pool.run(voices, clip, activity, listening)
    fitting = await pool.run(resample, clip, transcriber.rate)
    told = [await pool.run(_read, _cut(fitting, piece), transcriber, mender, hints) for piece in pieces(heard)]
    return joined(told) if told else Transcript("", "", 0.0, engine=transcriber.name)


def voices(clip: Clip, activity: VoiceActivity, listening: Listening) -> list[Stretch]:
    """Where somebody speaks: voiced for ``start`` seconds at least. Blocks."""
    pcm = resample(clip, activity.rate).pcm
    size, seconds = activity.frame * BYTES_PER_SAMPLE, activity.frame / activity.rate
    found, began = list[Stretch](), -1.0
    for number in range(len(pcm) // size + 1):
        at, frame = number * seconds, pcm[number * size : (number + 1) * size].ljust(size, b"\0")
        threshold = listening.threshold - (_HYSTERESIS if began >= 0 else 0.0)
        voiced = activity.probability(frame) >= threshold
        if voiced and began < 0:
            began = at
        elif not voiced and began >= 0:
            found.append((began, at))
            began = -1.0
    if began >= 0:
        found.append((began, clip.seconds))
    return [stretch for stretch in _close(found, listening.start) if stretch[1] - stretch[0] >= listening.start / 2]


def _close(stretches: Sequence[Stretch], gap: float) -> list[Stretch]:
    """Stretches with no more than ``gap`` seconds between them are one."""
    closed: list[Stretch] = []
    for begin, end in stretches:
        if closed and begin - closed[-1][1] <= gap:
            closed[-1] = (closed[-1][0], end)
        else:
            closed.append((begin, end))
    return closed


def pieces(stretches: Sequence[Stretch]) -> list[Stretch]:
    """What to read at once: up to ``LONGEST_PIECE`` seconds, parted in the widest silence that leaves no scraps."""
    if not stretches:
        return []
    begin, end = stretches[0][0], stretches[-1][1]
    if end - begin <= LONGEST_PIECE:
        return [(begin, end)]
    gaps = [
        (later[0] - earlier[1], place)
        for place, (earlier, later) in enumerate(zip(stretches, stretches[1:], strict=False), start=1)
        if _SHORTEST_PIECE <= earlier[1] - begin <= LONGEST_PIECE
    ]
    if gaps:
        place = max(gaps)[1]
        return [(begin, stretches[place - 1][1]), *pieces(stretches[place:])]
    cut = begin + LONGEST_PIECE
    rest = [(max(first, cut), last) for first, last in stretches if last > cut]
    return [(begin, min(cut, max(last for first, last in stretches if first < cut))), *pieces(rest)]


def _cut(clip: Clip, piece: Stretch) -> Clip:
    begin, end = (int(max(0.0, at) * clip.rate) * BYTES_PER_SAMPLE for at in (piece[0] - _AROUND, piece[1] + _AROUND))
    return Clip(clip.pcm[begin:end], clip.rate)


def _read(clip: Clip, transcriber: Transcriber, mender: Mender | None, hints: Hints) -> Transcript:
    recognition = transcriber.begin(hints)
    recognition.accept(clip.pcm)
    heard = recognition.final()
    if mender is None or not heard.text:
        return heard
    return mender.mend(heard, recognition if isinstance(recognition, Rescoring) else None, hints)


def joined(told: Sequence[Transcript]) -> Transcript:
    """Transcripts of consecutive pieces as one; as sure as the average character. Other readings are of one piece."""
    if len(told) == 1:
        return told[0]
    doubts, text = [], ""
    for each in told:
        doubts += [replace(doubt, start=doubt.start + len(text), end=doubt.end + len(text)) for doubt in each.doubts]
        text += each.text
    length = sum(len(each.text) for each in told) or 1
    confidence = sum(each.confidence * len(each.text) for each in told) / length
    return replace(
        told[0], text=text, raw="".join(each.raw for each in told), confidence=confidence, alternatives=(),
        doubts=tuple(doubts), final=True,
    )  # fmt: skip
