"""``Transcripts`` in a dictionary; for the command line, evaluation and tests."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from assistant.errors import NotFound
from assistant.handoff.states import Case, Event
from assistant.messages import Memory
from assistant.records import Change, Conflict, ConversationRecord, Feedback, MessageRecord, Standing, Stored


class TranscriptsInProcess:
    """Forgets everything when the process ends."""

    def __init__(self) -> None:
        self._standings: dict[str, Standing] = {}
        self._messages: dict[str, list[MessageRecord]] = {}
        self._feedback: dict[str, list[Feedback]] = {}
        self._cases: dict[str, Case] = {}
        self.events: list[Event] = []

    async def open(self, record: ConversationRecord) -> None:
        self._standings[record.id] = Standing(record, Memory(), 0, 0, None)
        self._messages[record.id] = []

    async def find(self, conversation: str) -> ConversationRecord | None:
        found = self._standings.get(conversation)
        return found.record if found else None

    async def standing(self, conversation: str) -> Standing:
        if conversation not in self._standings:
            raise NotFound("没有这个会话")
        return self._standings[conversation]

    async def memories(self, conversations: Collection[str]) -> dict[str, Memory]:
        return {one: self._standings[one].memory for one in conversations if one in self._standings}

    async def commit(self, standing: Standing, change: Change) -> Stored:
        now = await self.standing(standing.record.id)
        kept = self._messages[now.record.id]
        ids = {(m.sender, m.client_message_id) for m in change.messages if m.client_message_id}
        if any((m.sender, m.client_message_id) in ids for m in kept):
            wanted = {one for _, one in ids}
            return Stored(tuple(m for m in kept if m.client_message_id in wanted), False)
        if now.version != standing.version:
            raise Conflict("会话已经变了")
        stored = tuple(_numbered(m, now.last_seq + i) for i, m in enumerate(change.messages, start=1))
        kept.extend(stored)
        self.events.extend(change.events)
        record, case = now.record, now.case
        if change.case:
            self._cases[change.case.id] = change.case
            case = change.case if change.case.open else None
            record = replace(record, handover_state=case.state if case else "none")
        memory = now.memory if change.memory is None else change.memory
        self._standings[record.id] = Standing(record, memory, now.version + 1, now.last_seq + len(stored), case)
        return Stored(stored, True)

    async def case(self, case: str) -> Case | None:
        return self._cases.get(case)

    async def after(self, conversation: str, seq: int, limit: int = 200) -> tuple[MessageRecord, ...]:
        return tuple(m for m in self._messages.get(conversation, ()) if m.seq > seq)[:limit]

    async def said(self, conversation: str, client_message_id: str) -> tuple[MessageRecord, ...]:
        senders = ("citizen", "assistant")
        kept = self._messages.get(conversation, ())
        return tuple(m for m in kept if m.client_message_id == client_message_id and m.sender in senders)

    async def rate(self, conversation: str, feedback: Feedback) -> bool:
        if all(m.reply_id != feedback.reply_id for m in self._messages.get(conversation, ())):
            return False
        self._feedback.setdefault(conversation, []).append(feedback)
        return True

    async def ping(self) -> None:
        return None


def _numbered(message: MessageRecord, seq: int) -> MessageRecord:
    return replace(message, seq=seq, reply={**message.reply, "seq": seq} if message.reply else None)
