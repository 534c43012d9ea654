"""Plain text. Light Markdown marks (headings, bold, tables) in it are understood too."""

from __future__ import annotations

from knowledge_base.reading.decoding import decode
from knowledge_base.reading.markdown_text import content_of
from knowledge_base.reading.read_text import Content


def read_plain_text(data: bytes, file: str) -> Content:
    """Every line of the file. Raises ``BadDocument`` when it is no text."""
    return content_of(decode(data, file), file)
