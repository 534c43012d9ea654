"""What listening and speaking are made of. Engines and models stand behind these; each has a registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from speech.values import NO_HINTS, Clip, Hints, Hypothesis, Transcript


class Recognition(Protocol):
    """One utterance being recognised. Calls may block for as long as the engine computes: run them in the audio pool.

    Not for two threads at once.
    """

    def accept(self, pcm: bytes) -> None:
        """More sound, at the transcriber's rate."""
        ...

    def partial(self) -> Transcript:
        """The text so far; ``final`` is false."""
        ...

    def final(self) -> Transcript:
        """The whole text; an empty one when nothing was said. Asked again without new sound it costs nothing."""
        ...


@runtime_checkable
class Rescoring(Protocol):
    """A ``Recognition`` that can say how well a text fits the sound it has heard."""

    def score(self, texts: Sequence[str]) -> tuple[float, ...]:
        """Natural-log probability of each text given the sound, in the order asked."""
        ...


@runtime_checkable
class Sounding(Rescoring, Protocol):
    """A ``Rescoring`` that also hears syllables, whatever words they may make."""

    def syllables(self) -> tuple[Hypothesis, ...]:
        """What was heard as syllables and numerals (``jiao le 十年``), likeliest first; none when it cannot be told."""
        ...

    def glance(self, texts: Sequence[str]) -> tuple[float, ...]:
        """Natural-log probability of each text's syllables: coarser than ``score``, and far cheaper."""
        ...


class Transcriber(Protocol):
    """An engine with its model loaded, shared by every session. Raises ``Unavailable`` when it cannot be used."""

    @property
    def name(self) -> str: ...

    @property
    def rate(self) -> int:
        """The rate in Hz it takes sound at."""
        ...

    @property
    def streaming(self) -> bool:
        """Whether partial texts cost next to nothing, because the engine decodes as sound comes in."""
        ...

    def begin(self, hints: Hints = NO_HINTS) -> Recognition:
        """Start on one utterance."""
        ...


class Mender(Protocol):
    """Mends what an engine misheard. Leaves correct text alone."""

    def mend(self, heard: Transcript, fits: Rescoring | None = None, hints: Hints = NO_HINTS) -> Transcript:
        """The transcript with a better ``text``, and with the ``doubts`` that remain."""
        ...


class VoiceActivity(Protocol):
    """Speech probability of consecutive frames of one stream; holds state, so one for each stream."""

    @property
    def rate(self) -> int: ...

    @property
    def frame(self) -> int:
        """Samples of a frame."""
        ...

    def probability(self, pcm: bytes) -> float:
        """For one whole frame, in [0, 1]."""
        ...


class Synthesizer(Protocol):
    """A voice engine with its model loaded. Raises ``Unavailable`` when it cannot be used."""

    @property
    def name(self) -> str: ...

    @property
    def rate(self) -> int:
        """The rate in Hz its sound has."""
        ...

    @property
    def voices(self) -> tuple[str, ...]:
        """Names it can speak with, the default first."""
        ...

    @property
    def version(self) -> str:
        """What its sound depends on beside text, voice and speed: kept clips are made again when it changes."""
        ...

    def render(self, text: str, voice: str, speed: float) -> Clip:
        """One speakable phrase as sound; blocks. ``text`` has been through ``speech.speakable`` already."""
        ...
