"""What citizens say about the handover itself: waiting, an offer, a call-back, a rating; and the replies to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant import handover_texts
from assistant.contacts import contact_in
from assistant.digit_runs import runs
from assistant.errors import BadInput
from assistant.handoff import wishes
from assistant.handoff.states import CITIZEN, WAITING, Case, Event, Reason, State, advance
from assistant.handover import CALL_BACK, Handovers, Wanted, fresh_case, not_wanted
from assistant.messages import Handover, InboundMessage, Memory, Outcome, Reply, Sentence
from assistant.personal_data import mask
from assistant.records import Standing
from assistant.steps.protect import in_danger

LONGEST_NUMBER = 24
"""Characters of a message that is a telephone number and little else."""
FEWEST = 7
"""Digits in a row that are meant as one."""
SAID_ALOUD = (Reason.MISUNDERSTOOD, Reason.FORM_GIVEN_UP, Reason.DISTRESS, Reason.COMPLAINT, Reason.DISPUTE)
"""Reasons for which the offer is a sentence of its own; other replies say already whom to ask."""


@dataclass(frozen=True, slots=True)
class Said:
    """A reply with what else it does to the conversation."""

    message: InboundMessage
    reply: Reply
    memory: Memory
    case: Case | None = None
    events: tuple[Event, ...] = ()


class HandoverWords:
    """Replies to words about the handover."""

    def __init__(self, handovers: Handovers) -> None:
        self._handovers = handovers

    async def reply(self, standing: Standing, message: InboundMessage) -> Said | None:
        """The reply to words about waiting, an offer or a call-back; None when the message is about something else."""
        text, memory, case = message.text.strip(), standing.memory, standing.case
        if in_danger(text):  # the assistant says first what must not wait
            return None
        if case and case.state in WAITING and (said := await self._in_queue(standing, message, case, text)):
            return said
        if memory.rating and (said := await self._rating(standing, message)):
            return said
        if memory.call_back and (said := await self._leaving(standing, message)):
            return said
        if memory.offered and case and case.state in (State.OFFERED, State.CALL_BACK):
            said = await self._to_the_offer(standing, message, case)
            if said:
                return said
        return await self._unasked(standing, message)

    async def _unasked(self, standing: Standing, message: InboundMessage) -> Said | None:
        """The reply to who wants a call or leaves a message though that was not the last thing spoken of."""
        text, memory, case = message.text.strip(), standing.memory, standing.case
        busy = memory.form is not None and memory.form.open
        if busy or self._handovers.desk.call_backs is None or self._handovers.nobody_ever:
            return None
        if case and case.state not in (State.OFFERED, State.CALL_BACK):
            return None
        wants_call, left = wishes.asks_call_back(text), wishes.leaves_message(text) if case else None
        if case and (wants_call or len(text) <= LONGEST_NUMBER) and (number := contact_in(text)):
            return await self._left(standing, message, "call", number.number)
        if left:
            return await self._left(standing, message, "message", None, left)
        if left is None and not wants_call:
            return None
        what, line = ("contact", handover_texts.ASK_CONTACT) if wants_call else ("message", handover_texts.ASK_MESSAGE)
        said = self._asking(standing, message, what, line)
        if case is None:
            now = self._handovers.desk.clock()
            fresh = fresh_case(standing, Reason.REQUESTED, wishes.GENERAL, now)
            offered, event = advance(fresh, State.OFFERED, CITIZEN, Reason.REQUESTED, now)
            said = replace(said, case=offered, events=(event,))
        return said

    async def _in_queue(self, standing: Standing, message: InboundMessage, case: Case, text: str) -> Said | None:
        """The reply to words about the waiting itself."""
        keeps_place = bool(standing.memory.call_back) and wishes.declines_offer(text)  # 不用了 is about the number then
        if wishes.cancels_waiting(text) and not keeps_place:
            lines, closed, event = self._handovers.cancelled(standing)
            said = self._said(standing, message, lines, Outcome.HANDOVER_DECLINED, Handover(), closed, (event,))
            return replace(said, memory=replace(said.memory, declined=not_wanted(standing)))
        if case.state is State.ASSIGNED:
            return None
        wants_call = wishes.wants_call_back(text)
        number = contact_in(text) if wants_call or len(text) <= LONGEST_NUMBER else None
        if number:
            return await self._left(standing, message, "call", number.number)
        if wants_call:
            return self._asking(standing, message, "contact", handover_texts.ASK_CONTACT)
        if wishes.asks_for_person(text) or wishes.asks_how_long(text):
            waiting = await self._handovers.still_waiting(case)
            return self._said(standing, message, waiting.lines, Outcome.HANDOVER_WAITING, waiting.handover)
        return None

    async def _to_the_offer(self, standing: Standing, message: InboundMessage, case: Case) -> Said | None:
        """The reply to a yes or a no to the person who was offered last."""
        text, offered = message.text.strip(), standing.memory.offered
        if wishes.accepts_offer(text, offered in SAID_ALOUD):
            priority = wishes.URGENT if offered == Reason.DISTRESS else case.priority
            skill = wishes.COMPLAINTS if wishes.wants_to_complain(text) else case.skill
            wanted = await self._handovers.wanted(standing, case.reason, skill, priority, CITIZEN)
            return self._called(standing, message, wanted)
        if not wishes.declines_offer(text):
            return None
        if case.state is State.OFFERED:
            lines, closed, event = self._handovers.cancelled(standing)
            said = self._said(standing, message, lines, Outcome.HANDOVER_DECLINED, Handover(), closed, (event,))
        else:  # what is registered stays so
            lines = (handover_texts.GOING_ON, handover_texts.ANY_TIME)
            said = self._said(standing, message, lines, Outcome.HANDOVER_DECLINED, Handover(False, case.state))
        return replace(said, memory=replace(said.memory, declined=not_wanted(standing)))

    async def _rating(self, standing: Standing, message: InboundMessage) -> Said | None:
        """How it was, in the citizen's words; None where nothing was asked any more."""
        care = self._handovers.desk.care
        score = care.score(message.text) if care else None
        if care is None or score is None:
            return None
        try:
            await care.rated(standing.record.id, score, "", self._handovers.desk.clock())
        except BadInput:
            return None
        return self._said(
            standing, message, (handover_texts.SATISFACTION_THANKS,), Outcome.ANSWERED_SMALL_TALK, Handover()
        )

    async def _leaving(self, standing: Standing, message: InboundMessage) -> Said | None:
        """A number, a message, or what is still missing of them."""
        text, asked = message.text.strip(), standing.memory.call_back
        if number := contact_in(text):
            return await self._left(standing, message, "call", number.number)
        if wishes.declines_offer(text):
            return await self._nothing_left(standing, message)
        left = wishes.leaves_message(text)
        if left == "":
            return self._asking(standing, message, "message", handover_texts.ASK_MESSAGE)
        if left:
            return await self._left(standing, message, "message", None, left)
        if asked == "message" and not wishes.asks_for_person(text):
            return await self._left(standing, message, "message", None, text)
        if wishes.wants_call_back(text):
            return self._asking(standing, message, "contact", handover_texts.ASK_CONTACT)
        if asked != "message" and _like_a_number(text):
            return self._asking(standing, message, "contact", handover_texts.NOT_A_NUMBER)
        return None

    async def _nothing_left(self, standing: Standing, message: InboundMessage) -> Said:
        """No number and no message: who waits keeps waiting, for the others it is over."""
        case = standing.case
        lines: tuple[str, ...] = (handover_texts.CALL_BACK_NOT_WANTED,)
        if case and case.state is State.OFFERED:
            _, closed, event = self._handovers.cancelled(standing)
            return self._said(standing, message, lines, Outcome.HANDOVER_DECLINED, Handover(), closed, (event,))
        if case and case.state is State.QUEUED:
            waiting = await self._handovers.still_waiting(case)
            lines = (handover_texts.GOING_ON, *waiting.lines)
            return self._said(standing, message, lines, Outcome.HANDOVER_DECLINED, waiting.handover)
        return self._said(standing, message, lines, Outcome.HANDOVER_DECLINED, Handover())

    async def _left(
        self, standing: Standing, message: InboundMessage, kind: str, contact: str | None, text: str = ""
    ) -> Said | None:
        case = standing.case
        if case is None:
            return None
        try:
            due = await self._handovers.keep(case, kind, contact, "", text)
        except BadInput as error:
            lines = tuple(f"{line}。" for line in (str(error), error.remedy) if line)
            return self._said(standing, message, lines, Outcome.HANDOVER_CALL_BACK, Handover(False, case.state))
        events: tuple[Event, ...] = ()
        if case.state is not State.CALL_BACK:
            reason = Reason.CALL_BACK_WANTED if kind == "call" else Reason.MESSAGE_LEFT
            case, event = advance(case, State.CALL_BACK, CITIZEN, reason, self._handovers.desk.clock())
            events = (event,)
        lines = handover_texts.registered(kind, due)
        handover = Handover(False, State.CALL_BACK)
        return self._said(standing, message, lines, Outcome.HANDOVER_CALL_BACK, handover, case, events)

    def _asking(self, standing: Standing, message: InboundMessage, what: str, line: str) -> Said:
        state = standing.case.state if standing.case else State.OFFERED
        handover = Handover(True, state, asks=CALL_BACK)
        said = self._said(standing, message, (line,), Outcome.HANDOVER_CALL_BACK, handover)
        return replace(said, memory=replace(said.memory, call_back=what))

    def _called(self, standing: Standing, message: InboundMessage, wanted: Wanted) -> Said:
        said = self._said(
            standing, message, wanted.lines, Outcome.HANDOVER_REQUESTED, wanted.handover, wanted.case, wanted.events
        )
        return replace(said, memory=replace(said.memory, call_back="either" if wanted.handover.asks else ""))

    def _said(
        self, standing: Standing, message: InboundMessage, lines: tuple[str, ...], outcome: Outcome,
        handover: Handover, case: Case | None = None, events: tuple[Event, ...] = (),
    ) -> Said:  # fmt: skip
        reply = Reply(tuple(Sentence(line) for line in lines), outcome, handover=handover)
        memory = replace(
            standing.memory, offered="", call_back="", rating="", last_outcome=outcome, misunderstandings=0,
            unconfirmed=None,
        )  # fmt: skip
        masked = replace(message, text=mask(message.text).text)
        return Said(masked, reply, memory, case, events)


def _like_a_number(text: str) -> bool:
    """Whether a message is little else than digits, typed or spoken, that were to be a telephone number."""
    digits = max((len(run) for run in runs(text)), default=0)
    return bool(re.fullmatch(r"[\d\s-]{5,20}", text)) or (digits >= FEWEST and len(text) <= LONGEST_NUMBER)
