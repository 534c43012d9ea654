"""What an agent does with a conversation: take it, talk, pass it on, end it. Every change is one transition with its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from assistant.changes import Changes
from assistant.desk.agents import GENERAL, Agent
from assistant.errors import BadInput, NotFound
from assistant.handoff.states import DROPPED, PERSON, RESOLUTIONS, Actor, Case, Event, Reason, Refused, State, advance
from assistant.handover_texts import ASK_ON, ASK_SATISFACTION, CALL_BACK_ENDED, day_words, transition_text
from assistant.messages import Handover
from assistant.personal_data import mask
from assistant.public import notice
from assistant.records import Change, MessageRecord, Standing
from assistant.signals import Signal

LONGEST = 2000
"""Characters an agent's message may have."""
LOOKED_BACK = 500
"""Messages among which one that is sent again is looked for."""


class Surveys(Protocol):
    """Asks a citizen how it was, once a case."""

    async def ask(self, case: Case, now: datetime) -> bool:
        """True the first time, when the question should be put."""
        ...


class People(Protocol):
    """Finds an agent by id."""

    async def agent(self, agent_id: str) -> Agent | None: ...


@dataclass(frozen=True, slots=True)
class Passed:
    """Where a conversation goes: to an agent or to a group."""

    agent: str | None = None
    group: str | None = None
    note: str = ""


Cited = Callable[[tuple[str, ...]], tuple[dict[str, Any], ...]]
"""Clauses by their ids, as the contract writes citations. Raises ``NotFound``."""


