"""What a speaker takes back: 不是18年是16年; 是工人，不对，是干部. The last statement wins. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum
from typing import TypeVar

from assistant.dialogue.spoken_words import plainly
from assistant.restatement import TAKEN_BACK

T = TypeVar("T")


class Standing(IntEnum):
    """What a statement is: told unasked, said instead of something else, or the answer to the question in hand."""

    TOLD = 0
    RESTATED = 1
    ANSWER = 2


_DENIED = re.compile(
    r"(?<![是要可都还岂])不是(?!说|不|吗|吧|很|太)(?P<denied>[^，。！？；、是]{1,14}?)"
    r"(?:[，、]?(?:而|应该|其实|就|我)?是(?![吗吧不])|(?<![吗嘛么])(?=[，。；！]|$))"
)
"""不是18年是16年, 不是干部，是工人: the denied words go."""
_REPLACED = re.compile(r"把[^，。；]{1,12}?(?:改成|改为|换成|更正为)")
"""把18年改成16年."""
_LEADING = "，。！、；,： 吧了啦的哦噢啊"


def corrected(text: str) -> str:
    """``text`` without the words it denies: 不是工人是干部 -> 是干部. What is said before 不对 stays; see ``latest``."""
    kept = _DENIED.sub(lambda m: "" if not m.group().endswith("是") else "是", text)
    return _REPLACED.sub("", kept)


def statements(text: str) -> tuple[str, ...]:
    """The text cut where the speaker takes something back, oldest first, denied words gone; empty when nothing is left."""
    first, *later = TAKEN_BACK.split(corrected(text))
    parts = (first.strip("，、 "), *(part.lstrip(_LEADING) for part in later))
    return tuple(part for part in parts if part)


def restates(text: str) -> bool:
    """Whether the text puts right what was said before."""
    return bool(TAKEN_BACK.search(text)) or corrected(text) != text


def latest(
    text: str,
    read: Callable[[str, Standing], T | None],
    asked: bool = False,
    join: Callable[[T, T, str], T | None] | None = None,
) -> T | None:
    """What ``read`` finds in the last statement that holds anything. ``join`` makes one of what was found before, what
    was found anew and the words of the latter, where only a part was put right (六五年三月，不对，四月).
    """
    found: T | None = None
    text = plainly(text)
    parts = statements(text)
    for place, part in enumerate(parts):
        restated = place > 0 or (len(parts) == 1 and restates(text))
        answer = Standing.ANSWER if asked or found is not None else Standing.RESTATED if restated else Standing.TOLD
        again = read(part, answer)
        if again is not None:
            found = join(found, again, part) if join and found is not None else again
    return found
