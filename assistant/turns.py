"""What one message of a citizen does to a conversation: the assistant answers, a person is called, or it waits for one."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace

from assistant import handover_texts
from assistant.contacts import contact_in
from assistant.conversation import Answered, Conversations
from assistant.digit_runs import runs
from assistant.errors import BadInput
from assistant.handoff import wishes
from assistant.handoff.states import ASSISTANT, CITIZEN, WAITING, Case, Event, Reason, State, advance, opened
from assistant.handoff.topics import topics_of
from assistant.handoff.wishes import Signs, Wish
from assistant.handover import CALL_BACK, Handovers, Wanted, not_wanted
from assistant.messages import Handover, InboundMessage, Memory, Outcome, Reply, Sentence
from assistant.personal_data import mask
from assistant.public import reply_json
from assistant.records import Change, MessageRecord, Standing
from assistant.script import in_traditional
from assistant.steps.act import DATE_FORM
from assistant.steps.protect import in_danger

ASK_PERSON = "转人工"
LONGEST_NUMBER = 24
"""Characters of a message that is a telephone number and little else."""
FEWEST = 7
"""Digits in a row that are meant as one."""
_WORTH = ("answered", "estimated", "clarify_form", "clarify_identity", "guarded")
"""Outcomes that are said to somebody who waits for a person; others would only be in the way."""
CHECKED = (Outcome.ANSWERED, Outcome.ANSWERED_BOUNDARY, Outcome.ESTIMATED)
"""Outcomes that an operator may want checked before they are sent."""
HELD = (handover_texts.ANSWER_HELD, handover_texts.ANSWER_HELD_MEANWHILE)
SAID_ALOUD = (Reason.MISUNDERSTOOD, Reason.FORM_GIVEN_UP, Reason.DISTRESS, Reason.COMPLAINT, Reason.DISPUTE)
"""Reasons for which the offer is a sentence of its own; other replies say already whom to ask."""
SMALL = (Outcome.ANSWERED_SMALL_TALK, Outcome.ANSWERED_REPEAT)


@dataclass(frozen=True, slots=True)
class Said:
    """A reply with what else it does to the conversation."""

    message: InboundMessage
    reply: Reply
    memory: Memory
    case: Case | None = None
    events: tuple[Event, ...] = ()


class Turns:
    """Decides who answers a citizen's message, and makes the change of it."""

    def __init__(self, conversations: Conversations, handovers: Handovers) -> None:
        self._conversations = conversations
        self._handovers = handovers

    async def change(self, standing: Standing, message: InboundMessage) -> tuple[Change, Reply | None]:
        """What is stored, and the reply; None when a person has the conversation and the assistant is silent."""
        case = standing.case
        if case and case.state in (State.ASSIGNED, State.WITH_AGENT):
            waits = case.state is State.ASSIGNED and wishes.cancels_waiting(message.text)
            if not waits:
                return self._for_the_agent(standing, message), None
        said = await self._about_handover(standing, message)
        if said is None:
            answered = await self._conversations.answer(message, standing.memory)
            said = await self._held(standing, answered) or await self._after(standing, answered)
        said = replace(said, reply=_with_state(said.reply, said.case or standing.case))
        if said.memory.traditional:
            said = replace(said, reply=in_traditional(said.reply))
        return self._stored(standing, said), said.reply

    def _for_the_agent(self, standing: Standing, message: InboundMessage) -> Change:
        now, case = self._handovers.desk.clock(), standing.case
        urgent = replace(case, priority=wishes.URGENT) if case and in_danger(message.text) else None
        return Change((MessageRecord(0, now, "citizen", mask(message.text).text, message.id),), None, urgent)

    def _stored(self, standing: Standing, said: Said) -> Change:
        now, reply_id = self._handovers.desk.clock(), str(uuid.uuid4())
        reply = said.reply
        shown = reply_json(reply, reply_id, standing.record.id)
        return Change(
            (
                MessageRecord(0, now, "citizen", said.message.text, said.message.id),
                MessageRecord(0, now, "assistant", reply.text, said.message.id, reply_id, shown),
            ),
            said.memory, said.case, said.events,
        )  # fmt: skip

    async def _about_handover(self, standing: Standing, message: InboundMessage) -> Said | None:
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
            record, now = standing.record, self._handovers.desk.clock()
            fresh = opened(str(uuid.uuid4()), record.id, record.channel, Reason.REQUESTED, wishes.GENERAL, now)
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
        if wishes.asks_for_person(text):
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

    async def _held(self, standing: Standing, answered: Answered) -> Said | None:
        """The answer kept back until a person has checked it, where its topic is one of those."""
        desk, reply = self._handovers.desk, answered.reply
        waits = standing.case is not None and standing.case.state in WAITING
        if desk.checks is None or waits or reply.outcome not in CHECKED:
            return None
        checked = await desk.checks.topics()
        topic = next((one for one in topics_of(reply) if one in checked), None)
        if topic is None:
            return None
        waiting = replace(
            reply, sentences=tuple(Sentence(line) for line in HELD), outcome=Outcome.HANDOVER_TO_CHECK, citations=(),
            suggestions=(), form=None, trace=None,
        )  # fmt: skip
        message = answered.message
        shown = reply_json(reply, str(uuid.uuid4()), standing.record.id)
        await desk.checks.hold(standing.record.id, message.text, message.id, topic, shown, desk.clock())
        memory = replace(
            standing.memory, last_outcome=waiting.outcome, traditional=answered.memory.traditional, offered="",
            call_back="", rating="",
        )  # fmt: skip
        return Said(message, waiting, memory)

    async def _after(self, standing: Standing, answered: Answered) -> Said:
        """The assistant's reply, and the person who is offered or called beside it."""
        still = standing.memory.call_back if answered.reply.outcome in SMALL else ""  # 好的 does not end the invitation
        said = Said(answered.message, answered.reply, replace(answered.memory, offered="", call_back=still, rating=""))
        if self._handovers.nobody_ever:
            return self._told_only(said)
        wish = wishes.wish(await self._signs(standing, answered))
        state = standing.case.state if standing.case else State.WITH_ASSISTANT
        if state is State.QUEUED and standing.case:
            urgent = said.reply.outcome is Outcome.GUARDED_DISTRESS
            return await self._while_waiting(standing.case, said, wishes.URGENT if urgent else 0)
        if wish is None:
            return said
        if wish.reason is Reason.OPERATOR_RULE:
            said = replace(said, memory=replace(said.memory, declined=_and(said.memory.declined, wish.reason)))
        if wish.straight:
            wanted = await self._handovers.wanted(standing, wish.reason, wish.skill, wish.priority, ASSISTANT)
            return self._with_person(said, wanted, keep=wish.reason is not Reason.REQUESTED)
        return self._offering(standing, said, wish)

    async def _while_waiting(self, case: Case, said: Said, priority: int) -> Said:
        """The reply with the place in the queue; who is in danger moves forward."""
        if priority > case.priority:
            case = replace(case, priority=priority)
            said = replace(said, case=case)
        waiting = await self._handovers.still_waiting(case)
        lines = tuple(Sentence(line) for line in waiting.lines)
        worth = said.reply.outcome.startswith(_WORTH) and said.reply.outcome not in SMALL
        kept = replace(said.reply, sentences=(*said.reply.sentences, *lines), handover=waiting.handover)
        reply = kept if worth else Reply(lines, Outcome.HANDOVER_WAITING, handover=waiting.handover)
        return replace(said, reply=replace(reply, as_of=said.reply.as_of, versions=said.reply.versions))

    def _with_person(self, said: Said, wanted: Wanted, *, keep: bool) -> Said:
        """A person is called: said after what the assistant had to say, or instead of it."""
        lines = tuple(Sentence(line) for line in wanted.lines)
        first = tuple(s for s in said.reply.sentences if not s.detail and ASK_PERSON not in s.text) if keep else ()
        reply = replace(said.reply, sentences=(*first, *lines), handover=wanted.handover, suggestions=())
        if not keep:
            reply = replace(reply, outcome=Outcome.HANDOVER_REQUESTED, citations=(), form=None, trace=None)
        memory = replace(said.memory, call_back="either" if wanted.handover.asks else "", misunderstandings=0)
        return replace(said, reply=reply, memory=memory, case=wanted.case, events=wanted.events)

    def _offering(self, standing: Standing, said: Said, wish: Wish) -> Said:
        """A person is offered beside the answer; the case is opened once."""
        lines = handover_texts.OFFERS.get(wish.reason, (handover_texts.OFFER,)) if wish.reason in SAID_ALOUD else ()
        aloud = tuple(Sentence(line) for line in lines)
        sentences = (*said.reply.sentences, *aloud)
        said = replace(said, reply=replace(said.reply, sentences=sentences))
        suggestions = (*said.reply.suggestions[:2], ASK_PERSON)
        offer = Handover(True, State.OFFERED)
        memory = replace(said.memory, offered=wish.reason)
        if standing.case:
            offer = replace(offer, state=standing.case.state)
            return replace(said, reply=replace(said.reply, handover=offer, suggestions=suggestions), memory=memory)
        now = self._handovers.desk.clock()
        record = standing.record
        new = opened(str(uuid.uuid4()), record.id, record.channel, wish.reason, wish.skill, now, priority=wish.priority)
        case, event = advance(new, State.OFFERED, ASSISTANT, wish.reason, now)
        reply = replace(said.reply, handover=offer, suggestions=suggestions)
        return replace(said, reply=reply, memory=memory, case=case, events=(event,))

    def _told_only(self, said: Said) -> Said:
        """Where no person can be had here the reply says whom to call."""
        requested = said.reply.outcome is Outcome.HANDOVER_REQUESTED
        handover = Handover(True, State.OFFERED) if requested else said.reply.handover
        return replace(said, reply=replace(said.reply, handover=handover))

    async def _signs(self, standing: Standing, answered: Answered) -> Signs:
        turn, reply = answered.turn, answered.reply
        found, before = turn.understanding, standing.memory.form
        given_up = before is not None and before.open and before.tool != DATE_FORM and answered.memory.form is None
        return Signs(
            text=answered.message.text,
            intent=found.intent if found else "",
            outcome=reply.outcome,
            complaint=bool(found and found.complaint),
            personal_case=bool(found and found.personal_case),
            age=_age(answered),
            profile=standing.record.profile,
            topic=reply.topic,
            misunderstandings=answered.memory.misunderstandings,
            form_given_up=given_up,
            offered=reply.handover.offered,
            channel=standing.record.channel,
            declined=tuple(Reason(one) for one in standing.memory.declined),
            rules=await self._handovers.desk.rules(),
        )

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
            standing.memory, offered="", call_back="", rating="", last_outcome=outcome, misunderstandings=0
        )
        masked = replace(message, text=mask(message.text).text)
        return Said(masked, reply, memory, case, events)


def _like_a_number(text: str) -> bool:
    """Whether a message is little else than digits, typed or spoken, that were to be a telephone number."""
    digits = max((len(run) for run in runs(text)), default=0)
    return bool(re.fullmatch(r"[\d\s-]{5,20}", text)) or (digits >= FEWEST and len(text) <= LONGEST_NUMBER)


def _with_state(reply: Reply, case: Case | None) -> Reply:
    """Whoever has the conversation is named in every reply, also in one about something else."""
    silent = case is None or not case.open or case.state is State.OFFERED or reply.handover.state != "none"
    return reply if silent or case is None else replace(reply, handover=replace(reply.handover, state=case.state))


def _and(declined: tuple[str, ...], reason: Reason) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*declined, str(reason))))


def _age(answered: Answered) -> int | None:
    """Full years, where the citizen told an age or a birth year."""
    memory = answered.memory
    if memory.birth:
        (year, month), today = memory.birth, answered.turn.today
        return today.year - year - (month is not None and month > today.month)
    return memory.age