class AgentWork:
    """The agent's side of a handover."""

    def __init__(
        self,
        changes: Changes,
        people: People,
        surveys: Surveys,
        cited: Cited,
        clock: Callable[[], datetime],
    ) -> None:
        self._changes = changes
        self._people = people
        self._surveys = surveys
        self._cited = cited
        self._clock = clock

    async def accept(self, case: str, agent: Agent) -> Case:
        """Take a queued case, one assigned to the agent, or one left for later, to answer it in the conversation.

        Raises ``Refused`` when somebody else has it.
        """

        def step(now: Case) -> tuple[Case, tuple[Event, ...]]:
            if now.state is State.WITH_AGENT and now.agent == agent.id:
                return now, ()
            if now.state is State.ASSIGNED and now.agent != agent.id:
                raise Refused("这位市民已经分派给别的坐席", "请接队列里的下一位")
            if now.state is State.WITH_AGENT:
                raise Refused("这位市民已经有人接待了", "请接队列里的下一位")
            actor, events = Actor("agent", agent.id), []
            if now.state is State.QUEUED and not takes(agent, now):
                raise Refused(f"这位市民在排“{now.skill}”组", "请接您自己组里的，或请班长分派")
            if now.state in (State.QUEUED, State.CALL_BACK):
                now, event = advance(now, State.ASSIGNED, actor, Reason.TAKEN, self._clock(), agent=agent.id)
                events.append(event)
            now, event = advance(now, State.WITH_AGENT, actor, Reason.TAKEN, self._clock(), agent=agent.id)
            return now, (*events, event)

        return await self._advance(case, step, agent.name)

    async def decline(self, case: str, agent: Agent) -> Case:
        """Give back a case that was assigned to the agent."""

        def step(now: Case) -> tuple[Case, tuple[Event, ...]]:
            if now.state is not State.ASSIGNED or now.agent != agent.id:
                raise Refused("这位市民没有分派给您", "请刷新后再看")
            now, event = advance(
                now, State.QUEUED, Actor("agent", agent.id), Reason.AGENT_DECLINED, self._clock()
            )  # fmt: skip
            return now, (event,)

        return await self._advance(case, step)

    async def say(
        self, case: str, agent: Agent, text: str, message_id: str, passages: tuple[str, ...] = ()
    ) -> MessageRecord:
        """A message to the citizen, with clauses to show beside it; the same message id is said once."""
        if not text.strip() or len(text) > LONGEST:
            raise BadInput("没有内容，或者太长", f"请写1到{LONGEST}个字")
        citations = self._cited(passages) if passages else ()
        found = await self.find(case)

        async def decide(standing: Standing) -> Change:
            now = self._held(standing, case, agent, (State.WITH_AGENT,))
            message = MessageRecord(
                0, self._clock(), "agent", mask(text).text, message_id, author=agent.name, citations=citations
            )
            first = None if now.first_reply_at else replace(now, first_reply_at=self._clock())
            return Change((message,), None, first)

        try:
            made = await self._changes.make(found.conversation, decide)
        except Refused:
            if known := await self._said_before(found.conversation, agent, message_id):
                return known
            raise
        return next(m for m in made.messages if m.sender == "agent")

    async def _said_before(self, conversation: str, agent: Agent, message_id: str) -> MessageRecord | None:
        """What is sent again though it was stored, by an agent who has lost the conversation since."""
        last = (await self._changes.transcripts.standing(conversation)).last_seq
        rows = await self._changes.transcripts.after(conversation, max(0, last - LOOKED_BACK), LOOKED_BACK)
        mine = ("agent", message_id, agent.name)
        return next((m for m in rows if (m.sender, m.client_message_id, m.author) == mine), None)

    async def typing(self, case: str, agent: Agent) -> None:
        """The agent is typing; the citizen sees it."""
        found = await self.find(case)
        if found.state is State.WITH_AGENT and found.agent == agent.id:
            await self._changes.signals.send(Signal(found.conversation, "typing", f"agent:{agent.name}"))

    async def transfer(self, case: str, agent: Agent, to: Passed) -> Case:
        """Pass a conversation to another agent, who must accept it, or to a group's queue."""
        if (to.agent is None) == (to.group is None):
            raise BadInput("没有说转给谁", "请选一位坐席或一个组")
        if to.agent == agent.id:
            raise BadInput("这位市民已经由您接待", "要转出去，请选别的坐席或一个组")
        other = await self._agent(to.agent) if to.agent else None
        actor = self._actor(agent)

        def step(now: Case) -> tuple[Case, tuple[Event, ...]]:
            self._mine(now, agent, PERSON | {State.QUEUED})
            if other:
                now, event = advance(
                    now, State.ASSIGNED, actor, Reason.TRANSFERRED_TO_AGENT, self._clock(), agent=other.id,
                    detail=other.name,
                )  # fmt: skip
                return now, (event,)
            now = replace(now, skill=to.group or now.skill, priority=max(now.priority, DROPPED))
            now, event = advance(
                now, State.QUEUED, actor, Reason.TRANSFERRED_TO_GROUP, self._clock(), detail=to.group or ""
            )
            return now, (event,)

        return await self._advance(case, step, other.name if other else "")

    async def assign(self, case: str, supervisor: Agent, to: str) -> Case:
        """A supervisor gives a case to an agent, whoever had it."""
        other = await self._agent(to)

        def step(now: Case) -> tuple[Case, tuple[Event, ...]]:
            now, event = advance(
                now, State.ASSIGNED, Actor("supervisor", supervisor.id), Reason.ASSIGNED_BY_SUPERVISOR, self._clock(),
                agent=other.id, detail=other.name,
            )  # fmt: skip
            return now, (event,)

        return await self._advance(case, step, other.name)

    async def close(self, case: str, agent: Agent, resolution: str) -> Case:
        """End a conversation with a resolution code; the citizen is asked once how it was."""
        if resolution not in RESOLUTIONS:
            raise BadInput("没有这个办结结果", "请从列表里选一个")
        to = State.LEFT if resolution == "no_answer" else State.RESOLVED
        reason = Reason.CITIZEN_GONE if to is State.LEFT else Reason.ANSWERED
        return await self._end(case, agent, to, reason, resolution)

    async def hand_back(self, case: str, agent: Agent) -> Case:
        """Give the conversation back to the assistant."""
        return await self._end(case, agent, State.RETURNED, Reason.HANDED_BACK, None)

    async def talking(self, case: str, agent: Agent) -> Case:
        """The case in which the agent talks with the citizen. Raises ``NotFound``, and ``Refused`` when another does."""
        found = await self.find(case)
        self._mine(found, agent, frozenset({State.WITH_AGENT}))
        return found

    async def call_back_later(self, case: str, agent: Agent, due: date | None = None) -> Case:
        """The agent will answer later, until the day ``due``; what is to be done stands in the call-backs."""

        def step(now: Case) -> tuple[Case, tuple[Event, ...]]:
            self._mine(now, agent)
            now, event = advance(
                now, State.CALL_BACK, self._actor(agent), Reason.CALL_BACK_WANTED, self._clock()
            )  # fmt: skip
            return now, (event,)

        return await self._advance(case, step, due=day_words(due) if due else "")

    async def conclude(self, case: str, reason: Reason, actor: Actor, detail: str, now: datetime) -> None:
        """A call-back came to its end; the citizen finds it in the conversation."""
        found = await self.find(case)

        async def decide(standing: Standing) -> Change | None:
            if standing.case is None or standing.case.id != case or standing.case.state is not State.CALL_BACK:
                return None
            ended, event = advance(standing.case, State.RESOLVED, actor, reason, now, detail=detail)
            ended = replace(ended, resolution="no_answer" if reason is Reason.NOT_REACHED else "answered")
            unsaid = reason is Reason.ANSWERED and ended.first_reply_at is None  # here nobody can read an answer
            words = (CALL_BACK_ENDED, ASK_ON) if unsaid else transition_text(event)
            return Change((self._notice("".join(words), ended),), None, ended, (event,))

        await self._changes.make(found.conversation, decide)

    async def _end(self, case: str, agent: Agent, to: State, reason: Reason, resolution: str | None) -> Case:
        def step(now: Case) -> tuple[Case, tuple[Event, ...]]:
            self._mine(now, agent)
            now, event = advance(now, to, self._actor(agent), reason, self._clock(), detail=resolution or "")
            return replace(now, resolution=resolution), (event,)

        ended = await self._advance(case, step)
        if to is not State.LEFT and await self._surveys.ask(ended, self._clock()):
            await self._ask(ended)
        return ended

    async def _ask(self, case: Case) -> None:
        """Put the question of satisfaction; the next message of the citizen may answer it."""

        async def decide(standing: Standing) -> Change | None:
            if standing.case and standing.case.id != case.id:
                return None
            handover = Handover(False, State.WITH_ASSISTANT, asks="satisfaction")
            message = notice(self._clock(), ASK_SATISFACTION, handover)
            return Change((message,), replace(standing.memory, rating=case.id))

        await self._changes.make(case.conversation, decide)

    async def _advance(
        self, case: str, step: Callable[[Case], tuple[Case, tuple[Event, ...]]], agent_name: str = "", due: str = ""
    ) -> Case:
        """Make one transition with the words the citizen hears of it."""
        found = await self.find(case)
        result: list[Case] = []

        async def decide(standing: Standing) -> Change | None:
            now = standing.case
            if now is None or now.id != case:
                raise Refused("这次接待已经结束了", "请刷新列表")
            now, events = step(now)
            result[:] = [now]
            if not events:
                return None
            words = "".join(transition_text(events[-1], agent_name=agent_name, due=due))
            memory = replace(standing.memory, offered="", call_back="", misunderstandings=0)
            told = replace(self._notice(words, now), author=agent_name if now.state is State.WITH_AGENT else None)
            return Change((told,), memory, now, events)

        await self._changes.make(found.conversation, decide)
        return result[0]

    def _notice(self, text: str, case: Case) -> MessageRecord:
        return notice(self._clock(), text, Handover(False, case.state))

    def _held(self, standing: Standing, case: str, agent: Agent, states: tuple[State, ...]) -> Case:
        now = standing.case
        if now is None or now.id != case or now.state not in states or now.agent != agent.id:
            raise Refused("这位市民现在不由您接待，消息没有发出", "请先接入，或刷新后再看")
        return now

    def _mine(self, case: Case, agent: Agent, states: frozenset[State] = PERSON) -> None:
        if case.state not in states or (case.agent != agent.id and not agent.may("supervisor")):
            raise Refused("这位市民现在不由您接待", "请先接入，或请班长处理")

    def _actor(self, agent: Agent) -> Actor:
        return Actor("supervisor" if agent.may("supervisor") else "agent", agent.id)

    async def _agent(self, agent: str) -> Agent:
        other = await self._people.agent(agent)
        if other is None or not other.active:
            raise NotFound("没有这位坐席")
        return other

    async def find(self, case: str) -> Case:
        """A case, open or closed. Raises ``NotFound``."""
        found = await self._changes.transcripts.case(case)
        if found is None:
            raise NotFound("没有这次接待")
        return found


def takes(agent: Agent, case: Case) -> bool:
    """Whether a queued case is for this agent: of a group of theirs, of everybody's, or anything for a supervisor."""
    return agent.may("supervisor") or case.skill == GENERAL or case.skill in agent.skills
