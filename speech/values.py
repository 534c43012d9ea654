"""The values of listening and speaking. Frozen, no I/O.

Sound between the parts is always *PCM*: 16-bit signed little-endian, one channel, at a named rate in Hz.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BYTES_PER_SAMPLE = 2


@dataclass(frozen=True, slots=True)
class Clip:
    """A piece of sound: ``pcm`` at ``rate`` Hz."""

    pcm: bytes
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.pcm) / BYTES_PER_SAMPLE / self.rate


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One way to read an utterance. ``score`` is the engine's natural-log probability of the whole text."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A stretch of the text the recogniser was not sure of: ``text[start:end]`` as taken, and what else it may be."""

    start: int
    end: int
    taken: str
    others: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard. ``text`` is mended and punctuated as the engine does; ``raw`` is what the engine wrote.

    ``confidence`` in [0, 1] is for the whole; ``alternatives`` are other readings, likeliest first; ``final`` is
    false while the person still speaks.
    """

    text: str
    raw: str
    confidence: float
    alternatives: tuple[Hypothesis, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    final: bool = True
    engine: str = ""
    numbers: tuple[tuple[Hypothesis, ...], ...] = ()
    """Readings as the kind of number that was asked for, a row for each manner of reading; scores compare within a row."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is likely to be said: words of the field, likeliest first, and what the assistant asked last.

    ``number`` is the kind of number it asked for, one of ``speech.number_hints.MANNERS``, or empty.
    """

    words: tuple[str, ...] = ()
    asked: str = ""
    number: str = ""


NO_HINTS = Hints()
"""Nothing in particular is expected."""

EventKind = Literal["speech_started", "interrupted", "partial", "final", "nothing"]


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that happened while listening. ``at`` counts seconds of sound since listening began.

    ``speech_started``  a voice was heard
    ``interrupted``     a voice was heard while the assistant itself was speaking
    ``partial``         ``transcript`` so far
    ``final``           the utterance is over; ``clip`` is its sound at the detector's rate, long silences shortened
    ``nothing``         nobody spoke for the profile's ``no_input`` seconds, or nothing in it was understood
    """

    kind: EventKind
    at: float
    transcript: Transcript | None = None
    clip: Clip | None = None
    waited: float = 0.0
    """For a final: seconds of processing between the decision that speech had ended and this text."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """How something is said. ``speed`` 0.7–1.2, 1 is the voice's own; ``pause`` seconds between facts."""

    voice: str = ""
    speed: float = 1.0
    pause: float = 0.35


@dataclass(frozen=True, slots=True)
class Listening:
    """When an utterance ends, and what counts as a voice. Seconds, unless said otherwise.

    ``end`` silence that ends an ordinary sentence; ``end_digits`` while digits, dates or an id number are being said;
    ``end_unfinished`` after 那个, 就是 and other words that promise more; ``longest`` caps an utterance;
    ``start`` voiced seconds that count as speech; ``interrupt`` the same while the assistant speaks;
    ``no_input`` silence after which ``nothing`` is reported; ``threshold`` speech probability of the voice detector;
    ``lead`` sound kept from before the voice; ``partial_every`` between partial texts.
    """

    end: float = 0.8
    end_digits: float = 1.5
    end_unfinished: float = 1.6
    longest: float = 15.0
    start: float = 0.16
    interrupt: float = 0.24
    no_input: float = 6.0
    threshold: float = 0.5
    lead: float = 0.3
    partial_every: float = 1.0


@dataclass(frozen=True, slots=True)
class Profile:
    """Who is spoken with."""

    name: str
    listening: Listening
    speaking: Speaking
