"""How easily one syllable is heard as another: a cost in nats, 0 for the same sound.

Cheap are the mergers of southern accents (n/l, h/f, flat and curled sibilants, front and back nasals), which old
telephones and noise make as well; the rest falls off with articulatory distance.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from speech.repair.sounds import Syllable, syllable

TONE = 0.12
"""A different tone; engines and accents lose tones first."""

_FAR = 2.4
_PLACES = (
    ("b", "p", "m", "f"), ("d", "t", "n", "l"), ("g", "k", "h"), ("j", "q", "x"), ("zh", "ch", "sh", "r"),
    ("z", "c", "s"),
)  # fmt: skip
_MANNERS = (
    ("b", "d", "g"), ("p", "t", "k"), ("f", "h", "x", "sh", "s"), ("j", "zh", "z"), ("q", "ch", "c"), ("m", "n"),
    ("l", "r"),
)  # fmt: skip
_NEAR = {
    ("l", "n"): 0.4, ("f", "h"): 0.6, ("z", "zh"): 0.25, ("c", "ch"): 0.25, ("s", "sh"): 0.25, ("l", "r"): 0.8,
    ("n", "r"): 1.2, ("b", "p"): 0.8, ("d", "t"): 0.8, ("g", "k"): 0.8, ("j", "q"): 0.8, ("ch", "zh"): 0.8,
    ("c", "z"): 0.8, ("c", "zh"): 1.0, ("ch", "z"): 1.0, ("q", "x"): 0.9, ("j", "x"): 1.0, ("ch", "sh"): 0.9,
    ("c", "s"): 0.9, ("sh", "zh"): 1.1, ("s", "z"): 1.1, ("sh", "z"): 1.2, ("s", "zh"): 1.2, ("c", "sh"): 1.1,
    ("ch", "s"): 1.1, ("j", "zh"): 0.9, ("j", "z"): 0.9, ("ch", "q"): 0.9, ("c", "q"): 0.9, ("sh", "x"): 0.9,
    ("s", "x"): 0.9, ("g", "j"): 1.2, ("k", "q"): 1.2, ("h", "x"): 1.2, ("h", "k"): 1.1, ("g", "h"): 1.3,
    ("d", "j"): 1.3, ("q", "t"): 1.2, ("d", "l"): 1.1, ("d", "n"): 1.2, ("m", "n"): 1.0, ("b", "m"): 1.1,
    ("b", "d"): 1.1, ("d", "g"): 1.2, ("k", "t"): 1.2, ("p", "t"): 1.2, ("r", "zh"): 1.2, ("r", "sh"): 1.4,
}  # fmt: skip
_MEDIALS = {("", "i"): 0.7, ("", "u"): 0.6, ("i", "v"): 0.6, ("u", "v"): 0.9, ("i", "u"): 1.1, ("", "v"): 1.0}
_NUCLEI = {
    ("a", "e"): 0.9, ("a", "o"): 0.9, ("e", "o"): 0.7, ("e", "i"): 0.9, ("i", "v"): 0.5, ("-", "i"): 0.8,
    ("-", "e"): 0.8, ("o", "u"): 0.7, ("e", "u"): 1.0, ("u", "v"): 0.8, ("-", "u"): 1.0, ("a", "u"): 1.5,
}  # fmt: skip
_CODAS = {
    ("n", "ng"): 0.25, ("", "n"): 0.9, ("", "ng"): 0.9, ("", "i"): 0.8, ("", "u"): 0.7, ("", "r"): 0.5, ("i", "n"): 0.9,
    ("n", "u"): 1.1, ("ng", "u"): 0.9, ("i", "ng"): 1.1, ("i", "u"): 1.2,
}  # fmt: skip
_WHOLE = {
    ("ou", "uu"): 0.7, ("ien", "ii"): 0.9, ("ie", "ii"): 0.8, ("ieng", "ii"): 1.0, ("e", "en"): 0.7,
    ("en", "uen"): 0.5, ("eng", "ueng"): 0.5, ("ei", "uei"): 0.5, ("ian", "ie"): 0.8, ("iou", "v"): 0.9,
    ("iau", "iou"): 0.7, ("au", "ou"): 0.7, ("uo", "uu"): 0.8, ("e", "uo"): 0.6, ("ai", "ei"): 0.7, ("ai", "e"): 0.9,
    ("ian", "van"): 0.6, ("ien", "ven"): 0.6, ("ie", "ve"): 0.6, ("uan", "uen"): 0.8, ("au", "uo"): 1.1,
}  # fmt: skip
"""Pairs of finals that are nearer than the sum of their parts; keys are the parts run together, in order."""


def distance(one: str, other: str) -> float:
    """Cost of hearing the toneless syllable ``one`` where ``other`` was said; symmetric."""
    if one == other:
        return 0.0
    first, second = syllable(one), syllable(other)
    return _initials(first.initial, second.initial) + _finals(first, second)


def matrix(spelled: Sequence[str]) -> npt.NDArray[np.float32]:
    """``distance`` between all of ``spelled``; shape (n, n)."""
    parts = [syllable(each) for each in spelled]
    initials = sorted({part.initial for part in parts})
    finals = sorted({(part.medial, part.nucleus, part.coda) for part in parts})
    by_initial = np.array([[_initials(a, b) for b in initials] for a in initials], dtype=np.float32)
    by_final = np.array(
        [[_finals(Syllable("", *a), Syllable("", *b)) for b in finals] for a in finals], dtype=np.float32
    )
    rows = np.array([initials.index(part.initial) for part in parts])
    columns = np.array([finals.index((part.medial, part.nucleus, part.coda)) for part in parts])
    return np.asarray(by_initial[np.ix_(rows, rows)] + by_final[np.ix_(columns, columns)], dtype=np.float32)


def _initials(one: str, other: str) -> float:
    if one == other:
        return 0.0
    low, high = sorted((one, other))
    if (low, high) in _NEAR:
        return _NEAR[low, high]
    if not low:
        return 0.9 if high in ("n", "l", "r", "m", "h", "g") else 1.5
    if any(low in group and high in group for group in (*_PLACES, *_MANNERS)):
        return 1.5
    return _FAR


def _finals(one: Syllable, other: Syllable) -> float:
    low, high = sorted((one.medial + one.nucleus + one.coda, other.medial + other.nucleus + other.coda))
    if (low, high) in _WHOLE:
        return _WHOLE[low, high]
    return (
        _part(_MEDIALS, one.medial, other.medial)
        + _part(_NUCLEI, one.nucleus, other.nucleus)
        + _part(_CODAS, one.coda, other.coda)
    )


def _part(costs: dict[tuple[str, str], float], one: str, other: str) -> float:
    if one == other:
        return 0.0
    low, high = sorted((one, other))
    return costs.get((low, high), 1.5)
