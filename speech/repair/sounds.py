"""Mandarin syllables taken apart: initial, medial, nucleus, coda and tone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

INITIALS = (
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s",
)  # fmt: skip
"""Two letters first, so that the longest match is taken."""

_SPELLED = {
    "yu": "v", "yue": "ve", "yuan": "van", "yun": "vn", "yi": "i", "ya": "ia", "ye": "ie", "yao": "iao", "you": "iou",
    "yan": "ian", "yin": "in", "yang": "iang", "ying": "ing", "yong": "iong", "yo": "io", "yai": "iai",
    "wu": "u", "wa": "ua", "wo": "uo", "wai": "uai", "wei": "uei", "wan": "uan", "wen": "uen", "wang": "uang",
    "weng": "ueng",
}  # fmt: skip
_SHORT = {"iu": "iou", "ui": "uei", "un": "uen"}
_PARTS = {
    "a": ("", "a", ""), "o": ("u", "o", ""), "e": ("", "e", ""), "ai": ("", "a", "i"), "ei": ("", "e", "i"),
    "ao": ("", "a", "u"), "ou": ("", "o", "u"), "an": ("", "a", "n"), "en": ("", "e", "n"), "ang": ("", "a", "ng"),
    "eng": ("", "e", "ng"), "ong": ("u", "e", "ng"), "er": ("", "e", "r"), "i": ("i", "i", ""), "ia": ("i", "a", ""),
    "ie": ("i", "e", ""), "iao": ("i", "a", "u"), "iou": ("i", "o", "u"), "ian": ("i", "a", "n"),
    "in": ("i", "e", "n"), "iang": ("i", "a", "ng"), "ing": ("i", "e", "ng"), "iong": ("v", "e", "ng"),
    "io": ("i", "o", ""), "iai": ("i", "a", "i"), "u": ("u", "u", ""), "ua": ("u", "a", ""), "uo": ("u", "o", ""),
    "uai": ("u", "a", "i"), "uei": ("u", "e", "i"), "uan": ("u", "a", "n"), "uen": ("u", "e", "n"),
    "uang": ("u", "a", "ng"), "ueng": ("u", "e", "ng"), "v": ("v", "v", ""), "ve": ("v", "e", ""),
    "van": ("v", "a", "n"), "vn": ("v", "e", "n"), "-i": ("", "-", ""), "ê": ("", "e", ""), "": ("", "", ""),
}  # fmt: skip
_SIBILANT = frozenset(("zh", "ch", "sh", "r", "z", "c", "s"))
_PALATAL = frozenset(("j", "q", "x"))


@dataclass(frozen=True, slots=True)
class Syllable:
    """One syllable without its tone; every part may be empty."""

    initial: str
    medial: str
    nucleus: str
    coda: str


@lru_cache(maxsize=1024)
def syllable(spelled: str) -> Syllable:
    """The parts of one toneless pinyin syllable, ``ü`` written ``v`` (``nv``, ``lve``)."""
    if spelled in _SPELLED:
        return Syllable("", *_PARTS[_SPELLED[spelled]])
    initial = next((each for each in INITIALS if spelled.startswith(each)), "")
    final = spelled[len(initial) :]
    if final == "i" and initial in _SIBILANT:
        final = "-i"
    elif initial in _PALATAL and final.startswith("u"):
        final = "v" + final[1:]
    return Syllable(initial, *_PARTS.get(_SHORT.get(final, final), ("", final, "")))
