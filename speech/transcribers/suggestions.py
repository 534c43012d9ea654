"""Engines that can listen once more with likely sentences in mind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from speech.ports import Transcriber

Suggest = Callable[[str], tuple[str, ...]]
"""From a first text to sentences that sound like it, most alike first."""


@runtime_checkable
class Suggestible(Protocol):
    """A ``Transcriber`` whose final reading takes suggestions."""

    def suggesting(self, suggest: Suggest) -> Transcriber:
        """The same engine and model with suggestions from ``suggest``."""
        ...


def with_suggestions(transcriber: Transcriber, suggest: Suggest) -> Transcriber:
    """The engine with suggestions where it takes them, and as it is where it does not."""
    return transcriber.suggesting(suggest) if isinstance(transcriber, Suggestible) else transcriber
