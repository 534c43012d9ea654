"""Whether two short texts sound alike, as a recogniser confuses them: toneless syllables, southern mergers equal. Pure."""

from __future__ import annotations

from functools import lru_cache

_INITIALS = (
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y", "w",
)  # fmt: skip
_SAME_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "l": "n", "f": "h"}
_SAME_FINALS = {"ing": "in", "eng": "en", "ang": "an", "iang": "ian", "uang": "uan"}
_NEAR_INITIALS = frozenset({frozenset("bp"), frozenset("jq")})
_NEAR_FINALS = frozenset(map(frozenset, (
    ("an", "ai"), ("uan", "uai"), ("ian", "ie"), ("ian", "ia"), ("uo", "ou"), ("uo", "u"), ("uo", "e"), ("ou", "u"),
    ("ai", "ei"), ("en", "ei"), ("ao", "ou"), ("in", "i"),
)))  # fmt: skip
"""Parts of which one in a phrase may be heard as the other: 慢 as 买, 说 as 收."""
_ROOM = 3
"""Syllables from which one may be off."""

Sound = tuple[str, str]


@lru_cache(maxsize=1024)
def syllables(text: str) -> tuple[str, ...]:
    """The toneless pinyin of every Chinese character of ``text``; what is none is left as it stands."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(text, style=Style.NORMAL))


def once(said: tuple[str, ...]) -> tuple[str, ...]:
    """The syllables of something said twice or three times over, said once."""
    for times in (3, 2):
        size, rest = divmod(len(said), times)
        if size > 1 and not rest and said == said[:size] * times:
            return said[:size]
    return said


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one may have been heard where the other was said.

    Up to two syllables must be the same but for their tones; of more, one may be off by a near initial or final.
    """
    if len(one) != len(other) or not one:
        return False
    if len(one) < _ROOM:
        return one == other
    off = 0
    for (initial, final), (initial2, final2) in zip(map(_sound, one), map(_sound, other), strict=True):
        if (initial, final) == (initial2, final2):
            continue
        near = (
            final == final2
            and frozenset((initial, initial2)) in _NEAR_INITIALS
            or initial == initial2
            and frozenset((final, final2)) in _NEAR_FINALS
        )
        if not near or off:
            return False
        off += 1
    return True


@lru_cache(maxsize=1024)
def _sound(spelled: str) -> Sound:
    """Initial and final, those that accents merge written alike."""
    initial = next((each for each in _INITIALS if spelled.startswith(each)), "")
    final = spelled[len(initial) :]
    return _SAME_INITIALS.get(initial, initial), _SAME_FINALS.get(final, final)
