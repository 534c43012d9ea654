"""Normalise: one kind of characters for everything that follows; remembers traditional in, traditional out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from assistant.dialogue.dialect import standard
from assistant.messages import Reply, Turn
from assistant.script import to_simplified

_SPACE = re.compile(r"[ \t\u3000\u00a0]+")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,200}>")
_GAP = re.compile(r"(?<=[\u4e00-\u9fff，。？！、；：]) (?=[\u4e00-\u9fff，。？！、；：])")
SHARE = 0.04
SHORT = 12
_NOT_TRADITIONAL = frozenset("乾著后麼余于里面台只干裏")
"""Characters that stand in both scripts and so prove nothing."""


async def normalise(turn: Turn) -> Turn | Reply:
    """NFKC, traditional folded to simplified, spaces thinned out; keeps whether the citizen writes traditional."""
    text = _TAG.sub(" ", unicodedata.normalize("NFKC", turn.text)) or turn.text
    text = text.translate(str.maketrans(",?!;:", "，？！；：")) if re.search(r"[\u4e00-\u9fff]", text) else text
    simplified = to_simplified(text)
    changed = sum(a != b and a not in _NOT_TRADITIONAL for a, b in zip(text, simplified, strict=False))
    text = standard(_GAP.sub("", _SPACE.sub(" ", simplified)).strip())
    return replace(turn, text=text, traditional=_writes_traditional(changed, len(text), turn.memory.traditional))


def _writes_traditional(changed: int, length: int, before: bool) -> bool:
    """A stray traditional character does not make a writer of them; a short message goes by the one before."""
    if changed >= max(2, length * SHARE) or (changed and length <= SHORT):
        return True
    return before and length <= SHORT
