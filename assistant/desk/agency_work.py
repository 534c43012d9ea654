"""An agency's own desk as it acts here: the same transitions as our desk's, by agents we do not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from assistant.changes import Changes
from assistant.errors import NotFound
from assistant.handoff.states import Actor, Case, Event, Reason, State, advance
from assistant.handover_texts import transition_text
from assistant.messages import Handover
from assistant.personal_data import mask
from assistant.public import notice
from assistant.records import Change, MessageRecord, Standing

AGENCY = "agency"
"""Who has a case that the agency's desk works on."""
ACTOR = Actor("agent", AGENCY)


class AgencyDesk:
    """Implements ``assistant.desk.foreign_desk.ForeignDesk``."""

    def __init__(self, changes: Changes, clock: Callable[[], datetime]) -> None:
        self._changes = changes
        self._clock = clock

    async def join(self, conversation: str, agent_name: str) -> None:
        async def decide(standing: Standing) -> Change | None:
            case, events = _open(standing), []
            if case.state is State.WITH_AGENT:
                return None
            for to in (State.QUEUED, State.ASSIGNED, State.WITH_AGENT):
                if to is State.QUEUED and case.state in (State.QUEUED, State.ASSIGNED):
                    continue
                if to is State.ASSIGNED and case.state is State.ASSIGNED:
                    continue
                case, event = advance(case, to, ACTOR, Reason.TAKEN, self._clock(), agent=AGENCY, detail=agent_name)
                events.append(event)
            return self._change(case, tuple(events), agent_name)

        await self._changes.make(conversation, decide)

    async def say(self, conversation: str, agent_name: str, text: str, message_id: str) -> None:
        async def decide(standing: Standing) -> Change:
            case, now = _open(standing), self._clock()
            message = MessageRecord(0, now, "agent", mask(text).text, message_id, author=agent_name)
            return Change((message,), None, None if case.first_reply_at else replace(case, first_reply_at=now))

        await self._changes.make(conversation, decide)

    async def resolve(self, conversation: str, resolution: str) -> None:
        await self._end(conversation, State.RESOLVED, Reason.ANSWERED, resolution)

    async def hand_back(self, conversation: str) -> None:
        await self._end(conversation, State.RETURNED, Reason.HANDED_BACK, None)

    async def _end(self, conversation: str, to: State, reason: Reason, resolution: str | None) -> None:
        async def decide(standing: Standing) -> Change | None:
            if standing.case is None:
                return None
            case, event = advance(standing.case, to, ACTOR, reason, self._clock(), detail=resolution or "")
            return self._change(replace(case, resolution=resolution), (event,), "")

        await self._changes.make(conversation, decide)

    def _change(self, case: Case, events: tuple[Event, ...], agent_name: str) -> Change:
        words = "".join(transition_text(events[-1], agent_name=agent_name))
        told = notice(self._clock(), words, Handover(False, case.state), agent_name or None)
        return Change((told,), None, case, events)


def _open(standing: Standing) -> Case:
    if standing.case is None:
        raise NotFound("这个会话现在没有转人工")
    return standing.case
