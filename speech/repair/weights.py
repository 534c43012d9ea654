"""What the parts of the evidence weigh against each other; costs are in nats. Tuned on generated utterances."""

from __future__ import annotations

from dataclasses import dataclass

NEVER = 99.0


@dataclass(frozen=True, slots=True)
class Proposing:
    """How readings are found: ``changed`` for each character put in place of a heard one, ``sound`` on its distance,
    ``model`` on the language model, ``skipped`` for a heard syllable left out (``skipped_first`` for the first),
    ``reading`` on what another reading of the engine scored below its best; ``length`` rewards
    each character, for a language model likes short texts; no change is considered that costs more than ``dearest``."""

    changed: float = 2.5
    sound: float = 3.0
    model: float = 0.8
    skipped: float = 13.0
    skipped_first: float = 6.0
    reading: float = 0.6
    length: float = 1.0
    dearest: float = 25.0


@dataclass(frozen=True, slots=True)
class Choosing:
    """How one of ``count`` readings is taken: ``cost`` on the cost by sound, ``model`` on the language model, ``fit``
    on the probability given the sound itself, ``length`` rewards each character; the heard text gives way to a total better by ``margin``."""

    count: int = 10
    cost: float = 0.4
    model: float = 0.8
    fit: float = 0.4
    length: float = 2.0
    margin: float = 1.0


@dataclass(frozen=True, slots=True)
class Asking:
    """When to doubt: ``warmth`` divides totals before they become beliefs; a span is doubted when the belief in it is
    less than ``sure``, and other readings are named from ``worth`` on; from ``grave`` on in any case where numbers
    differ or one reading denies what the other says."""

    warmth: float = 2.0
    sure: float = 0.7
    worth: float = 0.2
    grave: float = 0.12


ASKING = Asking()

BY_SOUND = (Proposing(), Choosing())
"""With an engine that can score a reading against the sound."""

BY_SYLLABLES = (
    Proposing(changed=0.3, skipped=4.0, skipped_first=3.0),
    Choosing(count=9, cost=0.0, model=0.6, fit=0.4, length=4.0, margin=2.0),
)
"""With an engine that hears syllables too: words for the syllables themselves, which nobody has written yet."""

BY_TEXT = (
    Proposing(changed=3.0, sound=5.0, skipped=NEVER, skipped_first=NEVER, dearest=12.0),
    Choosing(count=6, cost=1.0, fit=0.0, margin=7.0),
)
"""With the text alone: only what sounds nearly the same, and only for much."""
