"""A citizen who speaks: messages with how sure the recogniser was of them, through the real steps."""

from __future__ import annotations

from assistant.messages import HeardAs, InboundMessage, Memory, Misheard, Reply
from assistant.steps.verify import faults
from tests.unit._forms import NEVER, Citizen

SURE = HeardAs(0.9)


def doubtful(taken: str, *others: str, confidence: float = 0.8) -> HeardAs:
    """One word the recogniser was not sure of."""
    return HeardAs(confidence, (Misheard(taken, others),))


class Speaker(Citizen):
    """One conversation on one channel; everything is spoken unless typed with ``say``."""

    async def hear(self, text: str, heard: HeardAs = SURE) -> Reply:
        """The reply to words as they were recognised; each reply is checked."""
        message = InboundMessage(f"m{len(self.stored)}", self._channel, "one", text, heard=heard)
        stored, reply = await self._talk.respond(message)
        self.stored.append(stored.text)
        assert reply.outcome not in NEVER, (text, reply.outcome)
        assert not faults(reply), (text, faults(reply))
        return reply

    async def memory(self) -> Memory:
        """What is stored of the conversation."""
        return await self._memories.load("one")
