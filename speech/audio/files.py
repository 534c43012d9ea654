"""Reading and writing sound files. Formats: ``containers``; codecs: PyAV, and ``silk`` for WeChat's voice messages."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable, Iterator
from typing import Any, Literal, cast

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from speech.audio import g711, refusals, silk
from speech.audio.containers import container_of
from speech.audio.resample import resample
from speech.values import BYTES_PER_SAMPLE, Clip

Format = Literal["wav", "mp3", "opus", "alaw", "mulaw", "pcm"]
LARGEST = 25_000_000
"""Bytes of a file: four minutes of uncompressed stereo at 48 kHz."""
SHORTEST = 0.02
"""Seconds under which a file holds no sound worth the name."""
_RATES = range(4000, 192_001)
_CHANNELS = 8
_BIT_RATES = {"mp3": 48_000, "opus": 24_000}
_OPUS_RATES = (8000, 12_000, 16_000, 24_000, 48_000)
_MP3_RATES = (8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)


def read_audio(data: bytes, kind: str | None = None, longest: float = 60.0) -> Clip:
    """The sound of a file, mixed to one channel at the file's own rate.

    ``kind`` is only needed for sound without a header: ``alaw`` or ``mulaw``, at 8 kHz. Raises ``BadAudio`` when it is
    empty, broken, longer than ``longest`` seconds, a film, or of a kind not known.
    """
    if not data:
        raise refusals.empty()
    if len(data) > LARGEST:
        raise refusals.too_large(longest)
    if kind in _BARE:
        clip = Clip(_BARE[kind](data[: int(longest * g711.RATE) + 1]), g711.RATE)
        if clip.seconds > longest:
            raise refusals.too_long(longest)
    else:
        clip = _contained(data, longest)
    if clip.seconds < SHORTEST:
        raise refusals.empty()
    return clip


def write_audio(clip: Clip, kind: Format) -> bytes:
    """The clip as a file of that kind; ``alaw`` and ``mulaw`` are bare bytes at 8 kHz, ``pcm`` is ``clip.pcm``."""
    if kind == "pcm":
        return clip.pcm
    if kind == "wav":
        return _wav(clip)
    if kind == "mp3":
        return _encoded(resample(clip, _carried(clip.rate, _MP3_RATES)), "mp3", "libmp3lame", _BIT_RATES[kind])
    if kind == "opus":
        return _encoded(resample(clip, _carried(clip.rate, _OPUS_RATES)), "ogg", "libopus", _BIT_RATES[kind])
    encode = {"alaw": g711.encode_alaw, "mulaw": g711.encode_mulaw}[kind]
    return encode(resample(clip, g711.RATE).pcm)


_BARE: dict[str | None, Callable[[bytes], bytes]] = {"alaw": g711.decode_alaw, "mulaw": g711.decode_mulaw}


def _contained(data: bytes, longest: float) -> Clip:
    container = container_of(data)
    if container is None:
        raise refusals.unknown()
    if container == "silk":
        return silk.read_silk(data, longest)
    try:
        with av.open(io.BytesIO(data), mode="r", format=container, metadata_errors="ignore") as opened:
            return _decoded(opened, longest)
    except (av.error.FFmpegError, ValueError, OverflowError, MemoryError) as error:
        raise refusals.broken(container) from error


def _decoded(opened: InputContainer, longest: float) -> Clip:
    if any(not stream.disposition & stream.disposition.attached_pic for stream in opened.streams.video):
        raise refusals.film()
    if not opened.streams.audio:
        raise refusals.soundless()
    stream = opened.streams.audio[0]
    context = stream.codec_context
    if context is None or context.sample_rate not in _RATES or not 1 <= context.channels <= _CHANNELS:
        raise refusals.odd()
    context.thread_count = 1
    rate = context.sample_rate
    pieces: list[bytes] = []
    left = int(longest * rate) * BYTES_PER_SAMPLE
    for piece in _pieces(opened, stream, rate):
        left -= len(piece)
        if left < 0:
            raise refusals.too_long(longest)
        pieces.append(piece)
    return Clip(b"".join(pieces), rate)


def _pieces(opened: InputContainer, stream: AudioStream, rate: int) -> Iterator[bytes]:
    """Decoded sound in order. Single broken packets are left out; more broken than sound ones are an error."""
    mono = AudioResampler(format="s16", layout="mono", rate=rate)
    good = broken = 0
    for packet in opened.demux(stream):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            broken += 1
            if broken > good + 1:
                raise
            continue
        good += bool(frames)
        for frame in frames:
            yield from _samples(mono, frame)
    yield from _samples(mono, None)


def _samples(mono: AudioResampler, frame: av.AudioFrame | None) -> Iterator[bytes]:
    for changed in mono.resample(frame):
        yield changed.to_ndarray().astype("<i2").tobytes()


def _wav(clip: Clip) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(BYTES_PER_SAMPLE)
        file.setframerate(clip.rate)
        file.writeframes(clip.pcm)
    return written.getvalue()


def _carried(rate: int, rates: tuple[int, ...]) -> int:
    """The rate itself, the next one a codec carries, or its highest."""
    return min((each for each in rates if each >= rate), default=rates[-1])


def _encoded(clip: Clip, container: str, codec: str, bit_rate: int) -> bytes:
    written = io.BytesIO()
    with av.open(written, mode="w", format=container) as opened:
        stream = cast(AudioStream, opened.add_stream(codec, rate=clip.rate, layout="mono"))
        stream.codec_context.bit_rate = bit_rate
        samples = np.frombuffer(clip.pcm, dtype="<i2", count=len(clip.pcm) // BYTES_PER_SAMPLE).reshape(1, -1)
        if samples.size:
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate, frame.pts = clip.rate, 0
            opened.mux(_packets(stream, frame, clip.rate))
        opened.mux(stream.encode(None))
    return written.getvalue()


def _packets(stream: AudioStream, frame: av.AudioFrame, rate: int) -> list[av.Packet[Any]]:
    """The codec's own sample format differs from ours, so the frame goes through a resampler at the same rate."""
    fitting = AudioResampler(format=stream.codec_context.format, layout="mono", rate=rate)
    changed = [*fitting.resample(frame), *fitting.resample(None)]
    return [packet for each in changed for packet in stream.encode(each)]
