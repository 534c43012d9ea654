"""What the desk says in a conversation outside of a talk: outcomes of tickets and answers that were checked."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from assistant import handover_texts
from assistant.changes import Changes
from assistant.desk.agents import Agent
from assistant.desk.held import Held
from assistant.handoff.states import PERSON
from assistant.records import Change, MessageRecord, Standing


class Telling:
    """Puts messages in conversations; each once."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes

    async def tell(self, conversation: str, text: str, now: datetime) -> None:
        """A line of the system."""
        await self._say(conversation, (MessageRecord(0, now, "system", text),))

    async def deliver(self, held: Held, decision: str, text: str, agent: Agent | None, now: datetime) -> None:
        """The outcome of a held answer; said once, whoever says it again."""
        key = f"held-{held.id}"
        notice = {
            "approve": handover_texts.ANSWER_CHECKED,
            "edit": handover_texts.ANSWER_CHECKED,
            "reject": handover_texts.ANSWER_REJECTED,
        }.get(decision, handover_texts.ANSWER_LAPSED)
        messages = [MessageRecord(0, now, "system", notice, key)]
        if decision == "approve":
            reply = {**held.reply, "reply_id": held.reply.get("reply_id") or str(uuid.uuid4())}
            messages.append(
                MessageRecord(0, now, "assistant", str(reply["text"]), key, str(reply["reply_id"]), reply)
            )  # fmt: skip
        elif text:
            messages.append(MessageRecord(0, now, "agent", text, key, author=agent.name if agent else None))
        await self._settle(held.conversation, tuple(messages), agent)

    async def _settle(self, conversation: str, messages: tuple[MessageRecord, ...], agent: Agent | None) -> None:
        """While a person has the conversation, what was approved is said by a person, and the rest not at all."""

        async def decide(standing: Standing) -> Change | None:
            if standing.case is None or standing.case.state not in PERSON:
                return Change(messages)
            said = tuple(_by_a_person(m, agent) for m in messages if m.sender != "system")
            return Change(said) if said else None

        await self._changes.make(conversation, decide)

    async def _say(self, conversation: str, messages: tuple[MessageRecord, ...]) -> None:
        async def decide(standing: Standing) -> Change:
            return Change(messages)

        await self._changes.make(conversation, decide)


def _by_a_person(message: MessageRecord, agent: Agent | None) -> MessageRecord:
    """An approved answer as the agent's own words, with its clauses."""
    if message.sender != "assistant":
        return message
    cited = tuple((message.reply or {}).get("citations", ()))
    author = agent.name if agent else None
    return replace(message, sender="agent", author=author, citations=cited, reply_id=None, reply=None)
