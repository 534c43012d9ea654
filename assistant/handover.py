"""Getting a person for a citizen: asking, waiting, giving up waiting, leaving a number. What agents do is in ``desk``."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from assistant import handover_texts, texts
from assistant.changes import Changes
from assistant.contacts import read_contact
from assistant.errors import BadInput
from assistant.handoff.availability import Availability, Kind, availability, told
from assistant.handoff.floor import GENERAL, Floor
from assistant.handoff.hours import OfficeHours
from assistant.handoff.states import (
    CITIZEN,
    PERSON,
    WAITING,
    Actor,
    Case,
    Event,
    Reason,
    Refused,
    State,
    advance,
    opened,
)
from assistant.handoff.wishes import OperatorRules
from assistant.messages import Handover
from assistant.public import notice
from assistant.records import Change, ConversationRecord, Feedback, Standing

CALL_BACK = "call_back"


class Left(Protocol):
    """What a citizen left, as it is kept."""

    @property
    def due_on(self) -> date: ...


class CallBackKeeper(Protocol):
    """Keeps what a citizen leaves for an agent."""

    async def leave(self, case: Case, kind: str, contact: str | None, wanted: str, text: str, now: datetime) -> Left:
        """Raises ``BadInput`` for a number that is none."""
        ...


class Care(Protocol):
    """What is made of a citizen's opinion."""

    def score(self, text: str) -> int | None:
        """The rating a message means, 1 to 5; None when it is about something else."""
        ...

    async def rated(self, conversation: str, score: int, text: str, now: datetime) -> None:
        """Raises ``BadInput`` when nothing was asked."""
        ...

    async def feedback(self, conversation: str, feedback: Feedback, now: datetime) -> None: ...


