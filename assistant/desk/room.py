"""What an agent sees: the room at a glance, and everything about one case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from assistant.conversation import Conversations
from assistant.desk.agents import Agent
from assistant.desk.call_backs import CallBacks
from assistant.desk.case_json import case_json, event_json
from assistant.desk.presence import Presence
from assistant.desk.refusals import NotAllowed
from assistant.desk.work import takes
from assistant.errors import BadInput, NotFound
from assistant.handoff.packet import packet, packet_json, summary_line, unmasked
from assistant.handoff.states import PERSON, Case, Event
from assistant.handoff.wishes import asks_for_person
from assistant.messages import InboundMessage, Memory
from assistant.public import citation_json, message_json
from assistant.records import MessageRecord, Transcripts

LAST = 500
"""Messages of a conversation that are shown at once."""
CALL = 12
"""Characters up to which a call for a person is nothing but that."""
LISTENS_ANEW = timedelta(minutes=10)
"""How long after the last note of it listening in counts as the same."""
Verified = Callable[[str, str], Awaitable[str | None]]
"""Who was verified on a channel in a conversation, as it may be shown; None when nobody was."""


class CaseReading(Protocol):
    """Reads cases."""

    async def queue(self) -> tuple[Case, ...]: ...

    async def of_agent(self, agent: str) -> tuple[Case, ...]: ...

    async def events(self, case: str) -> tuple[Event, ...]: ...

    async def latest_messages(self, conversations: Collection[str]) -> dict[str, MessageRecord]: ...


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the room looks."""

    transcripts: Transcripts
    cases: CaseReading
    presence: Presence
    call_backs: CallBacks
    conversations: Conversations
    verified: Verified
    note: Callable[[str | None, str, str, str, datetime], Awaitable[None]]
    clock: Callable[[], datetime]


class Room:
    """Reads for the desk; decides only who may see what."""

    def __init__(self, sources: Sources) -> None:
        self._from = sources
        self._listening: dict[tuple[str, str], datetime] = {}

    async def lists(self, agent: Agent) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The queue this agent may take from, and their own cases, as the contract writes them."""
        now, names = self._from.clock(), await self.names()
        queue = tuple(c for c in await self._from.cases.queue() if takes(agent, c))
        mine = await self._from.cases.of_agent(agent.id)
        conversations = {c.conversation for c in (*queue, *mine)}
        latest = await self._from.cases.latest_messages(conversations)
        memories = await self._from.transcripts.memories(conversations)

        def shown(case: Case) -> dict[str, Any]:
            last = latest.get(case.conversation)
            line = summary_line(case, memories.get(case.conversation, Memory()), (last,) if last else ())
            return case_json(case, now, names, last, line)

        return [shown(c) for c in queue], [shown(c) for c in mine]

    async def names(self) -> dict[str, str]:
        """Agents' names by id."""
        return {one.agent.id: one.agent.name for one in await self._from.presence.everyone(self._from.clock())}

    async def seen(self, case: str, agent: Agent) -> Case:
        """The case, if the agent may see it; that a supervisor listens in is kept. Raises as ``visible`` does."""
        found = await self.visible(case, agent)
        if await self._with_another(found, agent):
            await self._listens(case, agent)
        return found

    async def visible(self, case: str, agent: Agent) -> Case:
        """The case, if the agent may see it as things stand now. Raises ``NotFound`` and ``NotAllowed``."""
        found = await self._from.transcripts.case(case)
        if found is None:
            raise NotFound("没有这次接待")
        if not agent.may("supervisor") and await self._with_another(found, agent):
            raise NotAllowed("这位市民正由别的坐席接待")
        return found

    async def _with_another(self, case: Case, agent: Agent) -> bool:
        """Whether another agent has the conversation now, in this case or in a later one: they show the same messages."""
        now = (await self._from.transcripts.standing(case.conversation)).case or case
        return now.state in PERSON and now.agent != agent.id

    async def _listens(self, case: str, agent: Agent) -> None:
        """Written down when a supervisor begins to look, not at every look of theirs."""
        now = self._from.clock()
        self._listening = {key: at for key, at in self._listening.items() if now - at < LISTENS_ANEW}
        if (agent.id, case) not in self._listening:
            self._listening[agent.id, case] = now
            await self._from.note(agent.id, "listen_in", case, "", now)

    async def dossier(self, case: str, agent: Agent) -> dict[str, Any]:
        """Everything about a case."""
        found = await self.seen(case, agent)
        now, names = self._from.clock(), await self.names()
        standing = await self._from.transcripts.standing(found.conversation)
        messages = await self._from.transcripts.after(found.conversation, max(0, standing.last_seq - LAST), LAST)
        record = standing.record
        made = packet(
            found, standing.memory, messages, record.profile, record.region,
            await self._from.verified(found.channel, found.conversation), (),
        )  # fmt: skip
        left = await self._from.call_backs.of_case(case)
        return {
            "case": case_json(found, now, names, None, summary_line(found, standing.memory, messages)),
            "packet": packet_json(made),
            "messages": [message_json(m) for m in messages],
            "events": [event_json(e, names) for e in await self._from.cases.events(case)],
            "call_back": None if left is None else {
                "id": left.id, "kind": left.kind, "contact_shown": left.contact_shown, "wanted": left.wanted,
                "text": left.text, "outcome": left.outcome,
            },
        }  # fmt: skip

    async def unmask(self, case: str, agent: Agent, field: str, reason: str) -> str:
        """A masked value in full; who looked and why is kept. Raises ``NotAllowed``, ``BadInput``, ``NotFound``."""
        found = await self.seen(case, agent)
        now = self._from.clock()
        if field == "contact":
            left = await self._from.call_backs.of_case(case)
            if left is None:
                raise NotFound("市民没有留电话")
            return await self._from.call_backs.reveal(left, agent, reason, now)
        if found.agent != agent.id and not agent.may("supervisor"):
            raise NotAllowed("先接入这位市民，才能看")
        if not reason.strip():
            raise BadInput("请写明为什么要看", "写一句话就行，例如“核对退休年龄”")
        memory = (await self._from.transcripts.standing(found.conversation)).memory
        value = unmasked(memory, field)
        if value is None:
            raise NotFound("没有这一项")
        await self._from.note(agent.id, "unmask", case, f"{field}：{reason}"[:200], now)
        return value

    async def suggestion(self, case: str, agent: Agent) -> dict[str, Any]:
        """What the assistant would answer to the citizen's last words; nothing of it is kept or sent."""
        found = await self.seen(case, agent)
        standing = await self._from.transcripts.standing(found.conversation)
        messages = await self._from.transcripts.after(found.conversation, max(0, standing.last_seq - LAST), LAST)
        asked = next((m for m in reversed(messages) if m.sender == "citizen" and not _only_calls(m.text)), None)
        if asked is None:
            raise NotFound("市民还没有说话")
        record = standing.record
        message = InboundMessage("suggestion", record.channel, record.id, asked.text, region=record.region)
        memory = standing.memory if standing.memory.last_outcome else Memory()
        reply = (await self._from.conversations.answer(message, memory)).reply
        if not reply.outcome.startswith(("answered", "estimated")):
            raise NotFound("助手对这句话没有可以建议的答复")
        text = "".join(s.text for s in reply.sentences if not s.detail and "转人工" not in s.text)
        return {
            "text": text, "outcome": str(reply.outcome), "citations": [citation_json(c) for c in reply.citations]
        }  # fmt: skip


def _only_calls(text: str) -> bool:
    """Whether a message says no more than that a person is wanted, so that there is nothing to answer in it."""
    return len(text) <= CALL and asks_for_person(text)
