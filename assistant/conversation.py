"""One citizen's turn from message to reply, with what the conversation remembers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import texts
from assistant.errors import AssistantError
from assistant.messages import Handover, InboundMessage, Memory, Outcome, Reply, Sentence, Turn, Versions
from assistant.personal_data import mask
from assistant.pipeline import run
from assistant.ports import Memories, Step
from assistant.script import in_traditional
from assistant.steps.protect import canned

log = logging.getLogger(__name__)

_REMEMBERED = (
    Outcome.UNANSWERABLE_UNPUBLISHED,
    Outcome.ANSWERED,
    Outcome.ANSWERED_BOUNDARY,
    Outcome.ANSWERED_OUT_OF_SCOPE,
    Outcome.ESTIMATED,
)

_NOT_MISSED = (
    Outcome.UNANSWERABLE_UNPUBLISHED, Outcome.CLARIFY_FORM, Outcome.CLARIFY_IDENTITY, Outcome.CLARIFY_HEARD,
)  # fmt: skip
"""Ordinary questions of a form and figures that do not exist yet are no misunderstandings."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A turn at its end: the masked message as it may be stored, the reply, the memory after it, and the turn itself."""

    message: InboundMessage
    reply: Reply
    memory: Memory
    turn: Turn


class Conversations:
    """Answers messages. ``steps`` is the visible list from ``bootstrap``; everything else is injected."""

    def __init__(
        self,
        steps: Sequence[Step],
        memories: Memories,
        versions: Callable[[], Versions],
        today: Callable[[], date] = date.today,
        longest: int = 4000,
    ) -> None:
        self._steps = steps
        self._memories = memories
        self._versions = versions
        self._today = today
        self._longest = longest

    async def respond(self, message: InboundMessage) -> tuple[InboundMessage, Reply]:
        """The masked message and the checked reply to it, remembering in this process; for tools without a service."""
        answered = await self.answer(message, await self._memories.load(message.conversation))
        await self._memories.save(message.conversation, answered.memory)
        return answered.message, answered.reply

    async def answer(self, message: InboundMessage, memory: Memory) -> Answered:
        """The checked reply to a message, and what is remembered after it. Never raises for a citizen's input."""
        turn = Turn(message=message, today=self._today(), memory=memory, text=message.text, longest=self._longest)
        try:
            turn, reply = await run(turn, self._steps)
        except AssistantError as error:
            log.error("turn failed", extra={"error": type(error).__name__, "retry": error.retry})
            reply = canned(texts.INTERNAL_ERROR, Outcome.ERROR_INTERNAL, offered=True)
        reply = self._finished(turn, reply)
        after = remember(turn, reply)
        shown = in_traditional(reply) if turn.traditional else reply
        masked = replace(turn.message, text=mask(turn.message.text).text)
        return Answered(masked, shown, after, turn)

    def _finished(self, turn: Turn, reply: Reply) -> Reply:
        found = turn.understanding
        return replace(
            reply,
            as_of=reply.as_of or (found.as_of if found and found.as_of else turn.today),
            versions=self._versions(),
            handover=_after_misunderstandings(turn, reply),
        )


def _after_misunderstandings(turn: Turn, reply: Reply) -> Handover:
    """A person is offered after the second turn in a row that was not understood."""
    again = turn.memory.misunderstandings >= 1 and _missed(reply)
    return replace(reply.handover, offered=True) if again else reply.handover


def _missed(reply: Reply) -> bool:
    """Whether the citizen was not understood or not helped."""
    return reply.outcome not in _NOT_MISSED and reply.outcome.startswith(("unanswerable", "clarify"))


def remember(turn: Turn, reply: Reply) -> Memory:
    """What the conversation knows after this turn."""
    memory, found = turn.memory, turn.understanding
    asks_back = reply.outcome is Outcome.CLARIFY_HEARD  # neither understood nor misunderstood yet
    counted = memory.misunderstandings if asks_back else 0
    memory = replace(
        memory,
        asked=tuple(dict.fromkeys((*memory.asked, *reply.asked))),
        misunderstandings=memory.misunderstandings + 1 if _missed(reply) else counted,
        last_outcome=reply.outcome,
        unconfirmed=memory.unconfirmed if asks_back else None,
    )
    if found is None or reply.outcome not in _REMEMBERED:
        return memory
    carried = f"{memory.focus}，{found.focus}"[-120:] if found.follow_up else found.focus
    return replace(
        memory,
        focus=carried,
        schemes=found.schemes or memory.schemes,
        topic=reply.topic or memory.topic,
        passages=tuple(c.passage_id for c in reply.citations),
        last_sentences=_speakable(reply.sentences),
        last_citations=reply.citations,
        last_trace=reply.trace,
        last_tool=reply.trace.tool if reply.trace else None,
    )


def _speakable(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    return tuple(s for s in sentences if not s.detail)


class MemoriesInProcess:
    """``Memories`` in a dictionary; for the command line, evaluation and tests."""

    def __init__(self) -> None:
        self._kept: dict[str, Memory] = {}

    async def load(self, conversation: str) -> Memory:
        return self._kept.get(conversation, Memory())

    async def save(self, conversation: str, memory: Memory) -> None:
        self._kept[conversation] = memory
