"""What is said again and again word for word: the canned sentences, and what the voice says of its own."""

from __future__ import annotations

from assistant.texts import canned
from assistant.voice import wording


def standing_prompts() -> tuple[str, ...]:
    """Whole sentences, without those that have something to fill in, in a fixed order."""
    own = {value for name, value in vars(wording).items() if name.isupper() and isinstance(value, str)}
    return tuple(sorted(text for text in canned() | own if "{" not in text and text.endswith(("。", "？", "！"))))
