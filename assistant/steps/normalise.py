"""Normalise: one kind of characters for everything that follows; remembers traditional in, traditional out."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.fillers import without_fillers
from assistant.dialogue.plain_text import plain_text, untagged
from assistant.messages import Reply, Turn
from assistant.script import to_simplified

SHARE = 0.04
SHORT = 12
_NOT_TRADITIONAL = frozenset("乾著后麼余于里面台只干裏")
"""Characters that stand in both scripts and so prove nothing."""


async def normalise(turn: Turn) -> Turn | Reply:
    """Fills ``turn.text`` as ``plain_text`` writes it; hums of a spoken message go; keeps who writes traditional."""
    said = turn.text if turn.message.heard is None else without_fillers(turn.text)
    written, text = untagged(said), plain_text(said)
    changed = sum(a != b and a not in _NOT_TRADITIONAL for a, b in zip(written, to_simplified(written), strict=False))
    return replace(turn, text=text, traditional=_writes_traditional(changed, len(text), turn.memory.traditional))


def _writes_traditional(changed: int, length: int, before: bool) -> bool:
    """A stray traditional character does not make a writer of them; a short message goes by the one before."""
    if changed >= max(2, length * SHARE) or (changed and length <= SHORT):
        return True
    return before and length <= SHORT
