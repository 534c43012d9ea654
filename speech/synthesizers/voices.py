"""Which of an engine's voices is meant."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.errors import BadInput


def chosen(voice: str, voices: Sequence[str]) -> str:
    """``voice``, or the first when it is empty. Raises ``BadInput`` that lists what there is."""
    if not voice:
        return voices[0]
    if voice not in voices:
        raise BadInput(f"没有叫“{voice}”的声音", f"可用：{'、'.join(voices)}")
    return voice


def put_first(voice: str, voices: Sequence[str]) -> tuple[str, ...]:
    """The same voices with ``voice`` as the first. Raises ``BadInput``."""
    first = chosen(voice, voices)
    return (first, *(each for each in voices if each != first))
