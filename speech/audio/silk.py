"""SILK v3, the format of WeChat's voice messages, by the optional package ``silk-python``.

The frames are checked before they reach the C decoder: a file is a mark, then packets of a 16-bit length and that
many bytes, each 20 ms of sound.
"""

from __future__ import annotations

import importlib
import io

from speech.audio import refusals
from speech.values import BYTES_PER_SAMPLE, Clip

RATE = 24_000
"""Hz it is decoded at; SILK's own highest."""
_MARK = b"#!SILK_V3"
_PACKET_SECONDS = 0.02
_LARGEST_PACKET = 1024
_END = 0xFFFF
"""The length that closes a file written by the reference encoder."""


def read_silk(data: bytes, longest: float) -> Clip:
    """The sound. Raises ``BadAudio``: broken, too long, or the decoder is not installed."""
    packets = _packets(data)
    if not packets:
        raise refusals.empty()
    if len(packets) * _PACKET_SECONDS > longest:
        raise refusals.too_long(longest)
    try:
        pysilk = importlib.import_module("pysilk")
    except ImportError as error:
        raise refusals.no_silk() from error
    written = io.BytesIO()
    try:
        pysilk.decode(io.BytesIO(_MARK + b"".join(packets)), written, RATE)
    except (pysilk.SilkError, ValueError) as error:
        raise refusals.broken("silk") from error
    pcm = written.getvalue()
    return Clip(pcm[: len(pcm) // BYTES_PER_SAMPLE * BYTES_PER_SAMPLE], RATE)


def _packets(data: bytes) -> list[bytes]:
    """Every whole packet with its length before it; a packet cut off at the end is left out."""
    place = data.index(_MARK) + len(_MARK)
    packets = []
    while place + 2 <= len(data):
        length = int.from_bytes(data[place : place + 2], "little")
        if length == _END:
            break
        if not 0 < length <= _LARGEST_PACKET:
            raise refusals.broken("silk")
        packet = data[place : place + 2 + length]
        if len(packet) == 2 + length:
            packets.append(packet)
        place += 2 + length
    return packets
