"""Whether a model's sentences say what their clauses say, as far as wording can tell. Pure.

The figures are checked elsewhere; this catches what has no figure: talk about something else, and a turned rule
(不会清零 written as 会清零). It is strict on purpose: a refused answer is replaced by the clauses' own words.
"""

from __future__ import annotations

import re

from assistant.messages import Passage, Sentence

SHARED = 0.3
"""The share of a sentence's character pairs that its clauses must contain."""
REACH = 3
"""Characters over which a negation holds."""
_NEGATION = re.compile(r"[不没未无非勿别禁]")
_NOT_NEGATION = re.compile(r"不(但|仅|论|管|同|过|少于|低于|超过|晚于|早于)|无论|别人|特别|分别|个别|非常|未来|别的")
_PAUSE = re.compile(r"[^\u4e00-\u9fff\dA-Za-z]+")


def supported(written: tuple[Sentence, ...], passages: tuple[Passage, ...]) -> tuple[Sentence, ...]:
    """``written`` without unmarked chatter; nothing at all when a marked sentence is not what its clauses say."""
    kept: list[Sentence] = []
    for sentence in written:
        sources = [passages[mark - 1] for mark in sentence.marks] or passages
        foreign = _foreign(sentence.text, "\n".join(_words(p) for p in sources))
        if sentence.marks and (foreign or _turned(sentence.text, "\n".join(p.text for p in sources))):
            return ()
        if not foreign:
            kept.append(sentence)
    return tuple(kept)


def _words(passage: Passage) -> str:
    return "\n".join((passage.heading, *passage.asks, passage.text))


def _foreign(text: str, source: str) -> bool:
    pairs, known = _pairs(text), _pairs(source)
    return sum(pair in known for pair in pairs) < SHARED * max(1, len(pairs))


def _turned(text: str, source: str) -> bool:
    """Whether something is denied that the source only affirms, or the other way round."""
    said, told = _pairs(text), _pairs(source)
    return any(not said[pair] & told[pair] for pair in said if pair in told)


def _pairs(text: str) -> dict[str, set[bool]]:
    """Each pair of neighbouring characters, and whether it stands under a negation: yes, no, or both in turn."""
    found: dict[str, set[bool]] = {}
    for part in _PAUSE.split(_NOT_NEGATION.sub(lambda m: "＿" * len(m.group()), text)):
        for i in range(len(part) - 1):
            if not _NEGATION.search(part[i : i + 2]):
                found.setdefault(part[i : i + 2], set()).add(bool(_NEGATION.search(part[max(0, i - REACH) : i])))
    return found
