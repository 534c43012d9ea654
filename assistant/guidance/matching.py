"""Which matter a citizen's own words are about, by the keywords kept with each matter. No model, no I/O of its own."""

from __future__ import annotations

import re

from assistant.guidance.matters import Matter
from assistant.guidance.reading import catalogue

_NOISE = re.compile(r"[\s，。？！、；：,.?!;:“”\"'（）()…~～-]+")
_HOW_TO = re.compile(
    r"(带|拿|要|交|准备|需要).{0,4}(什么|啥|哪些)(材料|东西|证件|资料|证明)?|材料|手续|流程|步骤|清单|证件|"
    r"去(哪|什么地方)|(在|到|上)哪|找(谁|哪个部门)|谁办|(多久|多长时间|几天|多少天)|办下来|批下来|"
    r"(怎么|咋|如何|怎样)(?!算|回事|样|这么|那么|说|还|又)|(网上|手机).{0,6}(办|弄|申请|做)"
)

CLEAR = 2
"""A matter is meant alone when it covers at least this many characters more than the next one."""


def match_matter(text: str) -> tuple[Matter, ...]:
    """Matters a citizen's words may be about, best first; none when no keyword occurs.

    A matter counts the characters of ``text`` that its keywords cover; with a tie the order of the catalogue decides.
    """
    return tuple(matter for _, matter in _ranked(text))


def clear_matter(text: str) -> Matter | None:
    """The one matter the words are about; None when there is none, or when another is nearly as likely."""
    ranked = _ranked(text)
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEAR):
        return None
    return ranked[0][1]


def asks_how_to(text: str) -> bool:
    """Whether somebody asks how to have a thing done: what to bring, where, the steps, how long it takes."""
    return bool(_HOW_TO.search(_NOISE.sub("", text)))


def _ranked(text: str) -> list[tuple[int, Matter]]:
    said = _NOISE.sub("", text)
    scored = [(_covered(said, matter.keywords), matter) for matter in catalogue().matters]
    return sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])


def _covered(said: str, keywords: tuple[tuple[tuple[str, ...], ...], ...]) -> int:
    places: set[int] = set()
    for parts in keywords:
        words = [max((word for word in part if word in said), key=len, default="") for part in parts]
        if all(words):
            places.update(i for word in words for i in range(said.index(word), said.index(word) + len(word)))
    return len(places)
