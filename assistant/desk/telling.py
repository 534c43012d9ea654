"""What the desk says in a conversation outside of a talk: outcomes of tickets and answers that were checked."""

from __future__ import annotations

import uuid
from datetime import datetime

from assistant import handover_texts
from assistant.changes import Changes
from assistant.desk.agents import Agent
from assistant.desk.held import Held
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
        await self._say(held.conversation, tuple(messages))

    async def _say(self, conversation: str, messages: tuple[MessageRecord, ...]) -> None:
        async def decide(standing: Standing) -> Change:
            return Change(messages)

        await self._changes.make(conversation, decide)
