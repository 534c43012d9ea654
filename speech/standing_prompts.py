"""What is said again and again word for word: the canned sentences, and what the voice says of its own."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import handover_texts, texts
from assistant.voice import wording
from assistant.voice.breaths import breaths
from assistant.voice.plain import plain

_ENDS = ("。", "？", "！")


def standing_prompts() -> tuple[str, ...]:
    """Each sentence without anything to fill in, in the pieces a reply is spoken in, in a fixed order.

    Clips are kept by the phrases of a piece, and where phrases are cut depends on where the piece begins: a sentence
    rendered whole would not be found again when its pieces are asked for one by one.
    """
    return tuple(dict.fromkeys(piece for text in _sentences() for piece in breaths(plain(text))))


def _sentences() -> Iterator[str]:
    own = {value for name, value in vars(wording).items() if name.isupper() and isinstance(value, str)}
    every = texts.canned() | handover_texts.canned() | own
    yield "".join(texts.GREETING)  # a conversation begins with all of it at once
    yield from sorted(text for text in every if "{" not in text and text.endswith(_ENDS))
