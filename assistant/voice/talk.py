"""Where one spoken conversation stands: what was said, what is still to be heard, how fast. Pure.

The web socket and the telephone share it: they play the parts they are given and report what they hear.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.voice import wording
from assistant.voice.commands import Command, asks_how, command_by_sound, command_of, takes
from assistant.voice.rendering import Offered, Part, Spoken

SLOWEST, FASTEST, STEP = 0.7, 1.2, 0.1
BREATH = 3
"""Sentences of what else there is that are said before it is asked whether to go on."""
_ASKED_AGAIN = (wording.NOT_HEARD, wording.NOT_HEARD_AGAIN, wording.NOBODY_THERE)


@dataclass(frozen=True, slots=True)
class Talk:
    """One spoken conversation. ``speed`` starts as the profile has it; ``last`` was said last, ``played`` parts of it
    to the end; ``basis`` and ``more`` may still be heard; ``asked`` is what 要 takes up.
    """

    speed: float = 1.0
    last: tuple[Part, ...] = ()
    played: int = 0
    basis: tuple[Part, ...] = ()
    more: tuple[Part, ...] = ()
    asked: Offered = ""
    stopped: bool = False
    """Whether it was told to be silent: 接着说 goes on from there."""

    def on_reply(self, spoken: Spoken) -> Next:
        """A reply came: its facts and its offers are said."""
        talk = replace(self, basis=spoken.of("basis"), more=spoken.of("more"), asked=spoken.asked)
        return talk._saying(spoken.of("fact", "offer"))

    def on_played(self, parts: int) -> Talk:
        """So many parts of what is being said were heard to their end."""
        return replace(self, played=min(self.played + parts, len(self.last)))

    def command(self, text: str) -> Command | None:
        """The command words are here and now; None when they are for the assistant.

        要 and 好 take up what was offered last, 不用了 refuses it (``stop``); 有依据吗 where there is nothing to say
        is a question. What is no command but sounds like one counts once something was said.
        """
        if self.asked and (taken := takes(text)) is not None:
            return self.asked if taken else "stop"
        if self.asked == "more" and asks_how(text):
            return "more"
        command = command_of(text) or (command_by_sound(text, speaking=not self.stopped) if self.last else None)
        if command == "basis":
            return command if self.basis else None
        if command == "more":
            return command if self.more or self._left else None
        return command if command != "repeat" or self.last else None

    def on_command(self, command: Command) -> Next:
        """What is said now, at which speed; nothing after ``stop``, and where there is nothing to say."""
        if command == "stop":
            return Next(replace(self, asked="", stopped=True), ())
        if command == "repeat":
            return self._saying(self.last)
        if command in ("slower", "faster"):
            return self._at(self.speed - STEP if command == "slower" else self.speed + STEP)
        return self._basis() if command == "basis" else self._more()

    def on_nothing(self, times: int) -> Next:
        """Nothing was understood for the ``times``-th time in a row, from 1: asked to say it again, then to a person.

        What was said before can still be repeated after it.
        """
        line = _ASKED_AGAIN[min(max(times, 1), len(_ASKED_AGAIN)) - 1]
        return Next(self, (Part(line, "fact"),))

    def _saying(self, parts: tuple[Part, ...]) -> Next:
        return Next(replace(self, last=parts, played=0, stopped=False), parts)

    @property
    def _left(self) -> tuple[Part, ...]:
        """What was broken off."""
        return self.last[self.played :] if self.stopped else ()

    def _at(self, speed: float) -> Next:
        """At another speed: on from the part that was being said; slower after the end, all of it once more."""
        slower = speed < self.speed
        talk = replace(self, speed=round(min(max(speed, SLOWEST), FASTEST), 2))
        rest = self.last[self.played :]
        return Next(talk, rest) if rest or not slower else talk._saying(self.last)

    def _basis(self) -> Next:
        asked: Offered = "more" if self.more else ""
        offer = (Part(wording.OFFER_MORE, "offer"),) if asked and self.basis else ()
        return replace(self, basis=(), asked=asked)._saying((*self.basis, *offer)) if self.basis else Next(self, ())

    def _more(self) -> Next:
        if self._left:
            return self._saying(self._left)
        if not self.more:
            return Next(self, ())
        now, rest = _first(self.more)
        asked: Offered = "more" if rest else "basis" if self.basis else ""
        line = {"more": wording.STILL_MORE, "basis": wording.OFFER_BASIS}.get(asked)
        offer = (Part(line, "offer"),) if line else ()
        return replace(self, more=rest, asked=asked)._saying((*now, *offer))


@dataclass(frozen=True, slots=True)
class Next:
    """How the talk stands after something happened, and the parts to say now."""

    talk: Talk
    say: tuple[Part, ...]


def _first(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts of the first few sentences, and the rest; a sentence is never cut in two."""
    ends = [at for at, part in enumerate(parts, start=1) if at == len(parts) or not _goes_on(part, parts[at])]
    end = ends[min(BREATH, len(ends)) - 1]
    return parts[:end], parts[end:]


def _goes_on(part: Part, following: Part) -> bool:
    if part.sentence is None or following.sentence is None:
        return following.sentence is part.sentence and not part.text.endswith(("。", "？", "！"))
    return part.sentence == following.sentence
