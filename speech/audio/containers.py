"""What kind of sound file some bytes are, by how they begin. Pure.

A kind found here is the only one the decoder is then allowed to try, so that no bytes can pass for a play list or
another format that makes it open further files.
"""

from __future__ import annotations

from typing import Literal

Container = Literal["wav", "mp3", "amr", "ogg", "matroska", "mov", "flac", "aac", "silk"]

_BEGINNINGS: tuple[tuple[int, bytes, Container], ...] = (
    (8, b"WAVE", "wav"),
    (4, b"ftyp", "mov"),
    (0, b"#!AMR", "amr"),
    (0, b"OggS", "ogg"),
    (0, b"\x1a\x45\xdf\xa3", "matroska"),
    (0, b"fLaC", "flac"),
    (0, b"ID3", "mp3"),
    (0, b"#!SILK_V3", "silk"),
    (1, b"#!SILK_V3", "silk"),
)
"""Where in the file, what stands there, and which container that is."""


def container_of(data: bytes) -> Container | None:
    """The container, or None when the bytes are of no kind read here."""
    for place, mark, container in _BEGINNINGS:
        if data[place : place + len(mark)] == mark:
            return container
    return _bare_stream(data)


def _bare_stream(data: bytes) -> Container | None:
    """MPEG sound without a container: eleven set bits, then the version and the layer, 0 for AAC."""
    if len(data) < 2 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return None
    layer = (data[1] >> 1) & 3
    return "mp3" if layer else "aac" if data[1] & 0xF0 == 0xF0 else None
