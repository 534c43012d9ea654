"""SILK v3, the format of WeChat's voice messages, by ``silk-python``.

The frames are checked before they reach the C decoder: a file is a mark, then packets of a 16-bit length and that
many bytes, each 20 ms of sound. A packet of no bytes stands for silence that was not sent.
"""

from __future__ import annotations

import io

import pysilk

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
    """The sound without its unsent silences. Raises ``BadAudio``: broken, empty or too long."""
    packets = _packets(data)
    if not packets:
        raise refusals.empty()
    if len(packets) * _PACKET_SECONDS > longest:
        raise refusals.too_long(longest)
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
        if length > _LARGEST_PACKET:
            raise refusals.broken("silk")
        packet = data[place : place + 2 + length]
        if length and len(packet) == 2 + length:
            packets.append(packet)
        place += 2 + length
    return packets
