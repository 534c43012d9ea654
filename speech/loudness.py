"""How loud the line and the one who speaks are, to tell a voice from what is not it. Levels in dBFS. Pure."""

from __future__ import annotations

_FALL, _FAR, _NEAR, _QUIETEST = 1.0, 26.0, 12.0, -65.0
_RISE, _ABOVE_FLOOR, _FAR_ABOVE_FLOOR = 3.0, 2.0, 6.0
"""Falls and rises in dB a second, the rest in dB."""


class VoiceLevel:
    """How loud in dBFS the one who speaks is: follows up at once and down slowly."""

    def __init__(self) -> None:
        self._level = _QUIETEST

    def hear(self, level: float, seconds: float) -> None:
        """A frame of that voice."""
        self._level = max(level, self._level - _FALL * seconds)

    def another(self, level: float) -> bool:
        """Whether so quiet a voice is somebody else's, of a television in the next room."""
        return level < max(_QUIETEST, self._level - _FAR)

    def same(self, level: float) -> bool:
        """Whether it is as loud as the voice was."""
        return level >= self._level - _NEAR


class NoiseFloor:
    """Level in dBFS of the line itself: follows down at once, also between words, and up slowly where nobody speaks."""

    def __init__(self) -> None:
        self._level: float | None = None

    def hear(self, level: float, seconds: float, *, voice: bool) -> None:
        """A frame; ``voice``: somebody may be speaking in it."""
        if self._level is None:
            self._level = None if voice else level
        elif voice:
            self._level = min(level, self._level)
        else:
            self._level = min(level, self._level + _RISE * seconds)

    def drowns(self, level: float) -> bool:
        """Whether in so quiet a frame there is only the line: in noise the detector says voice too long."""
        return self._level is not None and level < self._level + _ABOVE_FLOOR

    def far_below(self, level: float) -> bool:
        """Whether the frame stands out clearly."""
        return self._level is not None and level > self._level + _FAR_ABOVE_FLOOR
