"""``Transcripts`` in a dictionary; for the command line, evaluation and tests."""

from __future__ import annotations

from dataclasses import replace

from assistant.errors import NotFound
from assistant.records import ConversationRecord, Feedback, MessageRecord


class TranscriptsInProcess:
    """Forgets everything when the process ends."""

    def __init__(self) -> None:
        self._records: dict[str, ConversationRecord] = {}
        self._messages: dict[str, list[MessageRecord]] = {}
        self._feedback: dict[str, list[Feedback]] = {}

    async def open(self, record: ConversationRecord) -> None:
        self._records[record.id] = record
        self._messages[record.id] = []

    async def find(self, conversation: str) -> ConversationRecord | None:
        return self._records.get(conversation)

    async def append(self, conversation: str, messages: tuple[MessageRecord, ...]) -> tuple[MessageRecord, ...]:
        self._known(conversation)
        kept = self._messages[conversation]
        ids = {m.client_message_id for m in messages} - {None}
        if known := tuple(m for m in kept if m.client_message_id in ids):
            return known
        stored = []
        for message in messages:
            seq = len(kept) + 1
            reply = {**message.reply, "seq": seq} if message.reply else None
            kept.append(replace(message, seq=seq, reply=reply))
            stored.append(kept[-1])
        return tuple(stored)

    async def after(self, conversation: str, seq: int, limit: int = 200) -> tuple[MessageRecord, ...]:
        return tuple(m for m in self._messages.get(conversation, ()) if m.seq > seq)[:limit]

    async def answered(self, conversation: str, client_message_id: str) -> MessageRecord | None:
        found = (
            m
            for m in self._messages.get(conversation, ())
            if m.client_message_id == client_message_id and m.sender == "assistant"
        )
        return next(found, None)

    async def rate(self, conversation: str, feedback: Feedback) -> bool:
        if all(m.reply_id != feedback.reply_id for m in self._messages.get(conversation, ())):
            return False
        self._feedback.setdefault(conversation, []).append(feedback)
        return True

    async def set_handover(self, conversation: str, state: str) -> None:
        self._records[conversation] = replace(self._known(conversation), handover_state=state)

    async def ping(self) -> None:
        return None

    def _known(self, conversation: str) -> ConversationRecord:
        if conversation not in self._records:
            raise NotFound("没有这个会话")
        return self._records[conversation]
