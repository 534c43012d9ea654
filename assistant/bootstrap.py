"""Picks the implementations. Nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.conversation import Conversations, MemoriesInProcess
from assistant.ports import Memories, Retriever, Step, Writer
from assistant.settings import Settings
from assistant.steps.act import act
from assistant.steps.compose import compose
from assistant.steps.normalise import normalise
from assistant.steps.protect import protect
from assistant.steps.retrieve import retrieve_with
from assistant.steps.understand import understand
from assistant.steps.verify import verify
from knowledge_base.encoders import SentenceEncoder
from knowledge_base.live import LiveIndex


@dataclass(frozen=True, slots=True)
class Parts:
    """What the service is made of."""

    settings: Settings
    retriever: Retriever
    conversations: Conversations


def steps_of_a_turn(retriever: Retriever, writer: Writer | None = None) -> tuple[Step, ...]:
    """The steps of a turn, in order. This list is the assistant."""
    return (protect, normalise, understand, act, retrieve_with(retriever), compose, verify)


def bootstrap(
    settings: Settings,
    *,
    retriever: Retriever | None = None,
    memories: Memories | None = None,
    today: Callable[[], date] = date.today,
) -> Parts:
    """The parts for ``settings``; each may be given instead."""
    found = retriever or LiveIndex(settings.index_dir, SentenceEncoder(settings.encoder))
    conversations = Conversations(
        steps_of_a_turn(found), memories or MemoriesInProcess(), lambda: found.version, today=today
    )
    return Parts(settings, found, conversations)
