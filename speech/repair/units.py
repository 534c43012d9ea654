"""A text cut into what is heard as one: a character with its sounds, or a whole number; punctuation hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from speech.repair.language_model import NUMBER_SIGN
from speech.repair.numerals import pieces
from speech.repair.stored import Stored


@dataclass(frozen=True, slots=True)
class Unit:
    """``text`` begins at ``start`` of the whole; ``sounds`` are its readings, none for numbers and foreign letters.

    ``after`` is the punctuation between it and the next.
    """

    text: str
    start: int
    sounds: tuple[int, ...]
    number: bool = False
    after: str = ""

    @property
    def sign(self) -> str:
        """What the language model sees."""
        return NUMBER_SIGN if self.number else self.text


class Cutter:
    """Cuts texts into units."""

    def __init__(self, stored: Stored) -> None:
        self._readings = dict(zip(stored.characters, stored.readings, strict=True))

    def sounds(self, character: str) -> tuple[int, ...]:
        """The readings of one character; none when it is not Chinese."""
        return self._readings.get(character, ())

    def cut(self, text: str) -> tuple[str, tuple[Unit, ...]]:
        """The punctuation before the first unit, and the units."""
        cut = pieces(text)
        starts = [0, *accumulate(len(piece) for piece, _ in cut)]
        return self._hung([(start, *each) for start, each in zip(starts, cut, strict=False)])

    def _hung(self, cut: Sequence[tuple[int, str, bool]]) -> tuple[str, tuple[Unit, ...]]:
        before, units = "", list[Unit]()
        for start, text, number in cut:
            if number or text.isalnum():
                units.append(Unit(text, start, () if number else self.sounds(text), number))
            elif units:
                last = units[-1]
                units[-1] = Unit(last.text, last.start, last.sounds, last.number, last.after + text)
            else:
                before += text
        return before, tuple(units)
