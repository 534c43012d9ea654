"""Speakable Chinese as the phonemes Kokoro was trained on.

Words stand apart and tones are written as they sound alone, the way misaki 0.9 prepares text for Kokoro 1.0; the model
itself runs neighbouring tones together.
"""

from __future__ import annotations

import re
from functools import lru_cache

from speech.pronunciation import read

_RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]+|[^\u4e00-\u9fffA-Za-z]+")
_MARKS = str.maketrans({"，": ", ", "、": ", ", "。": ". ", "！": "! ", "？": "? ", "；": "; ", "：": ": ", "…": "… "})
_LETTERS = {
    "A": "ˈA", "B": "bˈi", "C": "sˈi", "D": "dˈi", "E": "ˈi", "F": "ˈɛf", "G": "ʤˈi", "H": "ˈAʧ", "I": "ˈI", "J": "ʤˈA",
    "K": "kˈA", "L": "ˈɛl", "M": "ˈɛm", "N": "ˈɛn", "O": "ˈO", "P": "pˈi", "Q": "kjˈu", "R": "ˈɑɹ", "S": "ˈɛs", "T": "tˈi",
    "U": "jˈu", "V": "vˈi", "W": "dˈʌbᵊljˌu", "X": "ˈɛks", "Y": "wˈI", "Z": "zˈi",
}  # fmt: skip
"""English names of the letters, in the phonemes of the model."""


def phonemes(text: str) -> str:
    """Phonemes of ``text``, punctuation kept; empty when there is no word in it. May be used by many threads."""
    said = "".join(_run(run) for run in _RUN.findall(text))
    said = re.sub(r" +(?=[,.!?;:…])", "", re.sub(r" {2,}", " ", said)).strip()
    return said if any(char.isalpha() for char in said) else ""


def _run(run: str) -> str:
    if run[0].isascii() and run[0].isalpha():
        return f" {' '.join(_LETTERS[letter] for letter in run.upper())} "
    if not "\u4e00" <= run[0] <= "\u9fff":
        return run.translate(_MARKS)
    return f" {' '.join(''.join(map(_ipa, word)) for word in read(run))} "


@lru_cache(maxsize=2048)
def _ipa(syllable: str) -> str:
    from misaki.zh import ZHG2P

    try:
        return str(ZHG2P.py2ipa(syllable)).replace("\u032f", "")
    except (AssertionError, LookupError, ValueError):
        return ""
