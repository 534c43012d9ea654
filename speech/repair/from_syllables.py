"""What syllables may have meant: texts of likely words for what a syllable reader heard, whatever the engine wrote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from speech.repair.candidates import Candidate, Proposer
from speech.repair.language_model import LanguageModel
from speech.repair.stored import TONES, Stored
from speech.values import Hypothesis, Transcript

_UNIT = re.compile(r"[a-zü]+|[^a-zü\s]")
_MARK = re.compile(r"[^\w\s]+")
_EACH = 4


class FromSyllables:
    """Spells syllables with characters that stand for them, and has likely words proposed in their place."""

    def __init__(self, stored: Stored, model: LanguageModel, proposer: Proposer) -> None:
        self._proposer = proposer
        standing: defaultdict[str, list[tuple[int, float, str]]] = defaultdict(list)
        for character, readings in zip(stored.characters, stored.readings, strict=True):
            rarity = -model.following("", character)
            for reading in readings:
                standing[stored.syllables[reading // TONES]].append((len(readings), rarity, character))
        self._standing = {syllable: min(found)[2] for syllable, found in standing.items()}

    def propose(self, heard: Sequence[Hypothesis], like: str) -> tuple[Candidate, ...]:
        """Texts for each of ``heard``, likeliest first, with the punctuation of ``like`` where they agree with it."""
        found: dict[str, Candidate] = {}
        for text in dict.fromkeys(self._spelled(each.text) for each in heard):
            for candidate in self._proposer.propose(Transcript(text, text, 0.0), _EACH)[1:] if text else ():
                found.setdefault(candidate.text, candidate)
        return tuple(Candidate(punctuated(each.text, like), 0.0, each.model) for each in found.values())

    def _spelled(self, syllables: str) -> str:
        units = _UNIT.findall(syllables)
        return "".join(self._standing.get(u.replace("ü", "v"), "") if u.isascii() or "ü" in u else u for u in units)


def punctuated(text: str, like: str) -> str:
    """``text`` with the marks of ``like`` behind the characters both have."""
    words = _MARK.sub("", like)
    marks: dict[int, str] = {}
    passed = 0
    for mark in _MARK.finditer(like):
        marks[mark.start() - passed] = mark.group()
        passed += len(mark.group())
    placed: dict[int, str] = {}
    for one, other, size in SequenceMatcher(None, words, text, autojunk=False).get_matching_blocks():
        placed |= {other + at - one: marks[at] for at in range(one + 1, one + size + 1) if at in marks}
    if len(words) in marks:
        placed[len(text)] = marks[len(words)]
    return "".join(c + placed.get(at, "") for at, c in enumerate(text, start=1))