class Checks(Protocol):
    """Keeps answers back until a person has checked them."""

    async def topics(self) -> tuple[str, ...]:
        """Topics whose answers are checked."""
        ...

    async def hold(
        self, conversation: str, question: str, client_message_id: str, topic: str, reply: dict[str, Any], now: datetime
    ) -> object: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What handing over depends on. ``mode`` is desk, webhook (an agency's own desk) or none."""

    floor: Floor
    hours: OfficeHours
    rules: Callable[[], Awaitable[OperatorRules]]
    clock: Callable[[], datetime]
    mode: str = "desk"
    call_backs: CallBackKeeper | None = None
    care: Care | None = None
    checks: Checks | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What asking for a person led to: the case, the events of it, and what the citizen is told."""

    case: Case | None
    events: tuple[Event, ...]
    handover: Handover
    lines: tuple[str, ...]


class Handovers:
    """The citizen's side of a handover."""

    def __init__(self, changes: Changes, desk: Desk) -> None:
        self.changes = changes
        self.desk = desk

    @property
    def nobody_ever(self) -> bool:
        """Whether no person can be reached here at all."""
        return self.desk.mode == "none"

    async def availability(self, skill: str, case: Case | None = None) -> Availability:
        """Whether a person of the group can be had, and when."""
        now, floor = self.desk.clock(), self.desk.floor
        if self.desk.mode == "webhook":
            if self.desk.hours.is_open(now):
                return Availability(Kind.QUEUE, None, None, None, None)
            return availability(now, self.desk.hours, (), skill, 0, 0)
        ahead = await floor.ahead(case) if case and case.state is State.QUEUED else await floor.waiting(skill)
        on_duty = await floor.on_duty(now)
        return availability(now, self.desk.hours, on_duty, skill, ahead, await floor.handling_seconds(skill))

    async def wanted(self, standing: Standing, reason: Reason, skill: str, priority: int, actor: Actor) -> Wanted:
        """Call a person: the citizen is queued, or offered a call-back when nobody is there."""
        now, case = self.desk.clock(), standing.case
        if case and case.state in WAITING:
            return await self.still_waiting(case)
        skill = await self._staffed(case.skill if case and skill == GENERAL else skill)
        found = await self.availability(skill)
        fresh = fresh_case(standing, reason, skill, now, priority)
        start = _again(case, skill, priority) if case else fresh
        if found.kind is Kind.QUEUE:
            why = Reason.OFFER_ACCEPTED if case and case.state is State.OFFERED else reason
            queued, event = advance(start, State.QUEUED, actor, why, now)
            handover = Handover(True, queued.state, found.position, found.estimate_seconds)
            return Wanted(queued, (event,), handover, told(found))
        if case is None:
            offered, event = advance(start, State.OFFERED, actor, reason, now)
            return Wanted(offered, (event,), Handover(True, offered.state, asks=CALL_BACK), told(found))
        if case.state is State.CALL_BACK:
            return Wanted(None, (), Handover(True, case.state), (handover_texts.ALREADY_REGISTERED,))
        return Wanted(None, (), Handover(True, case.state, asks=CALL_BACK), told(found))

    async def _staffed(self, skill: str) -> str:
        """The group, or the general one when others are there but nobody of the group; who is at an agency's own desk
        is not known here."""
        on_duty = await self.desk.floor.on_duty(self.desk.clock())
        alone = self.desk.mode == "webhook" or not on_duty
        return skill if alone or any(skill in agent.skills for agent in on_duty) else GENERAL

    async def still_waiting(self, case: Case) -> Wanted:
        """Where the citizen stands in the queue."""
        if case.state is State.ASSIGNED:
            return Wanted(None, (), Handover(True, case.state), (handover_texts.STANDS[case.state],))
        found = await self.availability(case.skill, case)
        handover = Handover(True, case.state, found.position, found.estimate_seconds)
        return Wanted(None, (), handover, handover_texts.waiting(found.position, found.estimate_seconds))

    async def ask(self, record: ConversationRecord, reason: str | None) -> tuple[Handover, str]:
        """The citizen pressed the button: the state and what they are told, which also stands in the conversation."""
        if reason and len(reason) > 200:
            raise BadInput("原因太长", "请用200字以内说明")
        result: list[Wanted] = []

        async def decide(standing: Standing) -> Change | None:
            if standing.case and standing.case.state is State.WITH_AGENT:
                wanted = Wanted(None, (), Handover(True, State.WITH_AGENT), (handover_texts.PERSON_IS_HERE,))
            elif self.nobody_ever:
                wanted = Wanted(None, (), Handover(True, State.OFFERED), texts.HANDOVER)
            else:
                wanted = await self.wanted(standing, Reason.REQUESTED, GENERAL, 0, CITIZEN)
            result[:] = [wanted]
            asks = CALL_BACK if wanted.handover.asks else ""
            memory = replace(standing.memory, offered="", call_back="either" if asks else "")
            return Change(
                (notice(self.desk.clock(), "".join(wanted.lines), wanted.handover),), memory, wanted.case, wanted.events
            )

        await self.changes.make(record.id, decide)
        return result[0].handover, "".join(result[0].lines)

    async def cancel(self, record: ConversationRecord) -> tuple[Handover, str]:
        """The citizen does not want to wait, or does not want a person after all. Raises ``Refused``."""
        lines: tuple[str, ...] = ()

        async def decide(standing: Standing) -> Change | None:
            nonlocal lines
            lines, case, event = self.cancelled(standing)
            memory = replace(standing.memory, offered="", call_back="", declined=not_wanted(standing))
            return Change(
                (notice(self.desk.clock(), "".join(lines), Handover(False, case.state)),), memory, case, (event,)
            )

        await self.changes.make(record.id, decide)
        return Handover(), "".join(lines)

    def cancelled(self, standing: Standing) -> tuple[tuple[str, ...], Case, Event]:
        """The case given back to the assistant by the citizen. Raises ``Refused``."""
        case = standing.case
        if case is None or case.state not in (State.OFFERED, *WAITING):
            raise Refused("现在没有在排队", "不用取消，直接说您要问的事就行")
        declined = case.state is State.OFFERED
        reason = Reason.OFFER_DECLINED if declined else Reason.CITIZEN_CANCELLED
        case, event = advance(case, State.RETURNED, CITIZEN, reason, self.desk.clock())
        return handover_texts.transition_text(event), case, event

    async def call_back(
        self, record: ConversationRecord, kind: str, contact: str | None, wanted: str, text: str
    ) -> tuple[Handover, str]:
        """The citizen leaves a number or a message. Raises ``BadInput``."""
        due = await self.left(record.id, kind, contact, wanted, text)
        return await self.registered(record.id, kind, due)

    async def left(self, conversation: str, kind: str, contact: str | None, wanted: str, text: str) -> date:
        """Until when what the citizen left is to be answered; kept for a case that is opened if there is none."""
        self._takes_call_backs()
        if contact:
            read_contact(contact)

        async def decide(standing: Standing) -> Change | None:
            if standing.case:
                return None
            now = self.desk.clock()
            new = fresh_case(standing, Reason.REQUESTED, GENERAL, now)
            case, event = advance(new, State.OFFERED, CITIZEN, Reason.REQUESTED, now)
            return Change((), None, case, (event,))

        made = await self.changes.make(conversation, decide)
        case = made.change.case if made.change else made.before.case
        if case is None:
            raise Refused("现在不能留言", "请再试一次，或拨打12333")
        return await self.keep(case, kind, contact, wanted, text)

    async def keep(self, case: Case, kind: str, contact: str | None, wanted: str, text: str) -> date:
        """Until when what was left in this case is to be answered. Raises ``BadInput``."""
        if case.state in PERSON:
            raise Refused("工作人员已经在接待您", "有话直接说就行")
        return (await self._takes_call_backs().leave(case, kind, contact, wanted, text, self.desk.clock())).due_on

    def _takes_call_backs(self) -> CallBackKeeper:
        if self.desk.call_backs is None or self.nobody_ever:
            raise BadInput("这里不能留言", "请直接拨打12333")
        return self.desk.call_backs

    async def registered(self, conversation: str, kind: str, due: date) -> tuple[Handover, str]:
        """Tell the citizen that what they left will be answered."""
        reason = Reason.CALL_BACK_WANTED if kind == "call" else Reason.MESSAGE_LEFT
        lines: tuple[str, ...] = ()

        async def decide(standing: Standing) -> Change | None:
            nonlocal lines
            case = standing.case
            events: tuple[Event, ...] = ()
            if case and case.state in PERSON:  # somebody came while the form was sent
                raise Refused("工作人员已经在接待您", "有话直接说就行")
            if case and case.state is not State.CALL_BACK:
                case, event = advance(case, State.CALL_BACK, CITIZEN, reason, self.desk.clock())
                events = (event,)
            lines = handover_texts.registered(kind, due)
            memory = replace(standing.memory, offered="", call_back="")
            return Change(
                (notice(self.desk.clock(), "".join(lines), Handover(False, State.CALL_BACK)),), memory, case, events
            )

        await self.changes.make(conversation, decide)
        return Handover(False, State.CALL_BACK), "".join(lines)

    async def current(self, record: ConversationRecord) -> tuple[Handover, str]:
        """Who has the conversation now, in words."""
        standing = await self.changes.transcripts.standing(record.id)
        case = standing.case
        if case and case.state is State.QUEUED:
            wanted = await self.still_waiting(case)
            return wanted.handover, "".join(wanted.lines)
        state = case.state if case else State.WITH_ASSISTANT
        asks = CALL_BACK if standing.memory.call_back else None
        return Handover(state is State.OFFERED, state, asks=asks), handover_texts.STANDS[state]


def fresh_case(standing: Standing, reason: Reason, skill: str, now: datetime, priority: int = 0) -> Case:
    """A case of this conversation about to be offered or queued."""
    record = standing.record
    return opened(str(uuid.uuid4()), record.id, record.channel, reason, skill, now, priority=priority)


def not_wanted(standing: Standing) -> tuple[str, ...]:
    """Reasons that are not brought up again after a person was not wanted: what was offered, and the operator's rule."""
    case, memory = standing.case, standing.memory
    offered = (case.reason, memory.offered) if case and case.state in (State.OFFERED, State.CALL_BACK) else ()
    named = (*memory.declined, *offered, Reason.OPERATOR_RULE)
    return tuple(dict.fromkeys(str(one) for one in named if one))


def _again(case: Case, skill: str, priority: int) -> Case:
    """A case on its way to the queue; who left the queue before, without having met anybody, begins to wait anew."""
    since = case.queued_at if case.accepted_at else None
    return replace(case, skill=skill, priority=max(priority, case.priority), queued_at=since)
