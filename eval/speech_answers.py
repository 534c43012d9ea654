"""Whether a caller who was heard this way gets the answer meant for what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.bootstrap import Parts
from assistant.messages import InboundMessage, Reply
from eval.speech_fold import folded


@dataclass(frozen=True, slots=True)
class Agreement:
    """The answers to what was said and to what was written down."""

    said: Reply
    written: Reply

    @property
    def same(self) -> bool:
        """Same family of outcome, and the same sentences shown at first, in either script."""
        return _family(self.said) == _family(self.written) and _shown(self.said) == _shown(self.written)


async def agreements(parts: Parts, pairs: Sequence[tuple[str, str]]) -> list[Agreement]:
    """For each (said, written), both answered in a fresh conversation on the telephone."""
    answers: dict[str, Reply] = {}
    for text in dict.fromkeys(text for pair in pairs for text in pair):
        message = InboundMessage("m-1", "phone", f"speech-{len(answers)}", text)
        _, answers[text] = await parts.conversations.respond(message)
    return [Agreement(answers[said], answers[written]) for said, written in pairs]


def _family(reply: Reply) -> str:
    return reply.outcome.value.split("_")[0]


def _shown(reply: Reply) -> tuple[str, ...]:
    return tuple(folded(sentence.text) for sentence in reply.sentences if not sentence.detail)
